/* What is beyond Crypt32, and what older SDKs lack. */
#include <staple32/staple32.h>
#include <assert.h>
#include <stddef.h>

static_assert(sizeof(STAPLE32_SERVER_OCSP_STATUS) == 832, "STAPLE32_SERVER_OCSP_STATUS");
static_assert(offsetof(STAPLE32_SERVER_OCSP_STATUS, ThisUpdate) == 8, "ThisUpdate");
static_assert(offsetof(STAPLE32_SERVER_OCSP_STATUS, dwLastError) == 48, "dwLastError");
static_assert(offsetof(STAPLE32_SERVER_OCSP_STATUS, cRetrievals) == 56, "cRetrievals");
static_assert(offsetof(STAPLE32_SERVER_OCSP_STATUS, szUrl) == 64, "szUrl");
static_assert(offsetof(STAPLE32_SERVER_OCSP_STATUS, szLastFailure) == 576, "szLastFailure");
static_assert(sizeof(STAPLE32_MEMORY_STATUS) == 24, "STAPLE32_MEMORY_STATUS");
static_assert(offsetof(STAPLE32_MEMORY_STATUS, cbAllocated) == 8, "cbAllocated");
static_assert(offsetof(STAPLE32_MEMORY_STATUS, cbHeap) == 16, "cbHeap");
static_assert(sizeof(CERT_SERVER_OCSP_RESPONSE_OPEN_PARA) == 40, "CERT_SERVER_OCSP_RESPONSE_OPEN_PARA");

DWORD failures(HCERT_SERVER_OCSP_RESPONSE response);
DWORD failures(HCERT_SERVER_OCSP_RESPONSE response)
{
    STAPLE32_SERVER_OCSP_STATUS status;
    status.cbSize = sizeof(status);
    return Staple32QueryServerOcspResponse(response, &status) ? status.cConsecutiveFailures : 0;
}

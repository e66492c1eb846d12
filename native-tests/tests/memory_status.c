/* Staple32QueryMemory. */
#include "fixture.h"

#include <stddef.h>

static STAPLE32_MEMORY_STATUS query_memory(void)
{
    STAPLE32_MEMORY_STATUS status;
    memset(&status, 0xcc, sizeof(status));
    status.cbSize = sizeof(status);
    CHECK_OK(Staple32QueryMemory(&status));
    CHECK_EQ(status.cbSize, sizeof(status));
    return status;
}

TEST(what_is_opened_takes_memory)
{
    STAPLE32_MEMORY_STATUS before = query_memory();
    fixture f = fixture_make();
    HCERT_SERVER_OCSP_RESPONSE handle = open_response(f.chain, 0);
    STAPLE32_MEMORY_STATUS after = query_memory();
    /* A parsed certificate and a response with its schedule are more than this, and far less than that. */
    CHECK(after.cbAllocated > before.cbAllocated + 1000);
    CHECK(after.cbAllocated < before.cbAllocated + 100000000);
    CHECK(after.cCollections >= before.cCollections);
    CHECK(after.cbHeap > 1000 && after.cbHeap <= after.cbAllocated + 100000000);
    CertCloseServerOcspResponse(handle, 0);
}

TEST(handing_out_a_response_allocates_nothing)
{
    fixture f = fixture_make();
    HCERT_SERVER_OCSP_RESPONSE handle = open_response(f.chain, 0);
    enum { PAIRS = 1000000 };
    STAPLE32_MEMORY_STATUS before = query_memory();
    for (int i = 0; i < PAIRS; i++)
        CertFreeServerOcspResponseContext(CertGetServerOcspResponseContext(handle, 0, NULL));
    STAPLE32_MEMORY_STATUS after = query_memory();
    /* The scheduler may do something meanwhile; a single byte for each pair would be more. */
    CHECK(after.cbAllocated - before.cbAllocated < PAIRS);
    CertCloseServerOcspResponse(handle, 0);
}

TEST(a_short_cbSize_cuts_off_whole_fields)
{
    STAPLE32_MEMORY_STATUS status;
    memset(&status, 0xcc, sizeof(status));
    status.cbSize = sizeof(status) - 1;
    CHECK_OK(Staple32QueryMemory(&status));
    CHECK_EQ(status.cbSize, sizeof(status) - 1);
    CHECK(status.cbAllocated > 0 && status.cbAllocated != 0xccccccccccccccccULL);
    CHECK(status.cbHeap == 0xccccccccccccccccULL);
    status.cbSize = offsetof(STAPLE32_MEMORY_STATUS, cbAllocated) - 1;
    CHECK_FAILS(Staple32QueryMemory(&status), ERROR_INVALID_PARAMETER);
    CHECK_FAILS(Staple32QueryMemory(NULL), ERROR_INVALID_PARAMETER);
}

#include "staple.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

static double milliseconds_now(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

static const char *reason_of(DWORD error)
{
    switch (error) {
    case (DWORD)CRYPT_E_NOT_IN_REVOCATION_DATABASE: return "the certificate names no OCSP responder";
    case ERROR_INVALID_PARAMETER: return "the certificate's issuer is not among the given certificates";
    default: return "the response could not be opened";
    }
}

void staple_open(staple *staple, const server_chain *chain, bool async)
{
    double start = milliseconds_now();
    staple->handle = CertOpenServerOcspResponse(chain->context, async ? CERT_SERVER_OCSP_RESPONSE_ASYNC_FLAG : 0, NULL);
    DWORD error = staple->handle ? 0 : GetLastError();
    staple->open_milliseconds = milliseconds_now() - start;
    staple->reason = staple->handle ? NULL : reason_of(error);
    if (!staple->handle)
        log_event("no-staple reason=\"%s\" error=0x%08x", staple->reason, (unsigned)error);
}

void staple_close(staple *staple)
{
    CertCloseServerOcspResponse(staple->handle, 0);
    staple->handle = NULL;
}

bool staple_save(const staple *staple, const char *file, problem *problem)
{
    PCCERT_SERVER_OCSP_RESPONSE_CONTEXT response = CertGetServerOcspResponseContext(staple->handle, 0, NULL);
    if (!response)
        return problem_set(problem, "%s", staple->reason ? staple->reason : "the responder gave no valid response");
    FILE *stream = fopen(file, "wb");
    bool written = stream && fwrite(response->pbEncodedOcspResponse, response->cbEncodedOcspResponse, 1, stream) == 1;
    if (stream && fclose(stream) != 0)
        written = false;
    CertFreeServerOcspResponseContext(response);
    return written || problem_set(problem, "%s: %s", file, strerror(errno));
}

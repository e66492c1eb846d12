#include "report.h"

#include <openssl/x509.h>
#include <staple32/staple32.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

static void print_subject(const server_chain *chain)
{
    PCCERT_CONTEXT leaf = chain->certificates.items[0];
    const unsigned char *encoded = leaf->pbCertEncoded;
    X509 *certificate = d2i_X509(NULL, &encoded, (long)leaf->cbCertEncoded);
    printf("certificate=");
    fflush(stdout);
    if (certificate)
        X509_NAME_print_ex_fp(stdout, X509_get_subject_name(certificate), 0, XN_FLAG_RFC2253 & ~ASN1_STRFLGS_ESC_MSB);
    printf("\n");
    X509_free(certificate);
}

/* FILETIME counts 100 ns since 1601; 0 means that there is no such time. */
static void print_time(const char *name, FILETIME time)
{
    unsigned long long ticks = (unsigned long long)time.dwHighDateTime << 32 | time.dwLowDateTime;
    time_t seconds = (time_t)(ticks / 10000000) - 11644473600;
    struct tm utc;
    char text[32] = "none";
    if (ticks != 0 && gmtime_r(&seconds, &utc))
        strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &utc);
    printf("%s=%s\n", name, text);
}

static const char *status_name(DWORD status)
{
    switch (status) {
    case STAPLE32_STATUS_GOOD: return "good";
    case STAPLE32_STATUS_REVOKED: return "revoked";
    case STAPLE32_STATUS_UNKNOWN: return "unknown";
    default: return "none";
    }
}

/* What one handshake pays for its staple, averaged over many: a Get and its Free. */
static double nanoseconds_per_get(HCERT_SERVER_OCSP_RESPONSE handle)
{
    enum { ROUNDS = 100000 };
    struct timespec start, end;
    clock_gettime(CLOCK_MONOTONIC, &start);
    for (int i = 0; i < ROUNDS; i++)
        CertFreeServerOcspResponseContext(CertGetServerOcspResponseContext(handle, 0, NULL));
    clock_gettime(CLOCK_MONOTONIC, &end);
    return ((double)(end.tv_sec - start.tv_sec) * 1e9 + (double)(end.tv_nsec - start.tv_nsec)) / ROUNDS;
}

static void print_handle(const staple *staple)
{
    STAPLE32_SERVER_OCSP_STATUS status;
    memset(&status, 0, sizeof status);
    status.cbSize = sizeof status;
    if (!Staple32QueryServerOcspResponse(staple->handle, &status)) {
        printf("reason=the library cannot be asked (error 0x%08x)\n", (unsigned)GetLastError());
        return;
    }
    PCCERT_SERVER_OCSP_RESPONSE_CONTEXT response = CertGetServerOcspResponseContext(staple->handle, 0, NULL);
    printf("responder=%s\n", status.szUrl);
    printf("status=%s\n", status_name(status.dwStatus));
    print_time("this-update", status.ThisUpdate);
    print_time("next-update", status.NextUpdate);
    printf("bytes=%u\n", response ? (unsigned)response->cbEncodedOcspResponse : 0);
    print_time("served-until", status.ServedUntil);
    print_time("next-refresh", status.NextRetrieval);
    print_time("last-attempt", status.LastAttempt);
    printf("retrievals=%llu\n", (unsigned long long)status.cRetrievals);
    printf("consecutive-failures=%u\n", (unsigned)status.cConsecutiveFailures);
    printf("last-error=0x%08x\n", (unsigned)status.dwLastError);
    if (status.szLastFailure[0])
        printf("reason=%s\n", status.szLastFailure);
    CertFreeServerOcspResponseContext(response);
    printf("get-ns=%.0f\n", nanoseconds_per_get(staple->handle));
}

void report_print(const staple *staple, const server_chain *chain)
{
    print_subject(chain);
    if (staple->handle)
        print_handle(staple);
    else
        printf("status=none\nbytes=0\nreason=%s\n", staple->reason);
    printf("open-ms=%.1f\nreport=end\n", staple->open_milliseconds);
    fflush(stdout);
}

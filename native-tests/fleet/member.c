/* One process of a fleet: opens a response on an OCSP directory and reports to standard output until standard input ends.
 *
 *   fleet-member read|write DIRECTORY LEAF.der ROOT.der
 *
 * "open MICROSECONDS BYTES": what Open took and what Get hands out then (0: nothing).
 * "update CHECKSUM ERROR": a callback, with a checksum of the response and dwWriteOcspFileError. */
#include "chain_files.h"
#include "platform.h"

#include <stdio.h>
#include <string.h>

static void WINAPI report(PCCERT_CHAIN_CONTEXT chain, PCCERT_SERVER_OCSP_RESPONSE_CONTEXT response, PCCRL_CONTEXT crl,
    PCCRL_CONTEXT previous, PVOID argument, DWORD write_error)
{
    (void)chain, (void)crl, (void)previous, (void)argument;
    unsigned checksum = 2166136261u;
    for (DWORD i = 0; i < response->cbEncodedOcspResponse; i++)
        checksum = (checksum ^ response->pbEncodedOcspResponse[i]) * 16777619u;
    printf("update %08x %u\n", checksum, (unsigned)write_error);
    fflush(stdout);
}

int main(int count, char **arguments)
{
    if (count != 5)
        return 2;
    PCCERT_CHAIN_CONTEXT chain = chain_of_files(arguments[3], arguments[4]);
    WCHAR directory[512] = {0};
    for (size_t i = 0; i < 511 && arguments[2][i]; i++)
        directory[i] = (WCHAR)arguments[2][i];
    CERT_SERVER_OCSP_RESPONSE_OPEN_PARA para = {
        .cbSize = sizeof(para),
        .dwFlags = strcmp(arguments[1], "read") == 0 ? CERT_SERVER_OCSP_RESPONSE_OPEN_PARA_READ_FLAG : CERT_SERVER_OCSP_RESPONSE_OPEN_PARA_WRITE_FLAG,
        .pwszOcspDirectory = directory,
        .pfnUpdateCallback = report,
    };
    double begun = seconds_now();
    HCERT_SERVER_OCSP_RESPONSE handle = CertOpenServerOcspResponse(chain, 0, &para);
    double taken = (seconds_now() - begun) * 1e6;
    PCCERT_SERVER_OCSP_RESPONSE_CONTEXT response = handle ? CertGetServerOcspResponseContext(handle, 0, NULL) : NULL;
    printf("open %.0f %u\n", taken, response ? (unsigned)response->cbEncodedOcspResponse : 0);
    fflush(stdout);
    if (!handle)
        return 1;
    while (getchar() != EOF)
        ;
    CertCloseServerOcspResponse(handle, 0);
    return 0;
}

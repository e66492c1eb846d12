/* One process of a fleet: opens a response on an OCSP directory and reports to standard output until standard input ends.
 *
 *   fleet-member read|write DIRECTORY LEAF.der ROOT.der
 *
 * "open MICROSECONDS BYTES": what Open took and what Get hands out then (0: nothing).
 * "update CHECKSUM ERROR": a callback, with a checksum of the response and dwWriteOcspFileError. */
#include "platform.h"

#include <staple32/wincrypt.h>
#include <stdio.h>
#include <stdlib.h>
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

static void add_file(HCERTSTORE store, const char *path)
{
    BYTE der[8192];
    FILE *file = fopen(path, "rb");
    if (!file || !CertAddEncodedCertificateToStore(store, X509_ASN_ENCODING, der, (DWORD)fread(der, 1, sizeof(der), file), CERT_STORE_ADD_NEW, NULL)) {
        fprintf(stderr, "fleet-member: %s: no certificate\n", path);
        exit(1);
    }
    fclose(file);
}

static PCCERT_CHAIN_CONTEXT build_chain(const char *leaf_path, const char *root_path)
{
    HCERTSTORE leaf = CertOpenStore(CERT_STORE_PROV_MEMORY, 0, 0, 0, NULL), roots = CertOpenStore(CERT_STORE_PROV_MEMORY, 0, 0, 0, NULL);
    add_file(leaf, leaf_path);
    add_file(roots, root_path);
    CERT_CHAIN_ENGINE_CONFIG config = {.cbSize = sizeof(config), .hExclusiveRoot = roots};
    CERT_CHAIN_PARA usage = {.cbSize = sizeof(usage)};
    HCERTCHAINENGINE engine = NULL;
    PCCERT_CHAIN_CONTEXT chain = NULL;
    CertCreateCertificateChainEngine(&config, &engine);
    CertGetCertificateChain(engine, CertEnumCertificatesInStore(leaf, NULL), NULL, NULL, &usage, 0, NULL, &chain);
    return chain;
}

int main(int count, char **arguments)
{
    if (count != 5)
        return 2;
    PCCERT_CHAIN_CONTEXT chain = build_chain(arguments[3], arguments[4]);
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

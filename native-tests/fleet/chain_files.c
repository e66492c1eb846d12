#include "chain_files.h"

#include <stdio.h>
#include <stdlib.h>

static void add_file(HCERTSTORE store, const char *path)
{
    BYTE der[8192];
    FILE *file = fopen(path, "rb");
    if (!file || !CertAddEncodedCertificateToStore(store, X509_ASN_ENCODING, der, (DWORD)fread(der, 1, sizeof(der), file), CERT_STORE_ADD_NEW, NULL)) {
        fprintf(stderr, "%s: no certificate\n", path);
        exit(1);
    }
    fclose(file);
}

PCCERT_CHAIN_CONTEXT chain_of_files(const char *leaf_path, const char *root_path)
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

#include <staple32/wincrypt.h>
#include <stdio.h>

int main(int argc, char **argv)
{
    HCERTSTORE file = CertOpenStore(CERT_STORE_PROV_FILENAME_A, X509_ASN_ENCODING, 0, CERT_STORE_OPEN_EXISTING_FLAG, argv[argc - 1]);
    PCCERT_CONTEXT leaf = file ? CertEnumCertificatesInStore(file, NULL) : NULL;
    CERT_CHAIN_PARA usage = { .cbSize = sizeof usage };
    PCCERT_CHAIN_CONTEXT chain = NULL;
    CertGetCertificateChain(NULL, leaf, NULL, file, &usage, 0, NULL, &chain);
    HCERT_SERVER_OCSP_RESPONSE handle = CertOpenServerOcspResponse(chain, 0, NULL);
    PCCERT_SERVER_OCSP_RESPONSE_CONTEXT staple = CertGetServerOcspResponseContext(handle, 0, NULL);
    printf("%u bytes to staple, error 0x%08x\n", staple ? staple->cbEncodedOcspResponse : 0, staple ? 0 : GetLastError());
    return staple == NULL;
}

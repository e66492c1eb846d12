#include "finding.h"

HCERTSTORE open_memory(void)
{
    HCERTSTORE store;
    CHECK_OK((store = CertOpenStore(CERT_STORE_PROV_MEMORY, 0, 0, 0, NULL)));
    return store;
}

PCCERT_CONTEXT put_certificate(HCERTSTORE store, const identity *of)
{
    PCCERT_CONTEXT added;
    CHECK_OK(CertAddEncodedCertificateToStore(store, X509_ASN_ENCODING, of->der, of->der_length, CERT_STORE_ADD_NEW, &added));
    return added;
}

PCCERT_CONTEXT put_authority(HCERTSTORE store, const char *common_name, const char *extensions)
{
    issue_options options = {0};
    options.is_authority = 1;
    options.extensions = extensions;
    return put_certificate(store, pki_self_signed(common_name, options));
}

const char *names_found(HCERTSTORE store, DWORD flags, DWORD type, const void *para)
{
    static char names[256];
    names[0] = 0;
    for (PCCERT_CONTEXT context = NULL; (context = CertFindCertificateInStore(store, X509_ASN_ENCODING, flags, type, para, context)) != NULL;) {
        char name[64];
        CertGetNameStringA(context, CERT_NAME_ATTR_TYPE, 0, (void *)szOID_COMMON_NAME, name, sizeof(name));
        CHECK(strlen(names) + strlen(name) + 2 < sizeof(names));
        strcat(strcat(names, name), " ");
    }
    CHECK_LAST_ERROR("CertFindCertificateInStore", CRYPT_E_NOT_FOUND);
    return names;
}

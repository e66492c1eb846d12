/* The system's roots where they are files. */
#include "fixture.h"

TEST(the_system_roots)
{
    identity *root = pki_root("system root"), *intruder = pki_root("intruder");
    encoded pem = pki_pem(root);
    char path[TEMPORARY_PATH];
    temporary_file(path, sizeof(path));
    FILE *file = fopen(path, "wb");
    CHECK(file && fwrite(pem.bytes, 1, pem.length, file) == pem.length && fclose(file) == 0);
    set_environment("SSL_CERT_FILE", path);
    set_environment("SSL_CERT_DIR", "/nonexistent");

    HCERTSTORE store;
    PCCERT_CONTEXT only;
    CHECK_OK((store = CertOpenStore(CERT_STORE_PROV_SYSTEM_A, 0, 0, CERT_SYSTEM_STORE_LOCAL_MACHINE, "ROOT")));
    CHECK_OK((only = CertEnumCertificatesInStore(store, NULL)));
    CHECK_EQ(only->cbCertEncoded, root->der_length);
    CHECK_BYTES(only->pbCertEncoded, root->der, root->der_length);
    CHECK_FAILS(CertEnumCertificatesInStore(store, only), CRYPT_E_NOT_FOUND);
    remove(path);
    CHECK_FAILS(CertAddEncodedCertificateToStore(store, X509_ASN_ENCODING, intruder->der, intruder->der_length, CERT_STORE_ADD_NEW, NULL), E_ACCESSDENIED);
    CHECK_OK(CertCloseStore(store, 0));
    CHECK_OK((store = CertOpenStore(CERT_STORE_PROV_SYSTEM_W, 0, 0, CERT_SYSTEM_STORE_CURRENT_USER, W("Root"))));
    CHECK_OK(CertCloseStore(store, 0));
    CHECK_FAILS(CertOpenStore(CERT_STORE_PROV_SYSTEM_A, 0, 0, CERT_SYSTEM_STORE_CURRENT_USER | CERT_STORE_OPEN_EXISTING_FLAG, "NONSENSE"), ERROR_FILE_NOT_FOUND);
}

/* The system's roots where they are in the registry. */
#include "fixture.h"

#define ROOTS "SOFTWARE\\Microsoft\\SystemCertificates\\ROOT\\Certificates\\"
#define ENCODED_CERTIFICATE 32 /* the property of a serialized element that is the certificate */

/* As the system writes it: named by the thumbprint, properties of a number, an encoding, a length and their bytes. */
static void write_root(HKEY hive, const identity *root)
{
    unsigned char hash[64], blob[4096];
    char path[256] = ROOTS;
    unsigned length = pki_digest("SHA1", root->der, root->der_length, hash);
    for (unsigned i = 0; i < length; i++)
        snprintf(path + strlen(path), sizeof(path) - strlen(path), "%02X", hash[i]);
    const DWORD head[] = {ENCODED_CERTIFICATE, 1, root->der_length};
    memcpy(blob, head, sizeof(head));
    memcpy(blob + sizeof(head), root->der, root->der_length);

    HKEY key;
    CHECK_EQ(RegCreateKeyExA(hive, path, 0, NULL, 0, KEY_SET_VALUE, NULL, &key, NULL), ERROR_SUCCESS);
    CHECK_EQ(RegSetValueExA(key, "Blob", 0, REG_BINARY, blob, sizeof(head) + root->der_length), ERROR_SUCCESS);
    RegCloseKey(key);
}

static int holds(HCERTSTORE store, const identity *wanted)
{
    int found = 0;
    for (PCCERT_CONTEXT context = NULL; (context = CertEnumCertificatesInStore(store, context)) != NULL;)
        found += context->cbCertEncoded == wanted->der_length && memcmp(context->pbCertEncoded, wanted->der, wanted->der_length) == 0;
    return found;
}

TEST(the_system_roots)
{
    identity *of_machine = pki_root("root of the machine"), *of_user = pki_root("root of the user"), *intruder = pki_root("intruder");
    write_root(HKEY_LOCAL_MACHINE, of_machine);
    write_root(HKEY_CURRENT_USER, of_user);
    HCERTSTORE store;
    CHECK_OK((store = CertOpenStore(CERT_STORE_PROV_SYSTEM_A, 0, 0, CERT_SYSTEM_STORE_CURRENT_USER, "ROOT")));
    CHECK_EQ(holds(store, of_machine), 1);
    CHECK_EQ(holds(store, of_user), 1);
    CHECK_EQ(holds(store, intruder), 0);
    CHECK_FAILS(CertAddEncodedCertificateToStore(store, X509_ASN_ENCODING, intruder->der, intruder->der_length, CERT_STORE_ADD_NEW, NULL), E_ACCESSDENIED);
    CHECK_OK(CertCloseStore(store, 0));
    /* Of another name the system would make one. */
    CHECK_FAILS(CertOpenStore(CERT_STORE_PROV_SYSTEM_A, 0, 0, CERT_SYSTEM_STORE_CURRENT_USER | CERT_STORE_OPEN_EXISTING_FLAG, "NONSENSE"), ERROR_FILE_NOT_FOUND);
}

TEST(chains_end_at_the_system_roots)
{
    identity *root = pki_root("root of the machine"), *leaf = pki_issue(root, "leaf", (issue_options){0});
    write_root(HKEY_LOCAL_MACHINE, root);
    PCCERT_CONTEXT certificate = CertCreateCertificateContext(X509_ASN_ENCODING, leaf->der, leaf->der_length);
    CERT_CHAIN_PARA para = {.cbSize = sizeof(para)};
    PCCERT_CHAIN_CONTEXT chain;
    CHECK_OK(CertGetCertificateChain(NULL, certificate, NULL, NULL, &para, 0, NULL, &chain));
    CHECK_EQ(chain->TrustStatus.dwErrorStatus, CERT_TRUST_NO_ERROR);
    CHECK_EQ(chain->rgpChain[0]->cElement, 2);
    CertFreeCertificateChain(chain);
    CertFreeCertificateContext(certificate);
}

/* Stores saved, in memory and in files, and opened again. */
#include "fixture.h"

#define SECRET_NUMBER 7

static HCERTSTORE open_memory(void)
{
    HCERTSTORE store;
    CHECK_OK((store = CertOpenStore(CERT_STORE_PROV_MEMORY, 0, 0, 0, NULL)));
    return store;
}

/* Two certificates, the second with a property, and a CRL. */
static HCERTSTORE make_store(void)
{
    HCERTSTORE store = open_memory();
    identity *root = pki_root("root"), *leaf = pki_issue(root, "leaf", (issue_options){0});
    encoded crl = pki_crl(root, (crl_options){0});
    BYTE number = SECRET_NUMBER;
    CRYPT_DATA_BLOB value = {1, &number};
    PCCERT_CONTEXT added;
    CHECK_OK(CertAddEncodedCertificateToStore(store, X509_ASN_ENCODING, root->der, root->der_length, CERT_STORE_ADD_NEW, NULL));
    CHECK_OK(CertAddEncodedCertificateToStore(store, X509_ASN_ENCODING, leaf->der, leaf->der_length, CERT_STORE_ADD_NEW, &added));
    CHECK_OK(CertSetCertificateContextProperty(added, CERT_FIRST_USER_PROP_ID, 0, &value));
    CertFreeCertificateContext(added);
    CHECK_OK(CertAddEncodedCRLToStore(store, X509_ASN_ENCODING, crl.bytes, crl.length, CERT_STORE_ADD_NEW, NULL));
    return store;
}

/* How many certificates there are, the secret number of one of them, and that there is one CRL. */
static int check_store(HCERTSTORE store, int expected_number)
{
    int found = 0, number = 0;
    for (PCCERT_CONTEXT context = NULL; (context = CertEnumCertificatesInStore(store, context)) != NULL; found++) {
        BYTE read;
        DWORD size = 1;
        if (CertGetCertificateContextProperty(context, CERT_FIRST_USER_PROP_ID, &read, &size))
            number = read;
    }
    CHECK_EQ(number, expected_number);
    PCCRL_CONTEXT crl = CertEnumCRLsInStore(store, NULL);
    CHECK(crl != NULL);
    CHECK_PTR(CertEnumCRLsInStore(store, crl), NULL);
    return found;
}

static CRYPT_DATA_BLOB save(HCERTSTORE store, DWORD encoding, DWORD as)
{
    CRYPT_DATA_BLOB blob = {0, NULL};
    CHECK_OK(CertSaveStore(store, encoding, as, CERT_STORE_SAVE_TO_MEMORY, &blob, 0));
    CHECK(blob.cbData > 0);
    DWORD needed = blob.cbData--;
    blob.pbData = (BYTE *)malloc(needed);
    CHECK_FAILS(CertSaveStore(store, encoding, as, CERT_STORE_SAVE_TO_MEMORY, &blob, 0), ERROR_MORE_DATA);
    CHECK_EQ(blob.cbData, needed);
    CHECK_OK(CertSaveStore(store, encoding, as, CERT_STORE_SAVE_TO_MEMORY, &blob, 0));
    CHECK_EQ(blob.cbData, needed);
    return blob;
}

TEST(a_serialized_store_has_everything)
{
    HCERTSTORE store = make_store(), again;
    CRYPT_DATA_BLOB blob = save(store, 0, CERT_STORE_SAVE_AS_STORE);
    CHECK_BYTES(blob.pbData, "\0\0\0\0CERT", 8);
    CHECK_OK((again = CertOpenStore(CERT_STORE_PROV_SERIALIZED, 0, 0, 0, &blob)));
    CHECK_EQ(check_store(again, SECRET_NUMBER), 2);
    CHECK_OK(CertCloseStore(again, CERT_CLOSE_STORE_CHECK_FLAG));
    CHECK_OK((again = CertOpenStore(sz_CERT_STORE_PROV_SERIALIZED, 0, 0, CERT_STORE_READONLY_FLAG, &blob)));
    PCCERT_CONTEXT first = CertEnumCertificatesInStore(again, NULL);
    CHECK_FAILS(CertDeleteCertificateFromStore(first), E_ACCESSDENIED);
    CHECK_OK(CertCloseStore(again, 0));
    CHECK_OK(CertCloseStore(store, 0));
}

TEST(a_message_has_everything_but_properties)
{
    HCERTSTORE store = make_store(), again;
    CRYPT_DATA_BLOB blob = save(store, X509_ASN_ENCODING | PKCS_7_ASN_ENCODING, CERT_STORE_SAVE_AS_PKCS7);
    CHECK_EQ(blob.pbData[0], 0x30);
    CHECK_OK((again = CertOpenStore(CERT_STORE_PROV_PKCS7, X509_ASN_ENCODING | PKCS_7_ASN_ENCODING, 0, 0, &blob)));
    CHECK_EQ(check_store(again, 0), 2);
    CHECK_OK(CertCloseStore(again, 0));
    CHECK_OK((again = CertOpenStore(sz_CERT_STORE_PROV_PKCS7, PKCS_7_ASN_ENCODING, 0, 0, &blob)));
    CHECK_EQ(check_store(again, 0), 2);
    CHECK_OK(CertCloseStore(again, 0));
}

TEST(saving_what_cannot_be_saved)
{
    HCERTSTORE store = open_memory();
    CRYPT_DATA_BLOB blob = {0, NULL};
    CHECK_FAILS(CertSaveStore(NULL, 0, CERT_STORE_SAVE_AS_STORE, CERT_STORE_SAVE_TO_MEMORY, &blob, 0), E_INVALIDARG);
    CHECK_FAILS(CertSaveStore(store, 0, CERT_STORE_SAVE_AS_STORE, CERT_STORE_SAVE_TO_MEMORY, NULL, 0), E_INVALIDARG);
    CHECK_FAILS(CertSaveStore(store, 0, CERT_STORE_SAVE_AS_STORE, 9, &blob, 0), E_INVALIDARG);
    CHECK_FAILS(CertSaveStore(store, 0, 9, CERT_STORE_SAVE_TO_MEMORY, &blob, 0), E_INVALIDARG);
    CHECK_FAILS(CertSaveStore(store, X509_ASN_ENCODING, CERT_STORE_SAVE_AS_PKCS7, CERT_STORE_SAVE_TO_MEMORY, &blob, 0), E_INVALIDARG);
    CHECK_FAILS(CertSaveStore(store, 0, CERT_STORE_SAVE_AS_PKCS12, CERT_STORE_SAVE_TO_MEMORY, &blob, 0), ERROR_NOT_SUPPORTED);
    char path[TEMPORARY_PATH];
    temporary_subdirectory(path, sizeof(path));
    strcat(path, "/missing/file");
    CHECK_FAILS(CertSaveStore(store, 0, CERT_STORE_SAVE_AS_STORE, CERT_STORE_SAVE_TO_FILENAME_A, path, 0), ERROR_PATH_NOT_FOUND);
    CHECK_OK(CertCloseStore(store, 0));
}

TEST(blobs_that_are_no_stores)
{
    CRYPT_DATA_BLOB junk = {4, (BYTE *)"junk"}, lie = {4, NULL};
    DWORD encoding = X509_ASN_ENCODING | PKCS_7_ASN_ENCODING;
    CHECK_FAILS(CertOpenStore(CERT_STORE_PROV_PKCS7, encoding, 0, 0, &junk), CRYPT_E_ASN1_BADTAG);
    CHECK_FAILS(CertOpenStore(CERT_STORE_PROV_SERIALIZED, 0, 0, 0, &junk), CRYPT_E_FILE_ERROR);
    CHECK_FAILS(CertOpenStore(CERT_STORE_PROV_SERIALIZED, 0, 0, 0, NULL), E_INVALIDARG);
    CHECK_FAILS(CertOpenStore(CERT_STORE_PROV_PKCS7, encoding, 0, 0, &lie), E_INVALIDARG);
    CHECK_FAILS(CertOpenStore(CERT_STORE_PROV_PKCS7, encoding, 0, CERT_STORE_DELETE_FLAG, &junk), ERROR_CALL_NOT_IMPLEMENTED);
}

TEST(providers_that_are_not_here)
{
    LPCSTR const missing[] = {
        CERT_STORE_PROV_MSG, CERT_STORE_PROV_REG, CERT_STORE_PROV_SYSTEM_REGISTRY_A, CERT_STORE_PROV_SYSTEM_REGISTRY_W,
        CERT_STORE_PROV_PHYSICAL_W, CERT_STORE_PROV_SMART_CARD_W, CERT_STORE_PROV_LDAP_W, "Ldap", "Physical",
    };
    for (size_t i = 0; i < sizeof(missing) / sizeof(*missing); i++)
        CHECK_FAILS(CertOpenStore(missing[i], 0, 0, CERT_SYSTEM_STORE_CURRENT_USER, W("MY")), ERROR_NOT_SUPPORTED);
}

TEST(a_file_that_was_saved_is_opened_again)
{
    static const struct {
        DWORD as;
        int number;
    } forms[] = {{CERT_STORE_SAVE_AS_STORE, SECRET_NUMBER}, {CERT_STORE_SAVE_AS_PKCS7, 0}};
    HCERTSTORE store = make_store(), again;
    for (int i = 0; i < 2; i++) {
        char path[TEMPORARY_PATH];
        WCHAR wide[TEMPORARY_PATH];
        temporary_file(path, sizeof(path));
        widen(wide, TEMPORARY_PATH, path);
        CHECK_OK(CertSaveStore(store, PKCS_7_ASN_ENCODING, forms[i].as, CERT_STORE_SAVE_TO_FILENAME_W, wide, 0));
        CHECK_OK((again = CertOpenStore(CERT_STORE_PROV_FILENAME_A, 0, 0, CERT_STORE_OPEN_EXISTING_FLAG, path)));
        CHECK_EQ(check_store(again, forms[i].number), 2);
        CHECK_OK(CertCloseStore(again, 0));
        CHECK_OK(CertSaveStore(store, PKCS_7_ASN_ENCODING, forms[i].as, CERT_STORE_SAVE_TO_FILENAME_A, path, 0));
        CHECK_OK((again = CertOpenStore(sz_CERT_STORE_PROV_FILENAME, 0, 0, CERT_STORE_READONLY_FLAG, wide)));
        CHECK_EQ(check_store(again, forms[i].number), 2);
        CHECK_OK(CertCloseStore(again, 0));
        remove(path);
    }
}

/* Links to certificates, and the properties of stores as a whole. */
#include "fixture.h"

static HCERTSTORE open_memory(void)
{
    HCERTSTORE store;
    CHECK_OK((store = CertOpenStore(CERT_STORE_PROV_MEMORY, 0, 0, 0, NULL)));
    return store;
}

static PCCERT_CONTEXT add(HCERTSTORE store, const identity *of)
{
    PCCERT_CONTEXT added;
    CHECK_OK(CertAddEncodedCertificateToStore(store, X509_ASN_ENCODING, of->der, of->der_length, CERT_STORE_ADD_NEW, &added));
    return added;
}

static BYTE number_of(PCCERT_CONTEXT context)
{
    BYTE number = 0;
    DWORD size = 1;
    CHECK_OK(CertGetCertificateContextProperty(context, CERT_FIRST_USER_PROP_ID, &number, &size));
    return number;
}

static void set_number(PCCERT_CONTEXT context, BYTE number)
{
    CRYPT_DATA_BLOB value = {1, &number};
    CHECK_OK(CertSetCertificateContextProperty(context, CERT_FIRST_USER_PROP_ID, 0, &value));
}

TEST(a_link_shares_the_properties_of_its_certificate)
{
    HCERTSTORE home = open_memory(), other = open_memory();
    PCCERT_CONTEXT original = add(home, pki_root("root")), link;
    CHECK_OK(CertAddCertificateLinkToStore(other, original, CERT_STORE_ADD_NEW, &link));
    CHECK(link != original);
    CHECK_PTR(link->hCertStore, other);
    CHECK_EQ(link->cbCertEncoded, original->cbCertEncoded);
    set_number(link, 1);
    CHECK_EQ(number_of(original), 1);
    set_number(original, 2);
    CHECK_EQ(number_of(link), 2);

    CHECK_OK(CertDeleteCertificateFromStore(CertDuplicateCertificateContext(link)));
    CHECK_FAILS(CertEnumCertificatesInStore(other, NULL), CRYPT_E_NOT_FOUND);
    PCCERT_CONTEXT still = CertEnumCertificatesInStore(home, NULL);
    CHECK_PTR(still, original);
    CertFreeCertificateContext(still);
    CHECK_OK(CertDeleteCertificateFromStore(original));
    CHECK_EQ(number_of(link), 2);
    CertFreeCertificateContext(link);
    CHECK_OK(CertCloseStore(home, CERT_CLOSE_STORE_CHECK_FLAG));
    CHECK_OK(CertCloseStore(other, CERT_CLOSE_STORE_CHECK_FLAG));
}

TEST(dispositions_for_links)
{
    HCERTSTORE home = open_memory(), other = open_memory();
    PCCERT_CONTEXT original = add(home, pki_root("root")), link, again;
    CHECK_OK(CertAddCertificateLinkToStore(other, original, CERT_STORE_ADD_ALWAYS, &link));
    CHECK_FAILS(CertAddCertificateLinkToStore(other, original, CERT_STORE_ADD_NEW, &again), CRYPT_E_EXISTS);
    CHECK_PTR(again, NULL);
    CHECK_OK(CertAddCertificateLinkToStore(other, original, CERT_STORE_ADD_USE_EXISTING, &again));
    CHECK_PTR(again, link);
    CertFreeCertificateContext(again);
    CHECK_OK(CertAddCertificateLinkToStore(other, original, CERT_STORE_ADD_REPLACE_EXISTING, &again));
    CHECK(again != link);
    for (DWORD disposition = CERT_STORE_ADD_REPLACE_EXISTING_INHERIT_PROPERTIES; disposition <= 8; disposition++)
        CHECK_FAILS(CertAddCertificateLinkToStore(other, original, disposition, NULL), E_INVALIDARG);
    CHECK_FAILS(CertAddCertificateLinkToStore(other, original, 0, NULL), E_INVALIDARG);
    CHECK_FAILS(CertAddCertificateLinkToStore(NULL, original, CERT_STORE_ADD_NEW, NULL), E_INVALIDARG);
    CHECK_FAILS(CertAddCertificateLinkToStore(other, NULL, CERT_STORE_ADD_NEW, NULL), E_INVALIDARG);
}

TEST(a_link_that_is_copied_becomes_a_certificate_of_its_own)
{
    HCERTSTORE home = open_memory(), other = open_memory(), third = open_memory();
    PCCERT_CONTEXT original = add(home, pki_root("root")), link, copy, second;
    set_number(original, 1);
    CHECK_OK(CertAddCertificateLinkToStore(other, original, CERT_STORE_ADD_NEW, &link));
    CHECK_OK(CertAddCertificateContextToStore(third, link, CERT_STORE_ADD_NEW, &copy));
    set_number(original, 2);
    CHECK_EQ(number_of(copy), 1);
    /* A link to a link leads to the certificate. */
    CHECK_OK(CertAddCertificateLinkToStore(third, link, CERT_STORE_ADD_ALWAYS, &second));
    set_number(second, 3);
    CHECK_EQ(number_of(original), 3);
}

TEST(properties_of_stores)
{
    HCERTSTORE store = open_memory();
    BYTE read[32];
    DWORD size = sizeof(read), state = 0xff;
    CRYPT_DATA_BLOB name = {8, (BYTE *)W("abc")};
    CHECK_FAILS(CertGetStoreProperty(store, CERT_STORE_LOCALIZED_NAME_PROP_ID, read, &size), CRYPT_E_NOT_FOUND);
    CHECK_OK(CertSetStoreProperty(store, CERT_STORE_LOCALIZED_NAME_PROP_ID, 0, &name));
    size = 1;
    CHECK_FAILS(CertGetStoreProperty(store, CERT_STORE_LOCALIZED_NAME_PROP_ID, read, &size), ERROR_MORE_DATA);
    CHECK_EQ(size, 8);
    CHECK_OK(CertGetStoreProperty(store, CERT_STORE_LOCALIZED_NAME_PROP_ID, NULL, &size));
    CHECK_OK(CertGetStoreProperty(store, CERT_STORE_LOCALIZED_NAME_PROP_ID, read, &size));
    CHECK_BYTES(read, W("abc"), 8);
    CHECK_OK(CertSetStoreProperty(store, CERT_STORE_LOCALIZED_NAME_PROP_ID, 0, NULL));
    CHECK_FAILS(CertGetStoreProperty(store, CERT_STORE_LOCALIZED_NAME_PROP_ID, read, &size), CRYPT_E_NOT_FOUND);

    size = sizeof(state);
    CHECK_OK(CertGetStoreProperty(store, CERT_ACCESS_STATE_PROP_ID, &state, &size));
    CHECK_EQ(state, 0);
    CHECK_FAILS(CertSetStoreProperty(store, CERT_ACCESS_STATE_PROP_ID, 0, &name), E_INVALIDARG);
    CHECK_FAILS(CertSetStoreProperty(store, CERT_STORE_LOCALIZED_NAME_PROP_ID, 1, &name), E_INVALIDARG);
    CHECK_FAILS(CertSetStoreProperty(NULL, CERT_STORE_LOCALIZED_NAME_PROP_ID, 0, &name), E_INVALIDARG);
    CHECK_FAILS(CertGetStoreProperty(NULL, CERT_STORE_LOCALIZED_NAME_PROP_ID, read, &size), E_INVALIDARG);
    CHECK_FAILS(CertGetStoreProperty(store, CERT_STORE_LOCALIZED_NAME_PROP_ID, read, NULL), E_INVALIDARG);
    CHECK_OK(CertCloseStore(store, 0));
}

TEST(a_file_store_says_whether_it_is_written_back)
{
    char path[TEMPORARY_PATH];
    temporary_file(path, sizeof(path));
    DWORD flags[] = {0, CERT_FILE_STORE_COMMIT_ENABLE_FLAG};
    for (int i = 0; i < 2; i++) {
        HCERTSTORE store;
        DWORD state = 0, size = sizeof(state);
        CHECK_OK((store = CertOpenStore(CERT_STORE_PROV_FILENAME_A, 0, 0, flags[i] | CERT_STORE_SET_LOCALIZED_NAME_FLAG, path)));
        CHECK_OK(CertGetStoreProperty(store, CERT_ACCESS_STATE_PROP_ID, &state, &size));
        CHECK_EQ(state, i ? CERT_ACCESS_STATE_WRITE_PERSIST_FLAG : 0);
        CHECK_OK(CertGetStoreProperty(store, CERT_STORE_LOCALIZED_NAME_PROP_ID, NULL, &size));
        CHECK_EQ(size, 2 * (strlen(path) + 1));
        PCCERT_CONTEXT context = add(store, pki_root("root"));
        size = sizeof(state);
        CHECK_OK(CertGetCertificateContextProperty(context, CERT_ACCESS_STATE_PROP_ID, &state, &size));
        CHECK_EQ(state, i ? CERT_ACCESS_STATE_WRITE_PERSIST_FLAG : 0);
        CertFreeCertificateContext(context);
        CHECK_OK(CertCloseStore(store, 0));
    }
    remove(path);
}

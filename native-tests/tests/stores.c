/* Stores: opening, closing, adding, listing, finding. */
#include "fixture.h"

static HCERTSTORE open_memory(void)
{
    HCERTSTORE store;
    CHECK_OK((store = CertOpenStore(CERT_STORE_PROV_MEMORY, 0, 0, 0, NULL)));
    return store;
}

static BOOL add(HCERTSTORE store, const identity *of, DWORD disposition, PCCERT_CONTEXT *added)
{
    return CertAddEncodedCertificateToStore(store, X509_ASN_ENCODING, of->der, of->der_length, disposition, added);
}

static int count(HCERTSTORE store)
{
    int found = 0;
    for (PCCERT_CONTEXT context = NULL; (context = CertEnumCertificatesInStore(store, context)) != NULL;)
        found++;
    CHECK_LAST_ERROR("CertEnumCertificatesInStore", CRYPT_E_NOT_FOUND);
    return found;
}

static void check_is(PCCERT_CONTEXT context, const identity *expected)
{
    CHECK(context != NULL);
    CHECK_EQ(context->cbCertEncoded, expected->der_length);
    CHECK_BYTES(context->pbCertEncoded, expected->der, expected->der_length);
}

TEST(a_memory_store_begins_empty)
{
    HCERTSTORE store = open_memory();
    CHECK_EQ(count(store), 0);
    CHECK_OK(CertCloseStore(store, 0));
}

TEST(providers_have_names)
{
    static const char *const names[] = {sz_CERT_STORE_PROV_MEMORY, "memory", sz_CERT_STORE_PROV_COLLECTION};
    for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
        HCERTSTORE store;
        CHECK_OK((store = CertOpenStore(names[i], 0, 0, 0, NULL)));
        CHECK_OK(CertCloseStore(store, 0));
    }
}

TEST(an_unknown_provider)
{
    CHECK_FAILS(CertOpenStore((LPCSTR)9999, 0, 0, 0, NULL), ERROR_FILE_NOT_FOUND);
    CHECK_FAILS(CertOpenStore("Nonsense", 0, 0, 0, NULL), ERROR_FILE_NOT_FOUND);
}

TEST(certificates_are_listed_in_the_order_they_came)
{
    HCERTSTORE store = open_memory();
    identity *made[5];
    for (int i = 0; i < 5; i++) {
        char name[8];
        snprintf(name, sizeof(name), "c%d", i);
        made[i] = pki_root(name);
        CHECK_OK(add(store, made[i], CERT_STORE_ADD_NEW, NULL));
    }
    PCCERT_CONTEXT context = NULL;
    for (int i = 0; i < 5; i++) {
        CHECK_OK((context = CertEnumCertificatesInStore(store, context)));
        check_is(context, made[i]);
        CHECK_PTR(context->hCertStore, store);
    }
    CHECK_FAILS(CertEnumCertificatesInStore(store, context), CRYPT_E_NOT_FOUND);
    CHECK_OK(CertCloseStore(store, 0));
}

TEST(the_same_element_is_the_same_context)
{
    HCERTSTORE store = open_memory();
    PCCERT_CONTEXT added;
    CHECK_OK(add(store, pki_root("root"), CERT_STORE_ADD_NEW, &added));
    PCCERT_CONTEXT found = CertEnumCertificatesInStore(store, NULL);
    CHECK_PTR(found, added);
    CertFreeCertificateContext(found);
    CertFreeCertificateContext(added);
    CHECK_OK(CertCloseStore(store, 0));
}

TEST(dispositions_when_the_certificate_is_there)
{
    HCERTSTORE store = open_memory();
    identity *root = pki_root("root");
    PCCERT_CONTEXT first, again;
    CHECK_OK(add(store, root, CERT_STORE_ADD_NEW, &first));
    CHECK_FAILS(add(store, root, CERT_STORE_ADD_NEW, &again), CRYPT_E_EXISTS);
    CHECK_PTR(again, NULL);
    CHECK_FAILS(add(store, root, CERT_STORE_ADD_NEWER, &again), CRYPT_E_EXISTS);
    CHECK_OK(add(store, root, CERT_STORE_ADD_USE_EXISTING, &again));
    CHECK_PTR(again, first);
    CertFreeCertificateContext(again);
    CHECK_EQ(count(store), 1);
    CHECK_OK(add(store, root, CERT_STORE_ADD_REPLACE_EXISTING, NULL));
    CHECK_EQ(count(store), 1);
    CHECK_OK(add(store, root, CERT_STORE_ADD_ALWAYS, NULL));
    CHECK_EQ(count(store), 2);
    CHECK_FAILS(add(store, root, 0, NULL), E_INVALIDARG);
    CHECK_FAILS(add(store, root, 8, NULL), E_INVALIDARG);
    CertFreeCertificateContext(first);
    CHECK_OK(CertCloseStore(store, 0));
}

TEST(an_encoding_that_is_none_is_not_added)
{
    HCERTSTORE store = open_memory();
    PCCERT_CONTEXT added = (PCCERT_CONTEXT)1;
    CHECK_FAILS(CertAddEncodedCertificateToStore(store, X509_ASN_ENCODING, (const BYTE *)"x", 1, CERT_STORE_ADD_NEW, &added), CRYPT_E_ASN1_BADTAG);
    CHECK_PTR(added, NULL);
    CHECK_EQ(count(store), 0);
    CHECK_OK(CertCloseStore(store, 0));
}

TEST(without_a_store_add_only_makes_a_context)
{
    PCCERT_CONTEXT added;
    identity *root = pki_root("root");
    CHECK_OK(add(NULL, root, CERT_STORE_ADD_NEW, &added));
    check_is(added, root);
    CertFreeCertificateContext(added);
}

TEST(find_by_hash)
{
    HCERTSTORE store = open_memory();
    identity *a = pki_root("a"), *b = pki_root("b");
    PCCERT_CONTEXT context;
    BYTE hash[20];
    DWORD size = sizeof(hash);
    CHECK_OK(add(store, a, CERT_STORE_ADD_NEW, NULL));
    CHECK_OK(add(store, b, CERT_STORE_ADD_NEW, &context));
    CHECK_OK(CertGetCertificateContextProperty(context, CERT_SHA1_HASH_PROP_ID, hash, &size));
    CertFreeCertificateContext(context);

    CRYPT_HASH_BLOB blob = {sizeof(hash), hash};
    CHECK_OK((context = CertFindCertificateInStore(store, X509_ASN_ENCODING, 0, CERT_FIND_SHA1_HASH, &blob, NULL)));
    check_is(context, b);
    CHECK_FAILS(CertFindCertificateInStore(store, X509_ASN_ENCODING, 0, CERT_FIND_SHA1_HASH, &blob, context), CRYPT_E_NOT_FOUND);
    hash[0] ^= 1;
    CHECK_FAILS(CertFindCertificateInStore(store, X509_ASN_ENCODING, 0, CERT_FIND_HASH, &blob, NULL), CRYPT_E_NOT_FOUND);
    CHECK_OK(CertCloseStore(store, 0));
}

TEST(find_by_name)
{
    HCERTSTORE store = open_memory();
    identity *root = pki_root("Example Root"), *leaf = pki_issue(root, "www.example.test", (issue_options){0});
    PCCERT_CONTEXT of_root, of_leaf, found;
    CHECK_OK(add(store, root, CERT_STORE_ADD_NEW, &of_root));
    CHECK_OK(add(store, leaf, CERT_STORE_ADD_NEW, &of_leaf));

    CHECK_OK((found = CertFindCertificateInStore(store, X509_ASN_ENCODING, 0, CERT_FIND_SUBJECT_NAME, &of_leaf->pCertInfo->Subject, NULL)));
    CHECK_PTR(found, of_leaf);
    CertFreeCertificateContext(found);

    /* Both were issued by the root. */
    CHECK_OK((found = CertFindCertificateInStore(store, X509_ASN_ENCODING, 0, CERT_FIND_ISSUER_NAME, &of_root->pCertInfo->Subject, NULL)));
    CHECK_PTR(found, of_root);
    CHECK_OK((found = CertFindCertificateInStore(store, X509_ASN_ENCODING, 0, CERT_FIND_ISSUER_NAME, &of_root->pCertInfo->Subject, found)));
    CHECK_PTR(found, of_leaf);
    CHECK_FAILS(CertFindCertificateInStore(store, X509_ASN_ENCODING, 0, CERT_FIND_ISSUER_NAME, &of_root->pCertInfo->Subject, found),
        CRYPT_E_NOT_FOUND);

    CHECK_OK((found = CertFindCertificateInStore(store, X509_ASN_ENCODING, 0, CERT_FIND_SUBJECT_STR_A, "WWW.example", NULL)));
    CHECK_PTR(found, of_leaf);
    CertFreeCertificateContext(found);
    CHECK_OK((found = CertFindCertificateInStore(store, X509_ASN_ENCODING, 0, CERT_FIND_SUBJECT_STR_W, W("example root"), NULL)));
    CHECK_PTR(found, of_root);
    CertFreeCertificateContext(found);
    CHECK_FAILS(CertFindCertificateInStore(store, X509_ASN_ENCODING, 0, CERT_FIND_SUBJECT_STR_A, "nobody", NULL), CRYPT_E_NOT_FOUND);

    CertFreeCertificateContext(of_root);
    CertFreeCertificateContext(of_leaf);
    CHECK_OK(CertCloseStore(store, 0));
}

TEST(find_any)
{
    HCERTSTORE store = open_memory();
    CHECK_OK(add(store, pki_root("a"), CERT_STORE_ADD_NEW, NULL));
    CHECK_OK(add(store, pki_root("b"), CERT_STORE_ADD_NEW, NULL));
    int found = 0;
    for (PCCERT_CONTEXT context = NULL; (context = CertFindCertificateInStore(store, X509_ASN_ENCODING, 0, CERT_FIND_ANY, NULL, context)) != NULL;)
        found++;
    CHECK_LAST_ERROR("CertFindCertificateInStore", CRYPT_E_NOT_FOUND);
    CHECK_EQ(found, 2);
    CHECK_OK(CertCloseStore(store, 0));
}

TEST(find_with_nonsense)
{
    HCERTSTORE store = open_memory();
    CHECK_FAILS(CertFindCertificateInStore(store, X509_ASN_ENCODING, 0, 0x00ff0000, "x", NULL), E_INVALIDARG);
    CHECK_FAILS(CertFindCertificateInStore(store, X509_ASN_ENCODING, 0, CERT_FIND_SUBJECT_STR_A, NULL, NULL), E_INVALIDARG);
    CHECK_OK(CertCloseStore(store, 0));
}

TEST(a_deleted_certificate_is_gone_and_its_context_stays)
{
    HCERTSTORE store = open_memory();
    identity *root = pki_root("root");
    PCCERT_CONTEXT kept;
    CHECK_OK(add(store, root, CERT_STORE_ADD_NEW, &kept));
    CHECK_OK(CertDeleteCertificateFromStore(CertDuplicateCertificateContext(kept)));
    CHECK_EQ(count(store), 0);
    check_is(kept, root);
    CertFreeCertificateContext(kept);
    CHECK_OK(CertCloseStore(store, 0));
}

TEST(contexts_outlive_their_store)
{
    HCERTSTORE store = open_memory();
    identity *root = pki_root("root");
    PCCERT_CONTEXT context;
    CHECK_OK(add(store, root, CERT_STORE_ADD_NEW, &context));
    CHECK_OK(CertCloseStore(store, 0));
    check_is(context, root);
    CertFreeCertificateContext(context);
}

TEST(close_with_check_reports_contexts_that_are_held)
{
    HCERTSTORE store = open_memory();
    PCCERT_CONTEXT context;
    CHECK_OK(add(store, pki_root("root"), CERT_STORE_ADD_NEW, &context));
    CHECK_FAILS(CertCloseStore(store, CERT_CLOSE_STORE_CHECK_FLAG), CRYPT_E_PENDING_CLOSE);
    CertFreeCertificateContext(context);
}

TEST(a_duplicated_store_wants_two_closes)
{
    HCERTSTORE store = open_memory();
    CHECK_PTR(CertDuplicateStore(store), store);
    CHECK_OK(CertCloseStore(store, 0));
    CHECK_EQ(count(store), 0);
    CHECK_OK(CertCloseStore(store, 0));
    CHECK_FAILS(CertCloseStore(store, 0), ERROR_INVALID_HANDLE);
}

TEST(null_and_stale_and_garbage_stores)
{
    HCERTSTORE store = open_memory();
    CHECK_OK(CertCloseStore(store, 0));
    CHECK_OK(CertCloseStore(NULL, 0));
    CHECK_FAILS(CertEnumCertificatesInStore(NULL, NULL), E_INVALIDARG);
    CHECK_FAILS(CertEnumCertificatesInStore(store, NULL), ERROR_INVALID_HANDLE);
    CHECK_FAILS(CertEnumCertificatesInStore((HCERTSTORE)0xdeadbeef, NULL), ERROR_INVALID_HANDLE);
    CHECK_FAILS(CertDuplicateStore((HCERTSTORE)0xdeadbeef), ERROR_INVALID_HANDLE);
    CHECK_FAILS(add(store, pki_root("root"), CERT_STORE_ADD_NEW, NULL), ERROR_INVALID_HANDLE);
}

TEST(a_collection_shows_its_siblings)
{
    HCERTSTORE collection, a = open_memory(), b = open_memory();
    identity *in_a = pki_root("a"), *in_b = pki_root("b");
    CHECK_OK((collection = CertOpenStore(CERT_STORE_PROV_COLLECTION, 0, 0, 0, NULL)));
    CHECK_OK(add(a, in_a, CERT_STORE_ADD_NEW, NULL));
    CHECK_OK(add(b, in_b, CERT_STORE_ADD_NEW, NULL));
    CHECK_OK(CertAddStoreToCollection(collection, a, 0, 0));
    CHECK_OK(CertAddStoreToCollection(collection, b, 0, 1));

    PCCERT_CONTEXT context = CertEnumCertificatesInStore(collection, NULL);
    check_is(context, in_b); /* the higher priority first */
    context = CertEnumCertificatesInStore(collection, context);
    check_is(context, in_a);
    CHECK_PTR(CertEnumCertificatesInStore(collection, context), NULL);

    CertRemoveStoreFromCollection(collection, b);
    CHECK_EQ(count(collection), 1);
    CHECK_OK(CertCloseStore(a, 0));
    CHECK_EQ(count(collection), 1);
    CHECK_OK(CertCloseStore(b, 0));
    CHECK_OK(CertCloseStore(collection, 0));
}

static void write_file(const char *path, const identity *const *identities, int pem)
{
    FILE *file = fopen(path, "wb");
    CHECK(file != NULL);
    for (; *identities; identities++) {
        encoded text = {(*identities)->der, (*identities)->der_length};
        if (pem)
            text = pki_pem(*identities);
        CHECK(fwrite(text.bytes, 1, text.length, file) == text.length);
    }
    CHECK(fclose(file) == 0);
}

TEST(a_file_of_pem_certificates)
{
    char path[TEMPORARY_PATH];
    temporary_file(path, sizeof(path));
    identity *root = pki_root("root"), *leaf = pki_issue(root, "leaf", (issue_options){0});
    const identity *both[] = {leaf, root, NULL};
    write_file(path, both, 1);
    HCERTSTORE store;
    CHECK_OK((store = CertOpenStore(CERT_STORE_PROV_FILENAME_A, 0, 0, CERT_STORE_READONLY_FLAG | CERT_STORE_OPEN_EXISTING_FLAG, path)));
    remove(path);
    CHECK_EQ(count(store), 2);
    PCCERT_CONTEXT first = CertEnumCertificatesInStore(store, NULL);
    check_is(first, leaf);
    CertFreeCertificateContext(first);
    CHECK_OK(CertCloseStore(store, 0));
}

TEST(a_file_of_one_der_certificate)
{
    char path[TEMPORARY_PATH];
    temporary_file(path, sizeof(path));
    identity *root = pki_root("root");
    const identity *one[] = {root, NULL};
    write_file(path, one, 0);
    WCHAR wide[sizeof(path)];
    widen(wide, sizeof(path), path);
    HCERTSTORE store;
    CHECK_OK((store = CertOpenStore(CERT_STORE_PROV_FILENAME_W, 0, 0, CERT_STORE_READONLY_FLAG, wide)));
    remove(path);
    CHECK_EQ(count(store), 1);
    CHECK_OK(CertCloseStore(store, 0));
}

TEST(files_that_cannot_be_opened)
{
    CHECK_FAILS(CertOpenStore(CERT_STORE_PROV_FILENAME_A, 0, 0, CERT_STORE_OPEN_EXISTING_FLAG, "/nonexistent/file"), ERROR_PATH_NOT_FOUND);
    char path[TEMPORARY_PATH];
    temporary_file(path, sizeof(path));
    remove(path);
    CHECK_FAILS(CertOpenStore(CERT_STORE_PROV_FILENAME_A, 0, 0, CERT_STORE_OPEN_EXISTING_FLAG, path), ERROR_FILE_NOT_FOUND);
    CHECK_FAILS(CertOpenStore(CERT_STORE_PROV_FILENAME_A, 0, 0, CERT_STORE_OPEN_EXISTING_FLAG, NULL), E_INVALIDARG);
}

/* File stores that are written back, and CertControlStore. */
#include "fixture.h"

static char path[TEMPORARY_PATH + 16];

static HCERTSTORE open_file(DWORD flags)
{
    HCERTSTORE store;
    CHECK_OK((store = CertOpenStore(CERT_STORE_PROV_FILENAME_A, 0, 0, flags, path)));
    return store;
}

static HCERTSTORE open_new_file(DWORD flags)
{
    temporary_file(path, sizeof(path));
    return open_file(flags);
}

static void add(HCERTSTORE store, const char *name)
{
    identity *made = pki_root(name);
    CHECK_OK(CertAddEncodedCertificateToStore(store, X509_ASN_ENCODING, made->der, made->der_length, CERT_STORE_ADD_ALWAYS, NULL));
}

static int count(HCERTSTORE store)
{
    int found = 0;
    for (PCCERT_CONTEXT context = NULL; (context = CertEnumCertificatesInStore(store, context)) != NULL;)
        found++;
    return found;
}

/* What another process would find in the file. */
static int count_in_file(void)
{
    HCERTSTORE store = open_file(CERT_STORE_READONLY_FLAG);
    int found = count(store);
    CHECK_OK(CertCloseStore(store, 0));
    return found;
}

TEST(changes_are_committed_when_the_store_is_closed)
{
    HCERTSTORE store = open_new_file(CERT_FILE_STORE_COMMIT_ENABLE_FLAG);
    add(store, "a");
    CHECK_EQ(count_in_file(), 0);
    CHECK_OK(CertCloseStore(store, 0));
    CHECK_EQ(count_in_file(), 1);
    store = open_file(CERT_FILE_STORE_COMMIT_ENABLE_FLAG | CERT_STORE_OPEN_EXISTING_FLAG);
    CHECK_OK(CertDeleteCertificateFromStore(CertEnumCertificatesInStore(store, NULL)));
    CHECK_OK(CertCloseStore(store, 0));
    CHECK_EQ(count_in_file(), 0);
    remove(path);
}

TEST(changes_are_committed_when_asked)
{
    HCERTSTORE store = open_new_file(CERT_FILE_STORE_COMMIT_ENABLE_FLAG);
    add(store, "a");
    CHECK_OK(CertControlStore(store, 0, CERT_STORE_CTRL_COMMIT, NULL));
    CHECK_EQ(count_in_file(), 1);
    add(store, "b");
    CHECK_OK(CertControlStore(store, CERT_STORE_CTRL_COMMIT_CLEAR_FLAG, CERT_STORE_CTRL_COMMIT, NULL));
    CHECK_OK(CertCloseStore(store, 0));
    CHECK_EQ(count_in_file(), 1);
    remove(path);
}

TEST(without_the_flag_changes_stay_in_memory)
{
    HCERTSTORE store = open_new_file(0);
    add(store, "a");
    CHECK_FAILS(CertControlStore(store, 0, CERT_STORE_CTRL_COMMIT, NULL), ERROR_CALL_NOT_IMPLEMENTED);
    CHECK_OK(CertCloseStore(store, 0));
    CHECK_EQ(count_in_file(), 0);
    remove(path);
}

TEST(closing_is_deferred_until_the_last_context_is_freed)
{
    DWORD flags[] = {0, CERT_STORE_DEFER_CLOSE_UNTIL_LAST_FREE_FLAG};
    for (int i = 0; i < 2; i++) {
        HCERTSTORE store = open_new_file(CERT_FILE_STORE_COMMIT_ENABLE_FLAG | flags[i]);
        add(store, "a");
        PCCERT_CONTEXT held;
        CHECK_OK((held = CertEnumCertificatesInStore(store, NULL)));
        CHECK_OK(CertCloseStore(store, 0));
        BYTE number = 1;
        CRYPT_DATA_BLOB value = {1, &number};
        CHECK_OK(CertSetCertificateContextProperty(held, CERT_FIRST_USER_PROP_ID, 0, &value));
        CHECK_EQ(count_in_file(), i == 0);
        CertFreeCertificateContext(held);
        CHECK_EQ(count_in_file(), 1);
        DWORD size = 1, property = CERT_FIRST_USER_PROP_ID;
        store = open_file(CERT_STORE_READONLY_FLAG);
        PCCERT_CONTEXT found = CertFindCertificateInStore(store, X509_ASN_ENCODING, 0, CERT_FIND_PROPERTY, &property, NULL);
        CHECK_EQ(found != NULL, i == 1);
        if (found) {
            CHECK_OK(CertGetCertificateContextProperty(found, CERT_FIRST_USER_PROP_ID, &number, &size));
            CertFreeCertificateContext(found);
        }
        CHECK_OK(CertCloseStore(store, 0));
        remove(path);
    }
}

TEST(a_member_of_a_collection_is_closed_with_it)
{
    HCERTSTORE collection, store = open_new_file(CERT_FILE_STORE_COMMIT_ENABLE_FLAG);
    CHECK_OK((collection = CertOpenStore(CERT_STORE_PROV_COLLECTION, 0, 0, 0, NULL)));
    CHECK_OK(CertAddStoreToCollection(collection, store, CERT_PHYSICAL_STORE_ADD_ENABLE_FLAG, 0));
    CHECK_FAILS(CertCloseStore(store, CERT_CLOSE_STORE_CHECK_FLAG), CRYPT_E_PENDING_CLOSE);
    CHECK_FAILS(CertCloseStore(store, 0), ERROR_INVALID_HANDLE);
    add(collection, "a");
    CHECK_EQ(count_in_file(), 0);
    CHECK_OK(CertControlStore(collection, 0, CERT_STORE_CTRL_COMMIT, NULL));
    CHECK_EQ(count_in_file(), 1);
    add(collection, "b");
    CHECK_OK(CertCloseStore(collection, CERT_CLOSE_STORE_CHECK_FLAG));
    CHECK_EQ(count_in_file(), 2);
    CHECK_FAILS(CertEnumCertificatesInStore(store, NULL), ERROR_INVALID_HANDLE);
    remove(path);
}

TEST(a_member_that_leaves_is_closed)
{
    HCERTSTORE collection, store = open_new_file(CERT_FILE_STORE_COMMIT_ENABLE_FLAG);
    CHECK_OK((collection = CertOpenStore(CERT_STORE_PROV_COLLECTION, 0, 0, 0, NULL)));
    CHECK_OK(CertAddStoreToCollection(collection, store, CERT_PHYSICAL_STORE_ADD_ENABLE_FLAG, 0));
    CHECK_OK(CertAddStoreToCollection(collection, store, CERT_PHYSICAL_STORE_ADD_ENABLE_FLAG, 5)); /* still once */
    add(collection, "a");
    CHECK_OK(CertCloseStore(store, 0));
    CertRemoveStoreFromCollection(collection, store);
    CHECK_EQ(count_in_file(), 1);
    CHECK_EQ(count(collection), 0);
    CHECK_OK(CertCloseStore(collection, 0));
    remove(path);
}

TEST(resyncing_shows_what_others_wrote)
{
    HCERTSTORE store = open_new_file(CERT_STORE_READONLY_FLAG), writer = open_file(CERT_FILE_STORE_COMMIT_ENABLE_FLAG);
    add(writer, "a");
    CHECK_OK(CertControlStore(writer, 0, CERT_STORE_CTRL_COMMIT, NULL));
    CHECK_EQ(count(store), 0);
    CHECK_OK(CertControlStore(store, 0, CERT_STORE_CTRL_NOTIFY_CHANGE, NULL));
    CHECK_OK(CertControlStore(store, 0, CERT_STORE_CTRL_RESYNC, NULL));
    CHECK_EQ(count(store), 1);
    add(writer, "b");
    CHECK_OK(CertControlStore(writer, 0, CERT_STORE_CTRL_COMMIT, NULL));
    CHECK_EQ(count(store), 1);
    CHECK_OK(CertControlStore(store, 0, CERT_STORE_CTRL_AUTO_RESYNC, NULL));
    CHECK_EQ(count(store), 2);
    add(writer, "c");
    CHECK_OK(CertControlStore(writer, 0, CERT_STORE_CTRL_COMMIT, NULL));
    CHECK_EQ(count(store), 3);
    CHECK_OK(CertCloseStore(writer, 0));
    remove(path);
    CHECK_FAILS(CertControlStore(store, 0, CERT_STORE_CTRL_RESYNC, NULL), ERROR_FILE_NOT_FOUND);
    CHECK_EQ(count(store), 3);
    CHECK_OK(CertCloseStore(store, 0));
}

TEST(controls_that_are_refused)
{
    HCERTSTORE file = open_new_file(0), memory = CertOpenStore(CERT_STORE_PROV_MEMORY, 0, 0, 0, NULL);
    int event;
    for (DWORD type = 0; type <= 6; type++) {
        if (type != CERT_STORE_CTRL_CANCEL_NOTIFY)
            CHECK_FAILS(CertControlStore(memory, 0, type, NULL), ERROR_CALL_NOT_IMPLEMENTED);
    }
    CHECK_FAILS(CertControlStore(file, 0, CERT_STORE_CTRL_RESYNC, &event), ERROR_NOT_SUPPORTED);
    CHECK_FAILS(CertControlStore(file, 0, CERT_STORE_CTRL_NOTIFY_CHANGE, &event), ERROR_NOT_SUPPORTED);
    CHECK_FAILS(CertControlStore(file, 0, CERT_STORE_CTRL_CANCEL_NOTIFY, &event), ERROR_NOT_SUPPORTED);
    CHECK_FAILS(CertControlStore(file, 4, CERT_STORE_CTRL_COMMIT, NULL), E_INVALIDARG);
    CHECK_FAILS(CertControlStore(NULL, 0, CERT_STORE_CTRL_COMMIT, NULL), E_INVALIDARG);
    CHECK_OK(CertCloseStore(file, 0));
    CHECK_FAILS(CertControlStore(file, 0, CERT_STORE_CTRL_RESYNC, NULL), ERROR_INVALID_HANDLE);
    CHECK_OK(CertCloseStore(memory, 0));
    remove(path);
}

TEST(files_that_cannot_be_committed)
{
    temporary_file(path, sizeof(path));
    CHECK_FAILS(CertOpenStore(CERT_STORE_PROV_FILENAME_A, 0, 0, CERT_FILE_STORE_COMMIT_ENABLE_FLAG | CERT_STORE_READONLY_FLAG, path),
        E_INVALIDARG);
    identity *root = pki_root("root");
    FILE *file = fopen(path, "wb");
    CHECK(fwrite(root->der, 1, root->der_length, file) == root->der_length);
    fclose(file);
    CHECK_FAILS(CertOpenStore(CERT_STORE_PROV_FILENAME_A, 0, 0, CERT_FILE_STORE_COMMIT_ENABLE_FLAG, path), ERROR_ACCESS_DENIED);
    CHECK_FAILS(CertOpenStore(CERT_STORE_PROV_FILENAME_A, 0, 0, CERT_STORE_CREATE_NEW_FLAG, path), ERROR_FILE_EXISTS);
    remove(path);
}

TEST(a_commit_that_fails_at_close_is_reported)
{
    char directory[TEMPORARY_PATH];
    temporary_subdirectory(directory, sizeof(directory));
    snprintf(path, sizeof(path), "%s/store.sst", directory);
    HCERTSTORE store = open_file(CERT_FILE_STORE_COMMIT_ENABLE_FLAG | CERT_STORE_CREATE_NEW_FLAG);
    add(store, "a");
    remove_tree(directory);
    CHECK_FAILS(CertCloseStore(store, 0), ERROR_PATH_NOT_FOUND);
    CHECK_FAILS(CertCloseStore(store, 0), ERROR_INVALID_HANDLE);
}

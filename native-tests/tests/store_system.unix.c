/* System stores where they are directories. */
#include "places.unix.h"

#include <sys/stat.h>

TEST(what_is_added_is_there_again_with_its_properties)
{
    use_new_places();
    HCERTSTORE store;
    PCCERT_CONTEXT context;
    char path[TEMPORARY_PATH];
    struct stat facts;
    DWORD state = 0, size = sizeof(state);
    BYTE number = 7;
    CRYPT_DATA_BLOB value = {1, &number};
    CHECK_OK((store = CertOpenSystemStoreA(0, "My")));
    CHECK_EQ(count(store), 0);
    snprintf(path, sizeof(path), "%s/MY", users);
    CHECK(stat(path, &facts) != 0);
    CHECK_OK(add(store, pki_root("me"), &context));
    CHECK(stat(path, &facts) == 0);
    CHECK_OK(CertGetCertificateContextProperty(context, CERT_ACCESS_STATE_PROP_ID, &state, &size));
    CHECK_EQ(state, CERT_ACCESS_STATE_SYSTEM_STORE_FLAG | CERT_ACCESS_STATE_WRITE_PERSIST_FLAG);
    CHECK_OK(CertSetCertificateContextProperty(context, CERT_FIRST_USER_PROP_ID, 0, &value));
    number = 8;
    CHECK_OK(CertSetCertificateContextProperty(context, CERT_FIRST_USER_PROP_ID, CERT_SET_PROPERTY_INHIBIT_PERSIST_FLAG, &value));
    CertFreeCertificateContext(context);
    CHECK_OK(CertCloseStore(store, CERT_CLOSE_STORE_CHECK_FLAG));

    CHECK_OK((store = CertOpenSystemStoreW(0, W("MY"))));
    CHECK_OK((context = CertEnumCertificatesInStore(store, NULL)));
    size = 1;
    CHECK_OK(CertGetCertificateContextProperty(context, CERT_FIRST_USER_PROP_ID, &number, &size));
    CHECK_EQ(number, 7);
    CHECK_OK(CertDeleteCertificateFromStore(context));
    CHECK_EQ(count(store), 0);
    CHECK_OK(CertCloseStore(store, 0));
    CHECK_OK((store = open_store(user, "my")));
    CHECK_EQ(count(store), 0);
    CHECK_OK(CertCloseStore(store, 0));
    remove_places();
}

TEST(the_users_view_has_the_machines_certificates_too)
{
    use_new_places();
    HCERTSTORE of_user, of_machine;
    PCCERT_CONTEXT context;
    identity *both = pki_root("of the machine");
    put(machines, "CA", "a.pem", both);
    put(machines, "MY", "a.pem", both);
    CHECK_OK((of_user = open_store(user, "CA")));
    CHECK_OK((of_machine = open_store(machine, "CA")));
    CHECK_EQ(count(of_user), 1);
    CHECK_FAILS(add(of_user, both, NULL), CRYPT_E_EXISTS);
    CHECK_OK(add(of_user, pki_root("of the user"), NULL));
    CHECK_EQ(count(of_user), 2);
    CHECK_EQ(count(of_machine), 1);
    CHECK_OK((context = CertFindCertificateInStore(of_user, X509_ASN_ENCODING, 0, CERT_FIND_SUBJECT_STR_A, "of the machine", NULL)));
    CHECK_FAILS(CertDeleteCertificateFromStore(context), E_ACCESSDENIED);
    CHECK_OK((context = CertEnumCertificatesInStore(of_machine, NULL)));
    CHECK_OK(CertDeleteCertificateFromStore(context));
    CHECK_EQ(count(of_user), 1);
    CHECK_OK(CertCloseStore(of_user, 0));
    CHECK_OK(CertCloseStore(of_machine, 0));
    CHECK_OK((of_user = open_store(user, "MY")));
    CHECK_EQ(count(of_user), 0);
    CHECK_OK(CertCloseStore(of_user, 0));
    remove_places();
}

TEST(what_may_not_be_changed)
{
    use_new_places();
    HCERTSTORE store;
    identity *made = pki_root("x");
    CHECK_OK((store = open_store(user | CERT_STORE_READONLY_FLAG, "CA")));
    CHECK_FAILS(add(store, made, NULL), E_ACCESSDENIED);
    CHECK_OK(CertCloseStore(store, 0));
    /* A place where nothing can be made: opened all the same, also without the flag that asks for it. */
    set_environment("STAPLE32_USER_STORES_DIR", "/proc/self/nowhere");
    CHECK_OK((store = open_store(user, "CA")));
    CHECK_EQ(count(store), 0);
    CHECK(!add(store, made, NULL));
    CHECK(GetLastError() != 0);
    CHECK_EQ(count(store), 0);
    CHECK_OK(CertCloseStore(store, 0));
    CHECK_OK((store = open_store(user | CERT_STORE_MAXIMUM_ALLOWED_FLAG, "CA")));
    CHECK_OK(CertCloseStore(store, 0));
    remove_places();
}

TEST(stores_that_are_made_and_deleted)
{
    use_new_places();
    HCERTSTORE store;
    CHECK_FAILS(open_store(user | CERT_STORE_OPEN_EXISTING_FLAG, "Mine"), ERROR_FILE_NOT_FOUND);
    CHECK_FAILS(open_store(user | CERT_STORE_READONLY_FLAG, "Mine"), ERROR_FILE_NOT_FOUND);
    CHECK_OK((store = open_store(user | CERT_STORE_CREATE_NEW_FLAG, "Mine")));
    CHECK_OK(add(store, pki_root("x"), NULL));
    CHECK_OK(CertCloseStore(store, 0));
    CHECK_FAILS(open_store(user | CERT_STORE_CREATE_NEW_FLAG, "MINE"), ERROR_FILE_EXISTS);
    CHECK_FAILS(open_store(user | CERT_STORE_CREATE_NEW_FLAG, "MY"), ERROR_FILE_EXISTS);
    CHECK_OK((store = open_store(user | CERT_STORE_OPEN_EXISTING_FLAG, "mine")));
    CHECK_EQ(count(store), 1);
    CHECK_OK(CertCloseStore(store, 0));
    SetLastError(1);
    CHECK_EQ(open_store(user | CERT_STORE_DELETE_FLAG, "Mine"), NULL);
    CHECK_EQ(GetLastError(), 0);
    CHECK_FAILS(open_store(user | CERT_STORE_DELETE_FLAG, "Mine"), ERROR_FILE_NOT_FOUND);
    /* The default is to make one. */
    CHECK_OK((store = open_store(machine, "Ours")));
    CHECK_OK(CertCloseStore(store, 0));
    CHECK_OK((store = open_store(user | CERT_STORE_OPEN_EXISTING_FLAG, "Ours")));
    CHECK_OK(CertCloseStore(store, 0));
    remove_places();
}

TEST(names_and_locations)
{
    use_new_places();
    static const char *const bad[] = {"", ".", "../x", "a/b", "a\\b", "a\nb", "\xc3\xa4"};
    CHECK_FAILS(CertOpenSystemStoreA(0, NULL), E_INVALIDARG);
    CHECK_FAILS(CertOpenSystemStoreW(0, NULL), E_INVALIDARG);
    CHECK_FAILS(open_store(user, NULL), E_INVALIDARG);
    for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
        CHECK_FAILS(open_store(user, bad[i]), E_INVALIDARG);
        CHECK_FAILS(open_store(user | CERT_STORE_DELETE_FLAG, bad[i]), E_INVALIDARG);
    }
    CHECK_FAILS(open_store(0, "MY"), ERROR_FILE_NOT_FOUND);
    CHECK_FAILS(open_store(CERT_SYSTEM_STORE_SERVICES, "MY"), ERROR_FILE_NOT_FOUND);
    CHECK_FAILS(open_store(user | CERT_SYSTEM_STORE_RELOCATE_FLAG, "MY"), E_INVALIDARG);
    remove_places();
}

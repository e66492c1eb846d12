/* System stores where they are directories, and chains that lead through them. */
#include "fixture.h"

#include <sys/stat.h>

static char users[TEMPORARY_PATH / 2], machines[TEMPORARY_PATH / 2];

static void use_new_places(void)
{
    temporary_subdirectory(users, sizeof(users));
    temporary_subdirectory(machines, sizeof(machines));
    set_environment("STAPLE32_USER_STORES_DIR", users);
    set_environment("STAPLE32_MACHINE_STORES_DIR", machines);
    set_environment("SSL_CERT_FILE", "/dev/null");
    set_environment("SSL_CERT_DIR", "/nonexistent");
}

static void remove_places(void)
{
    remove_tree(users);
    remove_tree(machines);
}

/* As an administrator would, with cp. */
static void put(const char *place, const char *store, const char *name, const identity *certificate)
{
    char path[TEMPORARY_PATH];
    snprintf(path, sizeof(path), "%s/%s", place, store);
    mkdir(path, 0755);
    snprintf(path, sizeof(path), "%s/%s/%s", place, store, name);
    encoded pem = pki_pem(certificate);
    FILE *file = fopen(path, "wb");
    CHECK(file && fwrite(pem.bytes, 1, pem.length, file) == pem.length && fclose(file) == 0);
}

static BOOL add(HCERTSTORE store, const identity *made, PCCERT_CONTEXT *added)
{
    return CertAddEncodedCertificateToStore(store, X509_ASN_ENCODING, made->der, made->der_length, CERT_STORE_ADD_NEW, added);
}

static int count(HCERTSTORE store)
{
    int found = 0;
    for (PCCERT_CONTEXT context = NULL; (context = CertEnumCertificatesInStore(store, context)) != NULL;)
        found++;
    return found;
}

static HCERTSTORE open_store(DWORD flags, const char *name) { return CertOpenStore(CERT_STORE_PROV_SYSTEM_A, 0, 0, flags, name); }

static void check_chain(HCERTCHAINENGINE engine, const identity *leaf, DWORD flags, DWORD errors, DWORD elements)
{
    PCCERT_CONTEXT certificate = CertCreateCertificateContext(X509_ASN_ENCODING, leaf->der, leaf->der_length);
    CERT_CHAIN_PARA para = {.cbSize = sizeof(para)};
    PCCERT_CHAIN_CONTEXT chain;
    CHECK_OK(CertGetCertificateChain(engine, certificate, NULL, NULL, &para, flags, NULL, &chain));
    CHECK_EQ(chain->TrustStatus.dwErrorStatus, errors);
    CHECK_EQ(chain->rgpChain[0]->cElement, elements);
    CertFreeCertificateChain(chain);
    CertFreeCertificateContext(certificate);
}

static const DWORD user = CERT_SYSTEM_STORE_CURRENT_USER, machine = CERT_SYSTEM_STORE_LOCAL_MACHINE;

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

TEST(an_intermediate_in_a_file_completes_a_chain)
{
    use_new_places();
    identity *root = pki_root("root"), *middle = pki_issue(root, "middle", (issue_options){.is_authority = 1}),
             *leaf = pki_issue(middle, "leaf", (issue_options){0});
    HCERTSTORE store;
    PCCERT_CONTEXT context;
    put(machines, "root", "root.pem", root);
    put(users, "CA", "middle.pem", middle);
    check_chain(HCCE_CURRENT_USER, leaf, 0, CERT_TRUST_NO_ERROR, 3);
    /* The machine's engine does not look into the user's stores. */
    check_chain(HCCE_LOCAL_MACHINE, leaf, 0, CERT_TRUST_IS_PARTIAL_CHAIN, 1);
    CHECK_OK((store = open_store(machine, "CA")));
    CHECK_OK(add(store, middle, &context));
    check_chain(HCCE_LOCAL_MACHINE, leaf, 0, CERT_TRUST_NO_ERROR, 3);
    CHECK_OK(CertDeleteCertificateFromStore(context));
    check_chain(HCCE_LOCAL_MACHINE, leaf, 0, CERT_TRUST_IS_PARTIAL_CHAIN, 1);
    CHECK_OK(CertCloseStore(store, 0));
    /* What others write is found after a second, or when the engine is told to look. */
    put(machines, "Trust", "middle.pem", middle);
    CHECK_OK(CertResyncCertificateChainEngine(HCCE_LOCAL_MACHINE));
    check_chain(HCCE_LOCAL_MACHINE, leaf, 0, CERT_TRUST_NO_ERROR, 3);
    /* Nothing but public roots and what comes with the certificate. */
    check_chain(HCCE_CURRENT_USER, leaf, CERT_CHAIN_ONLY_ADDITIONAL_AND_AUTH_ROOT, CERT_TRUST_IS_PARTIAL_CHAIN, 1);
    remove_places();
}

TEST(where_an_engine_looks)
{
    use_new_places();
    identity *root = pki_root("root"), *middle = pki_issue(root, "middle", (issue_options){.is_authority = 1}),
             *leaf = pki_issue(middle, "leaf", (issue_options){0});
    HCERTSTORE empty = CertOpenStore(CERT_STORE_PROV_MEMORY, 0, 0, 0, NULL), roots = CertOpenStore(CERT_STORE_PROV_MEMORY, 0, 0, 0, NULL);
    CHECK_OK(add(roots, root, NULL));
    put(users, "ROOT", "root.pem", root);
    put(users, "Trust", "middle.pem", middle);
    const struct {
        CERT_CHAIN_ENGINE_CONFIG config;
        DWORD errors;
    } cases[] = {
        {{.cbSize = sizeof(CERT_CHAIN_ENGINE_CONFIG)}, 0},
        {{.cbSize = sizeof(CERT_CHAIN_ENGINE_CONFIG), .hRestrictedRoot = roots}, 0},
        {{.cbSize = sizeof(CERT_CHAIN_ENGINE_CONFIG), .hRestrictedTrust = empty}, 0},
        {{.cbSize = sizeof(CERT_CHAIN_ENGINE_CONFIG), .hRestrictedOther = empty}, CERT_TRUST_IS_PARTIAL_CHAIN},
        {{.cbSize = sizeof(CERT_CHAIN_ENGINE_CONFIG), .dwFlags = CERT_CHAIN_USE_LOCAL_MACHINE_STORE}, CERT_TRUST_IS_PARTIAL_CHAIN},
        /* "Trust" is not among the stores of an exclusive engine. */
        {{.cbSize = sizeof(CERT_CHAIN_ENGINE_CONFIG), .hExclusiveRoot = roots}, CERT_TRUST_IS_PARTIAL_CHAIN},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        CERT_CHAIN_ENGINE_CONFIG config = cases[i].config;
        HCERTCHAINENGINE engine;
        CHECK_OK(CertCreateCertificateChainEngine(&config, &engine));
        check_chain(engine, leaf, 0, cases[i].errors, cases[i].errors ? 1 : 3);
        CertFreeCertificateChainEngine(engine);
    }
    CERT_CHAIN_ENGINE_CONFIG exclusive = {.cbSize = sizeof(exclusive), .hExclusiveRoot = roots};
    HCERTCHAINENGINE engine;
    CHECK_OK(CertCreateCertificateChainEngine(&exclusive, &engine));
    put(users, "MY", "middle.pem", middle);
    CHECK_OK(CertResyncCertificateChainEngine(engine));
    check_chain(engine, leaf, 0, CERT_TRUST_NO_ERROR, 3);
    CertFreeCertificateChainEngine(engine);
    CHECK_OK(CertCloseStore(empty, 0));
    CHECK_OK(CertCloseStore(roots, 0));
    remove_places();
}

TEST(trusted_people_and_what_is_never_trusted)
{
    use_new_places();
    identity *root = pki_root("root"), *leaf = pki_issue(root, "leaf", (issue_options){0}), *peer = pki_issue(pki_root("nobody"), "peer", (issue_options){0});
    HCERTSTORE store;
    put(users, "ROOT", "root.pem", root);
    put(machines, "TrustedPeople", "peer.pem", peer);
    check_chain(NULL, peer, 0, CERT_TRUST_IS_PARTIAL_CHAIN, 1);
    check_chain(NULL, peer, CERT_CHAIN_ENABLE_PEER_TRUST, CERT_TRUST_NO_ERROR, 1);
    check_chain(NULL, leaf, 0, CERT_TRUST_NO_ERROR, 2);
    CHECK_OK((store = open_store(user, "Disallowed")));
    CHECK_OK(add(store, leaf, NULL));
    check_chain(NULL, leaf, 0, CERT_TRUST_IS_EXPLICIT_DISTRUST, 2);
    check_chain(HCCE_LOCAL_MACHINE, leaf, 0, CERT_TRUST_IS_PARTIAL_CHAIN, 1);
    CHECK_OK(add(store, peer, NULL));
    check_chain(NULL, peer, CERT_CHAIN_ENABLE_PEER_TRUST, CERT_TRUST_IS_EXPLICIT_DISTRUST, 1);
    CHECK_OK(CertCloseStore(store, 0));
    /* It holds for engines with roots of their own too. */
    HCERTSTORE roots = CertOpenStore(CERT_STORE_PROV_MEMORY, 0, 0, 0, NULL);
    CHECK_OK(add(roots, root, NULL));
    CERT_CHAIN_ENGINE_CONFIG config = {.cbSize = sizeof(config), .hExclusiveRoot = roots};
    HCERTCHAINENGINE engine;
    CHECK_OK(CertCreateCertificateChainEngine(&config, &engine));
    check_chain(engine, leaf, 0, CERT_TRUST_IS_EXPLICIT_DISTRUST, 2);
    CertFreeCertificateChainEngine(engine);
    CHECK_OK(CertCloseStore(roots, 0));
    remove_places();
}

TEST(roots_in_directories)
{
    use_new_places();
    HCERTSTORE store;
    identity *of_user = pki_root("of the user"), *of_machine = pki_root("of the machine");
    put(users, "ROOT", "a.pem", of_user);
    put(machines, "ROOT", "b.pem", of_machine);
    CHECK_OK((store = open_store(user, "Root")));
    CHECK_EQ(count(store), 2);
    CHECK_FAILS(add(store, pki_root("intruder"), NULL), E_ACCESSDENIED);
    CHECK_OK(CertCloseStore(store, 0));
    CHECK_OK((store = open_store(machine, "ROOT")));
    CHECK_EQ(count(store), 1);
    CHECK_OK(CertCloseStore(store, 0));
    check_chain(HCCE_CURRENT_USER, of_user, 0, CERT_TRUST_NO_ERROR, 1);
    check_chain(HCCE_LOCAL_MACHINE, of_user, 0, CERT_TRUST_IS_UNTRUSTED_ROOT, 1);
    check_chain(HCCE_LOCAL_MACHINE, of_machine, 0, CERT_TRUST_NO_ERROR, 1);
    check_chain(HCCE_CURRENT_USER, of_machine, CERT_CHAIN_ONLY_ADDITIONAL_AND_AUTH_ROOT, CERT_TRUST_IS_UNTRUSTED_ROOT, 1);
    remove_places();
}

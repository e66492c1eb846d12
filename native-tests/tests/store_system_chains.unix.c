/* Chains that lead through system stores where these are directories. */
#include "places.unix.h"

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

/* Engines: configurations, their stores, resyncing, and the parameters of a chain that are refused or obeyed. */
#define CERT_CHAIN_PARA_HAS_EXTRA_FIELDS
#include "fixture.h"

static HCERTSTORE store_of(const identity *first, const identity *second)
{
    HCERTSTORE store = CertOpenStore(CERT_STORE_PROV_MEMORY, 0, 0, 0, NULL);
    const identity *all[] = {first, second};
    for (int i = 0; i < 2; i++) {
        if (all[i])
            CHECK_OK(CertAddEncodedCertificateToStore(store, X509_ASN_ENCODING, all[i]->der, all[i]->der_length, CERT_STORE_ADD_ALWAYS, NULL));
    }
    return store;
}

static HCERTCHAINENGINE engine_of(CERT_CHAIN_ENGINE_CONFIG config)
{
    HCERTCHAINENGINE engine;
    if (config.cbSize == 0)
        config.cbSize = sizeof(config);
    CHECK_OK(CertCreateCertificateChainEngine(&config, &engine));
    return engine;
}

static PCCERT_CHAIN_CONTEXT build(HCERTCHAINENGINE engine, const identity *leaf, HCERTSTORE others, CERT_CHAIN_PARA para, DWORD flags)
{
    PCCERT_CONTEXT certificate = CertCreateCertificateContext(X509_ASN_ENCODING, leaf->der, leaf->der_length);
    PCCERT_CHAIN_CONTEXT chain;
    para.cbSize = sizeof(para);
    CHECK_OK(CertGetCertificateChain(engine, certificate, NULL, others, &para, flags, NULL, &chain));
    CertFreeCertificateContext(certificate);
    return chain;
}

static void check_errors(HCERTCHAINENGINE engine, const identity *leaf, HCERTSTORE others, DWORD flags, DWORD errors)
{
    PCCERT_CHAIN_CONTEXT chain = build(engine, leaf, others, (CERT_CHAIN_PARA){0}, flags);
    CHECK_EQ(chain->TrustStatus.dwErrorStatus, errors);
    CertFreeCertificateChain(chain);
}

TEST(every_size_that_the_configuration_has_had)
{
    identity *root = pki_root("root"), *leaf = pki_issue(root, "leaf", (issue_options){0});
    HCERTSTORE roots = store_of(root, NULL);
    static const DWORD sizes[] = {64, 80, 88};
    for (int i = 0; i < 3; i++) {
        CERT_CHAIN_ENGINE_CONFIG config = {.cbSize = sizes[i], .cAdditionalStore = 1, .rghAdditionalStore = &roots, .hExclusiveRoot = roots};
        if (sizes[i] < 88)
            memset((char *)&config + sizes[i], 0xcc, sizeof(config) - sizes[i]);
        HCERTCHAINENGINE engine = engine_of(config);
        check_errors(engine, leaf, NULL, 0, sizes[i] == 64 ? CERT_TRUST_IS_UNTRUSTED_ROOT : CERT_TRUST_NO_ERROR);
        CertFreeCertificateChainEngine(engine);
    }
    static const DWORD wrong[] = {0, 8, 63, 65, 72, 84, 96};
    for (int i = 0; i < 7; i++) {
        CERT_CHAIN_ENGINE_CONFIG config = {.cbSize = wrong[i]};
        HCERTCHAINENGINE engine;
        CHECK_FAILS(CertCreateCertificateChainEngine(&config, &engine), E_INVALIDARG);
    }
    CHECK_OK(CertCloseStore(roots, 0));
}

TEST(configurations_that_contradict_themselves)
{
    HCERTSTORE store = store_of(NULL, NULL);
    HCERTCHAINENGINE engine;
    const CERT_CHAIN_ENGINE_CONFIG bad[] = {
        {.cbSize = sizeof(bad[0]), .hRestrictedRoot = store, .hExclusiveRoot = store},
        {.cbSize = sizeof(bad[0]), .hRestrictedOther = store, .hExclusiveTrustedPeople = store},
        {.cbSize = sizeof(bad[0]), .cAdditionalStore = 1},
        {.cbSize = sizeof(bad[0]), .dwFlags = 0x40},
        {.cbSize = sizeof(bad[0]), .hExclusiveRoot = store, .dwExclusiveFlags = 2},
    };
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        CERT_CHAIN_ENGINE_CONFIG config = bad[i];
        CHECK_FAILS(CertCreateCertificateChainEngine(&config, &engine), E_INVALIDARG);
    }
    CHECK_OK(CertCloseStore(store, 0));
    CERT_CHAIN_ENGINE_CONFIG closed = {.cbSize = sizeof(closed), .hExclusiveRoot = store};
    CHECK_FAILS(CertCreateCertificateChainEngine(&closed, &engine), ERROR_INVALID_HANDLE);
}

TEST(every_flag_of_an_engine_is_taken)
{
    CERT_CHAIN_ENGINE_CONFIG config = {.dwFlags = CERT_CHAIN_CACHE_END_CERT | CERT_CHAIN_THREAD_STORE_SYNC | CERT_CHAIN_CACHE_ONLY_URL_RETRIEVAL
            | CERT_CHAIN_USE_LOCAL_MACHINE_STORE | CERT_CHAIN_ENABLE_CACHE_AUTO_UPDATE | CERT_CHAIN_ENABLE_SHARE_STORE | CERT_CHAIN_DISABLE_AIA,
        .dwUrlRetrievalTimeout = 1000, .MaximumCachedCertificates = 10, .CycleDetectionModulus = 3};
    CertFreeCertificateChainEngine(engine_of(config));
}

TEST(an_engine_sees_what_is_added_to_its_stores_and_can_be_resynced)
{
    identity *root = pki_root("root"), *middle = pki_issue(root, "middle", (issue_options){.is_authority = 1}),
             *leaf = pki_issue(middle, "leaf", (issue_options){0});
    HCERTSTORE roots = store_of(NULL, NULL), others = store_of(middle, NULL);
    HCERTCHAINENGINE engine = engine_of((CERT_CHAIN_ENGINE_CONFIG){.cAdditionalStore = 1, .rghAdditionalStore = &others, .hExclusiveRoot = roots});
    check_errors(engine, leaf, NULL, 0, CERT_TRUST_IS_PARTIAL_CHAIN);
    CHECK_OK(CertAddEncodedCertificateToStore(roots, X509_ASN_ENCODING, root->der, root->der_length, CERT_STORE_ADD_ALWAYS, NULL));
    CHECK_OK(CertResyncCertificateChainEngine(engine));
    check_errors(engine, leaf, NULL, 0, CERT_TRUST_NO_ERROR);
    CHECK_OK(CertCloseStore(roots, 0));
    CHECK_OK(CertCloseStore(others, 0));
    CHECK_OK(CertResyncCertificateChainEngine(engine));
    check_errors(engine, leaf, NULL, 0, CERT_TRUST_NO_ERROR);
    CertFreeCertificateChainEngine(engine);
    CHECK_FAILS(CertResyncCertificateChainEngine(engine), ERROR_INVALID_HANDLE);
    CHECK_OK(CertResyncCertificateChainEngine(HCCE_CURRENT_USER));
    CHECK_OK(CertResyncCertificateChainEngine(HCCE_LOCAL_MACHINE));
    CHECK_OK(CertResyncCertificateChainEngine(HCCE_SERIAL_LOCAL_MACHINE));
    CHECK_FAILS(CertResyncCertificateChainEngine((HCERTCHAINENGINE)0xdeadbeef), ERROR_INVALID_HANDLE);
}

TEST(public_roots_alone_do_not_know_the_engines_own)
{
    identity *root = pki_root("root"), *leaf = pki_issue(root, "leaf", (issue_options){0});
    HCERTSTORE roots = store_of(root, NULL);
    HCERTCHAINENGINE engine = engine_of((CERT_CHAIN_ENGINE_CONFIG){.hExclusiveRoot = roots});
    check_errors(engine, leaf, NULL, 0, CERT_TRUST_NO_ERROR);
    check_errors(engine, leaf, NULL, CERT_CHAIN_ONLY_ADDITIONAL_AND_AUTH_ROOT, CERT_TRUST_IS_PARTIAL_CHAIN);
    check_errors(engine, leaf, roots, CERT_CHAIN_ONLY_ADDITIONAL_AND_AUTH_ROOT, CERT_TRUST_IS_UNTRUSTED_ROOT);
    CertFreeCertificateChainEngine(engine);
    CHECK_OK(CertCloseStore(roots, 0));
}

TEST(flags_that_change_nothing_here_are_taken_and_unknown_ones_are_not)
{
    identity *root = pki_root("root"), *leaf = pki_issue(root, "leaf", (issue_options){0});
    HCERTSTORE roots = store_of(root, NULL);
    HCERTCHAINENGINE engine = engine_of((CERT_CHAIN_ENGINE_CONFIG){.hExclusiveRoot = roots});
    check_errors(engine, leaf, NULL, CERT_CHAIN_CACHE_END_CERT | CERT_CHAIN_DISABLE_MD2_MD4 | CERT_CHAIN_HAS_MOTW
            | CERT_CHAIN_OPT_IN_WEAK_SIGNATURE | CERT_CHAIN_DISABLE_AUTH_ROOT_AUTO_UPDATE | CERT_CHAIN_DISABLE_MY_PEER_TRUST,
        CERT_TRUST_NO_ERROR);
    PCCERT_CONTEXT certificate = CertCreateCertificateContext(X509_ASN_ENCODING, leaf->der, leaf->der_length);
    CERT_CHAIN_PARA para = {.cbSize = sizeof(para)};
    PCCERT_CHAIN_CONTEXT chain;
    CHECK_FAILS(CertGetCertificateChain(engine, certificate, NULL, NULL, &para, 0x00040000, NULL, &chain), E_INVALIDARG);
    para.dwStrongSignFlags = 2;
    CHECK_FAILS(CertGetCertificateChain(engine, certificate, NULL, NULL, &para, 0, NULL, &chain), E_INVALIDARG);
    CertFreeCertificateContext(certificate);
    CertFreeCertificateChainEngine(engine);
    CHECK_OK(CertCloseStore(roots, 0));
}

static void check_strength(HCERTCHAINENGINE engine, const identity *leaf, const CERT_STRONG_SIGN_PARA *strong, DWORD flags, DWORD errors)
{
    PCCERT_CHAIN_CONTEXT chain = build(engine, leaf, NULL, (CERT_CHAIN_PARA){.pStrongSignPara = strong, .dwStrongSignFlags = flags}, 0);
    CHECK_EQ(chain->TrustStatus.dwErrorStatus, errors);
    CertFreeCertificateChain(chain);
}

TEST(strong_signatures_by_name_and_in_writing)
{
    const DWORD weak = CERT_TRUST_HAS_WEAK_SIGNATURE | CERT_TRUST_IS_NOT_SIGNATURE_VALID;
    identity *root = pki_root("root"), *leaf = pki_issue(root, "leaf", (issue_options){.rsa = 1});
    HCERTSTORE roots = store_of(root, NULL);
    HCERTCHAINENGINE engine = engine_of((CERT_CHAIN_ENGINE_CONFIG){.hExclusiveRoot = roots});
    char name[] = szOID_CERT_STRONG_SIGN_OS_1;
    CERT_STRONG_SIGN_PARA named = {sizeof(named), CERT_STRONG_SIGN_OID_INFO_CHOICE, {.pszOID = name}};
    check_strength(engine, leaf, &named, 0, CERT_TRUST_NO_ERROR);
    WCHAR signatures[64], keys[64];
    CERT_STRONG_SIGN_SERIALIZED_INFO info = {CERT_STRONG_SIGN_ENABLE_OCSP_CHECK, signatures, keys};
    CERT_STRONG_SIGN_PARA written = {sizeof(written), CERT_STRONG_SIGN_SERIALIZED_INFO_CHOICE, {.pSerializedInfo = &info}};
    widen(signatures, 64, "RSA/SHA256;ECDSA/SHA256");
    widen(keys, 64, "RSA/3072;ECDSA/256");
    check_strength(engine, leaf, &written, 0, weak);
    check_strength(engine, leaf, &written, CERT_CHAIN_STRONG_SIGN_DISABLE_END_CHECK_FLAG, CERT_TRUST_NO_ERROR);
    info.pwszCNGPubKeyMinBitLengths = NULL;
    check_strength(engine, leaf, &written, 0, CERT_TRUST_NO_ERROR);
    widen(signatures, 64, "ECDSA/SHA384");
    check_strength(engine, leaf, &written, 0, weak);
    CertFreeCertificateChainEngine(engine);
    CHECK_OK(CertCloseStore(roots, 0));
}

TEST(criteria_for_strong_signatures_that_are_none)
{
    identity *root = pki_root("root");
    PCCERT_CONTEXT certificate = CertCreateCertificateContext(X509_ASN_ENCODING, root->der, root->der_length);
    WCHAR text[64];
    widen(text, 64, "RSA");
    CERT_STRONG_SIGN_SERIALIZED_INFO malformed = {0, text, NULL}, flags = {4, text, NULL}, missing = {0, NULL, NULL};
    char unknown[] = "1.2.3";
    const CERT_STRONG_SIGN_PARA bad[] = {
        {8, CERT_STRONG_SIGN_OID_INFO_CHOICE, {.pszOID = unknown}},
        {sizeof(bad[0]), CERT_STRONG_SIGN_OID_INFO_CHOICE, {.pszOID = unknown}},
        {sizeof(bad[0]), CERT_STRONG_SIGN_OID_INFO_CHOICE, {.pszOID = NULL}},
        {sizeof(bad[0]), 3, {.pszOID = unknown}},
        {sizeof(bad[0]), CERT_STRONG_SIGN_SERIALIZED_INFO_CHOICE, {.pSerializedInfo = &malformed}},
        {sizeof(bad[0]), CERT_STRONG_SIGN_SERIALIZED_INFO_CHOICE, {.pSerializedInfo = &flags}},
        {sizeof(bad[0]), CERT_STRONG_SIGN_SERIALIZED_INFO_CHOICE, {.pSerializedInfo = &missing}},
    };
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        CERT_CHAIN_PARA para = {.cbSize = sizeof(para), .pStrongSignPara = &bad[i]};
        PCCERT_CHAIN_CONTEXT chain;
        CHECK_FAILS(CertGetCertificateChain(NULL, certificate, NULL, NULL, &para, 0, NULL, &chain), E_INVALIDARG);
    }
    CertFreeCertificateContext(certificate);
}

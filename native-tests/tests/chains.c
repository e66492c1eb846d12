/* Engines and chains: what CertGetCertificateChain builds and says about it. */
#include "fixture.h"

#include <time.h>

typedef struct setting {
    HCERTSTORE roots, others;
    HCERTCHAINENGINE engine;
} setting;

static void add(HCERTSTORE store, const identity *of)
{
    CHECK_OK(CertAddEncodedCertificateToStore(store, X509_ASN_ENCODING, of->der, of->der_length, CERT_STORE_ADD_ALWAYS, NULL));
}

static setting setting_make(const identity *root)
{
    setting made;
    made.roots = CertOpenStore(CERT_STORE_PROV_MEMORY, 0, 0, 0, NULL);
    made.others = CertOpenStore(CERT_STORE_PROV_MEMORY, 0, 0, 0, NULL);
    if (root)
        add(made.roots, root);
    CERT_CHAIN_ENGINE_CONFIG config = {.cbSize = sizeof(config), .hExclusiveRoot = made.roots};
    CHECK_OK(CertCreateCertificateChainEngine(&config, &made.engine));
    return made;
}

static void setting_end(setting *self)
{
    CertFreeCertificateChainEngine(self->engine);
    CHECK_OK(CertCloseStore(self->roots, 0));
    CHECK_OK(CertCloseStore(self->others, 0));
}

static PCCERT_CHAIN_CONTEXT build_at(const setting *self, const identity *leaf, LPFILETIME when)
{
    PCCERT_CONTEXT certificate = CertCreateCertificateContext(X509_ASN_ENCODING, leaf->der, leaf->der_length);
    CERT_CHAIN_PARA para = {.cbSize = sizeof(para)};
    PCCERT_CHAIN_CONTEXT chain;
    CHECK_OK(CertGetCertificateChain(self->engine, certificate, when, self->others, &para, 0, NULL, &chain));
    CertFreeCertificateContext(certificate);
    return chain;
}

static PCCERT_CHAIN_CONTEXT build(const setting *self, const identity *leaf) { return build_at(self, leaf, NULL); }

static void check_element(PCCERT_CHAIN_CONTEXT chain, DWORD index, const identity *expected)
{
    CHECK(index < chain->rgpChain[0]->cElement);
    PCERT_CHAIN_ELEMENT element = chain->rgpChain[0]->rgpElement[index];
    CHECK_EQ(element->cbSize, sizeof(CERT_CHAIN_ELEMENT));
    CHECK_EQ(element->pCertContext->cbCertEncoded, expected->der_length);
    CHECK_BYTES(element->pCertContext->pbCertEncoded, expected->der, expected->der_length);
}

TEST(a_leaf_an_intermediate_and_a_root)
{
    identity *root = pki_root("root"), *middle = pki_issue(root, "middle", (issue_options){.is_authority = 1}),
             *leaf = pki_issue(middle, "leaf", (issue_options){0});
    setting s = setting_make(root);
    add(s.others, middle);
    PCCERT_CHAIN_CONTEXT chain = build(&s, leaf);
    CHECK_EQ(chain->cbSize, 72);
    CHECK_EQ(chain->cChain, 1);
    CHECK_EQ(chain->rgpChain[0]->cbSize, sizeof(CERT_SIMPLE_CHAIN));
    CHECK_EQ(chain->rgpChain[0]->cElement, 3);
    check_element(chain, 0, leaf);
    check_element(chain, 1, middle);
    check_element(chain, 2, root);
    CHECK_EQ(chain->TrustStatus.dwErrorStatus, CERT_TRUST_NO_ERROR);
    for (DWORD i = 0; i < 3; i++)
        CHECK_EQ(chain->rgpChain[0]->rgpElement[i]->TrustStatus.dwErrorStatus, CERT_TRUST_NO_ERROR);
    CHECK(chain->rgpChain[0]->rgpElement[2]->TrustStatus.dwInfoStatus & CERT_TRUST_IS_SELF_SIGNED);
    CHECK(!(chain->rgpChain[0]->rgpElement[0]->TrustStatus.dwInfoStatus & CERT_TRUST_IS_SELF_SIGNED));
    CertFreeCertificateChain(chain);
    setting_end(&s);
}

TEST(a_root_that_nobody_trusts)
{
    identity *root = pki_root("root"), *other = pki_root("other"), *leaf = pki_issue(root, "leaf", (issue_options){0});
    setting s = setting_make(other);
    add(s.others, root);
    PCCERT_CHAIN_CONTEXT chain = build(&s, leaf);
    CHECK(chain->TrustStatus.dwErrorStatus & CERT_TRUST_IS_UNTRUSTED_ROOT);
    CHECK_EQ(chain->rgpChain[0]->cElement, 2);
    CertFreeCertificateChain(chain);
    setting_end(&s);
}

TEST(an_issuer_that_is_missing)
{
    identity *root = pki_root("root"), *middle = pki_issue(root, "middle", (issue_options){.is_authority = 1}),
             *leaf = pki_issue(middle, "leaf", (issue_options){0});
    setting s = setting_make(root);
    PCCERT_CHAIN_CONTEXT chain = build(&s, leaf);
    CHECK(chain->TrustStatus.dwErrorStatus & CERT_TRUST_IS_PARTIAL_CHAIN);
    CHECK_EQ(chain->rgpChain[0]->cElement, 1);
    check_element(chain, 0, leaf);
    CertFreeCertificateChain(chain);
    setting_end(&s);
}

TEST(an_expired_leaf)
{
    identity *root = pki_root("root"), *leaf = pki_issue(root, "leaf", (issue_options){.starts_in = -7200, .ends_in = -3600});
    setting s = setting_make(root);
    PCCERT_CHAIN_CONTEXT chain = build(&s, leaf);
    CHECK(chain->TrustStatus.dwErrorStatus & CERT_TRUST_IS_NOT_TIME_VALID);
    CHECK(chain->rgpChain[0]->rgpElement[0]->TrustStatus.dwErrorStatus & CERT_TRUST_IS_NOT_TIME_VALID);
    CHECK_EQ(chain->rgpChain[0]->rgpElement[1]->TrustStatus.dwErrorStatus, CERT_TRUST_NO_ERROR);
    CertFreeCertificateChain(chain);
    setting_end(&s);
}

TEST(the_time_is_an_argument)
{
    identity *root = pki_root("root"), *leaf = pki_issue(root, "leaf", (issue_options){.starts_in = -7200, .ends_in = -3600});
    setting s = setting_make(root);
    ULONGLONG ticks = ((ULONGLONG)(time(NULL) - 5400) + 11644473600ull) * 10000000;
    FILETIME then = {(DWORD)ticks, (DWORD)(ticks >> 32)};
    PCCERT_CHAIN_CONTEXT chain = build_at(&s, leaf, &then);
    CHECK_EQ(chain->TrustStatus.dwErrorStatus, CERT_TRUST_NO_ERROR);
    CertFreeCertificateChain(chain);
    setting_end(&s);
}

TEST(a_signature_that_does_not_fit)
{
    identity *root = pki_root("root"), *leaf = pki_issue(root, "leaf", (issue_options){0});
    leaf->der[leaf->der_length - 1] ^= 1;
    setting s = setting_make(root);
    PCCERT_CHAIN_CONTEXT chain = build(&s, leaf);
    CHECK(chain->TrustStatus.dwErrorStatus & (CERT_TRUST_IS_NOT_SIGNATURE_VALID | CERT_TRUST_IS_PARTIAL_CHAIN));
    CertFreeCertificateChain(chain);
    setting_end(&s);
}

TEST(an_issuer_that_is_no_authority)
{
    identity *root = pki_root("root"), *middle = pki_issue(root, "middle", (issue_options){0}),
             *leaf = pki_issue(middle, "leaf", (issue_options){0});
    setting s = setting_make(root);
    add(s.others, middle);
    PCCERT_CHAIN_CONTEXT chain = build(&s, leaf);
    CHECK(chain->TrustStatus.dwErrorStatus != CERT_TRUST_NO_ERROR);
    CertFreeCertificateChain(chain);
    setting_end(&s);
}

TEST(an_impostor_of_the_same_name_is_passed_over)
{
    identity *root = pki_root("root"), *impostor = pki_root("root"), *leaf = pki_issue(root, "leaf", (issue_options){0});
    setting s = setting_make(impostor);
    add(s.roots, root);
    PCCERT_CHAIN_CONTEXT chain = build(&s, leaf);
    CHECK_EQ(chain->TrustStatus.dwErrorStatus, CERT_TRUST_NO_ERROR);
    check_element(chain, 1, root);
    CertFreeCertificateChain(chain);
    setting_end(&s);
}

TEST(a_root_alone)
{
    identity *root = pki_root("root");
    setting s = setting_make(root);
    PCCERT_CHAIN_CONTEXT chain = build(&s, root);
    CHECK_EQ(chain->rgpChain[0]->cElement, 1);
    CHECK_EQ(chain->TrustStatus.dwErrorStatus, CERT_TRUST_NO_ERROR);
    CertFreeCertificateChain(chain);
    setting_end(&s);
}

TEST(a_chain_outlives_its_stores_engine_and_certificate)
{
    identity *root = pki_root("root"), *leaf = pki_issue(root, "leaf", (issue_options){0});
    setting s = setting_make(root);
    PCCERT_CHAIN_CONTEXT chain = build(&s, leaf);
    setting_end(&s);
    check_element(chain, 0, leaf);
    check_element(chain, 1, root);
    CertFreeCertificateChain(chain);
}

TEST(a_duplicate_is_the_same_pointer_and_wants_a_free_of_its_own)
{
    identity *root = pki_root("root");
    setting s = setting_make(root);
    PCCERT_CHAIN_CONTEXT chain = build(&s, root);
    CHECK_PTR(CertDuplicateCertificateChain(chain), chain);
    CertFreeCertificateChain(chain);
    check_element(chain, 0, root);
    CertFreeCertificateChain(chain);
    CertFreeCertificateChain(NULL);
    setting_end(&s);
}

TEST(a_certificate_of_a_chain_outlives_it)
{
    identity *root = pki_root("root");
    setting s = setting_make(root);
    PCCERT_CHAIN_CONTEXT chain = build(&s, root);
    PCCERT_CONTEXT certificate = CertDuplicateCertificateContext(chain->rgpChain[0]->rgpElement[0]->pCertContext);
    CertFreeCertificateChain(chain);
    CHECK_BYTES(certificate->pbCertEncoded, root->der, root->der_length);
    CertFreeCertificateContext(certificate);
    setting_end(&s);
}

TEST(properties_of_the_end_certificate_are_seen_in_the_chain)
{
    identity *root = pki_root("root"), *leaf = pki_issue(root, "leaf", (issue_options){0});
    setting s = setting_make(root);
    PCCERT_CONTEXT certificate = CertCreateCertificateContext(X509_ASN_ENCODING, leaf->der, leaf->der_length);
    CRYPT_DATA_BLOB blob = {1, (BYTE *)"x"};
    CHECK_OK(CertSetCertificateContextProperty(certificate, CERT_AUTHORITY_INFO_ACCESS_PROP_ID, 0, &blob));
    CERT_CHAIN_PARA para = {.cbSize = sizeof(para)};
    PCCERT_CHAIN_CONTEXT chain;
    CHECK_OK(CertGetCertificateChain(s.engine, certificate, NULL, NULL, &para, 0, NULL, &chain));
    DWORD size = 0;
    CHECK_OK(CertGetCertificateContextProperty(chain->rgpChain[0]->rgpElement[0]->pCertContext, CERT_AUTHORITY_INFO_ACCESS_PROP_ID, NULL, &size));
    CHECK_EQ(size, 1);
    CertFreeCertificateChain(chain);
    CertFreeCertificateContext(certificate);
    setting_end(&s);
}

TEST(shorter_configurations_of_older_callers)
{
    identity *root = pki_root("root");
    CERT_CHAIN_ENGINE_CONFIG config = {.cbSize = 64}; /* up to CycleDetectionModulus */
    memset((char *)&config + 64, 0xcc, sizeof(config) - 64);
    HCERTCHAINENGINE engine;
    CHECK_OK(CertCreateCertificateChainEngine(&config, &engine));
    CertFreeCertificateChainEngine(engine);
    (void)root;
}

TEST(bad_arguments)
{
    identity *root = pki_root("root");
    setting s = setting_make(root);
    PCCERT_CONTEXT certificate = CertCreateCertificateContext(X509_ASN_ENCODING, root->der, root->der_length);
    CERT_CHAIN_PARA para = {.cbSize = sizeof(para)};
    CERT_CHAIN_ENGINE_CONFIG config = {.cbSize = 8};
    PCCERT_CHAIN_CONTEXT chain;
    HCERTCHAINENGINE engine;
    CHECK(!CertGetCertificateChain(s.engine, NULL, NULL, NULL, &para, 0, NULL, &chain));
    CHECK(!CertGetCertificateChain(s.engine, certificate, NULL, NULL, NULL, 0, NULL, &chain));
    CHECK(!CertGetCertificateChain(s.engine, certificate, NULL, NULL, &para, 0, NULL, NULL));
    CHECK(!CertGetCertificateChain(s.engine, certificate, NULL, NULL, &para, 0, &para, &chain));
    CHECK(!CertGetCertificateChain((HCERTCHAINENGINE)0xdeadbeef, certificate, NULL, NULL, &para, 0, NULL, &chain));
    CHECK(!CertGetCertificateChain(s.engine, certificate, NULL, (HCERTSTORE)0xdeadbeef, &para, 0, NULL, &chain));
    CHECK(!CertCreateCertificateChainEngine(&config, &engine));
    CHECK(!CertCreateCertificateChainEngine(NULL, &engine));
    CertFreeCertificateChainEngine(NULL);
    CertFreeCertificateChainEngine((HCERTCHAINENGINE)0xdeadbeef);
    CertFreeCertificateContext(certificate);
    setting_end(&s);
}

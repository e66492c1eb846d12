/* Issuers that no store has, fetched over loopback from where their subjects say that they are. */
#define CERT_CHAIN_PARA_HAS_EXTRA_FIELDS
#include "fixture.h"

typedef struct scene {
    identity *root, *middle, *leaf;
    responder *server;
    HCERTCHAINENGINE engine;
    PCCERT_CONTEXT certificate;
} scene;

/* A leaf whose AIA names /ca.cer, where the intermediate is; an engine that trusts the root. */
static scene scene_make(DWORD engine_flags)
{
    scene made = {.root = pki_root("root")};
    made.middle = pki_issue(made.root, "middle", (issue_options){.is_authority = 1});
    made.server = responder_start(made.root);
    char url[RESPONDER_URL], aia[160];
    responder_serve(made.server, "/ca.cer", made.middle->der, made.middle->der_length, url);
    snprintf(aia, sizeof(aia), "caIssuers;URI:%s", url);
    made.leaf = pki_issue(made.middle, "leaf", (issue_options){.aia = aia});
    HCERTSTORE roots = CertOpenStore(CERT_STORE_PROV_MEMORY, 0, 0, 0, NULL);
    CHECK_OK(CertAddEncodedCertificateToStore(roots, X509_ASN_ENCODING, made.root->der, made.root->der_length, CERT_STORE_ADD_ALWAYS, NULL));
    CERT_CHAIN_ENGINE_CONFIG config = {.cbSize = sizeof(config), .dwFlags = engine_flags, .hExclusiveRoot = roots};
    CHECK_OK(CertCreateCertificateChainEngine(&config, &made.engine));
    CHECK_OK(CertCloseStore(roots, 0));
    made.certificate = CertCreateCertificateContext(X509_ASN_ENCODING, made.leaf->der, made.leaf->der_length);
    CHECK(made.certificate != NULL);
    return made;
}

static void check_chain(const scene *self, DWORD flags, DWORD elements, DWORD errors)
{
    CERT_CHAIN_PARA para = {.cbSize = sizeof(para)};
    PCCERT_CHAIN_CONTEXT chain;
    CHECK_OK(CertGetCertificateChain(self->engine, self->certificate, NULL, NULL, &para, flags, NULL, &chain));
    CHECK_EQ(chain->rgpChain[0]->cElement, elements);
    CHECK_EQ(chain->TrustStatus.dwErrorStatus, errors);
    CHECK_EQ(chain->dwCreateFlags, flags);
    CertFreeCertificateChain(chain);
}

static void scene_end(scene *self)
{
    CertFreeCertificateContext(self->certificate);
    CertFreeCertificateChainEngine(self->engine);
}

TEST(a_missing_issuer_is_fetched_once)
{
    scene s = scene_make(0);
    check_chain(&s, 0, 3, CERT_TRUST_NO_ERROR);
    check_chain(&s, 0, 3, CERT_TRUST_NO_ERROR);
    CHECK_EQ(responder_served(s.server, "/ca.cer"), 1);
    scene_end(&s);
}

TEST(what_was_fetched_is_there_without_the_network)
{
    scene s = scene_make(0);
    check_chain(&s, CERT_CHAIN_CACHE_ONLY_URL_RETRIEVAL, 1, CERT_TRUST_IS_PARTIAL_CHAIN);
    CHECK_EQ(responder_served(s.server, "/ca.cer"), 0);
    check_chain(&s, 0, 3, CERT_TRUST_NO_ERROR);
    responder_stop(s.server);
    check_chain(&s, CERT_CHAIN_CACHE_ONLY_URL_RETRIEVAL, 3, CERT_TRUST_NO_ERROR);
    scene_end(&s);
}

TEST(a_flag_of_the_call_switches_it_off)
{
    scene s = scene_make(0);
    check_chain(&s, CERT_CHAIN_DISABLE_AIA, 1, CERT_TRUST_IS_PARTIAL_CHAIN);
    CHECK_EQ(responder_served(s.server, "/ca.cer"), 0);
    scene_end(&s);
}

TEST(a_flag_of_the_engine_switches_it_off)
{
    scene s = scene_make(CERT_CHAIN_DISABLE_AIA);
    check_chain(&s, 0, 1, CERT_TRUST_IS_PARTIAL_CHAIN);
    scene_end(&s);
    scene cached = scene_make(CERT_CHAIN_CACHE_ONLY_URL_RETRIEVAL);
    check_chain(&cached, 0, 1, CERT_TRUST_IS_PARTIAL_CHAIN);
    CHECK_EQ(responder_served(cached.server, "/ca.cer"), 0);
    scene_end(&cached);
}

TEST(nothing_is_asked_for_a_chain_that_is_complete)
{
    scene s = scene_make(0);
    HCERTSTORE others = CertOpenStore(CERT_STORE_PROV_MEMORY, 0, 0, 0, NULL);
    CHECK_OK(CertAddEncodedCertificateToStore(others, X509_ASN_ENCODING, s.middle->der, s.middle->der_length, CERT_STORE_ADD_ALWAYS, NULL));
    CERT_CHAIN_PARA para = {.cbSize = sizeof(para)};
    PCCERT_CHAIN_CONTEXT chain;
    CHECK_OK(CertGetCertificateChain(s.engine, s.certificate, NULL, others, &para, 0, NULL, &chain));
    CHECK_EQ(chain->TrustStatus.dwErrorStatus, CERT_TRUST_NO_ERROR);
    CHECK_EQ(responder_served(s.server, "/ca.cer"), 0);
    CertFreeCertificateChain(chain);
    CHECK_OK(CertCloseStore(others, 0));
    scene_end(&s);
}

TEST(a_page_in_its_place_is_no_issuer)
{
    scene s = scene_make(0);
    static const char page[] = "<html><body>Please log in</body></html>";
    responder_serve(s.server, "/ca.cer", (const unsigned char *)page, sizeof(page) - 1, NULL);
    check_chain(&s, 0, 1, CERT_TRUST_IS_PARTIAL_CHAIN);
    scene_end(&s);
}

TEST(a_server_that_never_answers_costs_the_timeout_of_the_call)
{
    scene s = scene_make(0);
    responder_set_answer(s.server, ANSWER_HANG);
    CERT_CHAIN_PARA para = {.cbSize = sizeof(para), .dwUrlRetrievalTimeout = 300};
    PCCERT_CHAIN_CONTEXT chain;
    CHECK_OK(CertGetCertificateChain(s.engine, s.certificate, NULL, NULL, &para, 0, NULL, &chain));
    CHECK_EQ(chain->TrustStatus.dwErrorStatus, CERT_TRUST_IS_PARTIAL_CHAIN);
    CertFreeCertificateChain(chain);
    scene_end(&s);
}

/* CertGetCertificateChain with its revocation flags: which certificates are checked, and where the outcome stands. */
#define CERT_CHAIN_PARA_HAS_EXTRA_FIELDS
#include "fixture.h"

#include <time.h>

typedef struct scene {
    identity *root, *middle, *leaf;
    responder *server;
    HCERTSTORE others;
    HCERTCHAINENGINE engine;
    PCCERT_CONTEXT certificate;
} scene;

static void add_crl(const scene *self, const identity *issuer, const identity *revoked)
{
    const identity *list[] = {revoked, NULL};
    encoded crl = pki_crl(issuer, (crl_options){.revoked = revoked ? list : NULL});
    CHECK_OK(CertAddEncodedCRLToStore(self->others, X509_ASN_ENCODING, crl.bytes, crl.length, CERT_STORE_ADD_REPLACE_EXISTING, NULL));
}

/* A chain of three. The leaf names a responder of the intermediate's; the root's CRL is in the additional store. */
static scene scene_make(void)
{
    scene made = {.root = pki_root("root")};
    made.middle = pki_issue(made.root, "middle", (issue_options){.is_authority = 1});
    made.server = responder_start(made.middle);
    made.leaf = pki_issue(made.middle, "leaf", (issue_options){.aia = responder_aia(made.server)});
    made.others = CertOpenStore(CERT_STORE_PROV_MEMORY, 0, 0, 0, NULL);
    CHECK_OK(CertAddEncodedCertificateToStore(made.others, X509_ASN_ENCODING, made.middle->der, made.middle->der_length, CERT_STORE_ADD_ALWAYS, NULL));
    add_crl(&made, made.root, NULL);
    HCERTSTORE roots = CertOpenStore(CERT_STORE_PROV_MEMORY, 0, 0, 0, NULL);
    CHECK_OK(CertAddEncodedCertificateToStore(roots, X509_ASN_ENCODING, made.root->der, made.root->der_length, CERT_STORE_ADD_ALWAYS, NULL));
    CERT_CHAIN_ENGINE_CONFIG config = {.cbSize = sizeof(config), .hExclusiveRoot = roots};
    CHECK_OK(CertCreateCertificateChainEngine(&config, &made.engine));
    CHECK_OK(CertCloseStore(roots, 0));
    made.certificate = CertCreateCertificateContext(X509_ASN_ENCODING, made.leaf->der, made.leaf->der_length);
    CHECK(made.certificate != NULL);
    return made;
}

static void scene_end(scene *self)
{
    CertFreeCertificateContext(self->certificate);
    CertFreeCertificateChainEngine(self->engine);
    CHECK_OK(CertCloseStore(self->others, CERT_CLOSE_STORE_CHECK_FLAG));
}

static PCCERT_CHAIN_CONTEXT build(const scene *self, DWORD flags, CERT_CHAIN_PARA para, LPFILETIME when)
{
    PCCERT_CHAIN_CONTEXT chain;
    para.cbSize = sizeof(para);
    CHECK_OK(CertGetCertificateChain(self->engine, self->certificate, when, self->others, &para, flags, NULL, &chain));
    CHECK_EQ(chain->rgpChain[0]->cElement, 3);
    CHECK_EQ(chain->dwCreateFlags, flags);
    return chain;
}

static void check(PCCERT_CHAIN_CONTEXT chain, DWORD whole, DWORD leaf, DWORD middle, DWORD root)
{
    const DWORD elements[] = {leaf, middle, root};
    CHECK_EQ(chain->TrustStatus.dwErrorStatus, whole);
    CHECK_EQ(chain->rgpChain[0]->TrustStatus.dwErrorStatus, whole);
    for (int i = 0; i < 3; i++)
        CHECK_EQ(chain->rgpChain[0]->rgpElement[i]->TrustStatus.dwErrorStatus, elements[i]);
}

static const CERT_CHAIN_PARA plain = {.cbSize = 0};

TEST(without_a_flag_nothing_is_checked)
{
    scene s = scene_make();
    PCCERT_CHAIN_CONTEXT chain = build(&s, CERT_CHAIN_REVOCATION_CHECK_CACHE_ONLY, plain, NULL);
    check(chain, 0, 0, 0, 0);
    for (int i = 0; i < 3; i++)
        CHECK_PTR(chain->rgpChain[0]->rgpElement[i]->pRevocationInfo, NULL);
    CHECK_EQ(chain->fHasRevocationFreshnessTime, FALSE);
    CHECK_EQ(responder_requests(s.server), 0);
    CertFreeCertificateChain(chain);
    scene_end(&s);
}

TEST(the_flags_say_which_certificates_are_checked)
{
    scene s = scene_make();
    const struct {
        DWORD flag;
        DWORD checked;
    } cases[] = {{CERT_CHAIN_REVOCATION_CHECK_END_CERT, 1}, {CERT_CHAIN_REVOCATION_CHECK_CHAIN_EXCLUDE_ROOT, 2}, {CERT_CHAIN_REVOCATION_CHECK_CHAIN, 3}};
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        PCCERT_CHAIN_CONTEXT chain = build(&s, cases[i].flag, plain, NULL);
        check(chain, 0, 0, 0, 0);
        for (DWORD k = 0; k < 3; k++) {
            PCERT_REVOCATION_INFO info = chain->rgpChain[0]->rgpElement[k]->pRevocationInfo;
            CHECK_EQ(info != NULL, k < cases[i].checked);
            if (!info)
                continue;
            CHECK_EQ(info->cbSize, sizeof(CERT_REVOCATION_INFO));
            CHECK_EQ(info->dwRevocationResult, 0);
            CHECK_PTR(info->pszRevocationOid, NULL);
            CHECK_PTR(info->pvOidSpecificInfo, NULL);
            CHECK_EQ(info->fHasFreshnessTime, TRUE);
            CHECK_EQ(info->pCrlInfo->cbSize, sizeof(CERT_REVOCATION_CRL_INFO));
            CHECK(info->pCrlInfo->pBaseCrlContext != NULL);
            CHECK_PTR(info->pCrlInfo->pCrlEntry, NULL);
        }
        /* The response is an hour old, the CRL a day. */
        DWORD oldest = cases[i].checked == 1 ? 3600 : 86400;
        CHECK(chain->fHasRevocationFreshnessTime && chain->rgpChain[0]->fHasRevocationFreshnessTime);
        CHECK(chain->dwRevocationFreshnessTime >= oldest && chain->dwRevocationFreshnessTime < oldest + 100);
        CHECK_EQ(chain->rgpChain[0]->dwRevocationFreshnessTime, chain->dwRevocationFreshnessTime);
        CertFreeCertificateChain(chain);
    }
    CHECK_EQ(responder_requests(s.server), 1);
    scene_end(&s);
}

TEST(a_revoked_leaf)
{
    scene s = scene_make();
    responder_set_answer(s.server, ANSWER_REVOKED);
    PCCERT_CHAIN_CONTEXT chain = build(&s, CERT_CHAIN_REVOCATION_CHECK_CHAIN, plain, NULL);
    check(chain, CERT_TRUST_IS_REVOKED, CERT_TRUST_IS_REVOKED, 0, 0);
    PCERT_REVOCATION_INFO info = chain->rgpChain[0]->rgpElement[0]->pRevocationInfo;
    CHECK_EQ(info->dwRevocationResult, (DWORD)CRYPT_E_REVOKED);
    CHECK_PTR(info->pCrlInfo->pCrlEntry, info->pCrlInfo->pBaseCrlContext->pCrlInfo->rgCRLEntry);

    CERT_CHAIN_POLICY_PARA para = {.cbSize = sizeof(para)};
    CERT_CHAIN_POLICY_STATUS status = {.cbSize = sizeof(status)};
    CHECK_OK(CertVerifyCertificateChainPolicy(CERT_CHAIN_POLICY_BASE, chain, &para, &status));
    CHECK_EQ(status.dwError, (DWORD)CRYPT_E_REVOKED);
    CHECK_EQ(status.lElementIndex, 0);
    CertFreeCertificateChain(chain);
    scene_end(&s);
}

TEST(a_revoked_intermediate)
{
    scene s = scene_make();
    add_crl(&s, s.root, s.middle);
    PCCERT_CHAIN_CONTEXT chain = build(&s, CERT_CHAIN_REVOCATION_CHECK_CHAIN_EXCLUDE_ROOT, plain, NULL);
    check(chain, CERT_TRUST_IS_REVOKED, 0, CERT_TRUST_IS_REVOKED, 0);
    /* The CRL is the store's own, and outlives it as long as the chain does. */
    PCERT_REVOCATION_CRL_INFO info = chain->rgpChain[0]->rgpElement[1]->pRevocationInfo->pCrlInfo;
    CHECK_PTR(info->pBaseCrlContext->hCertStore, s.others);
    CHECK_EQ(info->pCrlEntry->RevocationDate.dwHighDateTime != 0, 1);
    CHECK_EQ(info->fDeltaCrlEntry, FALSE);
    CertFreeCertificateChain(chain);
    chain = build(&s, CERT_CHAIN_REVOCATION_CHECK_END_CERT, plain, NULL);
    check(chain, 0, 0, 0, 0);
    CertFreeCertificateChain(chain);
    scene_end(&s);
}

TEST(nobody_is_reached)
{
    const DWORD offline = CERT_TRUST_REVOCATION_STATUS_UNKNOWN | CERT_TRUST_IS_OFFLINE_REVOCATION;
    scene s = scene_make();
    responder_stop(s.server);
    PCCERT_CHAIN_CONTEXT chain = build(&s, CERT_CHAIN_REVOCATION_CHECK_CHAIN_EXCLUDE_ROOT, plain, NULL);
    check(chain, offline, offline, 0, 0);
    PCERT_REVOCATION_INFO info = chain->rgpChain[0]->rgpElement[0]->pRevocationInfo;
    CHECK_EQ(info->dwRevocationResult, (DWORD)CRYPT_E_REVOCATION_OFFLINE);
    CHECK_EQ(info->fHasFreshnessTime, FALSE);
    CHECK_PTR(info->pCrlInfo, NULL);
    CHECK_EQ(chain->fHasRevocationFreshnessTime, FALSE);
    CertFreeCertificateChain(chain);
    chain = build(&s, CERT_CHAIN_REVOCATION_CHECK_CHAIN_EXCLUDE_ROOT | CERT_CHAIN_REVOCATION_CHECK_CACHE_ONLY, plain, NULL);
    check(chain, offline, offline, 0, 0);
    CertFreeCertificateChain(chain);
    scene_end(&s);
}

TEST(selections_of_chains_are_checked_too)
{
    scene s = scene_make();
    responder_set_answer(s.server, ANSWER_REVOKED);
    CHECK_OK(CertAddCertificateContextToStore(s.others, s.certificate, CERT_STORE_ADD_ALWAYS, NULL));
    CERT_SELECT_CHAIN_PARA para = {.hChainEngine = s.engine, .dwFlags = CERT_CHAIN_REVOCATION_CHECK_END_CERT};
    PCCERT_CHAIN_CONTEXT *chains;
    DWORD count, revoked = 0;
    CHECK_OK(CertSelectCertificateChains(NULL, 0, &para, 0, NULL, s.others, &count, &chains));
    CHECK(count > 0);
    for (DWORD i = 0; i < count; i++) {
        revoked += (chains[i]->TrustStatus.dwErrorStatus & CERT_TRUST_IS_REVOKED) != 0;
        CertFreeCertificateChain(chains[i]);
    }
    CertFreeCertificateChainList(chains);
    CHECK_EQ(revoked, 1);
    scene_end(&s);
}

TEST(a_certificate_that_names_nobody)
{
    scene s = scene_make();
    CertFreeCertificateContext(s.certificate);
    identity *silent = pki_issue(s.middle, "silent", (issue_options){0});
    s.certificate = CertCreateCertificateContext(X509_ASN_ENCODING, silent->der, silent->der_length);
    PCCERT_CHAIN_CONTEXT chain = build(&s, CERT_CHAIN_REVOCATION_CHECK_CHAIN, plain, NULL);
    check(chain, CERT_TRUST_REVOCATION_STATUS_UNKNOWN, CERT_TRUST_REVOCATION_STATUS_UNKNOWN, 0, 0);
    CHECK_EQ(chain->rgpChain[0]->rgpElement[0]->pRevocationInfo->dwRevocationResult, (DWORD)CRYPT_E_NO_REVOCATION_CHECK);
    CertFreeCertificateChain(chain);
    scene_end(&s);
}

TEST(only_the_time_of_a_time_stamp_is_one_at_which_it_mattered)
{
    scene s = scene_make();
    add_crl(&s, s.root, s.middle);
    /* Revoked three days ago; valid from yesterday. */
    CertFreeCertificateContext(s.certificate);
    identity *leaf = pki_issue(s.middle, "old", (issue_options){.aia = responder_aia(s.server), .starts_in = -10 * 86400});
    s.certificate = CertCreateCertificateContext(X509_ASN_ENCODING, leaf->der, leaf->der_length);
    FILETIME then = filetime_of((long long)time(NULL) - 4 * 86400);
    PCCERT_CHAIN_CONTEXT chain = build(&s, CERT_CHAIN_REVOCATION_CHECK_CHAIN_EXCLUDE_ROOT | CERT_CHAIN_TIMESTAMP_TIME, plain, &then);
    CHECK_EQ(chain->TrustStatus.dwErrorStatus & CERT_TRUST_IS_REVOKED, 0);
    CertFreeCertificateChain(chain);
    chain = build(&s, CERT_CHAIN_REVOCATION_CHECK_CHAIN_EXCLUDE_ROOT, plain, &then);
    CHECK_EQ(chain->TrustStatus.dwErrorStatus & CERT_TRUST_IS_REVOKED, CERT_TRUST_IS_REVOKED);
    CertFreeCertificateChain(chain);
    scene_end(&s);
}

TEST(the_freshness_that_is_wanted)
{
    scene s = scene_make();
    const DWORD offline = CERT_TRUST_REVOCATION_STATUS_UNKNOWN | CERT_TRUST_IS_OFFLINE_REVOCATION;
    CERT_CHAIN_PARA para = {.fCheckRevocationFreshnessTime = TRUE, .dwRevocationFreshnessTime = 2 * 3600};
    PCCERT_CHAIN_CONTEXT chain = build(&s, CERT_CHAIN_REVOCATION_CHECK_CHAIN_EXCLUDE_ROOT, para, NULL);
    check(chain, offline, 0, offline, 0);
    CertFreeCertificateChain(chain);
    para.dwRevocationFreshnessTime = 2 * 86400;
    chain = build(&s, CERT_CHAIN_REVOCATION_CHECK_CHAIN_EXCLUDE_ROOT, para, NULL);
    check(chain, 0, 0, 0, 0);
    CertFreeCertificateChain(chain);
    scene_end(&s);
}

TEST(a_responder_that_hangs_costs_no_more_than_the_timeout)
{
    scene s = scene_make();
    responder_set_answer(s.server, ANSWER_HANG);
    CERT_CHAIN_PARA para = {.dwUrlRetrievalTimeout = 1000};
    time_t before = time(NULL);
    const DWORD offline = CERT_TRUST_REVOCATION_STATUS_UNKNOWN | CERT_TRUST_IS_OFFLINE_REVOCATION;
    PCCERT_CHAIN_CONTEXT chain = build(&s, CERT_CHAIN_REVOCATION_CHECK_END_CERT | CERT_CHAIN_REVOCATION_ACCUMULATIVE_TIMEOUT, para, NULL);
    CHECK(time(NULL) - before < 15);
    check(chain, offline, offline, 0, 0);
    CertFreeCertificateChain(chain);
    scene_end(&s);
}

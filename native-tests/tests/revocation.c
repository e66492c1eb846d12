/* CertVerifyRevocation: what it reads, what it writes, and where its answers come from. */
#define CERT_REVOCATION_PARA_HAS_EXTRA_FIELDS
#include "fixture.h"

#include <time.h>

#define NOT_TOUCHED 0xcccccccc

typedef struct scene {
    identity *root, *leaf, *other;
    responder *server;
    PCCERT_CONTEXT root_context, leaf_context, other_context;
} scene;

static PCCERT_CONTEXT context_of(const identity *of)
{
    PCCERT_CONTEXT made = CertCreateCertificateContext(X509_ASN_ENCODING, of->der, of->der_length);
    CHECK(made != NULL);
    return made;
}

/* Two leaves that name the responder, a CRL at /ca.crl, both or neither. */
static scene scene_make(int with_responder, int with_crl)
{
    scene made = {.root = pki_root("root")};
    made.server = responder_start(made.root);
    char url[128], points[256] = "";
    responder_serve(made.server, "/ca.crl", NULL, 0, url);
    if (with_crl)
        snprintf(points, sizeof(points), "crlDistributionPoints=URI:%s\n", url);
    issue_options options = {.aia = with_responder ? responder_aia(made.server) : NULL, .extensions = points};
    made.leaf = pki_issue(made.root, "leaf", options);
    made.other = pki_issue(made.root, "other", options);
    made.root_context = context_of(made.root);
    made.leaf_context = context_of(made.leaf);
    made.other_context = context_of(made.other);
    return made;
}

static void scene_end(scene *self)
{
    CertFreeCertificateContext(self->root_context);
    CertFreeCertificateContext(self->leaf_context);
    CertFreeCertificateContext(self->other_context);
}

static void serve_crl(const scene *self, const identity *revoked)
{
    const identity *list[] = {revoked, NULL};
    encoded crl = pki_crl(self->root, (crl_options){.revoked = revoked ? list : NULL});
    char url[128];
    responder_serve(self->server, "/ca.crl", crl.bytes, crl.length, url);
}

/* Checks one certificate whose issuer is known; the status as it was left. */
static CERT_REVOCATION_STATUS verify(const scene *self, DWORD flags, CERT_REVOCATION_PARA para, DWORD expected)
{
    void *contexts[] = {(void *)self->leaf_context};
    CERT_REVOCATION_STATUS status = {sizeof(status), NOT_TOUCHED, NOT_TOUCHED, NOT_TOUCHED, (BOOL)NOT_TOUCHED, NOT_TOUCHED};
    para.cbSize = sizeof(para);
    para.pIssuerCert = self->root_context;
    if (expected == ERROR_SUCCESS)
        CHECK_OK(CertVerifyRevocation(X509_ASN_ENCODING, CERT_CONTEXT_REVOCATION_TYPE, 1, contexts, flags, &para, &status));
    else
        CHECK_FAILS(CertVerifyRevocation(X509_ASN_ENCODING, CERT_CONTEXT_REVOCATION_TYPE, 1, contexts, flags, &para, &status), expected);
    CHECK_EQ(status.dwIndex, 0);
    CHECK_EQ(status.dwError, expected);
    return status;
}

static const CERT_REVOCATION_PARA plain = {.cbSize = 0};

TEST(a_good_response_from_the_responder)
{
    scene s = scene_make(1, 0);
    CERT_REVOCATION_STATUS status = verify(&s, 0, plain, ERROR_SUCCESS);
    CHECK_EQ(status.dwReason, 0);
    CHECK_EQ(status.fHasFreshnessTime, TRUE);
    /* Issued an hour ago. */
    CHECK(status.dwFreshnessTime >= 3600 && status.dwFreshnessTime < 3700);
    verify(&s, 0, plain, ERROR_SUCCESS);
    CHECK_EQ(responder_requests(s.server), 1);
    scene_end(&s);
}

TEST(a_revoked_response)
{
    scene s = scene_make(1, 1);
    responder_set_answer(s.server, ANSWER_REVOKED);
    verify(&s, 0, plain, CRYPT_E_REVOKED);
    scene_end(&s);
}

TEST(a_responder_that_does_not_know_the_certificate)
{
    scene s = scene_make(1, 0);
    responder_set_answer(s.server, ANSWER_UNKNOWN);
    CERT_REVOCATION_STATUS status = verify(&s, 0, plain, CRYPT_E_NOT_IN_REVOCATION_DATABASE);
    CHECK_EQ(status.fHasFreshnessTime, FALSE);
    CHECK_EQ(status.dwFreshnessTime, 0);
    scene_end(&s);
}

TEST(a_CRL_from_where_the_certificate_says)
{
    scene s = scene_make(0, 1);
    verify(&s, 0, plain, CRYPT_E_REVOCATION_OFFLINE);
    scene_end(&s);

    s = scene_make(0, 1);
    serve_crl(&s, s.leaf);
    CERT_REVOCATION_STATUS status = verify(&s, 0, plain, CRYPT_E_REVOKED);
    CHECK_EQ(status.dwReason, CRL_REASON_KEY_COMPROMISE);
    CHECK(status.fHasFreshnessTime && status.dwFreshnessTime >= 86400 && status.dwFreshnessTime < 86500);
    verify(&s, 0, plain, CRYPT_E_REVOKED);
    CHECK_EQ(responder_served(s.server, "/ca.crl"), 1);
    CHECK_EQ(responder_requests(s.server), 1);
    scene_end(&s);
}

TEST(a_certificate_that_names_nobody)
{
    scene s = scene_make(0, 0);
    verify(&s, 0, plain, CRYPT_E_NO_REVOCATION_CHECK);
    verify(&s, CERT_VERIFY_REV_SERVER_OCSP_FLAG, plain, CRYPT_E_NOT_IN_REVOCATION_DATABASE);
    scene_end(&s);
}

TEST(the_flags_choose_between_responder_and_CRL)
{
    scene s = scene_make(1, 1);
    responder_set_answer(s.server, ANSWER_HTTP_500);
    serve_crl(&s, NULL);
    verify(&s, CERT_VERIFY_REV_SERVER_OCSP_FLAG, plain, CRYPT_E_REVOCATION_OFFLINE);
    verify(&s, CERT_VERIFY_REV_NO_OCSP_FAILOVER_TO_CRL_FLAG, plain, CRYPT_E_REVOCATION_OFFLINE);
    CHECK_EQ(responder_served(s.server, "/ca.crl"), 0);
    verify(&s, 0, plain, ERROR_SUCCESS);
    scene_end(&s);
}

TEST(without_the_network_what_is_remembered_counts)
{
    scene s = scene_make(1, 1);
    verify(&s, CERT_VERIFY_CACHE_ONLY_BASED_REVOCATION, plain, CRYPT_E_REVOCATION_OFFLINE);
    CHECK_EQ(responder_requests(s.server), 0);
    verify(&s, 0, plain, ERROR_SUCCESS);
    responder_stop(s.server);
    verify(&s, CERT_VERIFY_CACHE_ONLY_BASED_REVOCATION, plain, ERROR_SUCCESS);
    verify(&s, CERT_VERIFY_REV_SERVER_OCSP_FLAG | CERT_VERIFY_REV_SERVER_OCSP_WIRE_ONLY_FLAG, plain, CRYPT_E_REVOCATION_OFFLINE);
    scene_end(&s);
}

TEST(the_response_on_the_certificate_comes_before_the_responder)
{
    scene s = scene_make(1, 0);
    responder_set_answer(s.server, ANSWER_REVOKED);
    verify(&s, 0, plain, CRYPT_E_REVOKED);
    BYTE body[8192];
    CRYPT_DATA_BLOB response = {responder_last_body(s.server, body, sizeof(body)), body};
    CertFreeCertificateContext(s.leaf_context);
    s.leaf_context = context_of(s.leaf);
    CHECK_OK(CertSetCertificateContextProperty(s.leaf_context, CERT_OCSP_RESPONSE_PROP_ID, 0, &response));
    responder_stop(s.server);
    verify(&s, CERT_VERIFY_CACHE_ONLY_BASED_REVOCATION, plain, CRYPT_E_REVOKED);
    scene_end(&s);
}

TEST(CRLs_and_issuers_from_stores)
{
    scene s = scene_make(0, 0);
    const identity *revoked[] = {s.other, s.leaf, NULL};
    encoded crl = pki_crl(s.root, (crl_options){.revoked = revoked});
    HCERTSTORE crls = CertOpenStore(CERT_STORE_PROV_MEMORY, 0, 0, 0, NULL), issuers = CertOpenStore(CERT_STORE_PROV_MEMORY, 0, 0, 0, NULL);
    CHECK_OK(CertAddEncodedCRLToStore(crls, X509_ASN_ENCODING, crl.bytes, crl.length, CERT_STORE_ADD_ALWAYS, NULL));
    verify(&s, 0, (CERT_REVOCATION_PARA){.hCrlStore = crls}, CRYPT_E_REVOKED);
    verify(&s, 0, (CERT_REVOCATION_PARA){.cCertStore = 1, .rgCertStore = &crls}, CRYPT_E_REVOKED);

    /* Without pIssuerCert the issuer may lie in a store. */
    void *contexts[] = {(void *)s.leaf_context};
    CERT_REVOCATION_STATUS status = {.cbSize = sizeof(status)};
    CERT_REVOCATION_PARA para = {.cbSize = sizeof(para), .cCertStore = 1, .rgCertStore = &issuers, .hCrlStore = crls};
    CHECK_FAILS(CertVerifyRevocation(X509_ASN_ENCODING, 1, 1, contexts, 0, &para, &status), CRYPT_E_NO_REVOCATION_CHECK);
    CHECK_OK(CertAddEncodedCertificateToStore(issuers, X509_ASN_ENCODING, s.root->der, s.root->der_length, CERT_STORE_ADD_ALWAYS, NULL));
    CHECK_FAILS(CertVerifyRevocation(X509_ASN_ENCODING, 1, 1, contexts, 0, &para, &status), CRYPT_E_REVOKED);
    CHECK_OK(CertCloseStore(crls, CERT_CLOSE_STORE_CHECK_FLAG));
    CHECK_OK(CertCloseStore(issuers, CERT_CLOSE_STORE_CHECK_FLAG));
    scene_end(&s);
}

TEST(the_time_that_matters)
{
    scene s = scene_make(0, 1);
    serve_crl(&s, s.leaf);
    /* Revoked three days ago. */
    FILETIME before = filetime_of((long long)time(NULL) - 4 * 86400), after = filetime_of((long long)time(NULL) - 2 * 86400);
    verify(&s, 0, (CERT_REVOCATION_PARA){.pftTimeToUse = &before}, ERROR_SUCCESS);
    verify(&s, 0, (CERT_REVOCATION_PARA){.pftTimeToUse = &after}, CRYPT_E_REVOKED);
    scene_end(&s);
}

TEST(the_current_time_and_the_freshness_that_is_wanted)
{
    scene s = scene_make(0, 1);
    serve_crl(&s, NULL);
    FILETIME later = filetime_of((long long)time(NULL) + 30 * 86400);
    verify(&s, 0, plain, ERROR_SUCCESS);
    verify(&s, 0, (CERT_REVOCATION_PARA){.pftCurrentTime = &later}, CRYPT_E_REVOCATION_OFFLINE);
    verify(&s, 0, (CERT_REVOCATION_PARA){.fCheckFreshnessTime = TRUE, .dwFreshnessTime = 3600}, CRYPT_E_REVOCATION_OFFLINE);
    verify(&s, 0, (CERT_REVOCATION_PARA){.fCheckFreshnessTime = TRUE, .dwFreshnessTime = 2 * 86400}, ERROR_SUCCESS);
    verify(&s, 0, (CERT_REVOCATION_PARA){.fCheckFreshnessTime = TRUE, .dwFreshnessTime = 40 * 86400, .pftCurrentTime = &later}, ERROR_SUCCESS);
    scene_end(&s);
}

TEST(what_is_remembered_can_be_too_old)
{
    scene s = scene_make(0, 1);
    serve_crl(&s, NULL);
    verify(&s, 0, plain, ERROR_SUCCESS);
    serve_crl(&s, s.leaf);
    verify(&s, 0, plain, ERROR_SUCCESS);
    FILETIME soon = filetime_of((long long)time(NULL) + 60);
    verify(&s, 0, (CERT_REVOCATION_PARA){.pftCacheResync = &soon}, CRYPT_E_REVOKED);
    scene_end(&s);
}

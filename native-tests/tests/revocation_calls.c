/* CertVerifyRevocation: several certificates, structures of every size, CRLs handed back, and calls that are wrong. */
#define CERT_REVOCATION_PARA_HAS_EXTRA_FIELDS
#include "fixture.h"

#include <stddef.h>

typedef struct scene {
    identity *root, *middle, *leaf;
    void *contexts[3]; /* leaf, middle, root */
    HCERTSTORE crls;
} scene;

static void *context_of(const identity *of)
{
    PCCERT_CONTEXT made = CertCreateCertificateContext(X509_ASN_ENCODING, of->der, of->der_length);
    CHECK(made != NULL);
    return (void *)made;
}

static void add_crl(const scene *self, const identity *issuer, const identity *revoked)
{
    const identity *list[] = {revoked, NULL};
    encoded crl = pki_crl(issuer, (crl_options){.revoked = revoked ? list : NULL});
    CHECK_OK(CertAddEncodedCRLToStore(self->crls, X509_ASN_ENCODING, crl.bytes, crl.length, CERT_STORE_ADD_REPLACE_EXISTING, NULL));
}

/* A chain of three; the CRLs of both authorities are in a store and empty. */
static scene scene_make(void)
{
    scene made = {.root = pki_root("root")};
    made.middle = pki_issue(made.root, "middle", (issue_options){.is_authority = 1});
    made.leaf = pki_issue(made.middle, "leaf", (issue_options){0});
    made.contexts[0] = context_of(made.leaf);
    made.contexts[1] = context_of(made.middle);
    made.contexts[2] = context_of(made.root);
    made.crls = CertOpenStore(CERT_STORE_PROV_MEMORY, 0, 0, 0, NULL);
    add_crl(&made, made.root, NULL);
    add_crl(&made, made.middle, NULL);
    return made;
}

static void scene_end(scene *self)
{
    for (int i = 0; i < 3; i++)
        CertFreeCertificateContext((PCCERT_CONTEXT)self->contexts[i]);
    CHECK_OK(CertCloseStore(self->crls, CERT_CLOSE_STORE_CHECK_FLAG));
}

static CERT_REVOCATION_STATUS verify_all(scene *self, DWORD expected)
{
    CERT_REVOCATION_PARA para = {.cbSize = sizeof(para), .hCrlStore = self->crls};
    CERT_REVOCATION_STATUS status = {.cbSize = sizeof(status)};
    if (expected == ERROR_SUCCESS)
        CHECK_OK(CertVerifyRevocation(X509_ASN_ENCODING, 1, 3, self->contexts, CERT_VERIFY_REV_CHAIN_FLAG, &para, &status));
    else
        CHECK_FAILS(CertVerifyRevocation(X509_ASN_ENCODING, 1, 3, self->contexts, CERT_VERIFY_REV_CHAIN_FLAG, &para, &status), expected);
    CHECK_EQ(status.dwError, expected);
    return status;
}

TEST(a_chain_whose_issuers_follow_one_another)
{
    scene s = scene_make();
    verify_all(&s, ERROR_SUCCESS);
    add_crl(&s, s.root, s.middle);
    CERT_REVOCATION_STATUS status = verify_all(&s, CRYPT_E_REVOKED);
    CHECK_EQ(status.dwIndex, 1);
    CHECK_EQ(status.dwReason, CRL_REASON_KEY_COMPROMISE);
    add_crl(&s, s.middle, s.leaf);
    CHECK_EQ(verify_all(&s, CRYPT_E_REVOKED).dwIndex, 0);
    scene_end(&s);
}

TEST(without_the_flag_the_order_says_nothing_of_issuers)
{
    scene s = scene_make();
    CERT_REVOCATION_PARA para = {.cbSize = sizeof(para), .hCrlStore = s.crls};
    CERT_REVOCATION_STATUS status = {.cbSize = sizeof(status)};
    /* The last one's issuer is named, the other's is among what was given. */
    para.pIssuerCert = (PCCERT_CONTEXT)s.contexts[1];
    void *reversed[] = {s.contexts[1], s.contexts[0]};
    HCERTSTORE issuers = CertOpenStore(CERT_STORE_PROV_MEMORY, 0, 0, 0, NULL);
    CHECK_OK(CertAddCertificateContextToStore(issuers, (PCCERT_CONTEXT)s.contexts[2], CERT_STORE_ADD_ALWAYS, NULL));
    para.cCertStore = 1;
    para.rgCertStore = &issuers;
    CHECK_OK(CertVerifyRevocation(X509_ASN_ENCODING, 1, 2, reversed, 0, &para, &status));
    CHECK_OK(CertCloseStore(issuers, 0));
    para.cCertStore = 0;
    CHECK_FAILS(CertVerifyRevocation(X509_ASN_ENCODING, 1, 2, reversed, 0, &para, &status), CRYPT_E_NO_REVOCATION_CHECK);
    CHECK_EQ(status.dwIndex, 0);
    scene_end(&s);
}

TEST(an_issuer_that_is_somebody_else_is_not_believed)
{
    scene s = scene_make();
    CERT_REVOCATION_PARA para = {.cbSize = sizeof(para), .pIssuerCert = (PCCERT_CONTEXT)s.contexts[2], .hCrlStore = s.crls};
    CERT_REVOCATION_STATUS status = {.cbSize = sizeof(status)};
    CHECK_FAILS(CertVerifyRevocation(X509_ASN_ENCODING, 1, 1, s.contexts, 0, &para, &status), CRYPT_E_NO_REVOCATION_CHECK);
    scene_end(&s);
}

TEST(structures_of_every_size)
{
    scene s = scene_make();
    struct {
        CERT_REVOCATION_STATUS status;
        DWORD behind;
    } guarded;
    for (DWORD size = 0; size <= sizeof(CERT_REVOCATION_STATUS) + 8; size++) {
        memset(&guarded, 0xcc, sizeof(guarded));
        guarded.status.cbSize = size;
        CERT_REVOCATION_PARA para = {.cbSize = sizeof(para), .pIssuerCert = (PCCERT_CONTEXT)s.contexts[1], .hCrlStore = s.crls};
        if (size < offsetof(CERT_REVOCATION_STATUS, dwReason) + sizeof(DWORD)) {
            CHECK_FAILS(CertVerifyRevocation(X509_ASN_ENCODING, 1, 1, s.contexts, 0, &para, &guarded.status), E_INVALIDARG);
            CHECK_EQ(guarded.status.dwError, 0xcccccccc);
            continue;
        }
        CHECK_OK(CertVerifyRevocation(X509_ASN_ENCODING, 1, 1, s.contexts, 0, &para, &guarded.status));
        CHECK_EQ(guarded.status.dwError, 0);
        CHECK_EQ(guarded.status.fHasFreshnessTime, size < sizeof(CERT_REVOCATION_STATUS) ? (BOOL)0xcccccccc : TRUE);
        CHECK_EQ(guarded.behind, 0xcccccccc);
    }

    /* Of the parameters, what is beyond cbSize counts as 0: here hCrlStore. */
    CERT_REVOCATION_STATUS status = {.cbSize = sizeof(status)};
    CERT_REVOCATION_PARA para = {.pIssuerCert = (PCCERT_CONTEXT)s.contexts[1], .hCrlStore = s.crls, .fCheckFreshnessTime = TRUE};
    para.cbSize = offsetof(CERT_REVOCATION_PARA, hCrlStore);
    CHECK_FAILS(CertVerifyRevocation(X509_ASN_ENCODING, 1, 1, s.contexts, 0, &para, &status), CRYPT_E_NO_REVOCATION_CHECK);
    para.cbSize = offsetof(CERT_REVOCATION_PARA, dwUrlRetrievalTimeout);
    CHECK_OK(CertVerifyRevocation(X509_ASN_ENCODING, 1, 1, s.contexts, 0, &para, &status));
    para.cbSize = sizeof(para);
    CHECK_FAILS(CertVerifyRevocation(X509_ASN_ENCODING, 1, 1, s.contexts, 0, &para, &status), CRYPT_E_REVOCATION_OFFLINE);
    para.cbSize = sizeof(DWORD);
    CHECK_FAILS(CertVerifyRevocation(X509_ASN_ENCODING, 1, 1, s.contexts, 0, &para, &status), E_INVALIDARG);
    scene_end(&s);
}

TEST(the_CRLs_that_were_used)
{
    scene s = scene_make();
    add_crl(&s, s.middle, s.leaf);
    encoded wanted = pki_crl(s.root, (crl_options){0});
    CERT_REVOCATION_CRL_INFO info = {.cbSize = sizeof(info)};
    /* What stands there is freed. */
    info.pBaseCrlContext = CertCreateCRLContext(X509_ASN_ENCODING, wanted.bytes, wanted.length);
    CERT_REVOCATION_PARA para = {.cbSize = sizeof(para), .pIssuerCert = (PCCERT_CONTEXT)s.contexts[1], .hCrlStore = s.crls, .pCrlInfo = &info};
    CERT_REVOCATION_STATUS status = {.cbSize = sizeof(status)};
    CHECK_FAILS(CertVerifyRevocation(X509_ASN_ENCODING, 1, 1, s.contexts, 0, &para, &status), CRYPT_E_REVOKED);
    CHECK(info.pBaseCrlContext != NULL);
    CHECK_PTR(info.pDeltaCrlContext, NULL);
    CHECK_PTR(info.pCrlEntry, info.pBaseCrlContext->pCrlInfo->rgCRLEntry);
    CHECK_EQ(info.fDeltaCrlEntry, FALSE);
    CHECK_EQ(info.pCrlEntry->SerialNumber.cbData, ((PCCERT_CONTEXT)s.contexts[0])->pCertInfo->SerialNumber.cbData);

    /* Good: the CRL, and no entry. */
    add_crl(&s, s.middle, NULL);
    CHECK_OK(CertVerifyRevocation(X509_ASN_ENCODING, 1, 1, s.contexts, 0, &para, &status));
    CHECK(info.pBaseCrlContext != NULL);
    CHECK_PTR(info.pCrlEntry, NULL);
    CertFreeCRLContext(info.pBaseCrlContext);
    info.pBaseCrlContext = NULL;

    info.cbSize = sizeof(info) - 8;
    CHECK_FAILS(CertVerifyRevocation(X509_ASN_ENCODING, 1, 1, s.contexts, 0, &para, &status), E_INVALIDARG);
    scene_end(&s);
}

TEST(a_response_is_shown_as_a_CRL)
{
    fixture f = fixture_make();
    CERT_REVOCATION_CRL_INFO info = {.cbSize = sizeof(info)};
    CERT_REVOCATION_PARA para = {.cbSize = sizeof(para), .pCrlInfo = &info};
    para.pIssuerCert = f.chain->rgpChain[0]->rgpElement[1]->pCertContext;
    void *contexts[] = {(void *)f.certificate};
    CERT_REVOCATION_STATUS status = {.cbSize = sizeof(status)};
    CHECK_OK(CertVerifyRevocation(X509_ASN_ENCODING, 1, 1, contexts, 0, &para, &status));
    DWORD size = 0;
    CHECK_OK(CertGetCRLContextProperty(info.pBaseCrlContext, CERT_OCSP_RESPONSE_PROP_ID, NULL, &size));
    BYTE property[8192], sent[8192];
    CHECK_EQ(size, responder_last_body(f.responder, sent, sizeof(sent)));
    CHECK_OK(CertGetCRLContextProperty(info.pBaseCrlContext, CERT_OCSP_RESPONSE_PROP_ID, property, &size));
    CHECK_BYTES(property, sent, size);
    CHECK_OK(CertGetCRLContextProperty(info.pBaseCrlContext, CERT_SOURCE_URL_PROP_ID, NULL, &size));
    CertFreeCRLContext(info.pBaseCrlContext);
}

TEST(calls_that_are_wrong)
{
    scene s = scene_make();
    CERT_REVOCATION_STATUS status = {.cbSize = sizeof(status)};
    void *nothing[] = {NULL};
    CHECK_FAILS(CertVerifyRevocation(X509_ASN_ENCODING, 1, 1, s.contexts, 0, NULL, NULL), E_INVALIDARG);
    CHECK_FAILS(CertVerifyRevocation(X509_ASN_ENCODING, 1, 1, NULL, 0, NULL, &status), E_INVALIDARG);
    CHECK_FAILS(CertVerifyRevocation(X509_ASN_ENCODING, 1, 1, s.contexts, 0x40, NULL, &status), E_INVALIDARG);
    CHECK_FAILS(CertVerifyRevocation(X509_ASN_ENCODING, 1, 1, nothing, 0, NULL, &status), ERROR_INVALID_PARAMETER);
    CHECK_FAILS(CertVerifyRevocation(PKCS_7_ASN_ENCODING, 1, 1, s.contexts, 0, NULL, &status), CRYPT_E_NO_REVOCATION_DLL);
    CHECK_EQ(status.dwError, (DWORD)CRYPT_E_NO_REVOCATION_DLL);
    CHECK_FAILS(CertVerifyRevocation(X509_ASN_ENCODING, 2, 1, s.contexts, 0, NULL, &status), CRYPT_E_NO_REVOCATION_CHECK);
    CHECK_OK(CertVerifyRevocation(X509_ASN_ENCODING, 1, 0, NULL, 0, NULL, &status));
    HCERTSTORE closed = CertOpenStore(CERT_STORE_PROV_MEMORY, 0, 0, 0, NULL);
    CHECK_OK(CertCloseStore(closed, 0));
    CERT_REVOCATION_PARA para = {.cbSize = sizeof(para), .hCrlStore = closed};
    CHECK_FAILS(CertVerifyRevocation(X509_ASN_ENCODING, 1, 1, s.contexts, 0, &para, &status), ERROR_INVALID_HANDLE);
    scene_end(&s);
}

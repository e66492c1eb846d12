/* Certificates checked against their issuers, and both found in stores. */
#include "fixture.h"

static PCCERT_CONTEXT add(HCERTSTORE store, const identity *of)
{
    PCCERT_CONTEXT context;
    CHECK_OK(CertAddEncodedCertificateToStore(store, X509_ASN_ENCODING, of->der, of->der_length, CERT_STORE_ADD_ALWAYS, &context));
    return context;
}

static void check_checks(PCCERT_CONTEXT subject, PCCERT_CONTEXT issuer, DWORD wanted, DWORD failed)
{
    DWORD flags = wanted;
    CHECK_OK(CertVerifySubjectCertificateContext(subject, issuer, &flags));
    CHECK_EQ(flags, failed);
}

TEST(checks_that_hold_are_cleared)
{
    identity *root = pki_root("root"), *stranger = pki_root("root"), *leaf = pki_issue(root, "leaf", (issue_options){0});
    issue_options past = {0};
    past.starts_in = -20000;
    past.ends_in = -10000;
    identity *expired = pki_issue(root, "expired", past);
    HCERTSTORE store = CertOpenStore(CERT_STORE_PROV_MEMORY, 0, 0, 0, NULL);
    PCCERT_CONTEXT issuer = add(store, root), other = add(store, stranger), subject = add(store, leaf), old = add(store, expired);
    const DWORD both = CERT_STORE_SIGNATURE_FLAG | CERT_STORE_TIME_VALIDITY_FLAG;
    check_checks(subject, issuer, both, 0);
    check_checks(issuer, issuer, both, 0);
    check_checks(subject, other, both, CERT_STORE_SIGNATURE_FLAG);
    check_checks(old, issuer, both, CERT_STORE_TIME_VALIDITY_FLAG);
    check_checks(old, other, 0, 0);
    check_checks(subject, NULL, CERT_STORE_TIME_VALIDITY_FLAG, 0);
    check_checks(subject, NULL, both, CERT_STORE_SIGNATURE_FLAG | CERT_STORE_NO_ISSUER_FLAG);
    check_checks(subject, NULL, CERT_STORE_REVOCATION_FLAG, CERT_STORE_REVOCATION_FLAG | CERT_STORE_NO_ISSUER_FLAG);
    DWORD flags = CERT_STORE_NO_CRL_FLAG;
    CHECK_FAILS(CertVerifySubjectCertificateContext(subject, issuer, &flags), E_INVALIDARG);
    CHECK_FAILS(CertVerifySubjectCertificateContext(subject, issuer, NULL), E_INVALIDARG);
    flags = 0;
    CHECK_FAILS(CertVerifySubjectCertificateContext(NULL, issuer, &flags), ERROR_INVALID_PARAMETER);
    CertFreeCertificateContext(issuer);
    CertFreeCertificateContext(other);
    CertFreeCertificateContext(subject);
    CertFreeCertificateContext(old);
    CertCloseStore(store, 0);
}

static void add_crl(HCERTSTORE store, const identity *issuer, const identity *revoked)
{
    const identity *list[] = {revoked, NULL};
    crl_options options = {0};
    options.revoked = list;
    encoded crl = pki_crl(issuer, options);
    CHECK_OK(CertAddEncodedCRLToStore(store, X509_ASN_ENCODING, crl.bytes, crl.length, CERT_STORE_ADD_ALWAYS, NULL));
}

TEST(revocation_is_looked_up_in_the_issuers_store)
{
    identity *root = pki_root("root"), *stranger = pki_root("root"), *leaf = pki_issue(root, "leaf", (issue_options){0}), *revoked = pki_issue(root, "revoked", (issue_options){0});
    HCERTSTORE store = CertOpenStore(CERT_STORE_PROV_MEMORY, 0, 0, 0, NULL);
    PCCERT_CONTEXT issuer = add(store, root), good = add(NULL, leaf), bad = add(NULL, revoked), storeless = add(NULL, root);
    check_checks(good, issuer, CERT_STORE_REVOCATION_FLAG, CERT_STORE_REVOCATION_FLAG | CERT_STORE_NO_CRL_FLAG);
    /* One that somebody else signed in the issuer's name does not count. */
    add_crl(store, stranger, leaf);
    check_checks(good, issuer, CERT_STORE_REVOCATION_FLAG, CERT_STORE_REVOCATION_FLAG | CERT_STORE_NO_CRL_FLAG);
    add_crl(store, root, revoked);
    check_checks(good, issuer, CERT_STORE_REVOCATION_FLAG | CERT_STORE_SIGNATURE_FLAG, 0);
    check_checks(bad, issuer, CERT_STORE_REVOCATION_FLAG | CERT_STORE_SIGNATURE_FLAG, CERT_STORE_REVOCATION_FLAG);
    check_checks(bad, storeless, CERT_STORE_REVOCATION_FLAG, CERT_STORE_REVOCATION_FLAG | CERT_STORE_NO_CRL_FLAG);
    CertFreeCertificateContext(issuer);
    CertFreeCertificateContext(good);
    CertFreeCertificateContext(bad);
    CertFreeCertificateContext(storeless);
    CertCloseStore(store, 0);
}

TEST(issuers_are_found_one_after_the_other)
{
    identity *root = pki_root("root"), *namesake = pki_root("root"), *leaf = pki_issue(root, "leaf", (issue_options){0}), *lonely = pki_issue(pki_root("gone"), "x", (issue_options){0});
    HCERTSTORE store = CertOpenStore(CERT_STORE_PROV_MEMORY, 0, 0, 0, NULL);
    CertFreeCertificateContext(add(store, lonely));
    PCCERT_CONTEXT issuer = add(store, root), subject = add(store, leaf), orphan = add(NULL, lonely), self = add(NULL, namesake);
    DWORD flags = CERT_STORE_SIGNATURE_FLAG | CERT_STORE_TIME_VALIDITY_FLAG;
    PCCERT_CONTEXT found = CertGetIssuerCertificateFromStore(store, subject, NULL, &flags);
    CHECK_PTR(found, issuer);
    CHECK_EQ(flags, 0);
    flags = CERT_STORE_SIGNATURE_FLAG;
    CHECK_FAILS(CertGetIssuerCertificateFromStore(store, subject, found, &flags), CRYPT_E_NOT_FOUND);
    CHECK_EQ(flags, CERT_STORE_SIGNATURE_FLAG | CERT_STORE_NO_ISSUER_FLAG);
    flags = CERT_STORE_TIME_VALIDITY_FLAG;
    CHECK_FAILS(CertGetIssuerCertificateFromStore(store, orphan, NULL, &flags), CRYPT_E_NOT_FOUND);
    CHECK_EQ(flags, 0);
    flags = CERT_STORE_SIGNATURE_FLAG | CERT_STORE_TIME_VALIDITY_FLAG;
    CHECK_FAILS(CertGetIssuerCertificateFromStore(store, self, NULL, &flags), CRYPT_E_SELF_SIGNED);
    CHECK_EQ(flags, 0);

    flags = 0x8;
    CHECK_FAILS(CertGetIssuerCertificateFromStore(store, subject, CertDuplicateCertificateContext(issuer), &flags), E_INVALIDARG);
    CHECK_FAILS(CertGetIssuerCertificateFromStore(store, subject, CertDuplicateCertificateContext(issuer), NULL), E_INVALIDARG);
    flags = 0;
    CHECK_FAILS(CertGetIssuerCertificateFromStore(store, NULL, NULL, &flags), ERROR_INVALID_PARAMETER);
    CHECK_FAILS(CertGetIssuerCertificateFromStore(NULL, subject, NULL, &flags), E_INVALIDARG);
    CertFreeCertificateContext(issuer);
    CertFreeCertificateContext(subject);
    CertFreeCertificateContext(orphan);
    CertFreeCertificateContext(self);
    /* Every reference was given back. */
    CHECK_OK(CertCloseStore(store, CERT_CLOSE_STORE_CHECK_FLAG));
}

TEST(subjects_are_found_by_issuer_and_serial_number)
{
    identity *root = pki_root("root"), *leaf = pki_issue(root, "leaf", (issue_options){0});
    HCERTSTORE store = CertOpenStore(CERT_STORE_PROV_MEMORY, 0, 0, 0, NULL);
    CertFreeCertificateContext(add(store, root));
    PCCERT_CONTEXT subject = add(store, leaf);
    CERT_INFO identity_of = {0};
    identity_of.Issuer = subject->pCertInfo->Issuer;
    identity_of.SerialNumber = subject->pCertInfo->SerialNumber;
    PCCERT_CONTEXT found = CertGetSubjectCertificateFromStore(store, X509_ASN_ENCODING, &identity_of);
    CHECK_PTR(found, subject);
    CertFreeCertificateContext(found);
    identity_of.Issuer = subject->pCertInfo->Subject;
    CHECK_FAILS(CertGetSubjectCertificateFromStore(store, X509_ASN_ENCODING, &identity_of), CRYPT_E_NOT_FOUND);
    CHECK_FAILS(CertGetSubjectCertificateFromStore(store, X509_ASN_ENCODING, NULL), E_INVALIDARG);
    CHECK_FAILS(CertGetSubjectCertificateFromStore(NULL, X509_ASN_ENCODING, &identity_of), E_INVALIDARG);
    CertFreeCertificateContext(subject);
    CertCloseStore(store, 0);
}

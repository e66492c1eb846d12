/* CRL contexts: CRLs made with libcrypto, decoded by the library. */
#include "fixture.h"

#include <time.h>

#define DAY 86400LL
#define REVOKED_DAYS_AGO 3

/* Lists the certificates (NULL-terminated array), and `more` serial numbers. */
static encoded crl_of(const identity *issuer, const identity *const *revoked, int more)
{
    return pki_crl(issuer, (crl_options){.revoked = revoked, .more = more});
}

static PCCRL_CONTEXT create(encoded crl)
{
    PCCRL_CONTEXT context;
    CHECK_OK((context = CertCreateCRLContext(X509_ASN_ENCODING, crl.bytes, crl.length)));
    return context;
}

static PCCERT_CONTEXT certificate_of(const identity *identity)
{
    PCCERT_CONTEXT context;
    CHECK_OK((context = CertCreateCertificateContext(X509_ASN_ENCODING, identity->der, identity->der_length)));
    return context;
}

TEST(a_crl_is_decoded_completely)
{
    identity *root = pki_root("CRL issuer");
    const identity *revoked[] = {pki_issue(root, "first", (issue_options){0}), pki_issue(root, "second", (issue_options){0}), NULL};
    certificate_facts facts = pki_facts(root);
    long long now = (long long)time(NULL);
    encoded crl = crl_of(root, revoked, 0);
    PCCRL_CONTEXT context = create(crl);

    CHECK_EQ(context->dwCertEncodingType, X509_ASN_ENCODING);
    CHECK_EQ(context->cbCrlEncoded, crl.length);
    CHECK_BYTES(context->pbCrlEncoded, crl.bytes, crl.length);
    CHECK(context->hCertStore == NULL);
    PCRL_INFO info = context->pCrlInfo;
    CHECK_EQ(info->dwVersion, CRL_V2);
    CHECK_STR(info->SignatureAlgorithm.pszObjId, "1.2.840.10045.4.3.2");
    CHECK_EQ(info->SignatureAlgorithm.Parameters.cbData, 0);
    CHECK_EQ(info->Issuer.cbData, facts.subject.length);
    CHECK_BYTES(info->Issuer.pbData, facts.subject.bytes, facts.subject.length);
    CHECK(llabs(unix_time(info->ThisUpdate) - (now - DAY)) < 60);
    CHECK(llabs(unix_time(info->NextUpdate) - (now + 6 * DAY)) < 60);
    CHECK_EQ(info->cExtension, 1);
    CHECK_STR(info->rgExtension[0].pszObjId, szOID_CRL_NUMBER);
    CHECK_EQ(info->rgExtension[0].fCritical, FALSE);
    CHECK_EQ(info->rgExtension[0].Value.cbData, 4);
    CHECK_BYTES(info->rgExtension[0].Value.pbData, "\x02\x02\x12\x34", 4);

    CHECK_EQ(info->cCRLEntry, 2);
    for (int i = 0; i < 2; i++) {
        PCCERT_CONTEXT certificate = certificate_of(revoked[i]);
        const CRL_ENTRY *entry = &info->rgCRLEntry[i];
        CHECK_EQ(entry->SerialNumber.cbData, certificate->pCertInfo->SerialNumber.cbData);
        CHECK_BYTES(entry->SerialNumber.pbData, certificate->pCertInfo->SerialNumber.pbData, entry->SerialNumber.cbData);
        CHECK(llabs(unix_time(entry->RevocationDate) - (now - REVOKED_DAYS_AGO * DAY)) < 60);
        CertFreeCertificateContext(certificate);
    }
    CHECK_EQ(info->rgCRLEntry[0].cExtension, 1);
    CHECK_STR(info->rgCRLEntry[0].rgExtension[0].pszObjId, szOID_CRL_REASON_CODE);
    CHECK_BYTES(info->rgCRLEntry[0].rgExtension[0].Value.pbData, "\x0a\x01\x01", 3);
    CHECK_EQ(info->rgCRLEntry[1].cExtension, 0);
    CHECK(info->rgCRLEntry[1].rgExtension == NULL);
    CHECK_EQ(CertFreeCRLContext(context), TRUE);
}

TEST(an_empty_crl_has_no_entries)
{
    PCCRL_CONTEXT context = create(crl_of(pki_root("CRL issuer"), NULL, 0));
    CHECK_EQ(context->pCrlInfo->cCRLEntry, 0);
    CHECK(context->pCrlInfo->rgCRLEntry == NULL);
    CertFreeCRLContext(context);
}

TEST(a_hundred_thousand_entries_are_decoded)
{
    encoded crl = crl_of(pki_root("CRL issuer"), NULL, 100000);
    PCCRL_CONTEXT context = create(crl);
    CHECK_EQ(context->pCrlInfo->cCRLEntry, 100000);
    const CRL_ENTRY *last = &context->pCrlInfo->rgCRLEntry[99999];
    CHECK_EQ(last->SerialNumber.cbData, 3);
    CHECK_BYTES(last->SerialNumber.pbData, "\xa0\x86\x01", 3);
    CHECK_STR(last->rgExtension[0].pszObjId, szOID_CRL_REASON_CODE);
    CertFreeCRLContext(context);
}

TEST(what_is_no_crl_is_refused)
{
    encoded crl = crl_of(pki_root("CRL issuer"), NULL, 2);
    CHECK_FAILS(CertCreateCRLContext(0, crl.bytes, crl.length), E_INVALIDARG);
    CHECK_FAILS(CertCreateCRLContext(PKCS_7_ASN_ENCODING, crl.bytes, crl.length), E_INVALIDARG);
    CHECK_FAILS(CertCreateCRLContext(X509_ASN_ENCODING, NULL, crl.length), E_INVALIDARG);
    CHECK_FAILS(CertCreateCRLContext(X509_ASN_ENCODING, crl.bytes, 0), CRYPT_E_ASN1_EOD);
    for (DWORD length = 1; length < crl.length; length += 7)
        CHECK_FAILS(CertCreateCRLContext(X509_ASN_ENCODING, crl.bytes, length), CRYPT_E_ASN1_EOD);
    identity *certificate = pki_root("no CRL");
    CHECK_FAILS(CertCreateCRLContext(X509_ASN_ENCODING, certificate->der, certificate->der_length), CRYPT_E_ASN1_BADTAG);
}

/* Every single damaged byte: refused or decoded, never a crash and never a pointer to nowhere. */
TEST(damaged_crls_are_refused_or_decoded)
{
    identity *root = pki_root("CRL issuer");
    encoded crl = crl_of(root, NULL, 3);
    unsigned char *damaged = (unsigned char *)malloc(crl.length);
    unsigned sum = 0;
    for (unsigned at = 0; at < crl.length; at++) {
        for (int bit = 0; bit < 8; bit++) {
            memcpy(damaged, crl.bytes, crl.length);
            damaged[at] ^= (unsigned char)(1 << bit);
            PCCRL_CONTEXT context = CertCreateCRLContext(X509_ASN_ENCODING, damaged, crl.length);
            if (!context)
                continue;
            const CRL_INFO *info = context->pCrlInfo;
            for (DWORD i = 0; i < info->cCRLEntry; i++) {
                for (DWORD j = 0; j < info->rgCRLEntry[i].SerialNumber.cbData; j++)
                    sum += info->rgCRLEntry[i].SerialNumber.pbData[j];
                for (DWORD j = 0; j < info->rgCRLEntry[i].cExtension; j++)
                    sum += (unsigned)strlen(info->rgCRLEntry[i].rgExtension[j].pszObjId);
            }
            CertFreeCRLContext(context);
        }
    }
    CHECK(sum != 0);
    free(damaged);
}

TEST(duplicates_are_the_same_pointer_and_each_wants_a_free)
{
    PCCRL_CONTEXT context = create(crl_of(pki_root("CRL issuer"), NULL, 1));
    CHECK_PTR(CertDuplicateCRLContext(context), context);
    CHECK_PTR(CertDuplicateCRLContext(context), context);
    CHECK_EQ(CertFreeCRLContext(context), TRUE);
    CHECK_EQ(CertFreeCRLContext(context), TRUE);
    CHECK_EQ(context->pCrlInfo->cCRLEntry, 1);
    CHECK_EQ(CertFreeCRLContext(context), TRUE);
    CHECK(CertDuplicateCRLContext(NULL) == NULL);
    CHECK_EQ(CertFreeCRLContext(NULL), TRUE);
}

TEST(hashes_are_computed)
{
    encoded crl = crl_of(pki_root("CRL issuer"), NULL, 1);
    PCCRL_CONTEXT context = create(crl);
    static const struct {
        DWORD id;
        DWORD length;
        const char *digest;
    } hashes[] = {{CERT_SHA1_HASH_PROP_ID, 20, "SHA1"}, {CERT_MD5_HASH_PROP_ID, 16, "MD5"}, {CERT_SHA256_HASH_PROP_ID, 32, "SHA256"}};
    for (size_t i = 0; i < sizeof(hashes) / sizeof(*hashes); i++) {
        unsigned char expected[64], actual[64];
        unsigned expected_length = pki_digest(hashes[i].digest, crl.bytes, crl.length, expected);
        DWORD size = 4711;
        CHECK_OK(CertGetCRLContextProperty(context, hashes[i].id, NULL, &size));
        CHECK_EQ(size, hashes[i].length);
        size--;
        CHECK_FAILS(CertGetCRLContextProperty(context, hashes[i].id, actual, &size), ERROR_MORE_DATA);
        CHECK_EQ(size, hashes[i].length);
        size = sizeof(actual);
        CHECK_OK(CertGetCRLContextProperty(context, hashes[i].id, actual, &size));
        CHECK_EQ(size, expected_length);
        CHECK_BYTES(actual, expected, expected_length);
    }
    CertFreeCRLContext(context);
}

TEST(properties_are_set_read_and_removed)
{
    PCCRL_CONTEXT context = create(crl_of(pki_root("CRL issuer"), NULL, 1));
    CRYPT_DATA_BLOB blob = {.cbData = 5, .pbData = (BYTE *)"hello"};
    char read[8];
    DWORD size = sizeof(read);
    CHECK_FAILS(CertGetCRLContextProperty(context, CERT_FIRST_USER_PROP_ID, read, &size), CRYPT_E_NOT_FOUND);
    CHECK_OK(CertSetCRLContextProperty(context, CERT_FIRST_USER_PROP_ID, 0, &blob));
    CHECK_OK(CertGetCRLContextProperty(context, CERT_FIRST_USER_PROP_ID, read, &size));
    CHECK_EQ(size, 5);
    CHECK_BYTES(read, "hello", 5);
    CHECK_OK(CertSetCRLContextProperty(context, CERT_FIRST_USER_PROP_ID, 0, NULL));
    CHECK_FAILS(CertGetCRLContextProperty(context, CERT_FIRST_USER_PROP_ID, read, &size), CRYPT_E_NOT_FOUND);
    CHECK_FAILS(CertSetCRLContextProperty(context, 0, 0, &blob), E_INVALIDARG);
    CHECK_FAILS(CertSetCRLContextProperty(context, CERT_FIRST_USER_PROP_ID, 1, &blob), E_INVALIDARG);
    CHECK_FAILS(CertSetCRLContextProperty(NULL, CERT_FIRST_USER_PROP_ID, 0, &blob), E_INVALIDARG);
    CHECK_FAILS(CertGetCRLContextProperty(context, CERT_FIRST_USER_PROP_ID, read, NULL), E_INVALIDARG);
    CertFreeCRLContext(context);
}

TEST(a_foreign_context_is_copied_and_searched)
{
    identity *root = pki_root("CRL issuer");
    const identity *revoked[] = {pki_issue(root, "revoked", (issue_options){0}), NULL};
    PCCRL_CONTEXT ours = create(crl_of(root, revoked, 0));
    CRL_ENTRY entry = ours->pCrlInfo->rgCRLEntry[0];
    CRL_INFO info = *ours->pCrlInfo;
    info.rgCRLEntry = &entry;
    CRL_CONTEXT foreign = *ours;
    foreign.pCrlInfo = &info;

    PCCERT_CONTEXT certificate = certificate_of(revoked[0]);
    PCRL_ENTRY found = NULL;
    CHECK_OK(CertFindCertificateInCRL(certificate, &foreign, 0, NULL, &found));
    CHECK_PTR(found, &entry);
    /* What its maker decoded has to belong to the bytes. */
    info.cCRLEntry = 0;
    CHECK_FAILS(CertFindCertificateInCRL(certificate, &foreign, 0, NULL, &found), ERROR_INVALID_PARAMETER);

    PCCRL_CONTEXT copy = CertDuplicateCRLContext(&foreign);
    CHECK(copy != NULL && copy != &foreign);
    CHECK_EQ(copy->pCrlInfo->cCRLEntry, 1);
    CHECK_EQ(CertFreeCRLContext(&foreign), TRUE);
    CHECK_EQ(CertFreeCRLContext(copy), TRUE);
    foreign.cbCrlEncoded = 3;
    CHECK_FAILS(CertDuplicateCRLContext(&foreign), ERROR_INVALID_PARAMETER);
    CertFreeCRLContext(ours);
    CertFreeCertificateContext(certificate);
}

TEST(a_listed_certificate_is_found)
{
    identity *root = pki_root("CRL issuer");
    const identity *revoked[] = {pki_issue(root, "one", (issue_options){0}), pki_issue(root, "two", (issue_options){0}), NULL};
    PCCRL_CONTEXT context = create(crl_of(root, revoked, 0));
    PCCERT_CONTEXT listed = certificate_of(revoked[1]), other = certificate_of(root);
    PCRL_ENTRY entry = (PCRL_ENTRY)&entry;
    CHECK_OK(CertFindCertificateInCRL(other, context, 0, NULL, &entry));
    CHECK(entry == NULL);
    CHECK_OK(CertFindCertificateInCRL(listed, context, 0, NULL, &entry));
    CHECK_PTR(entry, &context->pCrlInfo->rgCRLEntry[1]);
    CHECK_FAILS(CertFindCertificateInCRL(listed, context, 1, NULL, &entry), E_INVALIDARG);
    CHECK_FAILS(CertFindCertificateInCRL(listed, context, 0, NULL, NULL), E_INVALIDARG);
    CHECK_FAILS(CertFindCertificateInCRL(NULL, context, 0, NULL, &entry), ERROR_INVALID_PARAMETER);
    CHECK_FAILS(CertFindCertificateInCRL(listed, NULL, 0, NULL, &entry), ERROR_INVALID_PARAMETER);

    PCRL_INFO lists[] = {context->pCrlInfo};
    CHECK_OK(CertVerifyCRLRevocation(X509_ASN_ENCODING, other->pCertInfo, 1, lists));
    CHECK_OK(CertVerifyCRLRevocation(X509_ASN_ENCODING, listed->pCertInfo, 0, NULL));
    CHECK_FAILS(CertVerifyCRLRevocation(X509_ASN_ENCODING, listed->pCertInfo, 1, lists), CRYPT_E_REVOKED);
    /* A serial number says nothing without its issuer. */
    CERT_INFO elsewhere = {.SerialNumber = listed->pCertInfo->SerialNumber, .Issuer = {.cbData = 2, .pbData = (BYTE *)"\x30"}};
    CHECK_OK(CertVerifyCRLRevocation(X509_ASN_ENCODING, &elsewhere, 1, lists));
    CHECK_FAILS(CertVerifyCRLRevocation(X509_ASN_ENCODING, NULL, 1, lists), ERROR_INVALID_PARAMETER);
    CertFreeCRLContext(context);
    CertFreeCertificateContext(listed);
    CertFreeCertificateContext(other);
}

TEST(a_crl_is_valid_for_the_certificates_of_its_issuer)
{
    identity *root = pki_root("CRL issuer"), *stranger = pki_root("another issuer");
    PCCRL_CONTEXT context = create(crl_of(root, NULL, 0));
    PCCERT_CONTEXT own = certificate_of(pki_issue(root, "own", (issue_options){0}));
    PCCERT_CONTEXT other = certificate_of(pki_issue(stranger, "other", (issue_options){0}));
    CHECK_OK(CertIsValidCRLForCertificate(own, context, 0, NULL));
    CHECK_EQ(CertIsValidCRLForCertificate(other, context, 0, NULL), FALSE);
    CHECK_FAILS(CertIsValidCRLForCertificate(own, context, 1, NULL), E_INVALIDARG);
    CHECK_FAILS(CertIsValidCRLForCertificate(own, NULL, 0, NULL), ERROR_INVALID_PARAMETER);
    CertFreeCRLContext(context);
    CertFreeCertificateContext(own);
    CertFreeCertificateContext(other);
}

TEST(time_validity)
{
    encoded crl = crl_of(pki_root("CRL issuer"), NULL, 0);
    PCCRL_CONTEXT context = create(crl);
    FILETIME early = filetime_of(unix_time(context->pCrlInfo->ThisUpdate) - 1), late = filetime_of(unix_time(context->pCrlInfo->NextUpdate) + 1);
    CHECK_EQ(CertVerifyCRLTimeValidity(NULL, context->pCrlInfo), 0);
    CHECK_EQ(CertVerifyCRLTimeValidity(&context->pCrlInfo->ThisUpdate, context->pCrlInfo), 0);
    CHECK_EQ(CertVerifyCRLTimeValidity(&context->pCrlInfo->NextUpdate, context->pCrlInfo), 0);
    CHECK_EQ(CertVerifyCRLTimeValidity(&early, context->pCrlInfo), -1);
    CHECK_EQ(CertVerifyCRLTimeValidity(&late, context->pCrlInfo), 1);
    CRL_INFO forever = *context->pCrlInfo;
    forever.NextUpdate = (FILETIME){0};
    CHECK_EQ(CertVerifyCRLTimeValidity(&late, &forever), 0);
    CertFreeCRLContext(context);
}

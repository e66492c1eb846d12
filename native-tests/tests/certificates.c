/* CertCreateCertificateContext and its references; CertFindExtension. */
#include "fixture.h"

static PCCERT_CONTEXT create(const identity *of)
{
    PCCERT_CONTEXT context;
    CHECK_OK((context = CertCreateCertificateContext(X509_ASN_ENCODING, of->der, of->der_length)));
    return context;
}

/* What OpenSSL reads must be what the library shows. */
static void check_bytes(CRYPT_DATA_BLOB shown, encoded expected)
{
    CHECK_EQ(shown.cbData, expected.length);
    CHECK_BYTES(shown.pbData, expected.bytes, expected.length);
}

TEST(fields_are_those_of_the_certificate)
{
    identity *root = pki_root("root"), *leaf = pki_issue(root, "leaf", (issue_options){0});
    certificate_facts facts = pki_facts(leaf);
    PCCERT_CONTEXT context = create(leaf);
    PCERT_INFO info = context->pCertInfo;
    CHECK_EQ(context->dwCertEncodingType, X509_ASN_ENCODING);
    CHECK_EQ(context->cbCertEncoded, leaf->der_length);
    CHECK(context->pbCertEncoded != leaf->der);
    CHECK_BYTES(context->pbCertEncoded, leaf->der, leaf->der_length);
    CHECK_EQ(info->dwVersion, CERT_V3);
    check_bytes(info->Issuer, facts.issuer);
    check_bytes(info->Subject, facts.subject);
    CHECK_EQ(unix_time(info->NotBefore), facts.not_before);
    CHECK_EQ(unix_time(info->NotAfter), facts.not_after);
    CHECK_STR(info->SignatureAlgorithm.pszObjId, szOID_ECDSA_SHA256);
    CHECK_STR(info->SubjectPublicKeyInfo.Algorithm.pszObjId, szOID_ECC_PUBLIC_KEY);
    CHECK_EQ(info->SubjectPublicKeyInfo.PublicKey.cbData, 65);
    CHECK_EQ(info->SubjectPublicKeyInfo.PublicKey.cUnusedBits, 0);
    CHECK_EQ(info->IssuerUniqueId.cbData, 0);
    CHECK_EQ(info->cExtension, facts.extension_count);
    CertFreeCertificateContext(context);
}

TEST(the_serial_number_is_little_endian)
{
    identity *root = pki_root("root");
    PCCERT_CONTEXT context = create(root);
    encoded serial = pki_facts(root).serial;
    CRYPT_INTEGER_BLOB shown = context->pCertInfo->SerialNumber;
    CHECK_EQ(shown.cbData, serial.length);
    for (unsigned i = 0; i < serial.length; i++)
        CHECK_EQ(shown.pbData[i], serial.bytes[serial.length - 1 - i]);
    CertFreeCertificateContext(context);
}

TEST(the_encoding_is_copied)
{
    identity *root = pki_root("root");
    BYTE *mine = (BYTE *)malloc(root->der_length);
    memcpy(mine, root->der, root->der_length);
    PCCERT_CONTEXT context = CertCreateCertificateContext(X509_ASN_ENCODING, mine, root->der_length);
    memset(mine, 0xcc, root->der_length);
    free(mine);
    CHECK_BYTES(context->pbCertEncoded, root->der, root->der_length);
    CertFreeCertificateContext(context);
}

TEST(both_encoding_types_at_once)
{
    identity *root = pki_root("root");
    PCCERT_CONTEXT context;
    CHECK_OK((context = CertCreateCertificateContext(X509_ASN_ENCODING | PKCS_7_ASN_ENCODING, root->der, root->der_length)));
    CertFreeCertificateContext(context);
}

TEST(another_encoding_type)
{
    identity *root = pki_root("root");
    CHECK_FAILS(CertCreateCertificateContext(0, root->der, root->der_length), E_INVALIDARG);
    CHECK_FAILS(CertCreateCertificateContext(PKCS_7_ASN_ENCODING, root->der, root->der_length), E_INVALIDARG);
}

TEST(what_is_no_certificate)
{
    identity *root = pki_root("root");
    CHECK_FAILS(CertCreateCertificateContext(X509_ASN_ENCODING, NULL, 10), E_INVALIDARG);
    CHECK_FAILS(CertCreateCertificateContext(X509_ASN_ENCODING, NULL, 0), CRYPT_E_ASN1_EOD);
    CHECK_FAILS(CertCreateCertificateContext(X509_ASN_ENCODING, root->der, root->der_length - 1), CRYPT_E_ASN1_EOD);
    CHECK_FAILS(CertCreateCertificateContext(X509_ASN_ENCODING, (const BYTE *)"not a certificate", 17), CRYPT_E_ASN1_BADTAG);
    CHECK_FAILS(CertCreateCertificateContext(X509_ASN_ENCODING, (const BYTE *)"\x30\x00", 2), CRYPT_E_ASN1_BADTAG);
}

TEST(every_prefix_of_a_certificate_is_refused)
{
    identity *root = pki_root("root");
    for (unsigned length = 0; length < root->der_length; length++)
        CHECK(CertCreateCertificateContext(X509_ASN_ENCODING, root->der, length) == NULL);
}

TEST(no_flipped_bit_crashes)
{
    identity *root = pki_root("root");
    for (unsigned i = 0; i < root->der_length; i++) {
        BYTE *mine = (BYTE *)malloc(root->der_length);
        memcpy(mine, root->der, root->der_length);
        mine[i] ^= (BYTE)(1 << i % 8);
        CertFreeCertificateContext(CertCreateCertificateContext(X509_ASN_ENCODING, mine, root->der_length));
        free(mine);
    }
}

TEST(a_duplicate_is_the_same_pointer_and_wants_a_free_of_its_own)
{
    identity *root = pki_root("root");
    PCCERT_CONTEXT context = create(root);
    for (int i = 0; i < 10; i++)
        CHECK_PTR(CertDuplicateCertificateContext(context), context);
    for (int i = 0; i < 10; i++)
        CHECK_OK(CertFreeCertificateContext(context));
    CHECK_BYTES(context->pbCertEncoded, root->der, root->der_length);
    CHECK_OK(CertFreeCertificateContext(context));
}

TEST(null_is_taken_by_duplicate_and_free)
{
    CHECK_PTR(CertDuplicateCertificateContext(NULL), NULL);
    CHECK_OK(CertFreeCertificateContext(NULL));
}

TEST(a_context_of_its_own_has_no_store_of_anybodys)
{
    identity *root = pki_root("root");
    PCCERT_CONTEXT a = create(root), b = create(root);
    CHECK(a != b);
    CertFreeCertificateContext(a);
    CHECK_BYTES(b->pbCertEncoded, root->der, root->der_length);
    CertFreeCertificateContext(b);
}

TEST(extensions_are_found_by_their_identifier)
{
    identity *root = pki_root("root"), *leaf = pki_issue(root, "leaf", (issue_options){.must_staple = 1});
    PCCERT_CONTEXT context = create(leaf);
    PCERT_INFO info = context->pCertInfo;
    PCERT_EXTENSION found;
    CHECK_OK((found = CertFindExtension(szOID_TLS_FEATURES_EXT, info->cExtension, info->rgExtension)));
    CHECK_EQ(found->Value.cbData, 5);
    CHECK_BYTES(found->Value.pbData, "\x30\x03\x02\x01\x05", 5);
    CHECK_EQ(found->fCritical, 0);
    CHECK_OK((found = CertFindExtension(szOID_BASIC_CONSTRAINTS2, info->cExtension, info->rgExtension)));
    CHECK_EQ(found->fCritical, 1);
    CHECK(found >= info->rgExtension && found < info->rgExtension + info->cExtension);
    CertFreeCertificateContext(context);
}

TEST(an_extension_that_is_not_there)
{
    CERT_EXTENSION one = {.pszObjId = (LPSTR) "1.2.3"};
    CHECK_FAILS(CertFindExtension("1.2.3.4", 1, &one), CRYPT_E_NOT_FOUND);
    CHECK_FAILS(CertFindExtension("1.2", 1, &one), CRYPT_E_NOT_FOUND);
    CHECK_FAILS(CertFindExtension("1.2.3", 0, NULL), CRYPT_E_NOT_FOUND);
    CHECK_FAILS(CertFindExtension(NULL, 1, &one), E_INVALIDARG);
    CHECK_FAILS(CertFindExtension("1.2.3", 1, NULL), E_INVALIDARG);
}

TEST(every_extension_is_as_encoded)
{
    identity *root = pki_root("root");
    PCCERT_CONTEXT context = create(root);
    certificate_facts facts = pki_facts(root);
    CHECK_EQ(context->pCertInfo->cExtension, facts.extension_count);
    for (DWORD i = 0; i < facts.extension_count; i++) {
        CERT_EXTENSION shown = context->pCertInfo->rgExtension[i];
        CHECK_STR(shown.pszObjId, facts.extensions[i].oid);
        CHECK_EQ(shown.fCritical, facts.extensions[i].critical);
        check_bytes(shown.Value, facts.extensions[i].value);
    }
    CertFreeCertificateContext(context);
}

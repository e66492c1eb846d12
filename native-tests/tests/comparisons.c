/* Certificates, names, integers and keys compared; attributes found; key lengths and validity. */
#include "fixture.h"

static PCCERT_CONTEXT create(const identity *of)
{
    return CertCreateCertificateContext(X509_ASN_ENCODING, of->der, of->der_length);
}

static BOOL same(const void *first, DWORD first_size, const void *second, DWORD second_size)
{
    CRYPT_INTEGER_BLOB one = {first_size, (BYTE *)first}, two = {second_size, (BYTE *)second};
    return CertCompareIntegerBlob(&one, &two);
}

TEST(integers_are_compared_as_numbers)
{
    CHECK(same("\x05", 1, "\x05", 1));
    CHECK(same("\x05", 1, "\x05\0\0", 3));
    CHECK(same("\xfe\xff\xff", 3, "\xfe", 1));
    CHECK(!same("\x05", 1, "\x06", 1));
    CHECK(!same("\x05", 1, "\0\x05", 2));
    /* 128 is not -128. */
    CHECK(!same("\x80\0", 2, "\x80", 1));
    CHECK(same(NULL, 0, NULL, 0));
    CRYPT_INTEGER_BLOB nowhere = {1, NULL};
    CHECK_FAILS(CertCompareIntegerBlob(&nowhere, &nowhere), E_INVALIDARG);
    CHECK_FAILS(CertCompareIntegerBlob(NULL, &nowhere), E_INVALIDARG);
}

TEST(certificates_are_the_same_by_issuer_and_serial_number)
{
    identity *root = pki_root("root"), *leaf = pki_issue(root, "leaf", (issue_options){0});
    PCCERT_CONTEXT first = create(leaf), second = create(root);
    CERT_INFO info = {0};
    info.Issuer = first->pCertInfo->Issuer;
    info.SerialNumber = first->pCertInfo->SerialNumber;
    CHECK(CertCompareCertificate(X509_ASN_ENCODING, first->pCertInfo, &info));
    CHECK(!CertCompareCertificate(X509_ASN_ENCODING, first->pCertInfo, second->pCertInfo));
    CHECK_FAILS(CertCompareCertificate(X509_ASN_ENCODING, NULL, &info), E_INVALIDARG);
    CHECK(CertCompareCertificateName(X509_ASN_ENCODING, &first->pCertInfo->Issuer, &second->pCertInfo->Subject));
    CHECK(!CertCompareCertificateName(X509_ASN_ENCODING, &first->pCertInfo->Issuer, &first->pCertInfo->Subject));
    CHECK_FAILS(CertCompareCertificateName(X509_ASN_ENCODING, NULL, &first->pCertInfo->Subject), E_INVALIDARG);
    CertFreeCertificateContext(first);
    CertFreeCertificateContext(second);
}

TEST(keys_are_the_same_by_their_bits)
{
    issue_options options = {0};
    options.rsa = 1;
    identity *root = pki_root("root"), *leaf = pki_issue(root, "leaf", options);
    PCCERT_CONTEXT first = create(leaf), second = create(root);
    CERT_PUBLIC_KEY_INFO key = first->pCertInfo->SubjectPublicKeyInfo, other = key;
    CHECK(CertComparePublicKeyInfo(X509_ASN_ENCODING, &key, &other));
    other.Algorithm.pszObjId = NULL;
    CHECK(CertComparePublicKeyInfo(X509_ASN_ENCODING, &key, &other));
    other.PublicKey.cUnusedBits = 1;
    CHECK(!CertComparePublicKeyInfo(X509_ASN_ENCODING, &key, &other));
    CHECK(!CertComparePublicKeyInfo(X509_ASN_ENCODING, &key, &second->pCertInfo->SubjectPublicKeyInfo));
    CHECK_FAILS(CertComparePublicKeyInfo(X509_ASN_ENCODING, NULL, &key), E_INVALIDARG);

    CHECK_EQ(CertGetPublicKeyLength(X509_ASN_ENCODING, &key), 2048);
    CHECK_EQ(CertGetPublicKeyLength(X509_ASN_ENCODING, &second->pCertInfo->SubjectPublicKeyInfo), 256);
    key.Algorithm.pszObjId = (LPSTR)"1.2.3";
    CHECK_FAILS(CertGetPublicKeyLength(X509_ASN_ENCODING, &key), CRYPT_E_UNKNOWN_ALGO);
    CHECK_FAILS(CertGetPublicKeyLength(X509_ASN_ENCODING, NULL), E_INVALIDARG);
    CHECK_FAILS(CertGetPublicKeyLength(0, &key), ERROR_FILE_NOT_FOUND);
    CertFreeCertificateContext(first);
    CertFreeCertificateContext(second);
}

TEST(attributes_are_found_in_arrays)
{
    CRYPT_ATTRIBUTE attributes[3] = {{(LPSTR)"1.2.3", 0, NULL}, {(LPSTR)"1.2.4", 0, NULL}, {(LPSTR)"1.2.4", 0, NULL}};
    CHECK_PTR(CertFindAttribute("1.2.4", 3, attributes), attributes + 1);
    CHECK_FAILS(CertFindAttribute("1.2", 3, attributes), CRYPT_E_NOT_FOUND);
    CHECK_FAILS(CertFindAttribute("1.2.4", 0, NULL), CRYPT_E_NOT_FOUND);
    CHECK_FAILS(CertFindAttribute(NULL, 3, attributes), E_INVALIDARG);
    CHECK_FAILS(CertFindAttribute("1.2.4", 1, NULL), E_INVALIDARG);

    CERT_RDN_ATTR first[1] = {{(LPSTR)szOID_COUNTRY_NAME, 0, {0, NULL}}}, second[2] = {{(LPSTR)szOID_TITLE, 0, {0, NULL}}, {(LPSTR)szOID_COMMON_NAME, 0, {0, NULL}}};
    CERT_RDN names[2] = {{1, first}, {2, second}};
    CERT_NAME_INFO name = {2, names};
    CHECK_PTR(CertFindRDNAttr(szOID_COMMON_NAME, &name), second + 1);
    CHECK_PTR(CertFindRDNAttr(szOID_COUNTRY_NAME, &name), first);
    CHECK_FAILS(CertFindRDNAttr(szOID_LOCALITY_NAME, &name), CRYPT_E_NOT_FOUND);
    CHECK_FAILS(CertFindRDNAttr(szOID_COMMON_NAME, NULL), E_INVALIDARG);
    CHECK_FAILS(CertFindRDNAttr(NULL, &name), E_INVALIDARG);
}

TEST(attributes_are_looked_for_in_a_name)
{
    static const BYTE encoded[] = {0x30, 0x1c, 0x31, 0x0b, 0x30, 0x09, 0x06, 0x03, 0x55, 0x04, 0x06, 0x13, 0x02, 'U', 'S', 0x31, 0x0d, 0x30, 0x0b, 0x06, 0x03, 0x55,
        0x04, 0x03, 0x0c, 0x04, 'J', 0xc3, 0xb6, 'e'};
    static const WCHAR wide[] = {'J', 0xf6, 'e', 0}, shouted[] = {'J', 0xd6, 'E', 0};
    CERT_NAME_BLOB name = {sizeof(encoded), (BYTE *)encoded};
    CERT_RDN_ATTR attributes[2] = {{(LPSTR)szOID_COUNTRY_NAME, CERT_RDN_PRINTABLE_STRING, {2, (BYTE *)"US"}}, {NULL, CERT_RDN_ANY_TYPE, {0, NULL}}};
    CERT_RDN sought = {2, attributes};
    CHECK_OK(CertIsRDNAttrsInCertificateName(X509_ASN_ENCODING, 0, &name, &sought));
    attributes[0].Value.pbData = (BYTE *)"us";
    CHECK_FAILS(CertIsRDNAttrsInCertificateName(X509_ASN_ENCODING, 0, &name, &sought), CRYPT_E_NO_MATCH);
    CHECK_OK(CertIsRDNAttrsInCertificateName(X509_ASN_ENCODING, CERT_CASE_INSENSITIVE_IS_RDN_ATTRS_FLAG, &name, &sought));
    attributes[0].dwValueType = CERT_RDN_IA5_STRING;
    CHECK_FAILS(CertIsRDNAttrsInCertificateName(X509_ASN_ENCODING, CERT_CASE_INSENSITIVE_IS_RDN_ATTRS_FLAG, &name, &sought), CRYPT_E_NO_MATCH);

    sought.cRDNAttr = 1;
    attributes[0].pszObjId = (LPSTR)szOID_COMMON_NAME;
    attributes[0].dwValueType = CERT_RDN_UTF8_STRING;
    attributes[0].Value.cbData = 6;
    attributes[0].Value.pbData = (BYTE *)wide;
    CHECK_OK(CertIsRDNAttrsInCertificateName(X509_ASN_ENCODING, 0, &name, &sought));
    CHECK_OK(CertIsRDNAttrsInCertificateName(X509_ASN_ENCODING, CERT_UNICODE_IS_RDN_ATTRS_FLAG, &name, &sought));
    attributes[0].Value.cbData = 0;
    CHECK_OK(CertIsRDNAttrsInCertificateName(X509_ASN_ENCODING, CERT_UNICODE_IS_RDN_ATTRS_FLAG, &name, &sought));
    attributes[0].Value.pbData = (BYTE *)shouted;
    CHECK_FAILS(CertIsRDNAttrsInCertificateName(X509_ASN_ENCODING, CERT_UNICODE_IS_RDN_ATTRS_FLAG, &name, &sought), CRYPT_E_NO_MATCH);
    CHECK_OK(CertIsRDNAttrsInCertificateName(
        X509_ASN_ENCODING, CERT_UNICODE_IS_RDN_ATTRS_FLAG | CERT_CASE_INSENSITIVE_IS_RDN_ATTRS_FLAG, &name, &sought));

    CHECK_FAILS(CertIsRDNAttrsInCertificateName(0, 0, &name, &sought), ERROR_FILE_NOT_FOUND);
    CHECK_FAILS(CertIsRDNAttrsInCertificateName(X509_ASN_ENCODING, 4, &name, &sought), E_INVALIDARG);
    CHECK_FAILS(CertIsRDNAttrsInCertificateName(X509_ASN_ENCODING, 0, &name, NULL), E_INVALIDARG);
    CHECK_FAILS(CertIsRDNAttrsInCertificateName(X509_ASN_ENCODING, 0, NULL, &sought), E_INVALIDARG);
    name.cbData--;
    CHECK_FAILS(CertIsRDNAttrsInCertificateName(X509_ASN_ENCODING, 0, &name, &sought), CRYPT_E_ASN1_BADTAG);
}

TEST(validity_at_a_time)
{
    CERT_INFO info = {0};
    info.NotBefore.dwHighDateTime = 30000000;
    info.NotAfter.dwHighDateTime = 30000001;
    FILETIME time = info.NotBefore;
    CHECK_EQ(CertVerifyTimeValidity(&time, &info), 0);
    time.dwHighDateTime--;
    time.dwLowDateTime = 0xffffffff;
    CHECK_EQ(CertVerifyTimeValidity(&time, &info), -1);
    time = info.NotAfter;
    CHECK_EQ(CertVerifyTimeValidity(&time, &info), 0);
    time.dwLowDateTime++;
    CHECK_EQ(CertVerifyTimeValidity(&time, &info), 1);

    /* Now is long after 1943 and before the end of FILETIME. */
    info.NotBefore.dwHighDateTime = 25000000;
    info.NotAfter.dwHighDateTime = 0x7fffffff;
    CHECK_EQ(CertVerifyTimeValidity(NULL, &info), 0);
    SetLastError(0);
    CHECK_EQ(CertVerifyTimeValidity(NULL, NULL), -1);
    CHECK_LAST_ERROR("CertVerifyTimeValidity", E_INVALIDARG);
}

TEST(validity_within_the_issuers)
{
    CERT_INFO subject = {0}, issuer = {0};
    issuer.NotBefore.dwHighDateTime = subject.NotBefore.dwHighDateTime = 10;
    issuer.NotAfter.dwHighDateTime = subject.NotAfter.dwHighDateTime = 20;
    CHECK(CertVerifyValidityNesting(&subject, &issuer));
    subject.NotAfter.dwLowDateTime = 1;
    CHECK(!CertVerifyValidityNesting(&subject, &issuer));
    CHECK(CertVerifyValidityNesting(&issuer, &subject));
    subject.NotAfter = issuer.NotAfter;
    issuer.NotBefore.dwLowDateTime = 1;
    CHECK(!CertVerifyValidityNesting(&subject, &issuer));
    CHECK_FAILS(CertVerifyValidityNesting(&subject, NULL), E_INVALIDARG);
    CHECK_FAILS(CertVerifyValidityNesting(NULL, &issuer), E_INVALIDARG);
}

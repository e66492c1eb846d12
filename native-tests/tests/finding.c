/* CertFindCertificateInStore: attributes of names, identifiers, and what is found without a parameter. */
#include "finding.h"

TEST(attributes_of_subject_and_issuer)
{
    HCERTSTORE store = open_memory();
    identity *root = pki_root("Root"), *leaf = pki_issue(root, "Leaf", (issue_options){0});
    CertFreeCertificateContext(put_certificate(store, root));
    CertFreeCertificateContext(put_certificate(store, leaf));
    CERT_RDN_ATTR attributes[2] = {{(LPSTR)szOID_COMMON_NAME, CERT_RDN_ANY_TYPE, {8, (BYTE *)W("Root")}}, {NULL, CERT_RDN_ANY_TYPE, {0, NULL}}};
    CERT_RDN sought = {1, attributes};
    const DWORD wide = CERT_UNICODE_IS_RDN_ATTRS_FLAG, any_case = CERT_UNICODE_IS_RDN_ATTRS_FLAG | CERT_CASE_INSENSITIVE_IS_RDN_ATTRS_FLAG;
    CHECK_STR(names_found(store, wide, CERT_FIND_SUBJECT_ATTR, &sought), "Root ");
    CHECK_STR(names_found(store, wide, CERT_FIND_ISSUER_ATTR, &sought), "Root Leaf ");
    attributes[0].Value.pbData = (BYTE *)W("rOOT");
    CHECK_STR(names_found(store, wide, CERT_FIND_SUBJECT_ATTR, &sought), "");
    CHECK_STR(names_found(store, any_case, CERT_FIND_SUBJECT_ATTR, &sought), "Root ");
    CHECK_STR(names_found(store, any_case, CERT_FIND_ISSUER_ATTR, &sought), "Root Leaf ");
    /* Of any type of attribute. */
    attributes[0].pszObjId = NULL;
    CHECK_STR(names_found(store, any_case, CERT_FIND_SUBJECT_ATTR, &sought), "Root ");
    attributes[0].pszObjId = (LPSTR)szOID_COUNTRY_NAME;
    CHECK_STR(names_found(store, any_case, CERT_FIND_SUBJECT_ATTR, &sought), "");
    /* Any value, and both of two attributes. */
    attributes[0].pszObjId = (LPSTR)szOID_COMMON_NAME;
    attributes[0].Value.pbData = NULL;
    sought.cRDNAttr = 2;
    CHECK_STR(names_found(store, 0, CERT_FIND_SUBJECT_ATTR, &sought), "Root Leaf ");
    attributes[1].pszObjId = (LPSTR)szOID_COUNTRY_NAME;
    CHECK_STR(names_found(store, 0, CERT_FIND_SUBJECT_ATTR, &sought), "");

    CHECK_FAILS(CertFindCertificateInStore(store, 0, 4, CERT_FIND_SUBJECT_ATTR, &sought, NULL), E_INVALIDARG);
    CHECK_FAILS(CertFindCertificateInStore(store, 0, 0, CERT_FIND_ISSUER_ATTR, NULL, NULL), E_INVALIDARG);
    sought.rgRDNAttr = NULL;
    CHECK_FAILS(CertFindCertificateInStore(store, 0, 0, CERT_FIND_ISSUER_ATTR, &sought, NULL), E_INVALIDARG);
    CHECK_OK(CertCloseStore(store, 0));
}

static CRYPT_HASH_BLOB property(PCCERT_CONTEXT of, DWORD id, BYTE value[64])
{
    CRYPT_HASH_BLOB blob = {64, value};
    CHECK_OK(CertGetCertificateContextProperty(of, id, value, &blob.cbData));
    return blob;
}

TEST(hashes_of_signature_and_key)
{
    HCERTSTORE store = open_memory();
    PCCERT_CONTEXT a = put_certificate(store, pki_root("a")), b = put_certificate(store, pki_root("b"));
    BYTE value[64], expected[64];
    /* What is signed is the first element, the TBSCertificate: its header has two bytes of length, as has that around it. */
    unsigned signed_length = 4 + (a->pbCertEncoded[6] << 8 | a->pbCertEncoded[7]);
    CRYPT_HASH_BLOB blob = {pki_digest("SHA256", a->pbCertEncoded + 4, signed_length, expected), expected};
    CHECK_EQ(a->pbCertEncoded[5], 0x82);
    CHECK_STR(names_found(store, 0, CERT_FIND_SIGNATURE_HASH, &blob), "a ");
    expected[0] ^= 1;
    CHECK_STR(names_found(store, 0, CERT_FIND_SIGNATURE_HASH, &blob), "");

    blob = property(b, CERT_SUBJECT_PUBLIC_KEY_MD5_HASH_PROP_ID, value);
    CHECK_EQ(blob.cbData, 16);
    pki_digest("MD5", b->pCertInfo->SubjectPublicKeyInfo.PublicKey.pbData, b->pCertInfo->SubjectPublicKeyInfo.PublicKey.cbData, expected);
    CHECK_BYTES(value, expected, 16);
    CHECK_STR(names_found(store, 0, CERT_FIND_PUBKEY_MD5_HASH, &blob), "b ");
    blob.cbData--;
    CHECK_STR(names_found(store, 0, CERT_FIND_PUBKEY_MD5_HASH, &blob), "");
    CHECK_FAILS(CertFindCertificateInStore(store, 0, 0, CERT_FIND_PUBKEY_MD5_HASH, NULL, NULL), E_INVALIDARG);
    CertFreeCertificateContext(a);
    CertFreeCertificateContext(b);
    CHECK_OK(CertCloseStore(store, 0));
}

TEST(certificate_identifiers)
{
    HCERTSTORE store = open_memory();
    PCCERT_CONTEXT a = put_certificate(store, pki_root("a")), b = put_certificate(store, pki_root("b"));
    BYTE value[64];
    CERT_ID id;
    memset(&id, 0, sizeof(id));
    id.dwIdChoice = CERT_ID_ISSUER_SERIAL_NUMBER;
    id.IssuerSerialNumber.Issuer = a->pCertInfo->Issuer;
    id.IssuerSerialNumber.SerialNumber = a->pCertInfo->SerialNumber;
    CHECK_STR(names_found(store, 0, CERT_FIND_CERT_ID, &id), "a ");
    id.IssuerSerialNumber.Issuer = b->pCertInfo->Issuer;
    CHECK_STR(names_found(store, 0, CERT_FIND_CERT_ID, &id), "");
    id.dwIdChoice = CERT_ID_KEY_IDENTIFIER;
    id.KeyId = property(b, CERT_KEY_IDENTIFIER_PROP_ID, value);
    CHECK_STR(names_found(store, 0, CERT_FIND_CERT_ID, &id), "b ");
    id.dwIdChoice = CERT_ID_SHA1_HASH;
    CHECK_STR(names_found(store, 0, CERT_FIND_CERT_ID, &id), "");
    id.HashId.cbData = pki_digest("SHA1", a->pbCertEncoded, a->cbCertEncoded, value);
    CHECK_STR(names_found(store, 0, CERT_FIND_CERT_ID, &id), "a ");
    id.dwIdChoice = 4;
    CHECK_FAILS(CertFindCertificateInStore(store, 0, 0, CERT_FIND_CERT_ID, &id, NULL), E_INVALIDARG);
    CHECK_FAILS(CertFindCertificateInStore(store, 0, 0, CERT_FIND_CERT_ID, NULL, NULL), E_INVALIDARG);
    CertFreeCertificateContext(a);
    CertFreeCertificateContext(b);
    CHECK_OK(CertCloseStore(store, 0));
}

TEST(what_is_found_without_a_parameter)
{
    HCERTSTORE store = open_memory();
    /* A CrossCertDistPoints with one empty list of points, and a SubjectInfoAccess. */
    CertFreeCertificateContext(put_authority(store, "crossed", szOID_CROSS_CERT_DIST_POINTS "=DER:30:04:30:02:30:00\n"));
    CertFreeCertificateContext(put_authority(store, "accessed", "subjectInfoAccess=caRepository;URI:http://example.test/\n"));
    PCCERT_CONTEXT plain = put_certificate(store, pki_root("plain"));
    CHECK_STR(names_found(store, 0, CERT_FIND_CROSS_CERT_DIST_POINTS, NULL), "crossed ");
    CHECK_STR(names_found(store, 0, CERT_FIND_SUBJECT_INFO_ACCESS, NULL), "accessed ");
    BYTE empty[] = {0x30, 0};
    CRYPT_DATA_BLOB blob = {sizeof(empty), empty};
    CHECK_OK(CertSetCertificateContextProperty(plain, CERT_CROSS_CERT_DIST_POINTS_PROP_ID, 0, &blob));
    CHECK_OK(CertSetCertificateContextProperty(plain, CERT_SUBJECT_INFO_ACCESS_PROP_ID, 0, &blob));
    CHECK_STR(names_found(store, 0, CERT_FIND_CROSS_CERT_DIST_POINTS, NULL), "crossed plain ");
    CHECK_STR(names_found(store, 0, CERT_FIND_SUBJECT_INFO_ACCESS, NULL), "accessed plain ");

    /* Keys stay where they are, so no certificate has one. */
    CHECK_STR(names_found(store, 0, CERT_FIND_HAS_PRIVATE_KEY, NULL), "");
    DWORD exchange = 1;
    CHECK_STR(names_found(store, 0, CERT_FIND_KEY_SPEC, &exchange), "");
    CHECK_FAILS(CertFindCertificateInStore(store, 0, 0, CERT_FIND_KEY_SPEC, NULL, NULL), E_INVALIDARG);
    CertFreeCertificateContext(plain);
    CHECK_OK(CertCloseStore(store, 0));
}

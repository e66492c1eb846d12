/* CertFindCertificateInStore: usages, attributes of names, identifiers, and what is found without a parameter. */
#include "fixture.h"

static const char server[] = "1.3.6.1.5.5.7.3.1", client[] = "1.3.6.1.5.5.7.3.2", mail[] = "1.3.6.1.5.5.7.3.4";

static HCERTSTORE open_memory(void)
{
    HCERTSTORE store;
    CHECK_OK((store = CertOpenStore(CERT_STORE_PROV_MEMORY, 0, 0, 0, NULL)));
    return store;
}

/* The context of a new certificate in the store. */
static PCCERT_CONTEXT put(HCERTSTORE store, const identity *of)
{
    PCCERT_CONTEXT added;
    CHECK_OK(CertAddEncodedCertificateToStore(store, X509_ASN_ENCODING, of->der, of->der_length, CERT_STORE_ADD_NEW, &added));
    return added;
}

/* With extensions of its own: an authority, since end certificates of the harness have an extended key usage. */
static PCCERT_CONTEXT put_with(HCERTSTORE store, const char *common_name, const char *extensions)
{
    issue_options options = {0};
    options.is_authority = 1;
    options.extensions = extensions;
    return put(store, pki_self_signed(common_name, options));
}

/* The common names of what is found, each with a space behind it. */
static const char *found(HCERTSTORE store, DWORD flags, DWORD type, const void *para)
{
    static char names[256];
    names[0] = 0;
    for (PCCERT_CONTEXT context = NULL; (context = CertFindCertificateInStore(store, X509_ASN_ENCODING, flags, type, para, context)) != NULL;) {
        char name[64];
        CertGetNameStringA(context, CERT_NAME_ATTR_TYPE, 0, (void *)szOID_COMMON_NAME, name, sizeof(name));
        CHECK(strlen(names) + strlen(name) + 2 < sizeof(names));
        strcat(strcat(names, name), " ");
    }
    CHECK_LAST_ERROR("CertFindCertificateInStore", CRYPT_E_NOT_FOUND);
    return names;
}

/* Up to two usages, NULL for none. */
static const char *with_usage(HCERTSTORE store, DWORD flags, const char *first, const char *second)
{
    LPSTR identifiers[2] = {(LPSTR)first, (LPSTR)second};
    CERT_ENHKEY_USAGE usage = {(DWORD)((first != NULL) + (second != NULL)), identifiers};
    return found(store, flags, CERT_FIND_ENHKEY_USAGE, &usage);
}

/* none: neither extension nor property. ext: the extension allows server and client. prop: the property allows client and
 * mail. both: ext and prop. */
static HCERTSTORE open_usages(void)
{
    HCERTSTORE store = open_memory();
    CertFreeCertificateContext(put_with(store, "none", NULL));
    CertFreeCertificateContext(put_with(store, "ext", "extendedKeyUsage=serverAuth,clientAuth\n"));
    PCCERT_CONTEXT prop = put_with(store, "prop", NULL), both = put_with(store, "both", "extendedKeyUsage=serverAuth,clientAuth\n");
    LPSTR identifiers[2] = {(LPSTR)client, (LPSTR)mail};
    CERT_ENHKEY_USAGE usage = {2, identifiers};
    CHECK_OK(CertSetEnhancedKeyUsage(prop, &usage));
    CHECK_OK(CertSetEnhancedKeyUsage(both, &usage));
    CertFreeCertificateContext(prop);
    CertFreeCertificateContext(both);
    return store;
}

TEST(usages_of_extension_and_property)
{
    HCERTSTORE store = open_usages();
    CHECK_EQ(CERT_FIND_CTL_USAGE, CERT_FIND_ENHKEY_USAGE);
    CHECK_STR(with_usage(store, 0, client, NULL), "ext prop both ");
    /* Both have it, or it is not allowed. */
    CHECK_STR(with_usage(store, 0, server, NULL), "ext ");
    CHECK_STR(with_usage(store, 0, mail, NULL), "prop ");
    CHECK_STR(with_usage(store, 0, server, client), "ext ");
    CHECK_STR(with_usage(store, 0, server, mail), "");
    CHECK_STR(with_usage(store, CERT_FIND_OR_ENHKEY_USAGE_FLAG, server, mail), "ext prop ");
    CHECK_STR(with_usage(store, CERT_FIND_OPTIONAL_ENHKEY_USAGE_FLAG, server, NULL), "none ext ");
    /* No usage in particular. */
    CHECK_STR(with_usage(store, 0, NULL, NULL), "ext prop both ");
    CHECK_STR(found(store, 0, CERT_FIND_ENHKEY_USAGE, NULL), "ext prop both ");
    CHECK_STR(found(store, CERT_FIND_OPTIONAL_ENHKEY_USAGE_FLAG, CERT_FIND_ENHKEY_USAGE, NULL), "none ext prop both ");
    CHECK_STR(found(store, CERT_FIND_NO_ENHKEY_USAGE_FLAG, CERT_FIND_ENHKEY_USAGE, NULL), "none ");
    CHECK_STR(with_usage(store, CERT_FIND_NO_ENHKEY_USAGE_FLAG, client, NULL), "none ");
    CHECK_OK(CertCloseStore(store, 0));
}

TEST(usages_of_the_extension_only)
{
    HCERTSTORE store = open_usages();
    const DWORD only = CERT_FIND_EXT_ONLY_ENHKEY_USAGE_FLAG;
    CHECK_STR(with_usage(store, only, server, NULL), "ext both ");
    CHECK_STR(with_usage(store, only, mail, NULL), "");
    CHECK_STR(with_usage(store, only | CERT_FIND_OR_ENHKEY_USAGE_FLAG, mail, client), "ext both ");
    CHECK_STR(found(store, only, CERT_FIND_ENHKEY_USAGE, NULL), "ext both ");
    CHECK_STR(with_usage(store, only | CERT_FIND_OPTIONAL_ENHKEY_USAGE_FLAG, mail, NULL), "none prop ");
    CHECK_STR(found(store, only | CERT_FIND_NO_ENHKEY_USAGE_FLAG, CERT_FIND_ENHKEY_USAGE, NULL), "none prop ");
    CHECK_OK(CertCloseStore(store, 0));
}

TEST(usages_of_the_property_only)
{
    HCERTSTORE store = open_usages();
    const DWORD only = CERT_FIND_PROP_ONLY_ENHKEY_USAGE_FLAG;
    CHECK_STR(with_usage(store, only, mail, client), "prop both ");
    CHECK_STR(with_usage(store, only, server, NULL), "");
    CHECK_STR(found(store, only, CERT_FIND_ENHKEY_USAGE, NULL), "prop both ");
    CHECK_STR(with_usage(store, only | CERT_FIND_OPTIONAL_ENHKEY_USAGE_FLAG, server, NULL), "none ext ");
    CHECK_STR(found(store, only | CERT_FIND_NO_ENHKEY_USAGE_FLAG, CERT_FIND_ENHKEY_USAGE, NULL), "none ext ");
    CHECK_OK(CertCloseStore(store, 0));
}

TEST(usages_that_are_valid)
{
    HCERTSTORE store = open_usages();
    const DWORD valid = CERT_FIND_VALID_ENHKEY_USAGE_FLAG;
    CHECK_STR(with_usage(store, valid, client, NULL), "none ext prop both ");
    CHECK_STR(with_usage(store, valid, server, client), "none ext ");
    CHECK_STR(with_usage(store, valid | CERT_FIND_OR_ENHKEY_USAGE_FLAG, server, mail), "none ext prop ");
    CHECK_STR(found(store, valid, CERT_FIND_ENHKEY_USAGE, NULL), "none ext prop both ");
    /* Only the flag for one of several counts beside it. */
    CHECK_STR(with_usage(store, 0x2f, server, NULL), "none ext ");
    CHECK_OK(CertCloseStore(store, 0));
}

TEST(usages_that_cannot_be_asked_for)
{
    HCERTSTORE store = open_usages();
    CERT_ENHKEY_USAGE usage = {1, NULL};
    CHECK_FAILS(CertFindCertificateInStore(store, 0, 0, CERT_FIND_ENHKEY_USAGE, &usage, NULL), E_INVALIDARG);
    CHECK_FAILS(CertFindCertificateInStore(store, 0, 0x40, CERT_FIND_ENHKEY_USAGE, NULL, NULL), E_INVALIDARG);
    CHECK_FAILS(CertFindCertificateInStore(store, 0, CERT_FIND_EXT_ONLY_ENHKEY_USAGE_FLAG | CERT_FIND_PROP_ONLY_ENHKEY_USAGE_FLAG,
                    CERT_FIND_ENHKEY_USAGE, NULL, NULL), E_INVALIDARG);
    LPSTR identifiers[1] = {(LPSTR)"server"};
    usage.rgpszUsageIdentifier = identifiers;
    CHECK_FAILS(CertFindCertificateInStore(store, 0, 0, CERT_FIND_ENHKEY_USAGE, &usage, NULL), CRYPT_E_OID_FORMAT);
    CHECK_OK(CertCloseStore(store, 0));
}

TEST(an_extension_that_cannot_be_read_allows_nothing)
{
    HCERTSTORE store = open_memory();
    CertFreeCertificateContext(put_with(store, "broken", "2.5.29.37=DER:05:00\n"));
    CHECK_STR(with_usage(store, CERT_FIND_OPTIONAL_ENHKEY_USAGE_FLAG, server, NULL), "");
    CHECK_STR(with_usage(store, CERT_FIND_VALID_ENHKEY_USAGE_FLAG, server, NULL), "");
    CHECK_STR(found(store, CERT_FIND_NO_ENHKEY_USAGE_FLAG, CERT_FIND_ENHKEY_USAGE, NULL), "");
    CHECK_STR(found(store, 0, CERT_FIND_ENHKEY_USAGE, NULL), "broken ");
    CHECK_OK(CertCloseStore(store, 0));
}

TEST(attributes_of_subject_and_issuer)
{
    HCERTSTORE store = open_memory();
    identity *root = pki_root("Root"), *leaf = pki_issue(root, "Leaf", (issue_options){0});
    CertFreeCertificateContext(put(store, root));
    CertFreeCertificateContext(put(store, leaf));
    CERT_RDN_ATTR attributes[2] = {{(LPSTR)szOID_COMMON_NAME, CERT_RDN_ANY_TYPE, {8, (BYTE *)W("Root")}}, {NULL, CERT_RDN_ANY_TYPE, {0, NULL}}};
    CERT_RDN sought = {1, attributes};
    const DWORD wide = CERT_UNICODE_IS_RDN_ATTRS_FLAG, any_case = CERT_UNICODE_IS_RDN_ATTRS_FLAG | CERT_CASE_INSENSITIVE_IS_RDN_ATTRS_FLAG;
    CHECK_STR(found(store, wide, CERT_FIND_SUBJECT_ATTR, &sought), "Root ");
    CHECK_STR(found(store, wide, CERT_FIND_ISSUER_ATTR, &sought), "Root Leaf ");
    attributes[0].Value.pbData = (BYTE *)W("rOOT");
    CHECK_STR(found(store, wide, CERT_FIND_SUBJECT_ATTR, &sought), "");
    CHECK_STR(found(store, any_case, CERT_FIND_SUBJECT_ATTR, &sought), "Root ");
    CHECK_STR(found(store, any_case, CERT_FIND_ISSUER_ATTR, &sought), "Root Leaf ");
    /* Of any type of attribute. */
    attributes[0].pszObjId = NULL;
    CHECK_STR(found(store, any_case, CERT_FIND_SUBJECT_ATTR, &sought), "Root ");
    attributes[0].pszObjId = (LPSTR)szOID_COUNTRY_NAME;
    CHECK_STR(found(store, any_case, CERT_FIND_SUBJECT_ATTR, &sought), "");
    /* Any value, and both of two attributes. */
    attributes[0].pszObjId = (LPSTR)szOID_COMMON_NAME;
    attributes[0].Value.pbData = NULL;
    sought.cRDNAttr = 2;
    CHECK_STR(found(store, 0, CERT_FIND_SUBJECT_ATTR, &sought), "Root Leaf ");
    attributes[1].pszObjId = (LPSTR)szOID_COUNTRY_NAME;
    CHECK_STR(found(store, 0, CERT_FIND_SUBJECT_ATTR, &sought), "");

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
    PCCERT_CONTEXT a = put(store, pki_root("a")), b = put(store, pki_root("b"));
    BYTE value[64], expected[64];
    /* What is signed is the first element, the TBSCertificate: its header has two bytes of length, as has that around it. */
    unsigned signed_length = 4 + (a->pbCertEncoded[6] << 8 | a->pbCertEncoded[7]);
    CRYPT_HASH_BLOB blob = {pki_digest("SHA256", a->pbCertEncoded + 4, signed_length, expected), expected};
    CHECK_EQ(a->pbCertEncoded[5], 0x82);
    CHECK_STR(found(store, 0, CERT_FIND_SIGNATURE_HASH, &blob), "a ");
    expected[0] ^= 1;
    CHECK_STR(found(store, 0, CERT_FIND_SIGNATURE_HASH, &blob), "");

    blob = property(b, CERT_SUBJECT_PUBLIC_KEY_MD5_HASH_PROP_ID, value);
    CHECK_EQ(blob.cbData, 16);
    pki_digest("MD5", b->pCertInfo->SubjectPublicKeyInfo.PublicKey.pbData, b->pCertInfo->SubjectPublicKeyInfo.PublicKey.cbData, expected);
    CHECK_BYTES(value, expected, 16);
    CHECK_STR(found(store, 0, CERT_FIND_PUBKEY_MD5_HASH, &blob), "b ");
    blob.cbData--;
    CHECK_STR(found(store, 0, CERT_FIND_PUBKEY_MD5_HASH, &blob), "");
    CHECK_FAILS(CertFindCertificateInStore(store, 0, 0, CERT_FIND_PUBKEY_MD5_HASH, NULL, NULL), E_INVALIDARG);
    CertFreeCertificateContext(a);
    CertFreeCertificateContext(b);
    CHECK_OK(CertCloseStore(store, 0));
}

TEST(certificate_identifiers)
{
    HCERTSTORE store = open_memory();
    PCCERT_CONTEXT a = put(store, pki_root("a")), b = put(store, pki_root("b"));
    BYTE value[64];
    CERT_ID id;
    memset(&id, 0, sizeof(id));
    id.dwIdChoice = CERT_ID_ISSUER_SERIAL_NUMBER;
    id.IssuerSerialNumber.Issuer = a->pCertInfo->Issuer;
    id.IssuerSerialNumber.SerialNumber = a->pCertInfo->SerialNumber;
    CHECK_STR(found(store, 0, CERT_FIND_CERT_ID, &id), "a ");
    id.IssuerSerialNumber.Issuer = b->pCertInfo->Issuer;
    CHECK_STR(found(store, 0, CERT_FIND_CERT_ID, &id), "");
    id.dwIdChoice = CERT_ID_KEY_IDENTIFIER;
    id.KeyId = property(b, CERT_KEY_IDENTIFIER_PROP_ID, value);
    CHECK_STR(found(store, 0, CERT_FIND_CERT_ID, &id), "b ");
    id.dwIdChoice = CERT_ID_SHA1_HASH;
    CHECK_STR(found(store, 0, CERT_FIND_CERT_ID, &id), "");
    id.HashId.cbData = pki_digest("SHA1", a->pbCertEncoded, a->cbCertEncoded, value);
    CHECK_STR(found(store, 0, CERT_FIND_CERT_ID, &id), "a ");
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
    CertFreeCertificateContext(put_with(store, "crossed", szOID_CROSS_CERT_DIST_POINTS "=DER:30:04:30:02:30:00\n"));
    CertFreeCertificateContext(put_with(store, "accessed", "subjectInfoAccess=caRepository;URI:http://example.test/\n"));
    PCCERT_CONTEXT plain = put(store, pki_root("plain"));
    CHECK_STR(found(store, 0, CERT_FIND_CROSS_CERT_DIST_POINTS, NULL), "crossed ");
    CHECK_STR(found(store, 0, CERT_FIND_SUBJECT_INFO_ACCESS, NULL), "accessed ");
    BYTE empty[] = {0x30, 0};
    CRYPT_DATA_BLOB blob = {sizeof(empty), empty};
    CHECK_OK(CertSetCertificateContextProperty(plain, CERT_CROSS_CERT_DIST_POINTS_PROP_ID, 0, &blob));
    CHECK_OK(CertSetCertificateContextProperty(plain, CERT_SUBJECT_INFO_ACCESS_PROP_ID, 0, &blob));
    CHECK_STR(found(store, 0, CERT_FIND_CROSS_CERT_DIST_POINTS, NULL), "crossed plain ");
    CHECK_STR(found(store, 0, CERT_FIND_SUBJECT_INFO_ACCESS, NULL), "accessed plain ");

    /* Keys stay where they are, so no certificate has one. */
    CHECK_STR(found(store, 0, CERT_FIND_HAS_PRIVATE_KEY, NULL), "");
    DWORD exchange = 1;
    CHECK_STR(found(store, 0, CERT_FIND_KEY_SPEC, &exchange), "");
    CHECK_FAILS(CertFindCertificateInStore(store, 0, 0, CERT_FIND_KEY_SPEC, NULL, NULL), E_INVALIDARG);
    CertFreeCertificateContext(plain);
    CHECK_OK(CertCloseStore(store, 0));
}

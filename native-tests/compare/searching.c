/* CertFindCertificateInStore by usages, attributes and identifiers, and the functions on attributes. */
#include "search.h"

static void usages_with(const char *what, DWORD flags, DWORD count, const char *first, const char *second)
{
    LPSTR identifiers[2] = {(LPSTR)first, (LPSTR)second};
    CERT_ENHKEY_USAGE usage = {count, identifiers};
    all_of(what, flags, CERT_FIND_ENHKEY_USAGE, &usage);
}

AREA(usages_found)
{
    static const struct {
        const char *name;
        DWORD flags;
    } ways[] = {{"plain", 0}, {"optional", CERT_FIND_OPTIONAL_ENHKEY_USAGE_FLAG}, {"extension", CERT_FIND_EXT_ONLY_ENHKEY_USAGE_FLAG},
        {"property", CERT_FIND_PROP_ONLY_ENHKEY_USAGE_FLAG}, {"none", CERT_FIND_NO_ENHKEY_USAGE_FLAG}, {"or", CERT_FIND_OR_ENHKEY_USAGE_FLAG},
        {"valid", CERT_FIND_VALID_ENHKEY_USAGE_FLAG}, {"valid, or", CERT_FIND_VALID_ENHKEY_USAGE_FLAG | CERT_FIND_OR_ENHKEY_USAGE_FLAG},
        {"extension, optional", CERT_FIND_EXT_ONLY_ENHKEY_USAGE_FLAG | CERT_FIND_OPTIONAL_ENHKEY_USAGE_FLAG},
        {"property, none", CERT_FIND_PROP_ONLY_ENHKEY_USAGE_FLAG | CERT_FIND_NO_ENHKEY_USAGE_FLAG}};
    open_searched();
    about("a certificate");
    /* leaf: server and client by its extension; other: code signing; ca: mail by a property. */
    PCCERT_CONTEXT ca = held_in(searched, &item_ca);
    LPSTR mail[1] = {(LPSTR)szOID_PKIX_KP_EMAIL_PROTECTION};
    CERT_ENHKEY_USAGE usage = {1, mail};
    BOOL_OF("is given a property", CertSetEnhancedKeyUsage(ca, &usage));
    CertFreeCertificateContext(ca);
    for (unsigned i = 0; i < sizeof(ways) / sizeof(ways[0]); i++) {
        about("%s", ways[i].name);
        all_of("any", ways[i].flags, CERT_FIND_ENHKEY_USAGE, NULL);
        usages_with("server", ways[i].flags, 1, szOID_PKIX_KP_SERVER_AUTH, NULL);
        usages_with("server and code signing", ways[i].flags, 2, szOID_PKIX_KP_SERVER_AUTH, szOID_PKIX_KP_CODE_SIGNING);
    }
    CertCloseStore(searched, 0);
}

static CRYPT_HASH_BLOB property(PCCERT_CONTEXT of, DWORD id, BYTE value[128])
{
    CRYPT_HASH_BLOB blob = {128, value};
    if (!CertGetCertificateContextProperty(of, id, value, &blob.cbData))
        blob.cbData = 0;
    return blob;
}

AREA(identified)
{
    open_searched();
    BYTE value[128];
    PCCERT_CONTEXT root = held_in(searched, &item_root), leaf = held_in(searched, &item_leaf), ca = held_in(searched, &item_ca);
    about("hash");
    CRYPT_HASH_BLOB blob = property(root, CERT_SIGNATURE_HASH_PROP_ID, value);
    all_of("signature", 0, CERT_FIND_SIGNATURE_HASH, &blob);
    value[0] ^= 1;
    all_of("signature, changed", 0, CERT_FIND_SIGNATURE_HASH, &blob);
    blob = property(leaf, CERT_SUBJECT_PUBLIC_KEY_MD5_HASH_PROP_ID, value);
    all_of("public key", 0, CERT_FIND_PUBKEY_MD5_HASH, &blob);

    about("identifier");
    CERT_ID id;
    memset(&id, 0, sizeof(id));
    id.dwIdChoice = CERT_ID_ISSUER_SERIAL_NUMBER;
    id.IssuerSerialNumber.Issuer = leaf->pCertInfo->Issuer;
    id.IssuerSerialNumber.SerialNumber = leaf->pCertInfo->SerialNumber;
    all_of("issuer and serial number", 0, CERT_FIND_CERT_ID, &id);
    id.IssuerSerialNumber.Issuer = root->pCertInfo->Issuer;
    all_of("another issuer", 0, CERT_FIND_CERT_ID, &id);
    id.dwIdChoice = CERT_ID_KEY_IDENTIFIER;
    id.KeyId = property(ca, CERT_KEY_IDENTIFIER_PROP_ID, value);
    all_of("key identifier", 0, CERT_FIND_CERT_ID, &id);
    id.dwIdChoice = CERT_ID_SHA1_HASH;
    all_of("key identifier as a hash", 0, CERT_FIND_CERT_ID, &id);
    id.HashId = property(ca, CERT_SHA1_HASH_PROP_ID, value);
    all_of("hash", 0, CERT_FIND_CERT_ID, &id);
    id.dwIdChoice = 4;
    all_of("unknown kind", 0, CERT_FIND_CERT_ID, &id);

    about("text");
    all_of("no hash", 0, CERT_FIND_HASH_STR, W("0011"));

    about("without a parameter");
    all_of("cross certificates", 0, CERT_FIND_CROSS_CERT_DIST_POINTS, NULL);
    all_of("subject access", 0, CERT_FIND_SUBJECT_INFO_ACCESS, NULL);
    all_of("private key", 0, CERT_FIND_HAS_PRIVATE_KEY, NULL);
    DWORD specification = 1;
    all_of("key specification", 0, CERT_FIND_KEY_SPEC, &specification);
    BYTE empty[2] = {0x30, 0};
    CRYPT_DATA_BLOB list = {sizeof(empty), empty};
    BOOL_OF("cross certificates set", CertSetCertificateContextProperty(ca, CERT_CROSS_CERT_DIST_POINTS_PROP_ID, 0, &list));
    all_of("cross certificates by property", 0, CERT_FIND_CROSS_CERT_DIST_POINTS, NULL);
    CertFreeCertificateContext(root);
    CertFreeCertificateContext(leaf);
    CertFreeCertificateContext(ca);
    CertCloseStore(searched, 0);
}

/* In the subject, the issuer, and the leaf's subject alone. */
static void attributes(const char *what, DWORD flags, DWORD count, CERT_RDN_ATTR *sought)
{
    CERT_RDN rdn = {count, sought};
    PCCERT_CONTEXT leaf = CERTIFICATE_OF(leaf);
    about("%s", what);
    all_of("subjects", flags, CERT_FIND_SUBJECT_ATTR, &rdn);
    all_of("issuers", flags, CERT_FIND_ISSUER_ATTR, &rdn);
    BOOL_OF("leaf", CertIsRDNAttrsInCertificateName(X509_ASN_ENCODING, flags, &leaf->pCertInfo->Subject, &rdn));
}

AREA(attributes_found)
{
    static const WCHAR town[] = {'F', 0xfc, 'r', 't', 'h', 0}, loud[] = {'F', 0xdc, 'R', 'T', 'H', 0};
    const DWORD wide = CERT_UNICODE_IS_RDN_ATTRS_FLAG, any_case = CERT_CASE_INSENSITIVE_IS_RDN_ATTRS_FLAG;
    open_searched();
    CERT_RDN_ATTR one[2] = {{(LPSTR)szOID_COUNTRY_NAME, CERT_RDN_PRINTABLE_STRING, {2, (BYTE *)"DE"}}, {(LPSTR)szOID_COMMON_NAME, CERT_RDN_ANY_TYPE, {0, NULL}}};
    attributes("country", 0, 1, one);
    attributes("country and common name", 0, 2, one);
    attributes("nothing", 0, 0, one);
    one[0].Value.pbData = (BYTE *)"de";
    attributes("country, small", 0, 1, one);
    attributes("country, small, any case", any_case, 1, one);
    one[0].Value.pbData = (BYTE *)"DE";
    one[0].dwValueType = CERT_RDN_UTF8_STRING;
    attributes("country of another type", 0, 1, one);
    one[0].dwValueType = CERT_RDN_ANY_TYPE;
    attributes("country of any type", 0, 1, one);
    one[0].Value.cbData = 1;
    attributes("part of a value", 0, 1, one);
    one[0].pszObjId = (LPSTR)szOID_LOCALITY_NAME;
    one[0].Value.cbData = 0;
    one[0].Value.pbData = NULL;
    attributes("any town", 0, 1, one);
    one[0].Value.cbData = 10;
    one[0].Value.pbData = (BYTE *)town;
    attributes("town, wide", wide, 1, one);
    one[0].Value.pbData = (BYTE *)loud;
    attributes("town, wide, loud", wide, 1, one);
    attributes("town, wide, loud, any case", wide | any_case, 1, one);

    about("arrays");
    CRYPT_ATTRIBUTE plain[2] = {{(LPSTR)"1.2.3", 0, NULL}, {(LPSTR)"1.2.4", 0, NULL}};
    say("attribute", "%d", (int)(CertFindAttribute("1.2.4", 2, plain) - plain));
    say("attribute that is not there", "%s", CertFindAttribute("1.2", 2, plain) ? "found" : "NULL");
    CERT_RDN names[2] = {{1, one}, {1, one + 1}};
    CERT_NAME_INFO name = {2, names};
    say("attribute of a name", "%d", (int)(CertFindRDNAttr(szOID_COMMON_NAME, &name) - one));
    say("attribute of a name that is not there", "%s", CertFindRDNAttr(szOID_TITLE, &name) ? "found" : "NULL");
    CertCloseStore(searched, 0);
}

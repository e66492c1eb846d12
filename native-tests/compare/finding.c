/* CertFindCertificateInStore. */
#include "search.h"

static void by_hash(const char *what, DWORD type, PCCERT_CONTEXT of, DWORD property)
{
    BYTE value[128];
    DWORD size = sizeof(value);
    if (!CertGetCertificateContextProperty(of, property, value, &size)) {
        say(what, "the property is missing: 0x%08x", (unsigned)GetLastError());
        return;
    }
    CRYPT_HASH_BLOB blob = {size, value};
    char full[100];
    all_of(what, 0, type, &blob);
    value[0] ^= 1;
    snprintf(full, sizeof(full), "%s, changed", what);
    all_of(full, 0, type, &blob);
    value[0] ^= 1;
    blob.cbData--;
    snprintf(full, sizeof(full), "%s, shortened", what);
    all_of(full, 0, type, &blob);
}

AREA(finding)
{
    open_searched();
    add_to(searched, &item_renewed);
    PCCERT_CONTEXT leaf = CERTIFICATE_OF(leaf), other = CERTIFICATE_OF(other), odd = CERTIFICATE_OF(odd), ca = CERTIFICATE_OF(ca),
                   root = CERTIFICATE_OF(root);
    about("any");
    all_of("any", 0, CERT_FIND_ANY, NULL);
    all_of("unknown type", 0, 0x00990000, leaf);
    CERT_OF("in no store", CertFindCertificateInStore(NULL, X509_ASN_ENCODING, 0, CERT_FIND_ANY, NULL, NULL));

    about("hash");
    by_hash("sha1", CERT_FIND_SHA1_HASH, leaf, CERT_SHA1_HASH_PROP_ID);
    by_hash("md5", CERT_FIND_MD5_HASH, leaf, CERT_MD5_HASH_PROP_ID);
    by_hash("key identifier", CERT_FIND_KEY_IDENTIFIER, leaf, CERT_KEY_IDENTIFIER_PROP_ID);
    by_hash("key identifier without extension", CERT_FIND_KEY_IDENTIFIER, odd, CERT_KEY_IDENTIFIER_PROP_ID);

    about("name");
    all_of("subject", 0, CERT_FIND_SUBJECT_NAME, &leaf->pCertInfo->Subject);
    all_of("issuer", 0, CERT_FIND_ISSUER_NAME, &leaf->pCertInfo->Issuer);
    all_of("issuer that is root", 0, CERT_FIND_ISSUER_NAME, &root->pCertInfo->Subject);
    CERT_NAME_BLOB nothing = {0, NULL};
    all_of("empty subject", 0, CERT_FIND_SUBJECT_NAME, &nothing);
    all_of("subject text", 0, CERT_FIND_SUBJECT_STR_A, "EXAMPLE.com");
    all_of("subject text, wide", 0, CERT_FIND_SUBJECT_STR_W, W("EXAMPLE.com"));
    all_of("subject text, mail", 0, CERT_FIND_SUBJECT_STR_A, "mail@");
    all_of("subject text with its key", 0, CERT_FIND_SUBJECT_STR_A, "CN=");
    all_of("subject text over two parts", 0, CERT_FIND_SUBJECT_STR_A, "first, second");
    all_of("subject text, not ASCII", 0, CERT_FIND_SUBJECT_STR_W, W("F\u00fcrth"));
    all_of("subject text, not ASCII, other case", 0, CERT_FIND_SUBJECT_STR_W, W("F\u00dcRTH"));
    all_of("subject text, quoted", 0, CERT_FIND_SUBJECT_STR_A, "quoted \"text\"");
    all_of("subject text, nothing", 0, CERT_FIND_SUBJECT_STR_A, "");
    all_of("issuer text", 0, CERT_FIND_ISSUER_STR_A, "compare ca");
    all_of("issuer text, wide", 0, CERT_FIND_ISSUER_STR_W, W("compare root"));

    about("certificate");
    all_of("existing", 0, CERT_FIND_EXISTING, leaf);
    all_of("issuer of leaf", 0, CERT_FIND_ISSUER_OF, leaf);
    all_of("issuer of other", 0, CERT_FIND_ISSUER_OF, other);
    all_of("issuer of root", 0, CERT_FIND_ISSUER_OF, root);
    CERT_INFO wanted;
    memset(&wanted, 0, sizeof(wanted));
    wanted.Issuer = leaf->pCertInfo->Issuer;
    wanted.SerialNumber = leaf->pCertInfo->SerialNumber;
    all_of("subject certificate", 0, CERT_FIND_SUBJECT_CERT, &wanted);
    wanted.Issuer = root->pCertInfo->Subject;
    all_of("subject certificate of another issuer", 0, CERT_FIND_SUBJECT_CERT, &wanted);
    wanted.SerialNumber = other->pCertInfo->SerialNumber;
    all_of("subject certificate of that issuer", 0, CERT_FIND_SUBJECT_CERT, &wanted);
    all_of("public key", 0, CERT_FIND_PUBLIC_KEY, &leaf->pCertInfo->SubjectPublicKeyInfo);
    about("property");
    DWORD property = CERT_FRIENDLY_NAME_PROP_ID;
    all_of("never set", 0, CERT_FIND_PROPERTY, &property);
    PCCERT_CONTEXT held = CertFindCertificateInStore(searched, X509_ASN_ENCODING, 0, CERT_FIND_EXISTING, ca, NULL);
    CRYPT_DATA_BLOB note = {6, (BYTE *)"a\0b\0\0"};
    BOOL_OF("set", CertSetCertificateContextProperty(held, CERT_FRIENDLY_NAME_PROP_ID, 0, &note));
    CertFreeCertificateContext(held);
    all_of("set on one", 0, CERT_FIND_PROPERTY, &property);

    CertCloseStore(searched, 0);
}

/* Functions that compare and judge. */
#include "compare.h"

static void integers(const char *what, const char *a, DWORD a_length, const char *b, DWORD b_length)
{
    CRYPT_INTEGER_BLOB one = {a_length, (BYTE *)a}, two = {b_length, (BYTE *)b};
    say(what, "%d", (int)CertCompareIntegerBlob(&one, &two));
}

AREA(comparing)
{
    PCCERT_CONTEXT leaf = CERTIFICATE_OF(leaf), again = CERTIFICATE_OF(leaf), twin = CERTIFICATE_OF(twin), renewed = CERTIFICATE_OF(renewed),
                   ca = CERTIFICATE_OF(ca), other = CERTIFICATE_OF(other), root = CERTIFICATE_OF(root);
    about("certificates");
    say("equal", "%d", (int)CertCompareCertificate(X509_ASN_ENCODING, leaf->pCertInfo, again->pCertInfo));
    say("of one issuer and serial number", "%d", (int)CertCompareCertificate(X509_ASN_ENCODING, leaf->pCertInfo, twin->pCertInfo));
    say("of one subject", "%d", (int)CertCompareCertificate(X509_ASN_ENCODING, leaf->pCertInfo, renewed->pCertInfo));

    about("names");
    say("equal", "%d", (int)CertCompareCertificateName(X509_ASN_ENCODING, &leaf->pCertInfo->Issuer, &ca->pCertInfo->Subject));
    say("different", "%d", (int)CertCompareCertificateName(X509_ASN_ENCODING, &leaf->pCertInfo->Issuer, &leaf->pCertInfo->Subject));
    CERT_NAME_BLOB nothing = {0, NULL}, nothing_too = {0, NULL};
    say("both nothing", "%d", (int)CertCompareCertificateName(X509_ASN_ENCODING, &nothing, &nothing_too));

    about("integers");
    integers("equal", "\1\2", 2, "\1\2", 2);
    integers("different", "\1\2", 2, "\2\1", 2);
    integers("zeros in front", "\1\2", 2, "\1\2\0\0", 4);
    integers("ones in front", "\1\xff", 2, "\1\xff\xff\xff", 4);
    integers("negative and positive", "\xff", 1, "\xff\0", 2);
    integers("zero and minus one", "\0", 1, "\xff", 1);
    integers("zero and nothing", "\0", 1, "", 0);

    about("keys");
    CERT_PUBLIC_KEY_INFO *key = &leaf->pCertInfo->SubjectPublicKeyInfo;
    say("equal", "%d", (int)CertComparePublicKeyInfo(X509_ASN_ENCODING, key, &again->pCertInfo->SubjectPublicKeyInfo));
    say("different", "%d", (int)CertComparePublicKeyInfo(X509_ASN_ENCODING, key, &root->pCertInfo->SubjectPublicKeyInfo));
    say("of another algorithm", "%d", (int)CertComparePublicKeyInfo(X509_ASN_ENCODING, key, &ca->pCertInfo->SubjectPublicKeyInfo));
    COUNT_OF("length, RSA", CertGetPublicKeyLength(X509_ASN_ENCODING, key));
    COUNT_OF("length, ECDSA", CertGetPublicKeyLength(X509_ASN_ENCODING, &ca->pCertInfo->SubjectPublicKeyInfo));
    CERT_PUBLIC_KEY_INFO unknown = *key;
    unknown.Algorithm.pszObjId = (LPSTR)"1.2.3.4";
    COUNT_OF("length, unknown", CertGetPublicKeyLength(X509_ASN_ENCODING, &unknown));

    about("time");
    FILETIME time = leaf->pCertInfo->NotBefore;
    say("at the first moment", "%d", (int)CertVerifyTimeValidity(&time, leaf->pCertInfo));
    time.dwLowDateTime--;
    say("just before", "%d", (int)CertVerifyTimeValidity(&time, leaf->pCertInfo));
    time = leaf->pCertInfo->NotAfter;
    say("at the last moment", "%d", (int)CertVerifyTimeValidity(&time, leaf->pCertInfo));
    time.dwLowDateTime++;
    say("just after", "%d", (int)CertVerifyTimeValidity(&time, leaf->pCertInfo));
    say("now", "%d, %d", (int)CertVerifyTimeValidity(NULL, leaf->pCertInfo), (int)CertVerifyTimeValidity(NULL, other->pCertInfo));

    about("nesting");
    BOOL_OF("inside", CertVerifyValidityNesting(leaf->pCertInfo, ca->pCertInfo));
    BOOL_OF("later beginning", CertVerifyValidityNesting(renewed->pCertInfo, ca->pCertInfo));
    BOOL_OF("earlier beginning", CertVerifyValidityNesting(leaf->pCertInfo, renewed->pCertInfo));
    BOOL_OF("later end", CertVerifyValidityNesting(leaf->pCertInfo, other->pCertInfo));

    about("key usage");
    BYTE usage[2] = {0xff, 0xff};
    BOOL_OF("two bytes", CertGetIntendedKeyUsage(X509_ASN_ENCODING, ca->pCertInfo, usage, 2));
    say_bytes("bytes", usage, 2);
    BOOL_OF("one byte", CertGetIntendedKeyUsage(X509_ASN_ENCODING, leaf->pCertInfo, usage, 1));
    say_bytes("byte", usage, 1);
    BOOL_OF("none there", CertGetIntendedKeyUsage(X509_ASN_ENCODING, other->pCertInfo, usage, 2));
    say_bytes("bytes, none there", usage, 2);
    CertFreeCertificateContext(leaf);
    CertFreeCertificateContext(again);
    CertFreeCertificateContext(twin);
    CertFreeCertificateContext(renewed);
    CertFreeCertificateContext(ca);
    CertFreeCertificateContext(other);
    CertFreeCertificateContext(root);
}

static void usage_of(const char *what, PCCERT_CONTEXT context, DWORD flags)
{
    BYTE buffer[1000];
    DWORD size = sizeof(buffer);
    char full[80];
    PCERT_ENHKEY_USAGE usage = (PCERT_ENHKEY_USAGE)(void *)buffer;
    SetLastError(0x20202020);
    BOOL done = CertGetEnhancedKeyUsage(context, flags, usage, &size);
    DWORD error = GetLastError();
    say_bool(what, done, error);
    if (!done)
        return;
    snprintf(full, sizeof(full), "%s, usages", what);
    if (usage->cUsageIdentifier == 0)
        say(full, "0 0x%08x", (unsigned)error);
    else
        say(full, "%u: %s ...", (unsigned)usage->cUsageIdentifier, usage->rgpszUsageIdentifier[0]);
}

AREA(usages)
{
    PCCERT_CONTEXT leaf = CERTIFICATE_OF(leaf), other = CERTIFICATE_OF(other), odd = CERTIFICATE_OF(odd), ca = CERTIFICATE_OF(ca);
    about("get");
    usage_of("two", leaf, 0);
    usage_of("none", odd, 0);
    usage_of("none, extension only", odd, CERT_FIND_EXT_ONLY_ENHKEY_USAGE_FLAG);
    usage_of("none, property only", odd, CERT_FIND_PROP_ONLY_ENHKEY_USAGE_FLAG);
    usage_of("two, property only", leaf, CERT_FIND_PROP_ONLY_ENHKEY_USAGE_FLAG);

    about("property");
    LPSTR server = (LPSTR)szOID_PKIX_KP_SERVER_AUTH, code = (LPSTR)szOID_PKIX_KP_CODE_SIGNING;
    CERT_ENHKEY_USAGE one = {1, &server};
    BOOL_OF("set", CertSetEnhancedKeyUsage(leaf, &one));
    usage_of("both", leaf, 0);
    usage_of("property only", leaf, CERT_FIND_PROP_ONLY_ENHKEY_USAGE_FLAG);
    usage_of("extension only", leaf, CERT_FIND_EXT_ONLY_ENHKEY_USAGE_FLAG);
    BOOL_OF("add", CertAddEnhancedKeyUsageIdentifier(leaf, code));
    usage_of("one more", leaf, CERT_FIND_PROP_ONLY_ENHKEY_USAGE_FLAG);
    BOOL_OF("add again", CertAddEnhancedKeyUsageIdentifier(leaf, code));
    usage_of("not more", leaf, CERT_FIND_PROP_ONLY_ENHKEY_USAGE_FLAG);
    usage_of("extension and property", leaf, 0);
    BOOL_OF("remove", CertRemoveEnhancedKeyUsageIdentifier(leaf, server));
    usage_of("one less", leaf, CERT_FIND_PROP_ONLY_ENHKEY_USAGE_FLAG);
    BOOL_OF("remove what is not there", CertRemoveEnhancedKeyUsageIdentifier(leaf, server));
    BOOL_OF("remove the last", CertRemoveEnhancedKeyUsageIdentifier(leaf, code));
    usage_of("none left", leaf, CERT_FIND_PROP_ONLY_ENHKEY_USAGE_FLAG);
    BOOL_OF("set nothing", CertSetEnhancedKeyUsage(leaf, NULL));
    usage_of("no property", leaf, CERT_FIND_PROP_ONLY_ENHKEY_USAGE_FLAG);
    BOOL_OF("add to nothing", CertAddEnhancedKeyUsageIdentifier(odd, code));
    usage_of("added to nothing", odd, 0);
    CertSetEnhancedKeyUsage(odd, NULL);
    CertFreeCertificateContext(leaf);
    leaf = CERTIFICATE_OF(leaf);

    about("valid usages");
    PCCERT_CONTEXT several[] = {leaf, odd, leaf};
    for (DWORD count = 1; count <= 3; count++) {
        char what[40];
        LPSTR found[200];
        DWORD size = sizeof(found);
        int number = 77;
        snprintf(what, sizeof(what), "of %u", (unsigned)count);
        BOOL_OF(what, CertGetValidUsages(count, several, &number, found, &size));
        snprintf(what, sizeof(what), "of %u, number", (unsigned)count);
        say(what, "%d", number);
        for (int i = 0; i < number; i++) {
            snprintf(what, sizeof(what), "of %u, usage %d", (unsigned)count, i);
            say(what, "%s", found[i]);
        }
    }
    LPSTR found[200];
    DWORD size = sizeof(found);
    int number = 77;
    BOOL_OF("of one that has none", CertGetValidUsages(1, &odd, &number, found, &size));
    say("of one that has none, number", "%d", number);
    size = 0;
    BOOL_OF("asked for the size", CertGetValidUsages(1, &leaf, &number, NULL, &size));
    say("number", "%d", number);
    CertFreeCertificateContext(leaf);
    CertFreeCertificateContext(other);
    CertFreeCertificateContext(odd);
    CertFreeCertificateContext(ca);
}

AREA(issuers)
{
    HCERTSTORE store = memory_store();
    add_to(store, &item_root);
    add_to(store, &item_ca);
    add_to(store, &item_leaf);
    CertAddEncodedCRLToStore(store, X509_ASN_ENCODING, DER(crl), CERT_STORE_ADD_ALWAYS, NULL);
    PCCERT_CONTEXT leaf = CERTIFICATE_OF(leaf), root = CERTIFICATE_OF(root), renewed = CERTIFICATE_OF(renewed), other = CERTIFICATE_OF(other),
                   ca = CERTIFICATE_OF(ca), odd = CERTIFICATE_OF(odd), found;
    static const struct { const char *name; DWORD flags; } checks[] = {
        {"no checks", 0},
        {"signature", CERT_STORE_SIGNATURE_FLAG},
        {"time", CERT_STORE_TIME_VALIDITY_FLAG},
        {"revocation", CERT_STORE_REVOCATION_FLAG},
        {"all", CERT_STORE_SIGNATURE_FLAG | CERT_STORE_TIME_VALIDITY_FLAG | CERT_STORE_REVOCATION_FLAG},
        {"an unknown flag", 0x100000},
    };
    const struct { const char *name; PCCERT_CONTEXT context; } subjects[] = {
        {"revoked leaf", leaf}, {"good leaf", renewed}, {"expired", other}, {"CA", ca}, {"root", root}, {"its own issuer, without key identifier", odd}};
    for (size_t s = 0; s < sizeof(subjects) / sizeof(*subjects); s++) {
        for (size_t i = 0; i < sizeof(checks) / sizeof(*checks); i++) {
            DWORD flags = checks[i].flags;
            about("%s, %s", subjects[s].name, checks[i].name);
            found = CERT_OF("issuer", CertGetIssuerCertificateFromStore(store, subjects[s].context, NULL, &flags));
            say("flags", "0x%x", (unsigned)flags);
            if (found && i == 0) {
                flags = 0;
                CERT_OF("the next", CertGetIssuerCertificateFromStore(store, subjects[s].context, found, &flags));
            } else {
                CertFreeCertificateContext(found);
            }
        }
    }

    about("verify");
    DWORD flags = CERT_STORE_SIGNATURE_FLAG | CERT_STORE_TIME_VALIDITY_FLAG;
    BOOL_OF("right issuer", CertVerifySubjectCertificateContext(leaf, ca, &flags));
    say("flags, right issuer", "0x%x", (unsigned)flags);
    flags = CERT_STORE_SIGNATURE_FLAG;
    BOOL_OF("wrong issuer", CertVerifySubjectCertificateContext(leaf, root, &flags));
    say("flags, wrong issuer", "0x%x", (unsigned)flags);
    flags = CERT_STORE_TIME_VALIDITY_FLAG;
    BOOL_OF("no issuer, time", CertVerifySubjectCertificateContext(other, NULL, &flags));
    say("flags, time", "0x%x", (unsigned)flags);

    about("subject");
    CERT_INFO id;
    memset(&id, 0, sizeof(id));
    id.Issuer = leaf->pCertInfo->Issuer;
    id.SerialNumber = leaf->pCertInfo->SerialNumber;
    CERT_OF("there", CertGetSubjectCertificateFromStore(store, X509_ASN_ENCODING, &id));
    id.SerialNumber = renewed->pCertInfo->SerialNumber;
    CERT_OF("not there", CertGetSubjectCertificateFromStore(store, X509_ASN_ENCODING, &id));
    CERT_OF("no identifier", CertGetSubjectCertificateFromStore(store, X509_ASN_ENCODING, NULL));
    CertFreeCertificateContext(leaf);
    CertFreeCertificateContext(root);
    CertFreeCertificateContext(renewed);
    CertFreeCertificateContext(other);
    CertFreeCertificateContext(ca);
    CertFreeCertificateContext(odd);
    CertCloseStore(store, 0);
}

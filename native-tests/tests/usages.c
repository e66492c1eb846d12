/* What certificates may be used for: key usage bits, and enhanced key usage as extension and as property. */
#include "fixture.h"

static const char server[] = "1.3.6.1.5.5.7.3.1", client[] = "1.3.6.1.5.5.7.3.2", mail[] = "1.3.6.1.5.5.7.3.4";

/* An authority, since end certificates of the harness have an extended key usage. */
static PCCERT_CONTEXT create(const char *extensions)
{
    issue_options options = {0};
    options.is_authority = 1;
    options.extensions = extensions;
    identity *leaf = pki_issue(pki_root("root"), "leaf", options);
    return CertCreateCertificateContext(X509_ASN_ENCODING, leaf->der, leaf->der_length);
}

/* Up to two identifiers, NULL for none. */
static void check_usages(PCCERT_CONTEXT context, DWORD flags, const char *first, const char *second)
{
    union {
        CERT_ENHKEY_USAGE usage;
        BYTE room[256];
    } out;
    DWORD count = (first != NULL) + (second != NULL), size = 0, given = sizeof(out);
    DWORD needed = (DWORD)(sizeof(CERT_ENHKEY_USAGE) + count * sizeof(LPSTR) + (first ? strlen(first) + 1 : 0) + (second ? strlen(second) + 1 : 0));
    CHECK(CertGetEnhancedKeyUsage(context, flags, NULL, &size));
    CHECK_EQ(size, needed);
    CHECK(CertGetEnhancedKeyUsage(context, flags, &out.usage, &given));
    CHECK_EQ(given, needed);
    CHECK_EQ(out.usage.cUsageIdentifier, count);
    if (first)
        CHECK_STR(out.usage.rgpszUsageIdentifier[0], first);
    if (second)
        CHECK_STR(out.usage.rgpszUsageIdentifier[1], second);
    given = needed - 1;
    CHECK_FAILS(CertGetEnhancedKeyUsage(context, flags, &out.usage, &given), ERROR_MORE_DATA);
    CHECK_EQ(given, needed);
}

static void check_unlimited(PCCERT_CONTEXT context)
{
    SetLastError(0x20202020);
    check_usages(context, 0, NULL, NULL);
    DWORD size = 0;
    SetLastError(0x20202020);
    CHECK(CertGetEnhancedKeyUsage(context, 0, NULL, &size));
    CHECK_LAST_ERROR("CertGetEnhancedKeyUsage", CRYPT_E_NOT_FOUND);
}

static void check_nothing_allowed(PCCERT_CONTEXT context, DWORD flags)
{
    DWORD size = 0;
    check_usages(context, flags, NULL, NULL);
    SetLastError(0x20202020);
    CHECK(CertGetEnhancedKeyUsage(context, flags, NULL, &size));
    CHECK_LAST_ERROR("CertGetEnhancedKeyUsage", 0);
}

TEST(extension_and_property)
{
    PCCERT_CONTEXT context = create("extendedKeyUsage=serverAuth,clientAuth\n");
    DWORD size = 0;
    check_usages(context, 0, server, client);
    check_usages(context, CERT_FIND_EXT_ONLY_ENHKEY_USAGE_FLAG, server, client);
    CHECK_FAILS(CertGetEnhancedKeyUsage(context, CERT_FIND_PROP_ONLY_ENHKEY_USAGE_FLAG, NULL, &size), CRYPT_E_NOT_FOUND);
    CHECK_OK(CertAddEnhancedKeyUsageIdentifier(context, client));
    CHECK_OK(CertAddEnhancedKeyUsageIdentifier(context, client));
    CHECK_OK(CertAddEnhancedKeyUsageIdentifier(context, mail));
    check_usages(context, CERT_FIND_PROP_ONLY_ENHKEY_USAGE_FLAG, client, mail);
    check_usages(context, CERT_FIND_EXT_ONLY_ENHKEY_USAGE_FLAG, server, client);
    check_usages(context, 0, client, NULL);
    CHECK_OK(CertRemoveEnhancedKeyUsageIdentifier(context, client));
    check_usages(context, CERT_FIND_PROP_ONLY_ENHKEY_USAGE_FLAG, mail, NULL);
    check_nothing_allowed(context, 0);
    CHECK_OK(CertRemoveEnhancedKeyUsageIdentifier(context, mail));
    check_nothing_allowed(context, CERT_FIND_PROP_ONLY_ENHKEY_USAGE_FLAG);
    CHECK_OK(CertSetEnhancedKeyUsage(context, NULL));
    check_usages(context, 0, server, client);
    CertFreeCertificateContext(context);
}

TEST(without_either_every_use_is_allowed)
{
    PCCERT_CONTEXT context = create(NULL);
    DWORD size = 0;
    check_unlimited(context);
    CHECK_FAILS(CertGetEnhancedKeyUsage(context, CERT_FIND_EXT_ONLY_ENHKEY_USAGE_FLAG, NULL, &size), CRYPT_E_NOT_FOUND);
    CHECK_OK(CertRemoveEnhancedKeyUsageIdentifier(context, mail));
    check_unlimited(context);
    CERT_ENHKEY_USAGE none = {0, NULL};
    CHECK_OK(CertSetEnhancedKeyUsage(context, &none));
    check_nothing_allowed(context, 0);
    LPSTR identifiers[] = {(LPSTR)server, (LPSTR)mail};
    CERT_ENHKEY_USAGE two = {2, identifiers};
    CHECK_OK(CertSetEnhancedKeyUsage(context, &two));
    check_usages(context, 0, server, mail);
    CertFreeCertificateContext(context);
}

TEST(bad_arguments)
{
    PCCERT_CONTEXT context = create(NULL);
    LPSTR identifiers[] = {(LPSTR)"serverAuth"};
    CERT_ENHKEY_USAGE wrong = {1, identifiers}, nowhere = {1, NULL};
    DWORD size = 0;
    CHECK_FAILS(CertGetEnhancedKeyUsage(NULL, 0, NULL, &size), E_INVALIDARG);
    CHECK_FAILS(CertGetEnhancedKeyUsage(context, 0, NULL, NULL), E_INVALIDARG);
    CHECK_FAILS(CertGetEnhancedKeyUsage(context, 1, NULL, &size), E_INVALIDARG);
    CHECK_FAILS(CertGetEnhancedKeyUsage(context, 6, NULL, &size), E_INVALIDARG);
    CHECK_FAILS(CertSetEnhancedKeyUsage(context, &wrong), CRYPT_E_OID_FORMAT);
    CHECK_FAILS(CertSetEnhancedKeyUsage(context, &nowhere), E_INVALIDARG);
    CHECK_FAILS(CertSetEnhancedKeyUsage(NULL, NULL), E_INVALIDARG);
    CHECK_FAILS(CertAddEnhancedKeyUsageIdentifier(context, "x"), CRYPT_E_OID_FORMAT);
    CHECK_FAILS(CertAddEnhancedKeyUsageIdentifier(context, NULL), E_INVALIDARG);
    CHECK_FAILS(CertAddEnhancedKeyUsageIdentifier(context, (LPCSTR)36), E_INVALIDARG);
    CHECK_FAILS(CertAddEnhancedKeyUsageIdentifier(NULL, mail), ERROR_INVALID_PARAMETER);
    CHECK_FAILS(CertRemoveEnhancedKeyUsageIdentifier(context, ""), CRYPT_E_OID_FORMAT);
    CertFreeCertificateContext(context);
}

TEST(a_malformed_extension_allows_nothing)
{
    PCCERT_CONTEXT context = create("extendedKeyUsage=DER:0500\n");
    DWORD size = 0;
    CHECK_FAILS(CertGetEnhancedKeyUsage(context, 0, NULL, &size), CRYPT_E_ASN1_BADTAG);
    CertFreeCertificateContext(context);
}

static void check_common(PCCERT_CONTEXT first, PCCERT_CONTEXT second, int number, const char *only)
{
    PCCERT_CONTEXT contexts[] = {first, second};
    union {
        LPSTR identifiers[4];
        BYTE room[256];
    } out;
    int found = 99;
    DWORD size = 0, needed = only ? (DWORD)(sizeof(LPSTR) + strlen(only) + 1) : 0;
    CHECK_OK(CertGetValidUsages(2, contexts, &found, NULL, &size));
    CHECK_EQ(found, number);
    if (only) {
        CHECK_EQ(size, needed);
        size = sizeof(out);
        CHECK_OK(CertGetValidUsages(2, contexts, &found, out.identifiers, &size));
        CHECK_EQ(size, needed);
        CHECK_STR(out.identifiers[0], only);
        size = needed - 1;
        CHECK_FAILS(CertGetValidUsages(2, contexts, &found, out.identifiers, &size), ERROR_MORE_DATA);
        CHECK_EQ(size, needed);
        CHECK_EQ(found, number);
    } else {
        CHECK_EQ(size, number > 0 ? size : 0);
    }
}

TEST(what_several_certificates_are_good_for)
{
    PCCERT_CONTEXT any = create(NULL), tls = create("extendedKeyUsage=serverAuth,clientAuth\n"), other = create("extendedKeyUsage=clientAuth,emailProtection\n"),
                   signing = create("extendedKeyUsage=codeSigning\n");
    int number = 99;
    DWORD size = 17;
    check_common(any, any, -1, NULL);
    check_common(tls, other, 1, client);
    check_common(tls, any, 2, NULL);
    check_common(tls, signing, 0, NULL);
    CHECK_OK(CertGetValidUsages(0, NULL, &number, NULL, &size));
    CHECK_EQ(number, -1);
    CHECK_EQ(size, 0);
    CHECK_FAILS(CertGetValidUsages(1, NULL, &number, NULL, &size), E_INVALIDARG);
    CHECK_FAILS(CertGetValidUsages(1, &any, NULL, NULL, &size), E_INVALIDARG);
    CHECK_FAILS(CertGetValidUsages(1, &any, &number, NULL, NULL), E_INVALIDARG);
    CertFreeCertificateContext(any);
    CertFreeCertificateContext(tls);
    CertFreeCertificateContext(other);
    CertFreeCertificateContext(signing);
}

static void check_intended(const char *extensions, DWORD size, BYTE first, BYTE second)
{
    PCCERT_CONTEXT context = create(extensions);
    BYTE bits[4] = {9, 9, 9, 9};
    CHECK_OK(CertGetIntendedKeyUsage(X509_ASN_ENCODING, context->pCertInfo, bits, size));
    CHECK_EQ(bits[0], first);
    if (size > 1)
        CHECK_EQ(bits[1], second);
    for (DWORD i = 2; i < size; i++)
        CHECK_EQ(bits[i], 0);
    CHECK_EQ(bits[3], size == 4 ? 0 : 9);
    CertFreeCertificateContext(context);
}

TEST(intended_key_usage)
{
    check_intended("keyUsage=digitalSignature,keyCertSign\n", 1, CERT_DIGITAL_SIGNATURE_KEY_USAGE | CERT_KEY_CERT_SIGN_KEY_USAGE, 0);
    check_intended("keyUsage=digitalSignature,keyCertSign\n", 4, CERT_DIGITAL_SIGNATURE_KEY_USAGE | CERT_KEY_CERT_SIGN_KEY_USAGE, 0);
    check_intended("keyUsage=keyAgreement,decipherOnly\n", 1, CERT_KEY_AGREEMENT_KEY_USAGE, 0);
    check_intended("keyUsage=keyAgreement,decipherOnly\n", 2, CERT_KEY_AGREEMENT_KEY_USAGE, CERT_DECIPHER_ONLY_KEY_USAGE);

    BYTE bits[2] = {9, 9};
    CERT_INFO none = {0}, old = {0};
    static BYTE attributes[] = {0x30, 0x04, 0x03, 0x02, 0x07, 0x80};
    CERT_EXTENSION extension = {(LPSTR)szOID_KEY_ATTRIBUTES, FALSE, {sizeof(attributes), attributes}};
    old.cExtension = 1;
    old.rgExtension = &extension;
    CHECK_OK(CertGetIntendedKeyUsage(X509_ASN_ENCODING, &old, bits, 1));
    CHECK_EQ(bits[0], CERT_DIGITAL_SIGNATURE_KEY_USAGE);
    CHECK_FAILS(CertGetIntendedKeyUsage(X509_ASN_ENCODING, &none, bits, 1), 0);
    CHECK_EQ(bits[0], 0);
    CHECK_EQ(bits[1], 9);
    PCCERT_CONTEXT broken = create("keyUsage=DER:0500\n");
    bits[0] = 9;
    CHECK_FAILS(CertGetIntendedKeyUsage(X509_ASN_ENCODING, broken->pCertInfo, bits, 2), CRYPT_E_ASN1_BADTAG);
    CHECK_EQ(bits[0], 0);
    CHECK_FAILS(CertGetIntendedKeyUsage(X509_ASN_ENCODING, NULL, bits, 2), E_INVALIDARG);
    CHECK_FAILS(CertGetIntendedKeyUsage(0, broken->pCertInfo, bits, 2), ERROR_FILE_NOT_FOUND);
    CertFreeCertificateContext(broken);
}

/* The names by which certificates are shown: CertGetNameString. Expected values follow its reference page. */
#include "fixture.h"

static PCCERT_CONTEXT create(const char *common_name, const char *extensions)
{
    issue_options options = {0};
    options.extensions = extensions;
    identity *root = pki_root("the issuer"), *leaf = pki_issue(root, common_name, options);
    return CertCreateCertificateContext(X509_ASN_ENCODING, leaf->der, leaf->der_length);
}

static void check_shown(PCCERT_CONTEXT context, DWORD type, DWORD flags, void *parameter, const char *expected)
{
    char text[256];
    WCHAR wide[256];
    DWORD length = (DWORD)strlen(expected) + 1;
    SetLastError(0x20202020);
    CHECK_EQ(CertGetNameStringA(context, type, flags, parameter, NULL, 0), length);
    CHECK_EQ(CertGetNameStringA(context, type, flags, parameter, text, sizeof(text)), length);
    CHECK_STR(text, expected);
    CHECK_EQ(CertGetNameStringW(context, type, flags, parameter, wide, 256), length);
    for (DWORD i = 0; i < length; i++)
        CHECK_EQ(wide[i], expected[i]);
    CHECK_EQ(GetLastError(), 0x20202020);
}

static const char alternatives[] =
    "subjectAltName=email:joe@example.com,DNS:first.example,DNS:second.example,URI:http://example.com/,otherName:1.3.6.1.4.1.311.20.2.3;UTF8:joe@domain\n";

TEST(every_type_with_alternative_names)
{
    PCCERT_CONTEXT context = create("joe", alternatives);
    DWORD x500 = CERT_X500_NAME_STR;
    check_shown(context, CERT_NAME_EMAIL_TYPE, 0, NULL, "joe@example.com");
    check_shown(context, CERT_NAME_RDN_TYPE, 0, &x500, "O=Staple32 tests, CN=joe");
    check_shown(context, CERT_NAME_ATTR_TYPE, 0, (void *)szOID_COMMON_NAME, "joe");
    check_shown(context, CERT_NAME_ATTR_TYPE, 0, (void *)szOID_COUNTRY_NAME, "");
    check_shown(context, CERT_NAME_SIMPLE_DISPLAY_TYPE, 0, NULL, "joe");
    check_shown(context, CERT_NAME_FRIENDLY_DISPLAY_TYPE, 0, NULL, "joe");
    check_shown(context, CERT_NAME_DNS_TYPE, 0, NULL, "first.example");
    check_shown(context, CERT_NAME_URL_TYPE, 0, NULL, "http://example.com/");
    check_shown(context, CERT_NAME_UPN_TYPE, 0, NULL, "joe@domain");
    CertFreeCertificateContext(context);
}

TEST(every_type_without)
{
    PCCERT_CONTEXT context = create("joe", NULL);
    check_shown(context, CERT_NAME_EMAIL_TYPE, 0, NULL, "");
    check_shown(context, CERT_NAME_DNS_TYPE, 0, NULL, "joe");
    check_shown(context, CERT_NAME_URL_TYPE, 0, NULL, "");
    check_shown(context, CERT_NAME_UPN_TYPE, 0, NULL, "");
    CertFreeCertificateContext(context);
}

TEST(the_issuers_names)
{
    PCCERT_CONTEXT context = create("joe", "issuerAltName=DNS:ca.example\n");
    DWORD x500 = CERT_X500_NAME_STR;
    check_shown(context, CERT_NAME_RDN_TYPE, CERT_NAME_ISSUER_FLAG, &x500, "O=Staple32 tests, CN=the issuer");
    check_shown(context, CERT_NAME_SIMPLE_DISPLAY_TYPE, CERT_NAME_ISSUER_FLAG, NULL, "the issuer");
    check_shown(context, CERT_NAME_DNS_TYPE, CERT_NAME_ISSUER_FLAG, NULL, "ca.example");
    check_shown(context, CERT_NAME_DNS_TYPE, 0, NULL, "joe");
    CertFreeCertificateContext(context);
}

TEST(a_friendly_name_is_the_propertys)
{
    PCCERT_CONTEXT context = create("joe", NULL);
    WCHAR friendly[] = {'f', 'r', 'i', 'e', 'n', 'd', 0};
    CRYPT_DATA_BLOB blob = {sizeof(friendly), (BYTE *)friendly};
    CHECK_OK(CertSetCertificateContextProperty(context, CERT_FRIENDLY_NAME_PROP_ID, 0, &blob));
    check_shown(context, CERT_NAME_FRIENDLY_DISPLAY_TYPE, 0, NULL, "friend");
    check_shown(context, CERT_NAME_SIMPLE_DISPLAY_TYPE, 0, NULL, "joe");
    CertFreeCertificateContext(context);
}

TEST(all_dns_names_are_a_list)
{
    static const char list[] = "first.example\0second.example\0";
    PCCERT_CONTEXT context = create("joe", alternatives);
    char text[64];
    CHECK_EQ(CertGetNameStringA(context, CERT_NAME_DNS_TYPE, CERT_NAME_SEARCH_ALL_NAMES_FLAG, NULL, NULL, 0), sizeof(list));
    CHECK_EQ(CertGetNameStringA(context, CERT_NAME_DNS_TYPE, CERT_NAME_SEARCH_ALL_NAMES_FLAG, NULL, text, sizeof(text)), sizeof(list));
    CHECK_BYTES(text, list, sizeof(list));
    WCHAR wide[64];
    CHECK_EQ(CertGetNameStringW(context, CERT_NAME_DNS_TYPE, CERT_NAME_SEARCH_ALL_NAMES_FLAG, NULL, wide, 64), sizeof(list));
    for (DWORD i = 0; i < sizeof(list); i++)
        CHECK_EQ(wide[i], list[i]);
    /* Only whole names, so that the list always ends as one. */
    for (DWORD size = 1; size < sizeof(list); size++) {
        memset(text, 'x', sizeof(text));
        DWORD expected = size < 15 ? 1 : 15;
        CHECK_EQ(CertGetNameStringA(context, CERT_NAME_DNS_TYPE, CERT_NAME_SEARCH_ALL_NAMES_FLAG, NULL, text, size), expected);
        CHECK_EQ(text[expected - 1], 0);
        CHECK_EQ(text[size], 'x');
    }
    /* Other types have one name. */
    check_shown(context, CERT_NAME_EMAIL_TYPE, CERT_NAME_SEARCH_ALL_NAMES_FLAG, NULL, "joe@example.com");
    CertFreeCertificateContext(context);
}

TEST(punycode_is_decoded_on_request)
{
    PCCERT_CONTEXT context = create("joe", "subjectAltName=DNS:xn--bcher-kva.example\n");
    char text[64];
    check_shown(context, CERT_NAME_DNS_TYPE, 0, NULL, "xn--bcher-kva.example");
    CHECK_EQ(CertGetNameStringA(context, CERT_NAME_DNS_TYPE, CERT_NAME_STR_ENABLE_PUNYCODE_FLAG, NULL, text, sizeof(text)), 16);
    CHECK_STR(text, "b\xc3\xbc" "cher.example");
    CertFreeCertificateContext(context);
}

TEST(what_does_not_fit_is_cut_off)
{
    PCCERT_CONTEXT context = create("joe", NULL);
    for (DWORD size = 1; size <= 5; size++) {
        char text[8] = "xxxxxxx", expected[8] = "joe";
        DWORD written = size < 4 ? size : 4;
        expected[written - 1] = 0;
        CHECK_EQ(CertGetNameStringA(context, CERT_NAME_SIMPLE_DISPLAY_TYPE, 0, NULL, text, size), written);
        CHECK_STR(text, expected);
    }
    CertFreeCertificateContext(context);
}

static void check_refused(PCCERT_CONTEXT context, DWORD type, DWORD flags, void *parameter, DWORD error)
{
    char text[8] = "xxx";
    SetLastError(0x20202020);
    CHECK_EQ(CertGetNameStringA(context, type, flags, parameter, text, sizeof(text)), 1);
    CHECK_LAST_ERROR("CertGetNameStringA", error);
    CHECK_STR(text, "");
}

TEST(what_cannot_be_asked_has_no_name)
{
    PCCERT_CONTEXT context = create("joe", NULL);
    DWORD no_style = 0;
    check_refused(NULL, CERT_NAME_EMAIL_TYPE, 0, NULL, ERROR_INVALID_PARAMETER);
    check_refused(context, 0, 0, NULL, E_INVALIDARG);
    check_refused(context, 9, 0, NULL, E_INVALIDARG);
    check_refused(context, CERT_NAME_EMAIL_TYPE, 0x4, NULL, E_INVALIDARG);
    check_refused(context, CERT_NAME_RDN_TYPE, 0, NULL, E_INVALIDARG);
    check_refused(context, CERT_NAME_RDN_TYPE, 0, &no_style, E_INVALIDARG);
    check_refused(context, CERT_NAME_ATTR_TYPE, 0, NULL, E_INVALIDARG);
    check_refused(context, CERT_NAME_ATTR_TYPE, 0, (void *)7, E_INVALIDARG);
    CertFreeCertificateContext(context);
}

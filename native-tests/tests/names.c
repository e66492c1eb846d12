/* Names as text: CertNameToStr, CertStrToName, CertRDNValueToStr. Expected values are those of their reference pages. */
#include "fixture.h"

/* C=US, O="Example, Inc.", CN=joe + T=cook: BMP, printable and UTF-8 strings. */
static const BYTE several[] = {
    0x30, 0x4d, 0x31, 0x0b, 0x30, 0x09, 0x06, 0x03, 0x55, 0x04, 0x06, 0x13, 0x02, 'U', 'S',
    0x31, 0x23, 0x30, 0x21, 0x06, 0x03, 0x55, 0x04, 0x0a, 0x1e, 0x1a, 0, 'E', 0, 'x', 0, 'a', 0, 'm', 0, 'p', 0, 'l', 0, 'e', 0, ',', 0, ' ', 0, 'I', 0, 'n', 0, 'c', 0, '.',
    0x31, 0x19, 0x30, 0x0a, 0x06, 0x03, 0x55, 0x04, 0x03, 0x0c, 0x03, 'j', 'o', 'e', 0x30, 0x0b, 0x06, 0x03, 0x55, 0x04, 0x0c, 0x0c, 0x04, 'c', 'o', 'o', 'k'};

static void check_text(const BYTE *name, DWORD size, DWORD type, const char *expected)
{
    CERT_NAME_BLOB blob = {size, (BYTE *)name};
    char text[512];
    WCHAR wide[512];
    DWORD length = (DWORD)strlen(expected) + 1;
    CryptMemFree(NULL); /* on Windows the first call of a thread may change it */
    SetLastError(0x20202020);
    CHECK_EQ(CertNameToStrA(X509_ASN_ENCODING, &blob, type, NULL, 0), length);
    CHECK_EQ(CertNameToStrA(X509_ASN_ENCODING, &blob, type, text, sizeof(text)), length);
    CHECK_STR(text, expected);
    CHECK_EQ(CertNameToStrW(X509_ASN_ENCODING, &blob, type, NULL, 0), length);
    CHECK_EQ(CertNameToStrW(X509_ASN_ENCODING, &blob, type, wide, 512), length);
    for (DWORD i = 0; i < length; i++)
        CHECK_EQ(wide[i], expected[i]);
    CHECK_EQ(GetLastError(), 0x20202020);
}

TEST(every_style_and_flag_of_writing)
{
    check_text(several, sizeof(several), CERT_SIMPLE_NAME_STR, "US, \"Example, Inc.\", joe + cook");
    check_text(several, sizeof(several), CERT_OID_NAME_STR, "2.5.4.6=US, 2.5.4.10=\"Example, Inc.\", 2.5.4.3=joe + 2.5.4.12=cook");
    check_text(several, sizeof(several), CERT_X500_NAME_STR, "C=US, O=\"Example, Inc.\", CN=joe + T=cook");
    check_text(several, sizeof(several), CERT_XML_NAME_STR, "<C>US</C><O>Example, Inc.</O><CN>joe</CN><T rDNAttribute=\"true\">cook</T>");
    check_text(several, sizeof(several), CERT_X500_NAME_STR | CERT_NAME_STR_SEMICOLON_FLAG, "C=US; O=\"Example, Inc.\"; CN=joe + T=cook");
    check_text(several, sizeof(several), CERT_X500_NAME_STR | CERT_NAME_STR_CRLF_FLAG, "C=US\r\nO=\"Example, Inc.\"\r\nCN=joe + T=cook");
    check_text(several, sizeof(several), CERT_X500_NAME_STR | CERT_NAME_STR_NO_PLUS_FLAG, "C=US, O=\"Example, Inc.\", CN=joe T=cook");
    check_text(several, sizeof(several), CERT_X500_NAME_STR | CERT_NAME_STR_NO_QUOTING_FLAG, "C=US, O=Example, Inc., CN=joe + T=cook");
    check_text(several, sizeof(several), CERT_X500_NAME_STR | CERT_NAME_STR_REVERSE_FLAG, "CN=joe + T=cook, O=\"Example, Inc.\", C=US");
    check_text(several, sizeof(several), CERT_SIMPLE_NAME_STR | CERT_NAME_STR_REVERSE_FLAG | CERT_NAME_STR_NO_PLUS_FLAG | CERT_NAME_STR_SEMICOLON_FLAG,
        "joe cook; \"Example, Inc.\"; US");
    static const BYTE empty[] = {0x30, 0};
    check_text(empty, sizeof(empty), CERT_X500_NAME_STR, "");
}

TEST(teletex_punycode_and_what_is_no_text)
{
    static const BYTE teletex[] = {0x30, 0x0d, 0x31, 0x0b, 0x30, 0x09, 0x06, 0x03, 0x55, 0x04, 0x03, 0x14, 0x02, 0xc3, 0xa4};
    static const BYTE number[] = {0x30, 0x0d, 0x31, 0x0b, 0x30, 0x09, 0x06, 0x03, 0x55, 0x04, 0x03, 0x02, 0x02, 0x12, 0x34};
    static const BYTE octets[] = {0x30, 0x0d, 0x31, 0x0b, 0x30, 0x09, 0x06, 0x03, 0x55, 0x04, 0x03, 0x04, 0x02, 0xab, 0xcd};
    static const BYTE null[] = {0x30, 0x0e, 0x31, 0x0c, 0x30, 0x0a, 0x06, 0x03, 0x55, 0x04, 0x03, 0x0c, 0x03, 'a', 0, 'b'};
    CERT_NAME_BLOB blob = {sizeof(teletex), (BYTE *)teletex};
    char text[64];
    CHECK_EQ(CertNameToStrA(X509_ASN_ENCODING, &blob, CERT_SIMPLE_NAME_STR, text, sizeof(text)), 3);
    CHECK_STR(text, "\xc3\xa4");
    CHECK_EQ(CertNameToStrA(X509_ASN_ENCODING, &blob, CERT_SIMPLE_NAME_STR | CERT_NAME_STR_DISABLE_IE4_UTF8_FLAG, text, sizeof(text)), 5);
    CHECK_STR(text, "\xc3\x83\xc2\xa4");
    check_text(number, sizeof(number), CERT_X500_NAME_STR, "CN=#02021234");
    check_text(octets, sizeof(octets), CERT_X500_NAME_STR, "CN=#ABCD");
    /* What a C program sees is never a part of the name only. */
    blob.cbData = sizeof(null);
    blob.pbData = (BYTE *)null;
    CHECK_EQ(CertNameToStrA(X509_ASN_ENCODING, &blob, CERT_SIMPLE_NAME_STR, text, sizeof(text)), 6);
    CHECK_STR(text, "a\xef\xbf\xbd" "b");
}

TEST(a_short_buffer_gets_what_fits)
{
    static const BYTE name[] = {0x30, 0x10, 0x31, 0x0e, 0x30, 0x0c, 0x06, 0x03, 0x55, 0x04, 0x03, 0x0c, 0x05, 'a', 0xc3, 0xa4, 'b', 'c'};
    CERT_NAME_BLOB blob = {sizeof(name), (BYTE *)name};
    static const char *const cut[] = {"", "a", "a", "a\xc3\xa4", "a\xc3\xa4" "b", "a\xc3\xa4" "bc"};
    for (DWORD size = 1; size <= 7; size++) {
        char text[16];
        memset(text, 'x', sizeof(text));
        const char *expected = cut[size > 6 ? 5 : size - 1];
        CHECK_EQ(CertNameToStrA(X509_ASN_ENCODING, &blob, CERT_SIMPLE_NAME_STR, text, size), strlen(expected) + 1);
        CHECK_STR(text, expected);
        CHECK_EQ(text[size], 'x');
    }
    for (DWORD size = 1; size <= 6; size++) {
        WCHAR text[16];
        memset(text, 'x', sizeof(text));
        DWORD written = size < 5 ? size : 5;
        CHECK_EQ(CertNameToStrW(X509_ASN_ENCODING, &blob, CERT_SIMPLE_NAME_STR, text, size), written);
        CHECK_EQ(text[written - 1], 0);
        CHECK_EQ(text[size], 0x7878);
    }
}

static void check_no_text(DWORD encoding, CERT_NAME_BLOB *blob, DWORD type, DWORD error)
{
    char text[8] = "xxxx";
    SetLastError(0x20202020);
    CHECK_EQ(CertNameToStrA(encoding, blob, type, text, sizeof(text)), 1);
    CHECK_LAST_ERROR("CertNameToStrA", error);
    CHECK_EQ(text[0], 0);
}

TEST(what_cannot_be_written_is_an_empty_string)
{
    static BYTE no_name[] = {0x04, 0x01, 0x02}, cut[] = {0x30, 0x05, 0x31};
    CERT_NAME_BLOB blob = {sizeof(several), (BYTE *)several}, other = {sizeof(no_name), no_name}, half = {sizeof(cut), cut}, none = {0, NULL}, nowhere = {5, NULL};
    check_no_text(X509_ASN_ENCODING, &other, CERT_X500_NAME_STR, CRYPT_E_ASN1_BADTAG);
    check_no_text(X509_ASN_ENCODING, &half, CERT_X500_NAME_STR, CRYPT_E_ASN1_BADTAG);
    check_no_text(X509_ASN_ENCODING, &none, CERT_X500_NAME_STR, CRYPT_E_ASN1_EOD);
    check_no_text(X509_ASN_ENCODING, &nowhere, CERT_X500_NAME_STR, E_INVALIDARG);
    check_no_text(X509_ASN_ENCODING, NULL, CERT_X500_NAME_STR, E_INVALIDARG);
    check_no_text(X509_ASN_ENCODING, &blob, 0, E_INVALIDARG);
    check_no_text(X509_ASN_ENCODING, &blob, 5, E_INVALIDARG);
    check_no_text(0, &blob, CERT_X500_NAME_STR, ERROR_FILE_NOT_FOUND);
}

static void check_value(DWORD type, const void *value, DWORD size, const char *expected)
{
    CERT_RDN_VALUE_BLOB blob = {size, (BYTE *)value};
    char text[64];
    CHECK_EQ(CertRDNValueToStrA(type, &blob, NULL, 0), strlen(expected) + 1);
    CHECK_EQ(CertRDNValueToStrA(type, &blob, text, sizeof(text)), strlen(expected) + 1);
    CHECK_STR(text, expected);
    WCHAR wide[64];
    CHECK_EQ(CertRDNValueToStrW(type, &blob, wide, 64), CertRDNValueToStrW(type, &blob, NULL, 0));
}

TEST(values_that_were_decoded_already)
{
    static const DWORD single[] = {CERT_RDN_NUMERIC_STRING, CERT_RDN_PRINTABLE_STRING, CERT_RDN_T61_STRING, CERT_RDN_VIDEOTEX_STRING,
        CERT_RDN_IA5_STRING, CERT_RDN_GRAPHIC_STRING, CERT_RDN_VISIBLE_STRING, CERT_RDN_GENERAL_STRING};
    for (int i = 0; i < 8; i++)
        check_value(single[i], "a,\"b", 4, "a,\"b");
    check_value(CERT_RDN_T61_STRING, "\xe4", 1, "\xc3\xa4");
    check_value(CERT_RDN_T61_STRING, "\xc3\xa4", 2, "\xc3\xa4");
    check_value(CERT_RDN_T61_STRING | CERT_RDN_DISABLE_IE4_UTF8_FLAG, "\xc3\xa4", 2, "\xc3\x83\xc2\xa4");
    static const WCHAR wide[] = {'a', 0xe4};
    static const DWORD integers[] = {'a', 0x1f600};
    check_value(CERT_RDN_BMP_STRING, wide, sizeof(wide), "a\xc3\xa4");
    check_value(CERT_RDN_UTF8_STRING, wide, sizeof(wide), "a\xc3\xa4");
    check_value(CERT_RDN_UNIVERSAL_STRING, integers, sizeof(integers), "a\xf0\x9f\x98\x80");
    check_value(CERT_RDN_OCTET_STRING, "\x0a\x56\xcf", 3, "#0A56CF");
    check_value(CERT_RDN_ENCODED_BLOB, "\x02\x01\x05", 3, "#020105");
    check_value(CERT_RDN_ANY_TYPE, "abc", 3, "");
    check_value(CERT_RDN_IA5_STRING, NULL, 0, "");
    SetLastError(0);
    CHECK_EQ(CertRDNValueToStrA(CERT_RDN_IA5_STRING, NULL, NULL, 0), 1);
    CHECK_LAST_ERROR("CertRDNValueToStrA", E_INVALIDARG);
}

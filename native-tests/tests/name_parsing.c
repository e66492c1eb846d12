/* Names from text: CertStrToName. Expected values are those of its reference page. */
#include "fixture.h"

static void check_name(const char *text, DWORD type, const void *expected, DWORD size)
{
    BYTE name[128];
    DWORD length = 0;
    LPCSTR wrong = text;
    CHECK_OK(CertStrToNameA(X509_ASN_ENCODING, text, type, NULL, NULL, &length, &wrong));
    CHECK_EQ(length, size);
    CHECK_PTR(wrong, NULL);
    length = sizeof(name);
    CHECK_OK(CertStrToNameA(X509_ASN_ENCODING, text, type, NULL, name, &length, NULL));
    CHECK_EQ(length, size);
    CHECK_BYTES(name, expected, size);
    if (size > 0) {
        length = size - 1;
        CHECK_FAILS(CertStrToNameA(X509_ASN_ENCODING, text, type, NULL, name, &length, &wrong), ERROR_MORE_DATA);
        CHECK_EQ(length, size);
        CHECK_PTR(wrong, NULL);
    }

    WCHAR wide[128];
    DWORD i = 0;
    for (; text[i] > 0; i++)
        wide[i] = (WCHAR)text[i];
    if (text[i] != 0)
        return;
    wide[i] = 0;
    length = sizeof(name);
    CHECK_OK(CertStrToNameW(X509_ASN_ENCODING, wide, type, NULL, name, &length, NULL));
    CHECK_EQ(length, size);
    CHECK_BYTES(name, expected, size);
}

#define CHECK_NAME(text, type, ...)                        \
    do {                                                   \
        static const BYTE bytes[] = {__VA_ARGS__};         \
        check_name(text, type, bytes, sizeof(bytes));      \
    } while (0)

TEST(one_attribute_in_every_way)
{
    static const char *const ways[] = {"CN=a", "cn = a ", "2.5.4.3=a", "OID.2.5.4.3=a", "CN=\"a\"", "CN=a,", " CN=a ;"};
    static const DWORD types[] = {0, CERT_OID_NAME_STR, CERT_X500_NAME_STR};
    for (int i = 0; i < 7; i++)
        for (int t = 0; t < 3; t++)
            CHECK_NAME(ways[i], types[t], 0x30, 0x0c, 0x31, 0x0a, 0x30, 0x08, 0x06, 0x03, 0x55, 0x04, 0x03, 0x13, 0x01, 'a');
    CHECK_NAME("", CERT_X500_NAME_STR, 0x30, 0x00);
}

TEST(several_attributes)
{
    CHECK_NAME("C=a,L=b", CERT_X500_NAME_STR, 0x30, 0x18, 0x31, 0x0a, 0x30, 0x08, 0x06, 0x03, 0x55, 0x04, 0x06, 0x13, 0x01, 'a', 0x31, 0x0a, 0x30, 0x08, 0x06,
        0x03, 0x55, 0x04, 0x07, 0x13, 0x01, 'b');
    CHECK_NAME("L=b; C=a", CERT_X500_NAME_STR | CERT_NAME_STR_REVERSE_FLAG, 0x30, 0x18, 0x31, 0x0a, 0x30, 0x08, 0x06, 0x03, 0x55, 0x04, 0x06, 0x13, 0x01, 'a',
        0x31, 0x0a, 0x30, 0x08, 0x06, 0x03, 0x55, 0x04, 0x07, 0x13, 0x01, 'b');
    CHECK_NAME("C=a,L=b", CERT_X500_NAME_STR | CERT_NAME_STR_REVERSE_FLAG | CERT_NAME_STR_FORWARD_FLAG, 0x30, 0x18, 0x31, 0x0a, 0x30, 0x08, 0x06, 0x03, 0x55,
        0x04, 0x06, 0x13, 0x01, 'a', 0x31, 0x0a, 0x30, 0x08, 0x06, 0x03, 0x55, 0x04, 0x07, 0x13, 0x01, 'b');
    CHECK_NAME("C=a + L=b", CERT_X500_NAME_STR, 0x30, 0x16, 0x31, 0x14, 0x30, 0x08, 0x06, 0x03, 0x55, 0x04, 0x06, 0x13, 0x01, 'a', 0x30, 0x08, 0x06, 0x03, 0x55,
        0x04, 0x07, 0x13, 0x01, 'b');
    CHECK_NAME("L=a+C=b", CERT_X500_NAME_STR | CERT_NAME_STR_NO_PLUS_FLAG, 0x30, 0x10, 0x31, 0x0e, 0x30, 0x0c, 0x06, 0x03, 0x55, 0x04, 0x07, 0x13, 0x05, 'a', '+',
        'C', '=', 'b');
}

TEST(other_separators_and_quotes)
{
    CHECK_NAME("L=a,C=b", CERT_X500_NAME_STR | CERT_NAME_STR_SEMICOLON_FLAG, 0x30, 0x10, 0x31, 0x0e, 0x30, 0x0c, 0x06, 0x03, 0x55, 0x04, 0x07, 0x13, 0x05, 'a', ',',
        'C', '=', 'b');
    CHECK_NAME("L=a\r\nL=b", CERT_X500_NAME_STR | CERT_NAME_STR_CRLF_FLAG, 0x30, 0x18, 0x31, 0x0a, 0x30, 0x08, 0x06, 0x03, 0x55, 0x04, 0x07, 0x13, 0x01, 'a', 0x31,
        0x0a, 0x30, 0x08, 0x06, 0x03, 0x55, 0x04, 0x07, 0x13, 0x01, 'b');
    CHECK_NAME("L=a;b", CERT_X500_NAME_STR | CERT_NAME_STR_COMMA_FLAG | CERT_NAME_STR_FORCE_UTF8_DIR_STR_FLAG, 0x30, 0x0e, 0x31, 0x0c, 0x30, 0x0a, 0x06, 0x03, 0x55,
        0x04, 0x07, 0x0c, 0x03, 'a', ';', 'b');
    CHECK_NAME("L=\"a\"\"b\"", CERT_X500_NAME_STR | CERT_NAME_STR_FORCE_UTF8_DIR_STR_FLAG, 0x30, 0x0e, 0x31, 0x0c, 0x30, 0x0a, 0x06, 0x03, 0x55, 0x04, 0x07, 0x0c,
        0x03, 'a', '"', 'b');
    CHECK_NAME("L=\"a\"", CERT_X500_NAME_STR | CERT_NAME_STR_NO_QUOTING_FLAG | CERT_NAME_STR_FORCE_UTF8_DIR_STR_FLAG, 0x30, 0x0e, 0x31, 0x0c, 0x30, 0x0a, 0x06,
        0x03, 0x55, 0x04, 0x07, 0x0c, 0x03, '"', 'a', '"');
    CHECK_NAME("1.2.3 = # AB CD 01", CERT_X500_NAME_STR, 0x30, 0x0d, 0x31, 0x0b, 0x30, 0x09, 0x06, 0x02, 0x2a, 0x03, 0x04, 0x03, 0xab, 0xcd, 0x01);
}

TEST(the_string_types)
{
    static const DWORD plain = CERT_X500_NAME_STR;
    CHECK_NAME("CN=\xc3\xa4", plain, 0x30, 0x0d, 0x31, 0x0b, 0x30, 0x09, 0x06, 0x03, 0x55, 0x04, 0x03, 0x1e, 0x02, 0x00, 0xe4);
    CHECK_NAME("CN=\xc3\xa4", plain | CERT_NAME_STR_ENABLE_T61_UNICODE_FLAG, 0x30, 0x0c, 0x31, 0x0a, 0x30, 0x08, 0x06, 0x03, 0x55, 0x04, 0x03, 0x14, 0x01, 0xe4);
    CHECK_NAME("CN=\xc3\xa4", plain | CERT_NAME_STR_ENABLE_UTF8_UNICODE_FLAG, 0x30, 0x0d, 0x31, 0x0b, 0x30, 0x09, 0x06, 0x03, 0x55, 0x04, 0x03, 0x0c, 0x02, 0xc3,
        0xa4);
    CHECK_NAME("CN=a", plain | CERT_NAME_STR_ENABLE_UTF8_UNICODE_FLAG, 0x30, 0x0c, 0x31, 0x0a, 0x30, 0x08, 0x06, 0x03, 0x55, 0x04, 0x03, 0x13, 0x01, 'a');
    CHECK_NAME("CN=a", plain | CERT_NAME_STR_FORCE_UTF8_DIR_STR_FLAG, 0x30, 0x0c, 0x31, 0x0a, 0x30, 0x08, 0x06, 0x03, 0x55, 0x04, 0x03, 0x0c, 0x01, 'a');
    CHECK_NAME("CN=a", plain | CERT_NAME_STR_FORCE_UTF8_DIR_STR_FLAG | CERT_NAME_STR_DISABLE_UTF8_DIR_STR_FLAG, 0x30, 0x0c, 0x31, 0x0a, 0x30, 0x08, 0x06, 0x03,
        0x55, 0x04, 0x03, 0x13, 0x01, 'a');
    CHECK_NAME("C=a", plain | CERT_NAME_STR_FORCE_UTF8_DIR_STR_FLAG, 0x30, 0x0c, 0x31, 0x0a, 0x30, 0x08, 0x06, 0x03, 0x55, 0x04, 0x06, 0x13, 0x01, 'a');
    CHECK_NAME("E=\xc3\xb6@b", plain | CERT_NAME_STR_ENABLE_PUNYCODE_FLAG, 0x30, 0x1a, 0x31, 0x18, 0x30, 0x16, 0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01,
        0x09, 0x01, 0x16, 0x09, 'x', 'n', '-', '-', 'n', 'd', 'a', '@', 'b');
}

static void check_wrong(const char *text, long position, DWORD error)
{
    DWORD size = 0;
    LPCSTR wrong = NULL;
    CHECK_FAILS(CertStrToNameA(X509_ASN_ENCODING, text, CERT_X500_NAME_STR, NULL, NULL, &size, &wrong), error);
    CHECK_EQ(wrong - text, position);
    CHECK_FAILS(CertStrToNameA(X509_ASN_ENCODING, text, CERT_X500_NAME_STR, NULL, NULL, &size, NULL), error);
}

TEST(what_is_wrong_is_pointed_at)
{
    check_wrong("CN", 0, CRYPT_E_INVALID_X500_STRING);
    check_wrong("CN=a, FOO=b", 6, CRYPT_E_INVALID_X500_STRING);
    check_wrong("CN=a,O=\"b", 7, CRYPT_E_INVALID_X500_STRING);
    check_wrong("CN=#AX", 5, CRYPT_E_INVALID_X500_STRING);
    check_wrong("C=a_b", 3, CRYPT_E_INVALID_PRINTABLE_STRING);
    check_wrong("X21Address=1a", 12, CRYPT_E_INVALID_NUMERIC_STRING);
    check_wrong("E=a\xc3\xb6", 3, CRYPT_E_INVALID_IA5_STRING);
    /* Octets are counted, also of characters before it and of what is not UTF-8 at all. */
    check_wrong("CN=\xc3\xa4\xf0\x9f\x98\x80, FOO=b", 11, CRYPT_E_INVALID_X500_STRING);
    check_wrong("CN=\xff\xe2\x82, FOO=b", 8, CRYPT_E_INVALID_X500_STRING);
    static const WCHAR wide[] = {'C', 'N', '=', 0xe4, ',', 'F', '=', 'b', 0};
    DWORD size = 0;
    LPCWSTR wrong = NULL;
    CHECK_FAILS(CertStrToNameW(X509_ASN_ENCODING, wide, CERT_X500_NAME_STR, NULL, NULL, &size, &wrong), CRYPT_E_INVALID_X500_STRING);
    CHECK_EQ(wrong - wide, 5);
}

TEST(bad_arguments)
{
    DWORD size = 0;
    LPCSTR wrong = "";
    CHECK_FAILS(CertStrToNameA(X509_ASN_ENCODING, "CN=a", CERT_SIMPLE_NAME_STR, NULL, NULL, &size, &wrong), E_INVALIDARG);
    CHECK_PTR(wrong, NULL);
    CHECK_FAILS(CertStrToNameA(X509_ASN_ENCODING, "CN=a", CERT_XML_NAME_STR, NULL, NULL, &size, NULL), E_INVALIDARG);
    CHECK_FAILS(CertStrToNameA(X509_ASN_ENCODING, NULL, CERT_X500_NAME_STR, NULL, NULL, &size, NULL), E_INVALIDARG);
    CHECK_FAILS(CertStrToNameA(X509_ASN_ENCODING, "CN=a", CERT_X500_NAME_STR, NULL, NULL, NULL, NULL), E_INVALIDARG);
    CHECK_FAILS(CertStrToNameA(X509_ASN_ENCODING, "CN=a", CERT_X500_NAME_STR, &size, NULL, &size, NULL), E_INVALIDARG);
    CHECK_FAILS(CertStrToNameA(0, "CN=a", CERT_X500_NAME_STR, NULL, NULL, &size, NULL), ERROR_FILE_NOT_FOUND);
    CHECK_FAILS(CertStrToNameW(X509_ASN_ENCODING, NULL, CERT_X500_NAME_STR, NULL, NULL, &size, NULL), E_INVALIDARG);
}

TEST(a_thousand_relative_names)
{
    char *text = (char *)malloc(20000), *end = text;
    for (int i = 0; i < 1000; i++)
        end += sprintf(end, "OU=unit %d, ", i);
    DWORD size = 0;
    CHECK_OK(CertStrToNameA(X509_ASN_ENCODING, text, CERT_X500_NAME_STR, NULL, NULL, &size, NULL));
    BYTE *name = (BYTE *)malloc(size);
    CHECK_OK(CertStrToNameA(X509_ASN_ENCODING, text, CERT_X500_NAME_STR, NULL, name, &size, NULL));
    CERT_NAME_BLOB blob = {size, name};
    char *back = (char *)malloc(20000);
    DWORD length = CertNameToStrA(X509_ASN_ENCODING, &blob, CERT_X500_NAME_STR, back, 20000);
    CHECK_EQ(length, end - text - 2 + 1);
    CHECK_BYTES(back, text, length - 1);
    free(text);
    free(name);
    free(back);
}

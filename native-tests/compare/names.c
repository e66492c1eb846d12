/* Names as text, and text as names. */
#include "compare.h"

static const struct { const char *name; DWORD type; } types[] = {
    {"simple", CERT_SIMPLE_NAME_STR},
    {"oid", CERT_OID_NAME_STR},
    {"x500", CERT_X500_NAME_STR},
    {"x500, semicolons", CERT_X500_NAME_STR | CERT_NAME_STR_SEMICOLON_FLAG},
    {"x500, lines", CERT_X500_NAME_STR | CERT_NAME_STR_CRLF_FLAG},
    {"x500, no plus", CERT_X500_NAME_STR | CERT_NAME_STR_NO_PLUS_FLAG},
    {"x500, no quotes", CERT_X500_NAME_STR | CERT_NAME_STR_NO_QUOTING_FLAG},
    {"x500, reversed", CERT_X500_NAME_STR | CERT_NAME_STR_REVERSE_FLAG},
    {"simple, semicolons", CERT_SIMPLE_NAME_STR | CERT_NAME_STR_SEMICOLON_FLAG},
    {"an unknown type", 9},
};

AREA(names_to_text)
{
    const item *items[] = {&item_root, &item_ca, &item_leaf, &item_odd};
    for (size_t i = 0; i < sizeof(items) / sizeof(*items); i++) {
        PCCERT_CONTEXT context = certificate_of(items[i]);
        CERT_NAME_BLOB *subject = &context->pCertInfo->Subject;
        for (size_t t = 0; t < sizeof(types) / sizeof(*types); t++) {
            WCHAR text[2000] = {0};
            char narrow[2000] = "";
            about("%s, %s", items[i]->name, types[t].name);
            COUNT_OF("size", CertNameToStrW(X509_ASN_ENCODING, subject, types[t].type, NULL, 0));
            COUNT_OF("length", CertNameToStrW(X509_ASN_ENCODING, subject, types[t].type, text, 2000));
            say_wide("text", text);
            COUNT_OF("narrow size", CertNameToStrA(X509_ASN_ENCODING, subject, types[t].type, NULL, 0));
            if (items[i] == &item_root && !(types[t].type & CERT_NAME_STR_CRLF_FLAG)) {
                CertNameToStrA(X509_ASN_ENCODING, subject, types[t].type, narrow, sizeof(narrow));
                say("narrow text", "\"%s\"", narrow);
            }
        }
        CertFreeCertificateContext(context);
    }

    PCCERT_CONTEXT root = CERTIFICATE_OF(root);
    WCHAR small[200] = {0}; /* Wine writes beyond the size that it is given */
    about("a small buffer");
    COUNT_OF("length", CertNameToStrW(X509_ASN_ENCODING, &root->pCertInfo->Subject, CERT_X500_NAME_STR, small, 8));
    say_wide("text", small);
    COUNT_OF("length of one", CertNameToStrW(X509_ASN_ENCODING, &root->pCertInfo->Subject, CERT_X500_NAME_STR, small, 1));
    say_wide("text of one", small);
    about("no name");
    CERT_NAME_BLOB empty = {2, (BYTE *)"\x30"}, wrong = {3, (BYTE *)"\x30\x05"};
    WCHAR text[20];
    COUNT_OF("an empty one", CertNameToStrW(X509_ASN_ENCODING, &empty, CERT_X500_NAME_STR, text, 20));
    say_wide("its text", text);
    COUNT_OF("a damaged one", CertNameToStrW(X509_ASN_ENCODING, &wrong, CERT_X500_NAME_STR, text, 20));
    say_wide("its text, damaged", text);
    CertFreeCertificateContext(root);
}

AREA(shown_names)
{
    static const char *const names[] = {"", "email", "rdn", "attribute", "simple", "friendly", "dns", "url", "upn"};
    const item *items[] = {&item_root, &item_leaf, &item_odd, &item_twin};
    for (size_t i = 0; i < sizeof(items) / sizeof(*items); i++) {
        PCCERT_CONTEXT context = certificate_of(items[i]);
        for (DWORD type = 1; type <= 8; type++) {
            for (DWORD flags = 0; flags <= 1; flags++) {
                WCHAR text[1000] = {0};
                DWORD format = CERT_X500_NAME_STR;
                void *para = type == CERT_NAME_RDN_TYPE ? &format : type == CERT_NAME_ATTR_TYPE ? (void *)szOID_ORGANIZATION_NAME : NULL;
                about("%s, %s%s", items[i]->name, names[type], flags ? ", issuer" : "");
                COUNT_OF("size", CertGetNameStringW(context, type, flags, para, NULL, 0));
                COUNT_OF("length", CertGetNameStringW(context, type, flags, para, text, 1000));
                say_wide("text", text);
            }
        }
        CertFreeCertificateContext(context);
    }
    PCCERT_CONTEXT leaf = CERTIFICATE_OF(leaf);
    WCHAR text[100] = {0};
    about("other");
    COUNT_OF("an attribute that is not there", CertGetNameStringW(leaf, CERT_NAME_ATTR_TYPE, 0, (void *)szOID_TITLE, text, 100));
    COUNT_OF("an unknown type", CertGetNameStringW(leaf, 99, 0, NULL, text, 100));
    COUNT_OF("a small buffer", CertGetNameStringW(leaf, CERT_NAME_SIMPLE_DISPLAY_TYPE, 0, NULL, text, 6));
    say_wide("its text", text);
    char narrow[100] = "";
    COUNT_OF("narrow", CertGetNameStringA(leaf, CERT_NAME_DNS_TYPE, 0, NULL, narrow, 100));
    say("narrow text", "\"%s\"", narrow);
    CRYPT_DATA_BLOB note = {10, (BYTE *)"n\0a\0m\0e\0\0"};
    CertSetCertificateContextProperty(leaf, CERT_FRIENDLY_NAME_PROP_ID, 0, &note);
    COUNT_OF("with a friendly name", CertGetNameStringW(leaf, CERT_NAME_FRIENDLY_DISPLAY_TYPE, 0, NULL, text, 100));
    say_wide("the friendly name", text);
    CertFreeCertificateContext(leaf);
}

static void to_name(const char *what, const char *text, DWORD type)
{
    BYTE encoded[500];
    DWORD size = sizeof(encoded);
    LPCSTR error = NULL;
    about("%s", what);
    BOOL done = BOOL_OF("convert", CertStrToNameA(X509_ASN_ENCODING, text, type, NULL, encoded, &size, &error));
    if (done)
        say_bytes("encoded", encoded, size);
    if (!done && error)
        say("error at", "%d", (int)(error - text));
    else
        say("error at", "none");
}

AREA(text_to_names)
{
    to_name("one", "CN=example", CERT_X500_NAME_STR);
    to_name("several", "C=DE, O=Company, CN=example", CERT_X500_NAME_STR);
    to_name("spaces", "  CN  =  example text  ,O=x", CERT_X500_NAME_STR);
    to_name("small letters", "cn=example", CERT_X500_NAME_STR);
    to_name("quoted", "CN=\"a, b + c\"", CERT_X500_NAME_STR);
    to_name("quotes in quotes", "CN=\"a \"\"b\"\" c\"", CERT_X500_NAME_STR);
    to_name("plus", "CN=a + OU=b", CERT_X500_NAME_STR);
    to_name("plus, not meant", "CN=a + b", CERT_X500_NAME_STR | CERT_NAME_STR_NO_PLUS_FLAG);
    to_name("semicolons", "CN=a; O=b", CERT_X500_NAME_STR);
    to_name("semicolons only", "CN=a, b; O=c", CERT_X500_NAME_STR | CERT_NAME_STR_SEMICOLON_FLAG);
    to_name("commas only", "CN=a; b, O=c", CERT_X500_NAME_STR | CERT_NAME_STR_COMMA_FLAG);
    to_name("lines", "CN=a\r\nO=b", CERT_X500_NAME_STR | CERT_NAME_STR_CRLF_FLAG);
    to_name("no quotes", "CN=\"a\"", CERT_X500_NAME_STR | CERT_NAME_STR_NO_QUOTING_FLAG);
    to_name("reversed", "CN=a, O=b", CERT_X500_NAME_STR | CERT_NAME_STR_REVERSE_FLAG);
    to_name("an identifier", "2.5.4.3=example", CERT_X500_NAME_STR);
    to_name("an identifier with OID", "OID.2.5.4.3=example", CERT_X500_NAME_STR);
    to_name("an unknown identifier", "1.2.3.4=example", CERT_X500_NAME_STR);
    to_name("a name in the OID style", "CN=example", CERT_OID_NAME_STR);
    to_name("type 0", "CN=example", 0);
    to_name("type simple", "CN=example", CERT_SIMPLE_NAME_STR);
    to_name("mail", "E=a@example.com", CERT_X500_NAME_STR);
    to_name("domain component", "DC=example", CERT_X500_NAME_STR);
    to_name("other keys", "S=a, L=b, OU=c, STREET=d, T=e, G=f, I=g, SN=h, SERIALNUMBER=5", CERT_X500_NAME_STR);
    to_name("more keys", "TITLE=a, GIVENNAME=b, INITIALS=c, SURNAME=d, ST=e", CERT_X500_NAME_STR);
    to_name("hexadecimal", "CN=#0c0161", CERT_X500_NAME_STR);
    to_name("a value that is no printable string", "CN=a*b", CERT_X500_NAME_STR);
    to_name("nothing", "", CERT_X500_NAME_STR);
    to_name("an empty value", "CN=", CERT_X500_NAME_STR);
    to_name("an empty value before another", "CN=, O=b", CERT_X500_NAME_STR);
    to_name("no value", "CN", CERT_X500_NAME_STR);
    to_name("no key", "=a", CERT_X500_NAME_STR);
    to_name("an unknown key", "XYZ=a", CERT_X500_NAME_STR);
    to_name("an unknown key later", "CN=a, XYZ=b", CERT_X500_NAME_STR);
    to_name("an open quote", "CN=\"a", CERT_X500_NAME_STR);
    to_name("text behind quotes", "CN=\"a\" b", CERT_X500_NAME_STR);
    to_name("a separator at the end", "CN=a,", CERT_X500_NAME_STR);
    to_name("two separators", "CN=a,,O=b", CERT_X500_NAME_STR);
    to_name("a country of three letters", "C=DEU", CERT_X500_NAME_STR);
    to_name("an unknown type", "CN=a", 9);

    about("sizes");
    DWORD size = 0;
    BOOL_OF("asked", CertStrToNameA(X509_ASN_ENCODING, "CN=a", CERT_X500_NAME_STR, NULL, NULL, &size, NULL));
    say("size", "%u", (unsigned)size);
    BYTE small[4];
    size = 4;
    BOOL_OF("a small buffer", CertStrToNameA(X509_ASN_ENCODING, "CN=a", CERT_X500_NAME_STR, NULL, small, &size, NULL));
    say("size wanted", "%u", (unsigned)size);
    BYTE encoded[100];
    size = sizeof(encoded);
    BOOL_OF("wide", CertStrToNameW(X509_ASN_ENCODING, W("CN=\u00fc"), CERT_X500_NAME_STR, NULL, encoded, &size, NULL));
    say_bytes("wide, encoded", encoded, size);
    size = sizeof(encoded);
    BOOL_OF("wide, UTF-8", CertStrToNameW(X509_ASN_ENCODING, W("CN=\u00fc"), CERT_X500_NAME_STR | CERT_NAME_STR_ENABLE_UTF8_UNICODE_FLAG, NULL, encoded, &size, NULL));
    say_bytes("wide, UTF-8, encoded", encoded, size);
    size = sizeof(encoded);
    BOOL_OF("T61", CertStrToNameW(X509_ASN_ENCODING, W("CN=\u00fc"), CERT_X500_NAME_STR | CERT_NAME_STR_ENABLE_T61_UNICODE_FLAG, NULL, encoded, &size, NULL));
    say_bytes("T61, encoded", encoded, size);
}

static void value(const char *what, DWORD type, const void *bytes, DWORD length)
{
    CERT_RDN_VALUE_BLOB blob = {length, (BYTE *)bytes};
    WCHAR text[60] = {0};
    about("%s", what);
    COUNT_OF("size", CertRDNValueToStrW(type, &blob, NULL, 0));
    COUNT_OF("length", CertRDNValueToStrW(type, &blob, text, 60));
    say_wide("text", text);
}

AREA(values_to_text)
{
    value("any", CERT_RDN_ANY_TYPE, "abc", 3);
    value("encoded", CERT_RDN_ENCODED_BLOB, "abc", 3);
    value("octets", CERT_RDN_OCTET_STRING, "\1\2\xff", 3);
    value("digits", CERT_RDN_NUMERIC_STRING, "123", 3);
    value("printable", CERT_RDN_PRINTABLE_STRING, "abc", 3);
    value("teletex", CERT_RDN_TELETEX_STRING, "abc", 3);
    value("video", CERT_RDN_VIDEOTEX_STRING, "abc", 3);
    value("IA5", CERT_RDN_IA5_STRING, "abc", 3);
    value("graphic", CERT_RDN_GRAPHIC_STRING, "abc", 3);
    value("visible", CERT_RDN_VISIBLE_STRING, "abc", 3);
    value("general", CERT_RDN_GENERAL_STRING, "abc", 3);
    value("unicode", CERT_RDN_UNICODE_STRING, "a\0b\0", 4);
    value("UTF-8", CERT_RDN_UTF8_STRING, "a\0b\0", 4);
    value("empty", CERT_RDN_PRINTABLE_STRING, "", 0);
}

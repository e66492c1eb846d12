/* Names that are wrong somewhere, in DER and as text, through everything that reads or writes one. */
#include "damage.h"

#define NAMES 10000
#define CERTIFICATES 4000
#define TEXTS 20000
#define VALUES 10000
#define ROOM 300

static const DWORD flags[] = {CERT_NAME_STR_SEMICOLON_FLAG, CERT_NAME_STR_CRLF_FLAG, CERT_NAME_STR_NO_PLUS_FLAG, CERT_NAME_STR_NO_QUOTING_FLAG,
    CERT_NAME_STR_REVERSE_FLAG, CERT_NAME_STR_DISABLE_IE4_UTF8_FLAG, CERT_NAME_STR_ENABLE_PUNYCODE_FLAG, CERT_NAME_STR_ENABLE_T61_UNICODE_FLAG,
    CERT_NAME_STR_ENABLE_UTF8_UNICODE_FLAG, CERT_NAME_STR_FORCE_UTF8_DIR_STR_FLAG};

/* A style, and every flag half of the time. */
static DWORD any_style(mutator *changes)
{
    DWORD chosen = 1 + mutator_below(changes, 4);
    for (size_t i = 0; i < sizeof(flags) / sizeof(flags[0]); i++)
        chosen |= mutator_below(changes, 2) ? flags[i] : 0;
    return chosen;
}

static CERT_NAME_BLOB name_of(unsigned number, int of_issuer)
{
    static PCCERT_CONTEXT contexts[6];
    encoded from = specimen(SPECIMEN_CERTIFICATE, number);
    if (!contexts[number])
        contexts[number] = CertCreateCertificateContext(X509_ASN_ENCODING, from.bytes, from.length);
    CHECK(contexts[number] != NULL);
    return of_issuer ? contexts[number]->pCertInfo->Issuer : contexts[number]->pCertInfo->Subject;
}

static CERT_NAME_BLOB mutated_name(mutator *changes)
{
    CERT_NAME_BLOB name = name_of(mutator_below(changes, 6), (int)mutator_below(changes, 2));
    encoded from = {name.pbData, name.cbData}, wrong = mutate(changes, from);
    CERT_NAME_BLOB made = {wrong.length, wrong.bytes};
    return made;
}

/* What is written is terminated, as long as was said, and within its room. The count of characters with the terminator. */
#define CHECK_WRITTEN(call_with, type, zero, number)                                                        \
    do {                                                                                                    \
        static type written[ROOM + 1];                                                                      \
        DWORD room = 1 + (number) % ROOM, whole = call_with(NULL, 0), length;                               \
        written[room] = 0x55;                                                                               \
        length = call_with(written, room);                                                                  \
        CHECK(whole >= 1 && length >= 1 && length <= room && length <= whole);                              \
        CHECK(written[length - 1] == zero && written[room] == 0x55);                                        \
        CHECK(whole > room || length == whole);                                                             \
        for (DWORD at = 0; at + 1 < length; at++)                                                           \
            CHECK(written[at] != zero);                                                                     \
    } while (0)

TEST(ten_thousand_names)
{
    mutator *changes = mutator_make();
    tally all = {0, 0, 0, 0};
    unsigned alike = 0;
    for (unsigned i = 0; i < NAMES; i++) {
        CERT_NAME_BLOB name = mutated_name(changes), other = name_of(i % 6, 0);
        DWORD style = any_style(changes);
        tally_begin(&all);
        SetLastError(ERROR_SUCCESS);
#define WRITE_A(text, room) CertNameToStrA(X509_ASN_ENCODING, &name, style, text, room)
#define WRITE_W(text, room) CertNameToStrW(X509_ASN_ENCODING, &name, style, text, room)
        CHECK_WRITTEN(WRITE_A, char, '\0', i);
        CHECK_WRITTEN(WRITE_W, WCHAR, 0, i);
        DWORD error = GetLastError();
        if (error != ERROR_SUCCESS) {
            CHECK_DOCUMENTED("writing", i, CRYPT_E_ASN1_BADTAG, CRYPT_E_ASN1_EOD, E_INVALIDARG);
            CHECK_EQ(CertNameToStrA(X509_ASN_ENCODING, &name, style, NULL, 0), 1);
        }
        alike += CertCompareCertificateName(X509_ASN_ENCODING, &name, &other) ? 1 : 0;
        CERT_RDN_ATTR attribute = {(LPSTR)szOID_COMMON_NAME, CERT_RDN_ANY_TYPE, {4, (BYTE *)"Root"}};
        CERT_RDN wanted = {1, &attribute};
        if (!CertIsRDNAttrsInCertificateName(X509_ASN_ENCODING, i % 2 ? CERT_CASE_INSENSITIVE_IS_RDN_ATTRS_FLAG : 0, &name, &wanted))
            CHECK_DOCUMENTED("a comparison", i, CRYPT_E_NO_MATCH, CRYPT_E_ASN1_BADTAG, CRYPT_E_ASN1_EOD, E_INVALIDARG);
        tally_end(&all, error == ERROR_SUCCESS);
    }
    printf("%u the same as others; ", alike);
    tally_check(&all, 2000, 1000);
}

TEST(four_thousand_certificates_by_every_name)
{
    mutator *changes = mutator_make();
    tally all = {0, 0, 0, 0};
    for (unsigned i = 0; i < CERTIFICATES; i++) {
        encoded wrong = mutate(changes, specimen(SPECIMEN_CERTIFICATE, i % 3 ? 2 : mutator_below(changes, 6)));
        DWORD style = any_style(changes);
        tally_begin(&all);
        PCCERT_CONTEXT context = CertCreateCertificateContext(X509_ASN_ENCODING, wrong.bytes, wrong.length);
        for (DWORD type = 1; context && type <= 8; type++) {
            void *parameter = type == CERT_NAME_RDN_TYPE ? (void *)&style : type == CERT_NAME_ATTR_TYPE ? (void *)szOID_RSA_emailAddr : NULL;
            for (DWORD how = 0; how < 4; how++) {
                DWORD options = (how & 1 ? CERT_NAME_ISSUER_FLAG : 0) | (how & 2 ? CERT_NAME_STR_ENABLE_PUNYCODE_FLAG : 0);
#define SHOW_A(text, room) CertGetNameStringA(context, type, options, parameter, text, room)
#define SHOW_W(text, room) CertGetNameStringW(context, type, options, parameter, text, room)
                CHECK_WRITTEN(SHOW_A, char, '\0', i);
                CHECK_WRITTEN(SHOW_W, WCHAR, 0, i);
            }
            /* Of all names, each has its terminator and the last one two. */
            WCHAR list[2000];
            DWORD length = CertGetNameStringW(context, CERT_NAME_DNS_TYPE, CERT_NAME_SEARCH_ALL_NAMES_FLAG, NULL, list, 2000);
            CHECK(length >= 1 && length <= 2000 && list[length - 1] == 0);
        }
        CertFreeCertificateContext(context);
        tally_end(&all, context != NULL);
    }
    tally_check(&all, 500, 500);
}

/* A name as text, with characters put in, taken out and changed that mean something. */
static void damaged_text(mutator *changes, DWORD style, char *text, DWORD room)
{
    static const char telling[] = ",;+=\"#\r\n\\<> .0OIDoid1\x7f";
    CERT_NAME_BLOB name = name_of(mutator_below(changes, 6), 0);
    DWORD length = CertNameToStrA(X509_ASN_ENCODING, &name, style, text, room - 8) - 1;
    for (unsigned times = mutator_below(changes, 5); times > 0 && length > 0; times--) {
        DWORD at = mutator_below(changes, length), what = mutator_below(changes, 4);
        char letter = telling[mutator_below(changes, sizeof(telling) - 1)];
        if (what == 0) {
            memmove(text + at, text + at + 1, length-- - at);
        } else if (what == 1 && length + 1 < room) {
            memmove(text + at + 1, text + at, ++length - at);
            text[at] = letter;
        } else {
            text[at] = what == 2 ? letter : (char)(1 + mutator_below(changes, 255));
        }
    }
}

TEST(twenty_thousand_texts)
{
    mutator *changes = mutator_make();
    tally all = {0, 0, 0, 0};
    for (unsigned i = 0; i < TEXTS; i++) {
        char text[ROOM];
        BYTE name[2 * ROOM];
        DWORD size = sizeof(name), style = any_style(changes);
        LPCSTR wrong = NULL;
        damaged_text(changes, style, text, sizeof(text));
        tally_begin(&all);
        BOOL is_name = CertStrToNameA(X509_ASN_ENCODING, text, style, NULL, name, &size, &wrong);
        if (!is_name) {
            CHECK_DOCUMENTED("reading", i, CRYPT_E_INVALID_X500_STRING, CRYPT_E_INVALID_NUMERIC_STRING, CRYPT_E_INVALID_PRINTABLE_STRING,
                CRYPT_E_INVALID_IA5_STRING, CRYPT_E_NOT_CHAR_STRING, ERROR_MORE_DATA, E_INVALIDARG);
            CHECK(wrong == NULL || (wrong >= text && wrong <= text + strlen(text)));
        } else {
            /* What was made of it is a name. */
            CERT_NAME_BLOB made = {size, name};
            CHECK(size >= 2 && size <= sizeof(name) && name[0] == 0x30);
            SetLastError(ERROR_SUCCESS);
            CHECK(CertNameToStrA(X509_ASN_ENCODING, &made, CERT_X500_NAME_STR, NULL, 0) >= 1);
            CHECK_EQ(GetLastError(), ERROR_SUCCESS);
        }
        tally_end(&all, is_name);
    }
    tally_check(&all, 2000, 2000);
}

TEST(ten_thousand_values)
{
    mutator *changes = mutator_make();
    tally all = {0, 0, 0, 0};
    for (unsigned i = 0; i < VALUES; i++) {
        CERT_NAME_BLOB name = mutated_name(changes);
        DWORD skipped = mutator_below(changes, name.cbData + 1), type = mutator_below(changes, 16) | (i % 8 ? 0 : CERT_RDN_DISABLE_IE4_UTF8_FLAG);
        CERT_RDN_VALUE_BLOB value = {name.cbData - skipped, name.pbData + skipped};
        tally_begin(&all);
        SetLastError(ERROR_SUCCESS);
#define VALUE_A(text, room) CertRDNValueToStrA(type, &value, text, room)
#define VALUE_W(text, room) CertRDNValueToStrW(type, &value, text, room)
        CHECK_WRITTEN(VALUE_A, char, '\0', i);
        CHECK_WRITTEN(VALUE_W, WCHAR, 0, i);
        BOOL was_text = GetLastError() == ERROR_SUCCESS;
        if (!was_text)
            CHECK_DOCUMENTED("a value", i, CRYPT_E_ASN1_BADTAG, E_INVALIDARG);
        tally_end(&all, was_text);
    }
    tally_check(&all, 5000, 0);
}

/* CryptStringToBinaryA/W and CryptBinaryToStringA/W: sizes, flags, formats. */
#include "check.h"

#include <staple32/staple32.h>

#define BYTES 19
static const BYTE bytes[BYTES + 1] = "0123456789:;<=>?@AB";

static const DWORD written[] = {CRYPT_STRING_BASE64HEADER, CRYPT_STRING_BASE64, CRYPT_STRING_BINARY, CRYPT_STRING_BASE64REQUESTHEADER,
    CRYPT_STRING_HEX, CRYPT_STRING_HEXASCII, CRYPT_STRING_BASE64X509CRLHEADER, CRYPT_STRING_HEXADDR, CRYPT_STRING_HEXASCIIADDR,
    CRYPT_STRING_HEXRAW, CRYPT_STRING_BASE64URI};
#define WRITTEN (sizeof(written) / sizeof(*written))

static const DWORD line_ends[] = {0, CRYPT_STRING_NOCR, CRYPT_STRING_NOCRLF, CRYPT_STRING_NOCR | CRYPT_STRING_NOCRLF};
#define LINE_ENDS (sizeof(line_ends) / sizeof(*line_ends))

static void check_written(DWORD flags, const char *expected)
{
    char text[1024];
    DWORD length = sizeof(text);
    CHECK_OK(CryptBinaryToStringA(bytes, 3, flags, text, &length));
    CHECK_STR(text, expected);
    CHECK_EQ(length, strlen(expected));
}

static void check_read(const char *text, DWORD flags, const char *expected)
{
    BYTE data[256];
    DWORD size = sizeof(data);
    CHECK_OK(CryptStringToBinaryA(text, 0, flags, data, &size, NULL, NULL));
    CHECK_EQ(size, strlen(expected));
    CHECK_BYTES(data, expected, size);
}

static void check_not_read(const char *text, DWORD flags)
{
    BYTE data[256];
    DWORD size = sizeof(data);
    CHECK_FAILS(CryptStringToBinaryA(text, 0, flags, data, &size, NULL, NULL), ERROR_INVALID_DATA);
    CHECK_FAILS(CryptStringToBinaryA(text, 0, flags, NULL, &size, NULL, NULL), ERROR_INVALID_DATA);
}

TEST(base64_is_written)
{
    check_written(CRYPT_STRING_BASE64, "MDEy\r\n");
    check_written(CRYPT_STRING_BASE64 | CRYPT_STRING_NOCR, "MDEy\n");
    check_written(CRYPT_STRING_BASE64 | CRYPT_STRING_NOCRLF, "MDEy");
    check_written(CRYPT_STRING_BASE64URI, "MDEy");
}

TEST(headers_are_written)
{
    check_written(CRYPT_STRING_BASE64HEADER, "-----BEGIN CERTIFICATE-----\r\nMDEy\r\n-----END CERTIFICATE-----\r\n");
    check_written(CRYPT_STRING_BASE64HEADER | CRYPT_STRING_NOCR, "-----BEGIN CERTIFICATE-----\nMDEy\n-----END CERTIFICATE-----\n");
    check_written(CRYPT_STRING_BASE64REQUESTHEADER | CRYPT_STRING_NOCR,
        "-----BEGIN NEW CERTIFICATE REQUEST-----\nMDEy\n-----END NEW CERTIFICATE REQUEST-----\n");
    check_written(CRYPT_STRING_BASE64X509CRLHEADER | CRYPT_STRING_NOCR, "-----BEGIN X509 CRL-----\nMDEy\n-----END X509 CRL-----\n");
}

TEST(hexadecimal_is_written)
{
    check_written(CRYPT_STRING_HEXRAW, "303132\r\n");
    check_written(CRYPT_STRING_HEXRAW | CRYPT_STRING_NOCRLF, "303132");
    check_written(CRYPT_STRING_HEX, "30 31 32\r\n");
    check_written(CRYPT_STRING_HEXADDR | CRYPT_STRING_NOCR, "0000\t30 31 32\n");
}

/* Every format with every line end, in both widths: the size asked for, the buffer exactly filled, the way back. */
TEST(every_combination_comes_back_in_both_widths)
{
    for (size_t f = 0; f < WRITTEN; f++) {
        for (size_t e = 0; e < LINE_ENDS; e++) {
            int lines_needed = written[f] == CRYPT_STRING_HEXASCII || written[f] == CRYPT_STRING_HEXADDR || written[f] == CRYPT_STRING_HEXASCIIADDR;
            DWORD count = lines_needed && (line_ends[e] & CRYPT_STRING_NOCRLF) ? 16 : BYTES;
            DWORD flags = written[f] | line_ends[e];
            DWORD needed = 0, length, size, skip = 4711, used = 4711;
            DWORD terminator = written[f] == CRYPT_STRING_BINARY ? 0 : 1;
            BYTE data[BYTES + 1];

            CHECK_OK(CryptBinaryToStringA(bytes, count, flags, NULL, &needed));
            char *narrow = (char *)malloc(needed);
            length = needed;
            CHECK_OK(CryptBinaryToStringA(bytes, count, flags, narrow, &length));
            CHECK_EQ(length, needed - terminator);
            size = sizeof(data);
            CHECK_OK(CryptStringToBinaryA(narrow, length, flags | CRYPT_STRING_STRICT, data, &size, &skip, &used));
            CHECK_EQ(size, count);
            CHECK_BYTES(data, bytes, count);
            CHECK_EQ(skip, 0);
            CHECK_EQ(used & CRYPT_STRING_ENCODEMASK, written[f]);

            WCHAR *wide = (WCHAR *)malloc(needed * sizeof(WCHAR));
            length = 0;
            CHECK_OK(CryptBinaryToStringW(bytes, count, flags, NULL, &length));
            CHECK_EQ(length, needed);
            CHECK_OK(CryptBinaryToStringW(bytes, count, flags, wide, &length));
            CHECK_EQ(length, needed - terminator);
            for (DWORD i = 0; terminator && i < needed; i++)
                CHECK_EQ(wide[i], narrow[i]);
            size = sizeof(data);
            CHECK_OK(CryptStringToBinaryW(wide, length, flags, data, &size, NULL, NULL));
            CHECK_EQ(size, count);
            CHECK_BYTES(data, bytes, count);
            free(narrow);
            free(wide);
        }
    }
}

TEST(a_text_buffer_that_is_too_small_is_told_the_size)
{
    for (size_t f = 0; f < WRITTEN; f++) {
        DWORD needed = 0;
        CHECK_OK(CryptBinaryToStringA(bytes, BYTES, written[f], NULL, &needed));
        char *text = (char *)malloc(needed);
        for (DWORD given = 0; given < needed; given++) {
            DWORD length = given;
            CHECK_FAILS(CryptBinaryToStringA(bytes, BYTES, written[f], text, &length), ERROR_MORE_DATA);
            CHECK_EQ(length, needed);
        }
        free(text);
    }
}

TEST(a_byte_buffer_that_is_too_small_is_told_the_size)
{
    BYTE data[6];
    memset(data, 0xcc, sizeof(data));
    for (DWORD given = 0; given < 6; given++) {
        DWORD size = given, skip = 4711, used = 4711;
        CHECK_FAILS(CryptStringToBinaryA("VVVVVVVV", 0, CRYPT_STRING_BASE64, data, &size, &skip, &used), ERROR_MORE_DATA);
        CHECK_EQ(size, 6);
        CHECK_EQ(data[0], 0xcc);
        CHECK_EQ(skip, 4711);
        CHECK_EQ(used, 4711);
    }
    DWORD size = 6;
    CHECK_OK(CryptStringToBinaryA("VVVVVVVV", 0, CRYPT_STRING_BASE64, data, &size, NULL, NULL));
}

TEST(without_a_buffer_the_size_is_asked_for)
{
    DWORD size = 0, skip = 4711, used = 0;
    CHECK_OK(CryptStringToBinaryA("x\n-----BEGIN CERTIFICATE-----\nVVVV\n-----END CERTIFICATE-----\n", 0, CRYPT_STRING_ANY, NULL, &size, &skip, &used));
    CHECK_EQ(size, 3);
    CHECK_EQ(skip, 2);
    CHECK_EQ(used, CRYPT_STRING_BASE64HEADER);
}

TEST(the_flags_that_were_used)
{
    static const struct { const char *text; DWORD given, used; } cases[] = {
        {"VVVV", CRYPT_STRING_BASE64_ANY, CRYPT_STRING_BASE64},
        {"VVVV", CRYPT_STRING_ANY, CRYPT_STRING_BASE64},
        {"-----BEGIN A-----VVVV-----END A-----", CRYPT_STRING_BASE64_ANY, CRYPT_STRING_BASE64HEADER},
        {"0\x82", CRYPT_STRING_ANY, CRYPT_STRING_BINARY},
        {"00 01", CRYPT_STRING_HEX_ANY, CRYPT_STRING_HEX},
        {"0001", CRYPT_STRING_HEX_ANY, CRYPT_STRING_HEXRAW},
        {"0000\t00 01", CRYPT_STRING_HEX_ANY, CRYPT_STRING_HEXADDR},
        {"30 31                                              01", CRYPT_STRING_HEX_ANY, CRYPT_STRING_HEXASCII},
        {"0000\t30 31                                              01", CRYPT_STRING_HEX_ANY, CRYPT_STRING_HEXASCIIADDR},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        BYTE data[64];
        DWORD size = sizeof(data), used = 4711;
        CHECK_OK(CryptStringToBinaryA(cases[i].text, 0, cases[i].given, data, &size, NULL, &used));
        if (used != cases[i].used)
            FAIL("\"%s\" is read as %u, not %u", cases[i].text, (unsigned)used, (unsigned)cases[i].used);
    }
}

TEST(characters_before_the_header_are_skipped_and_counted)
{
    const WCHAR *text = W("Ceci n\u2019est pas\r\n-----BEGIN CERTIFICATE-----\r\nVVVV\r\n-----END CERTIFICATE-----\r\n");
    BYTE data[8];
    DWORD size = sizeof(data), skip = 0;
    CHECK_OK(CryptStringToBinaryW(text, 0, CRYPT_STRING_BASE64HEADER, data, &size, &skip, NULL));
    CHECK_EQ(size, 3);
    CHECK_EQ(skip, 16);
}

TEST(a_length_may_end_the_text_or_count_its_terminator)
{
    BYTE data[8];
    DWORD size = sizeof(data);
    CHECK_OK(CryptStringToBinaryA("VVVVAAAA", 4, CRYPT_STRING_BASE64, data, &size, NULL, NULL));
    CHECK_EQ(size, 3);
    size = sizeof(data);
    CHECK_OK(CryptStringToBinaryA("VVVV", 5, CRYPT_STRING_BASE64, data, &size, NULL, NULL));
    CHECK_EQ(size, 3);
}

TEST(sloppy_base64)
{
    static const char *const texts[] = {"VVU", "VQ=", "VR==", "VQ== and more", "VVVV="};
    static const char *const read[] = {"UU", "U", "U", "U", "UUU"};
    for (int i = 0; i < 5; i++) {
        check_read(texts[i], CRYPT_STRING_BASE64, read[i]);
        check_not_read(texts[i], CRYPT_STRING_BASE64 | CRYPT_STRING_STRICT);
    }
}

TEST(what_is_not_in_the_format)
{
    check_not_read("V", CRYPT_STRING_BASE64);
    check_not_read("VV\xc3\xa9V", CRYPT_STRING_BASE64);
    check_not_read("VVVV", CRYPT_STRING_BASE64HEADER);
    check_not_read("-----BEGIN CERTIFICATE-----\nVVVV\n", CRYPT_STRING_BASE64HEADER);
    check_not_read("-----BEGIN CERTIFICATE-----\nVVVV\n-----END CERTIFICATE-----\n", CRYPT_STRING_BASE64X509CRLHEADER);
    check_not_read("?", CRYPT_STRING_BASE64_ANY);
    check_not_read("012", CRYPT_STRING_HEX_ANY);
    check_not_read("0g", CRYPT_STRING_HEXRAW);
}

TEST(binary_is_copied)
{
    BYTE data[8];
    DWORD size = sizeof(data);
    CHECK_OK(CryptStringToBinaryA("\0\1\2", 3, CRYPT_STRING_BINARY, data, &size, NULL, NULL));
    CHECK_EQ(size, 3);
    CHECK_BYTES(data, "\0\1\2", 3);
    check_read("abc", CRYPT_STRING_BINARY, "abc");
    /* In the wide function the length of binary data counts bytes. */
    size = sizeof(data);
    CHECK_OK(CryptStringToBinaryW((LPCWSTR)(const void *)W("ab"), 3, CRYPT_STRING_BINARY, data, &size, NULL, NULL));
    CHECK_EQ(size, 3);
    CHECK_BYTES(data, "a\0b", 3);
}

TEST(bad_arguments)
{
    DWORD size = 0;
    CHECK_FAILS(CryptStringToBinaryA(NULL, 0, CRYPT_STRING_BASE64, NULL, &size, NULL, NULL), ERROR_INVALID_PARAMETER);
    CHECK_FAILS(CryptStringToBinaryA("VVVV", 0, CRYPT_STRING_BASE64, NULL, NULL, NULL, NULL), ERROR_INVALID_PARAMETER);
    CHECK_FAILS(CryptStringToBinaryA("VVVV", 0, 14, NULL, &size, NULL, NULL), ERROR_INVALID_PARAMETER);
    CHECK_FAILS(CryptStringToBinaryW(W("VVVV"), 0, CRYPT_STRING_BASE64 | 0x100, NULL, &size, NULL, NULL), ERROR_INVALID_PARAMETER);
    CHECK_FAILS(CryptBinaryToStringA(NULL, 1, CRYPT_STRING_BASE64, NULL, &size), ERROR_INVALID_PARAMETER);
    CHECK_FAILS(CryptBinaryToStringA(bytes, 1, CRYPT_STRING_BASE64, NULL, NULL), ERROR_INVALID_PARAMETER);
    CHECK_FAILS(CryptBinaryToStringA(bytes, 1, CRYPT_STRING_ANY, NULL, &size), ERROR_INVALID_PARAMETER);
    CHECK_FAILS(CryptBinaryToStringW(bytes, 1, CRYPT_STRING_HEX_ANY, NULL, &size), ERROR_INVALID_PARAMETER);
    CHECK_FAILS(CryptBinaryToStringA(bytes, 1, CRYPT_STRING_BASE64 | CRYPT_STRING_PERCENTESCAPE, NULL, &size), ERROR_NOT_SUPPORTED);
    CHECK_FAILS(CryptBinaryToStringA(bytes, 1, CRYPT_STRING_HEXRAW | CRYPT_STRING_HASHDATA, NULL, &size), ERROR_NOT_SUPPORTED);
}

#include "request.h"

#include "../set.h"

/* Steps into a SEQUENCE, or over an element with another tag; the contents' length. */
static const unsigned char *element(const unsigned char *at, const unsigned char *end, size_t *length)
{
    if (end - at < 2)
        return NULL;
    size_t size = at[1];
    at += 2;
    if (size & 0x80) {
        size_t octets = size & 0x7F;
        if (octets > 2 || (size_t)(end - at) < octets)
            return NULL;
        for (size = 0; octets > 0; octets--)
            size = size << 8 | *at++;
    }
    *length = size;
    return (size_t)(end - at) < size ? NULL : at;
}

/* OCSPRequest { TBSRequest { [0], [1], requestList { Request { CertID { algorithm, hash, hash, serial } } } } } */
static const unsigned char *serial_in(const unsigned char *der, size_t size)
{
    const unsigned char *at = der, *end = der + size;
    size_t length = 0;
    for (int depth = 0; depth < 5; depth++) {
        while (at && at < end && *at != 0x30)
            at = (at = element(at, end, &length)) ? at + length : NULL;
        at = at ? element(at, end, &length) : NULL;
    }
    for (int skipped = 0; at && skipped < 3; skipped++)
        at = (at = element(at, end, &length)) ? at + length : NULL;
    if (!at || at >= end || *at != 0x02)
        return NULL;
    at = element(at, end, &length);
    return at && length == SERIAL_SIZE ? at : NULL;
}

static int digit_of(int c)
{
    return c >= 'A' && c <= 'Z' ? c - 'A' : c >= 'a' && c <= 'z' ? c - 'a' + 26 : c >= '0' && c <= '9' ? c - '0' + 52
         : c == '+' ? 62 : c == '/' ? 63 : -1;
}

static int hex_of(int c) { return c <= '9' ? c - '0' : (c | 32) - 'a' + 10; }

/* The path of a GET: base64, percent-encoded. */
static size_t decode_path(const char *path, unsigned char der[REQUEST_SIZE])
{
    const char *end = path + strlen(path);
    size_t size = 0;
    uint32_t bits = 0;
    int count = 0;
    while (path < end && *path == '/')
        path++;
    for (; path < end && size < REQUEST_SIZE; path++) {
        int c = *path;
        if (c == '%' && end - path > 2) {
            c = hex_of(path[1]) << 4 | hex_of(path[2]);
            path += 2;
        }
        int digit = digit_of(c);
        if (digit < 0)
            break;
        bits = bits << 6 | (uint32_t)digit;
        if ((count += 6) >= 8)
            der[size++] = (unsigned char)(bits >> (count -= 8));
    }
    return size;
}

const unsigned char *serial_asked_for(const request *asked)
{
    static unsigned char der[REQUEST_SIZE];
    return asked->body ? serial_in(asked->body, asked->length) : serial_in(der, decode_path(asked->path, der));
}

reading read_request(char *buffer, size_t filled, request *read)
{
    buffer[filled] = 0;
    char *end = strstr(buffer, "\r\n\r\n");
    if (!end)
        return READ_UNFINISHED;
    *end = 0;
    int is_post = strncmp(buffer, "POST ", 5) == 0;
    char *path = strchr(buffer, '/'), *lines = strchr(buffer, '\n');
    char *version = path ? strchr(path, ' ') : NULL;
    char *announced = lines ? strcasestr(lines, "\ncontent-length:") : NULL;
    size_t length = is_post && announced ? strtoul(announced + 16, NULL, 10) : 0;
    size_t whole = (size_t)(end + 4 - buffer) + length;
    if (!version || length > REQUEST_SIZE / 2)
        return READ_BAD;
    if (filled < whole) {
        *end = '\r';
        return READ_UNFINISHED;
    }

    int is_old = strncmp(version, " HTTP/1.0", 9) == 0;
    int closes = (is_old && !(lines && strcasestr(lines, "\nconnection: keep-alive"))) || (lines && strcasestr(lines, "\nconnection: close"));
    *version = 0;
    *read = (request){path, is_post ? (const unsigned char *)end + 4 : NULL, length, whole, closes};
    return READ_WHOLE;
}

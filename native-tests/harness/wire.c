#include "wire.h"
#include "check.h"

#ifdef _WIN32
#include <winsock2.h>
#else
#include <sys/socket.h>
#define SOCKET int
#endif

#define NUMBER_BYTES 8
#define ABSENT (-1)

static unsigned char *room(message *self, unsigned length)
{
    if (self->length + length > self->capacity) {
        self->capacity = 2 * (self->length + length);
        self->bytes = (unsigned char *)realloc(self->bytes, self->capacity);
        CHECK(self->bytes != NULL);
    }
    self->length += length;
    return self->bytes + self->length - length;
}

void put_number(message *self, long long value)
{
    unsigned char *to = room(self, NUMBER_BYTES);
    for (int i = 0; i < NUMBER_BYTES; i++)
        to[i] = (unsigned char)((unsigned long long)value >> 8 * i);
}

void put_bytes(message *self, const void *bytes, unsigned length)
{
    put_number(self, length);
    if (length > 0)
        memcpy(room(self, length), bytes, length);
}

void put_text(message *self, const char *text)
{
    if (text)
        put_bytes(self, text, (unsigned)strlen(text));
    else
        put_number(self, ABSENT);
}

static const unsigned char *next(message *self, unsigned length)
{
    CHECK(length <= self->length - self->taken);
    self->taken += length;
    return self->bytes + self->taken - length;
}

long long take_number(message *self)
{
    const unsigned char *from = next(self, NUMBER_BYTES);
    unsigned long long value = 0;
    for (int i = 0; i < NUMBER_BYTES; i++)
        value |= (unsigned long long)from[i] << 8 * i;
    return (long long)value;
}

static encoded copy(message *self, unsigned length)
{
    encoded made = {(unsigned char *)malloc((size_t)length + 1), length};
    CHECK(made.bytes != NULL);
    memcpy(made.bytes, next(self, length), length);
    made.bytes[length] = 0;
    return made;
}

encoded take_bytes(message *self) { return copy(self, (unsigned)take_number(self)); }

char *take_text(message *self)
{
    long long length = take_number(self);
    return length == ABSENT ? NULL : (char *)copy(self, (unsigned)length).bytes;
}

void put_options(message *self, const issue_options *options)
{
    put_text(self, options->aia);
    put_text(self, options->extensions);
    put_number(self, options->is_authority);
    put_number(self, options->is_ocsp_signer);
    put_number(self, options->must_staple);
    put_number(self, options->rsa);
    put_number(self, options->starts_in);
    put_number(self, options->ends_in);
}

issue_options take_options(message *self)
{
    issue_options options;
    options.aia = take_text(self);
    options.extensions = take_text(self);
    options.is_authority = (int)take_number(self);
    options.is_ocsp_signer = (int)take_number(self);
    options.must_staple = (int)take_number(self);
    options.rsa = (int)take_number(self);
    options.starts_in = (long)take_number(self);
    options.ends_in = (long)take_number(self);
    return options;
}

static void send_all(SOCKET connection, const void *bytes, unsigned length)
{
    for (const char *at = (const char *)bytes; length > 0;) {
        int sent = (int)send(connection, at, length, 0);
        CHECK(sent > 0);
        at += sent;
        length -= (unsigned)sent;
    }
}

static int receive_all(SOCKET connection, void *bytes, unsigned length)
{
    for (char *at = (char *)bytes; length > 0;) {
        int got = (int)recv(connection, at, length, 0);
        if (got <= 0)
            return 0;
        at += got;
        length -= (unsigned)got;
    }
    return 1;
}

/* The length first, then the rest, in one piece: no small packet waits for an acknowledgement. */
void send_message(unsigned long long connection, const message *self)
{
    message framed = {0};
    put_bytes(&framed, self->bytes, self->length);
    send_all((SOCKET)connection, framed.bytes, framed.length);
    free(framed.bytes);
}

int receive_message(unsigned long long connection, message *self)
{
    unsigned char head[NUMBER_BYTES];
    if (!receive_all((SOCKET)connection, head, sizeof(head)))
        return 0;
    message length = {.bytes = head, .length = sizeof(head)};
    self->length = self->taken = 0;
    unsigned expected = (unsigned)take_number(&length);
    return receive_all((SOCKET)connection, room(self, expected), expected);
}

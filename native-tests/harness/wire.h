/* Messages between a test on Windows and the service that plays authority and responder for it on Linux: see service.c. */
#ifndef WIRE_H
#define WIRE_H

#include "pki.h"
#include "responder.h"

/* Says to the test where the service listens: a port on loopback. */
#define SERVICE_VARIABLE "STAPLE32_TEST_SERVICE"

enum question {
    ASK_ISSUE,
    ASK_FACTS,
    ASK_PEM,
    ASK_DIGEST,
    ASK_CRL,
    ASK_VERIFIED_STATUS,
    ASK_START,
    ASK_SET_ANSWER,
    ASK_SET_VALIDITY,
    ASK_REQUESTS,
    ASK_SERVE,
    ASK_SERVED,
    ASK_STOP,
    ASK_RESUME,
    ASK_LAST_BODY
};

/* All zero: empty. Numbers and byte strings, taken in the order in which they were put. */
typedef struct message {
    unsigned char *bytes;
    unsigned length, capacity, taken;
} message;

void put_number(message *self, long long value);
void put_bytes(message *self, const void *bytes, unsigned length);
void put_text(message *self, const char *text); /* may be NULL */

/* Fail the test if the message has no more. What is taken is the caller's, and ends with a zero byte. */
long long take_number(message *self);
encoded take_bytes(message *self);
char *take_text(message *self); /* NULL if NULL was put */

void put_options(message *self, const issue_options *options);
issue_options take_options(message *self);

/* `connection` is a socket. Receiving replaces what the message held; 0 if the other side has closed. */
void send_message(unsigned long long connection, const message *self);
int receive_message(unsigned long long connection, message *self);

/* The service's side: listens, with the place to ask in the environment from then on; begins to answer. */
int service_listen(void);
void service_start(int listener);

#endif

/* The bodies that the responder of the tests sends: OCSP responses made with libcrypto, and things that are none. */
#ifndef ANSWERS_H
#define ANSWERS_H

#include "responder.h"

typedef struct authority_keys {
    const identity *authority;
    identity *delegate;            /* OCSPSigning, from the authority */
    identity *delegate_without_eku;
    identity *stranger;            /* self-signed, OCSPSigning */
} authority_keys;

authority_keys answer_keys(const identity *authority);

/* Reads the question out of an HTTP request (GET or POST) and writes the body of the answer; returns its length. */
int answer_body(const authority_keys *keys, answer kind, long this_update_in, long next_update_in, const char *request, int length,
    unsigned char *body, int size);

#endif

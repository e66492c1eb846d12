/* An OCSP responder in the test process: a thread that answers HTTP on loopback, well or badly. */
#ifndef RESPONDER_H
#define RESPONDER_H

#include "pki.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef enum answer {
    ANSWER_GOOD,
    ANSWER_REVOKED,
    ANSWER_UNKNOWN,
    ANSWER_TRY_LATER,
    ANSWER_UNAUTHORIZED,
    ANSWER_HTML,              /* 200, text/html */
    ANSWER_HTML_AS_OCSP,      /* 200, application/ocsp-response, yet HTML */
    ANSWER_HTTP_500,
    ANSWER_EMPTY,             /* 200 with no body */
    ANSWER_TRUNCATED,         /* half of the body that was announced */
    ANSWER_TRAILING_BYTES,
    ANSWER_BAD_SIGNATURE,
    ANSWER_WRONG_SERIAL,
    ANSWER_ROGUE_SIGNER,      /* signed by a stranger's self-signed certificate, enclosed */
    ANSWER_DELEGATED,         /* signed by a certificate with OCSPSigning from the CA */
    ANSWER_DELEGATE_WITHOUT_EKU,
    ANSWER_EXPIRED,
    ANSWER_FROM_THE_FUTURE,
    ANSWER_CLOSE,             /* the connection is closed without an answer */
    ANSWER_HANG               /* the connection is accepted and never answered */
} answer;

#define RESPONDER_URL 128

typedef struct responder responder;

/* Answers for certificates of that authority. Starts with ANSWER_GOOD, valid from an hour ago for a day. */
responder *responder_start(const identity *authority);

/* As for issue_options.aia: "OCSP;URI:http://127.0.0.1:PORT/ocsp". */
const char *responder_aia(const responder *self);
const char *responder_url(const responder *self);

void responder_set_answer(responder *self, answer value);

/* Answers GET PATH with these bytes (kept by the caller; "/ca.cer") instead of a response; the URL is written to `url`, which
 * has room for RESPONDER_URL bytes. At most 16 paths; NULL bytes answer 404. */
void responder_serve(responder *self, const char *path, const unsigned char *bytes, unsigned length, char *url);

/* Requests for a path that responder_serve was told of. */
int responder_served(const responder *self, const char *path);

/* Of the next answers, in seconds from the time of the answer. */
void responder_set_validity(responder *self, long this_update_in, long next_update_in);

/* Requests that have arrived. */
int responder_requests(const responder *self);

/* Stops listening: connections are refused until responder_resume. */
void responder_stop(responder *self);
void responder_resume(responder *self);

/* The body of the last answer; the length is returned. */
unsigned responder_last_body(const responder *self, unsigned char *buffer, unsigned size);

#ifdef __cplusplus
}
#endif

#endif

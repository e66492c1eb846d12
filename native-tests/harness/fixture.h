/* What most tests stand on: an authority, its responder, an end certificate, and their chain built through the library. */
#ifndef FIXTURE_H
#define FIXTURE_H

#include "check.h"
#include "pki.h"
#include "responder.h"

/* After OpenSSL's headers, so that the names both want carry a prefix. */
#include <staple32/staple32.h>

typedef struct fixture {
    identity *root;
    identity *leaf;
    responder *responder;
    PCCERT_CONTEXT certificate;
    PCCERT_CHAIN_CONTEXT chain;
} fixture;

/* A leaf whose AIA names the responder, and its chain. */
fixture fixture_make(void);

/* The chain of another leaf of that authority. */
PCCERT_CHAIN_CONTEXT fixture_chain(const fixture *self, const identity *leaf);

/* A chain of an end certificate and its issuers (NULL-terminated array) through an engine that trusts the last. */
PCCERT_CHAIN_CONTEXT chain_of(const identity *leaf, const identity *const *issuers);

/* Opens, or fails the test. */
HCERT_SERVER_OCSP_RESPONSE open_response(PCCERT_CHAIN_CONTEXT chain, DWORD flags);

/* Gets, or fails the test. */
PCCERT_SERVER_OCSP_RESPONSE_CONTEXT get_response(HCERT_SERVER_OCSP_RESPONSE handle);

/* Waits until Get hands out a response, or one other than `previous`; fails the test after 20 seconds. */
PCCERT_SERVER_OCSP_RESPONSE_CONTEXT wait_for_response(HCERT_SERVER_OCSP_RESPONSE handle, PCCERT_SERVER_OCSP_RESPONSE_CONTEXT previous);

/* Has OpenSSL verify a staple as a TLS client would; the certificate's status is returned. */
int verified_status(PCCERT_SERVER_OCSP_RESPONSE_CONTEXT context, const identity *leaf, const identity *issuer);

/* Settings as environment variables: SrvOcspResp<name>. To be called before the first call of the library. */
void set_setting(const char *name, long value);

/* Responses are due again at once and every second. */
void refresh_every_second(responder *responder);

void sleep_milliseconds(long milliseconds);
double seconds_now(void); /* monotonic */

#endif

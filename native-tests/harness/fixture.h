/* What most tests stand on: an authority, its responder, an end certificate, and their chain built through the library. */
#ifndef FIXTURE_H
#define FIXTURE_H

#include "check.h"
#include "pki.h"
#include "responder.h"

#include <staple32/staple32.h>
#ifdef _WIN32
/* Elsewhere their constants that policies take are in wincrypt.h. */
#include <wininet.h>
#include <wintrust.h>
#endif

#ifdef __cplusplus
extern "C" {
#endif

typedef struct fixture {
    identity *root;
    identity *leaf;
    responder *responder;
    PCCERT_CONTEXT certificate;
    PCCERT_CHAIN_CONTEXT chain;
} fixture;

/* A leaf whose AIA names the responder, and its chain. */
fixture fixture_make(void);

/* A fixture with which everything was done once that starts the library's threads, sockets and cryptography. */
fixture use_everything(void);

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

/* Has OpenSSL verify a staple as a TLS client would; the certificate's status (STATUS_GOOD ...) is returned. */
int verified_status(PCCERT_SERVER_OCSP_RESPONSE_CONTEXT context, const identity *leaf, const identity *issuer);

/* The setting SrvOcspResp<name>. To be called before the first call of the library. */
void set_setting(const char *name, long value);

/* Responses are due again at once and every second. */
void refresh_every_second(responder *responder);

/* Seconds since 1970. */
long long unix_time(FILETIME time);
FILETIME filetime_of(long long seconds);

/* Characters of ASCII; `wide` has room for `size` of them. */
void widen(WCHAR *wide, size_t size, const char *text);

#ifdef __cplusplus
}
#endif

#endif

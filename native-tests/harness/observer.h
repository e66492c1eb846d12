/* An update callback that notes what it is called with, and does what a test wants done meanwhile. */
#ifndef OBSERVER_H
#define OBSERVER_H

#include "atomics.h"
#include "fixture.h"

#ifdef __cplusplus
extern "C" {
#endif

#define PATIENCE_SECONDS 20.0
#define WAIT_FOR(condition)                                                                              \
    do {                                                                                                 \
        double wait_deadline = seconds_now() + PATIENCE_SECONDS;                                         \
        while (!(condition)) {                                                                           \
            if (seconds_now() > wait_deadline)                                                           \
                FAIL("not within %.0f seconds: %s", PATIENCE_SECONDS, #condition);                       \
            sleep_milliseconds(5);                                                                       \
        }                                                                                                \
    } while (0)

/* What a callback does and sees; pvUpdateCallbackArg. */
typedef struct observer {
    atomic_int calls, running, overlaps, mismatches;
    atomic_int is_blocked;      /* keeps every call waiting while not 0 */
    atomic_int finished;        /* calls that have returned */
    PCCERT_CHAIN_CONTEXT chain; /* the last call's arguments, kept with references of our own */
    PCCERT_SERVER_OCSP_RESPONSE_CONTEXT response;
    PCCRL_CONTEXT crl;
    atomic_int had_previous;
    DWORD write_error;
    HCERT_SERVER_OCSP_RESPONSE to_close; /* closed from within */
    PCCERT_CHAIN_CONTEXT to_open;        /* opened from within, with to_open_observer */
    struct observer *to_open_observer;
    int frees_what_it_borrowed;
    int lingers;                         /* milliseconds */
    atomic_int *gathering;               /* calls wait here until OBSERVERS_GATHERED of them have come */
} observer;

#define OBSERVERS_GATHERED 60

/* The callback. */
void WINAPI observe(PCCERT_CHAIN_CONTEXT chain, PCCERT_SERVER_OCSP_RESPONSE_CONTEXT response, PCCRL_CONTEXT crl,
    PCCRL_CONTEXT previous, PVOID argument, DWORD write_error);

/* Opens with the callback, or fails the test. */
HCERT_SERVER_OCSP_RESPONSE open_observed(PCCERT_CHAIN_CONTEXT chain, DWORD flags, observer *observer);

/* Calls did not overlap, and each was given what the one before had been given. */
void check_orderly(const observer *observer);

/* The CRL is the view of the response. */
void check_view(PCCERT_SERVER_OCSP_RESPONSE_CONTEXT response, PCCRL_CONTEXT crl);

#ifdef __cplusplus
}
#endif

#endif

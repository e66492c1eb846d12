/* How calls of the update callback end, and what they leave behind. */
#include "observer.h"

TEST(close_from_inside_does_not_wait_and_ends_the_calls)
{
    fixture f = fixture_make();
    refresh_every_second(f.responder);
    HCERT_SERVER_OCSP_RESPONSE witness = open_response(fixture_chain(&f, f.leaf), 0);
    observer seen = {.is_blocked = 1};
    HCERT_SERVER_OCSP_RESPONSE handle = open_observed(f.chain, CERT_SERVER_OCSP_RESPONSE_ASYNC_FLAG, &seen);
    WAIT_FOR(atomic_load(&seen.calls) == 1);
    /* The handle's reference to the chain is the last one, and the next call closes the handle: what the call was given
     * stays good until it returns. */
    CertFreeCertificateChain(f.chain);
    CertFreeCertificateChain(seen.chain);
    seen.chain = NULL;
    seen.to_close = handle;
    atomic_store(&seen.is_blocked, 0);
    WAIT_FOR(atomic_load(&seen.finished) == 2);

    PCCERT_SERVER_OCSP_RESPONSE_CONTEXT now = get_response(witness), next = wait_for_response(witness, now), later = wait_for_response(witness, next);
    CHECK_EQ(atomic_load(&seen.calls), 2);
    CHECK_EQ(seen.chain->cChain, 1);
    CertFreeCertificateChain(seen.chain);
    check_orderly(&seen);
    CertFreeServerOcspResponseContext(now);
    CertFreeServerOcspResponseContext(next);
    CertFreeServerOcspResponseContext(later);
    CertCloseServerOcspResponse(witness, 0);
}

static void *unblock_after_a_moment(void *argument)
{
    observer *seen = (observer *)argument;
    sleep_milliseconds(300);
    CHECK_EQ(atomic_load(&seen->finished), 0);
    atomic_store(&seen->is_blocked, 0);
    return NULL;
}

TEST(close_from_outside_waits_for_a_running_call_and_no_other_follows)
{
    fixture f = fixture_make();
    refresh_every_second(f.responder);
    HCERT_SERVER_OCSP_RESPONSE witness = open_response(f.chain, 0);
    observer *seen = (observer *)calloc(1, sizeof(*seen));
    atomic_store(&seen->is_blocked, 1);
    HCERT_SERVER_OCSP_RESPONSE handle = open_observed(f.chain, CERT_SERVER_OCSP_RESPONSE_ASYNC_FLAG, seen);
    WAIT_FOR(atomic_load(&seen->calls) == 1);
    /* One is waiting in line. */
    PCCERT_SERVER_OCSP_RESPONSE_CONTEXT first = get_response(witness), second = wait_for_response(witness, first);
    thread *worker = thread_start(unblock_after_a_moment, seen);
    CertCloseServerOcspResponse(handle, 0);
    CHECK_EQ(atomic_load(&seen->finished), 1);
    thread_join(worker);

    /* The argument may go now: whoever still calls would be seen by valgrind and the sanitizer, and here by the pattern. */
    observer copy = *seen;
    memset(seen, 0, sizeof(*seen));
    PCCERT_SERVER_OCSP_RESPONSE_CONTEXT third = wait_for_response(witness, second), fourth = wait_for_response(witness, third);
    CHECK_EQ(atomic_load(&seen->calls), 0);
    free(seen);
    check_orderly(&copy);
    CertFreeServerOcspResponseContext(first);
    CertFreeServerOcspResponseContext(second);
    CertFreeServerOcspResponseContext(third);
    CertFreeServerOcspResponseContext(fourth);
    CertCloseServerOcspResponse(witness, 0);
}

TEST(what_was_kept_outlives_the_handle_and_later_updates)
{
    fixture f = fixture_make();
    refresh_every_second(f.responder);
    observer seen = {0};
    HCERT_SERVER_OCSP_RESPONSE handle = open_observed(f.chain, 0, &seen);
    PCCRL_CONTEXT crl = CertDuplicateCRLContext(seen.crl);
    PCCERT_SERVER_OCSP_RESPONSE_CONTEXT response = seen.response;
    CertAddRefServerOcspResponseContext(response);
    int calls = atomic_load(&seen.finished);
    WAIT_FOR(atomic_load(&seen.finished) >= calls + 2);
    CertCloseServerOcspResponse(handle, 0);
    CertFreeCertificateChain(f.chain);
    CHECK(seen.response != response && seen.crl != crl);
    check_view(response, crl);
    check_view(seen.response, seen.crl);
    CHECK_EQ(verified_status(response, f.leaf, f.root), 0);
    CertFreeServerOcspResponseContext(response);
    CertFreeCRLContext(crl);
}

TEST(freeing_what_was_only_borrowed_does_no_harm)
{
    fixture f = fixture_make();
    refresh_every_second(f.responder);
    observer seen = {.frees_what_it_borrowed = 1};
    HCERT_SERVER_OCSP_RESPONSE handle = open_observed(f.chain, 0, &seen);
    WAIT_FOR(atomic_load(&seen.finished) >= 2);
    CertCloseServerOcspResponse(handle, 0);
}

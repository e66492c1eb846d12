/* The update callback: when it comes, with what, and how it ends. */
#include "atomics.h"
#include "fixture.h"

#define PATIENCE_SECONDS 20.0
#define GATHERED 60
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
    atomic_int *gathering;               /* calls wait here until GATHERED of them have come */
} observer;

static void check_view(PCCERT_SERVER_OCSP_RESPONSE_CONTEXT response, PCCRL_CONTEXT crl)
{
    BYTE property[65536];
    DWORD size = sizeof(property);
    CHECK_OK(CertGetCRLContextProperty(crl, CERT_OCSP_RESPONSE_PROP_ID, property, &size));
    CHECK_EQ(size, response->cbEncodedOcspResponse);
    CHECK_BYTES(property, response->pbEncodedOcspResponse, size);
}

static void WINAPI observe(PCCERT_CHAIN_CONTEXT chain, PCCERT_SERVER_OCSP_RESPONSE_CONTEXT response, PCCRL_CONTEXT crl,
    PCCRL_CONTEXT previous, PVOID argument, DWORD write_error);

static HCERT_SERVER_OCSP_RESPONSE open_observed(PCCERT_CHAIN_CONTEXT chain, DWORD flags, observer *observer)
{
    CERT_SERVER_OCSP_RESPONSE_OPEN_PARA para = {.cbSize = sizeof(para), .pfnUpdateCallback = observe, .pvUpdateCallbackArg = observer};
    HCERT_SERVER_OCSP_RESPONSE handle;
    CHECK_OK((handle = CertOpenServerOcspResponse(chain, flags, &para)));
    return handle;
}

static void WINAPI observe(PCCERT_CHAIN_CONTEXT chain, PCCERT_SERVER_OCSP_RESPONSE_CONTEXT response, PCCRL_CONTEXT crl,
    PCCRL_CONTEXT previous, PVOID argument, DWORD write_error)
{
    observer *self = (observer *)argument;
    if (atomic_fetch_add(&self->running, 1) != 0)
        atomic_fetch_add(&self->overlaps, 1);
    check_view(response, crl);
    /* We kept the last call's CRL, so this call's previous one is the very same. */
    if (previous != self->crl)
        atomic_fetch_add(&self->mismatches, 1);
    atomic_store(&self->had_previous, previous != NULL);

    if (self->to_close) {
        CertCloseServerOcspResponse(self->to_close, 0);
        CHECK_FAILS(CertGetServerOcspResponseContext(self->to_close, 0, NULL), ERROR_INVALID_HANDLE);
    }
    if (self->gathering) {
        atomic_fetch_add(self->gathering, 1);
        WAIT_FOR(atomic_load(self->gathering) >= GATHERED);
    }
    if (self->to_open)
        CertCloseServerOcspResponse(open_observed(self->to_open, 0, self->to_open_observer), 0);

    PCCERT_CHAIN_CONTEXT old_chain = self->chain;
    PCCERT_SERVER_OCSP_RESPONSE_CONTEXT old_response = self->response;
    PCCRL_CONTEXT old_crl = self->crl;
    self->chain = CertDuplicateCertificateChain(chain);
    CHECK_PTR(self->chain, chain); /* a freed one would be taken for a foreign one, and copied */
    self->crl = CertDuplicateCRLContext(crl);
    CertAddRefServerOcspResponseContext(response);
    self->response = response;
    self->write_error = write_error;
    if (old_chain)
        CertFreeCertificateChain(old_chain);
    CertFreeCRLContext(old_crl);
    CertFreeServerOcspResponseContext(old_response);

    if (self->frees_what_it_borrowed) {
        CertFreeCRLContext(crl); /* ours */
        CertFreeCRLContext(crl); /* not ours */
        CertFreeCRLContext(crl);
        check_view(response, crl);
        self->crl = NULL;
    }

    atomic_fetch_add(&self->calls, 1);
    sleep_milliseconds(self->lingers);
    for (double deadline = seconds_now() + 10; atomic_load(&self->is_blocked) && seconds_now() < deadline;)
        sleep_milliseconds(5);
    atomic_fetch_add(&self->finished, 1);
    atomic_fetch_sub(&self->running, 1);
}

static void check_orderly(const observer *observer)
{
    CHECK_EQ(atomic_load(&observer->overlaps), 0);
    CHECK_EQ(atomic_load(&observer->mismatches), 0);
}

TEST(a_blocking_open_returns_after_the_first_call)
{
    fixture f = fixture_make();
    observer seen = {0};
    HCERT_SERVER_OCSP_RESPONSE handle = open_observed(f.chain, 0, &seen);
    CHECK_EQ(atomic_load(&seen.finished), 1);
    CHECK_EQ(atomic_load(&seen.had_previous), 0);
    CHECK_PTR(seen.chain, f.chain);
    CHECK_EQ(seen.write_error, 0);
    PCCERT_SERVER_OCSP_RESPONSE_CONTEXT response = get_response(handle);
    CHECK_PTR(seen.response, response);
    CertFreeServerOcspResponseContext(response);
    CertCloseServerOcspResponse(handle, 0);
    CHECK_EQ(atomic_load(&seen.calls), 1);
    check_orderly(&seen);
}

TEST(an_asynchronous_open_is_called_back_later)
{
    fixture f = fixture_make();
    observer seen = {0};
    HCERT_SERVER_OCSP_RESPONSE handle = open_observed(f.chain, CERT_SERVER_OCSP_RESPONSE_ASYNC_FLAG, &seen);
    WAIT_FOR(atomic_load(&seen.finished) == 1);
    CertCloseServerOcspResponse(handle, 0);
    check_orderly(&seen);
}

TEST(the_view_says_what_the_response_says)
{
    fixture f = fixture_make();
    observer seen = {0};
    HCERT_SERVER_OCSP_RESPONSE handle = open_observed(f.chain, 0, &seen);
    const CRL_INFO *info = seen.crl->pCrlInfo;
    const CERT_INFO *leaf = f.certificate->pCertInfo;
    CHECK_EQ(info->Issuer.cbData, leaf->Issuer.cbData);
    CHECK_BYTES(info->Issuer.pbData, leaf->Issuer.pbData, leaf->Issuer.cbData);
    CHECK_EQ(info->cCRLEntry, 0);
    CHECK_EQ(CertVerifyCRLTimeValidity(NULL, seen.crl->pCrlInfo), 0);
    CHECK_OK(CertIsValidCRLForCertificate(f.certificate, seen.crl, 0, NULL));

    WCHAR url[512];
    DWORD size = sizeof(url);
    const char *expected = responder_url(f.responder);
    CHECK_OK(CertGetCRLContextProperty(seen.crl, CERT_SOURCE_URL_PROP_ID, url, &size));
    CHECK_EQ(size, 2 * (strlen(expected) + 1));
    for (size_t i = 0; i <= strlen(expected); i++)
        CHECK_EQ(url[i], expected[i]);
    CertCloseServerOcspResponse(handle, 0);
}

TEST(a_revoked_response_is_an_entry_in_the_view)
{
    fixture f = fixture_make();
    responder_set_answer(f.responder, ANSWER_REVOKED);
    observer seen = {0};
    HCERT_SERVER_OCSP_RESPONSE handle = open_observed(f.chain, 0, &seen);
    CHECK_EQ(seen.crl->pCrlInfo->cCRLEntry, 1);
    PCRL_ENTRY entry;
    CHECK_OK(CertFindCertificateInCRL(f.certificate, seen.crl, 0, NULL, &entry));
    CHECK_PTR(entry, seen.crl->pCrlInfo->rgCRLEntry);
    CHECK_EQ(entry->cExtension, 1);
    CHECK_STR(entry->rgExtension[0].pszObjId, szOID_CRL_REASON_CODE);
    CHECK_BYTES(entry->rgExtension[0].Value.pbData, "\x0a\x01\x01", 3);
    CertCloseServerOcspResponse(handle, 0);
}

TEST(a_response_that_is_not_valid_any_more_is_told_but_not_handed_out)
{
    fixture f = fixture_make();
    responder_set_answer(f.responder, ANSWER_EXPIRED);
    observer seen = {0};
    HCERT_SERVER_OCSP_RESPONSE handle = open_observed(f.chain, 0, &seen);
    CHECK_EQ(atomic_load(&seen.finished), 1);
    CHECK_FAILS(CertGetServerOcspResponseContext(handle, 0, NULL), CRYPT_E_REVOCATION_OFFLINE);
    CHECK_EQ(CertVerifyCRLTimeValidity(NULL, seen.crl->pCrlInfo), 1);
    CertCloseServerOcspResponse(handle, 0);
}

TEST(updates_come_in_order_and_one_at_a_time)
{
    fixture f = fixture_make();
    refresh_every_second(f.responder);
    observer seen = {.is_blocked = 1};
    HCERT_SERVER_OCSP_RESPONSE handle = open_observed(f.chain, CERT_SERVER_OCSP_RESPONSE_ASYNC_FLAG, &seen);
    WAIT_FOR(atomic_load(&seen.calls) == 1);
    /* Two more arrive while the first call still runs. */
    PCCERT_SERVER_OCSP_RESPONSE_CONTEXT first = wait_for_response(handle, NULL), second = wait_for_response(handle, first);
    PCCERT_SERVER_OCSP_RESPONSE_CONTEXT third = wait_for_response(handle, second);
    CHECK_EQ(atomic_load(&seen.calls), 1);
    CHECK_PTR(seen.response, first);
    atomic_store(&seen.is_blocked, 0);
    WAIT_FOR(atomic_load(&seen.finished) >= 3);
    CHECK_EQ(atomic_load(&seen.had_previous), 1);
    CertCloseServerOcspResponse(handle, 0);
    check_orderly(&seen);
    CertFreeServerOcspResponseContext(first);
    CertFreeServerOcspResponseContext(second);
    CertFreeServerOcspResponseContext(third);
}

TEST(a_handle_that_joins_gets_one_call_without_previous)
{
    fixture f = fixture_make();
    observer first = {0}, joined = {0};
    HCERT_SERVER_OCSP_RESPONSE handle = open_observed(f.chain, 0, &first);
    PCCERT_CHAIN_CONTEXT same = fixture_chain(&f, f.leaf);
    HCERT_SERVER_OCSP_RESPONSE other = open_observed(same, 0, &joined);
    CHECK_EQ(responder_requests(f.responder), 1);
    CHECK_EQ(atomic_load(&joined.finished), 1);
    CHECK_EQ(atomic_load(&joined.had_previous), 0);
    CHECK_PTR(joined.chain, same);
    CHECK_PTR(joined.response, first.response);
    CertCloseServerOcspResponse(other, 0);
    CertCloseServerOcspResponse(handle, 0);
    CHECK_EQ(atomic_load(&first.calls), 1);
    CHECK_EQ(atomic_load(&joined.calls), 1);
}

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

TEST(a_call_that_blocks_for_ten_seconds_delays_nobody_else)
{
    fixture f = fixture_make();
    refresh_every_second(f.responder);
    observer blocked = {.is_blocked = 1};
    HCERT_SERVER_OCSP_RESPONSE slow = open_observed(f.chain, CERT_SERVER_OCSP_RESPONSE_ASYNC_FLAG, &blocked);
    WAIT_FOR(atomic_load(&blocked.calls) == 1);
    double start = seconds_now();

    enum { OTHERS = 50 };
    static observer others[OTHERS];
    HCERT_SERVER_OCSP_RESPONSE handles[OTHERS];
    for (int i = 0; i < OTHERS; i++) {
        /* Every other one shares the entry of the slow one. */
        PCCERT_CHAIN_CONTEXT chain = i % 2 ? f.chain : fixture_chain(&f, pki_issue(f.root, "other", (issue_options){.aia = responder_aia(f.responder)}));
        handles[i] = open_observed(chain, 0, &others[i]);
        CHECK(atomic_load(&others[i].finished) >= 1);
    }
    /* Nor is the blocked handle's own response held up. */
    PCCERT_SERVER_OCSP_RESPONSE_CONTEXT now = get_response(slow), next = wait_for_response(slow, now);
    for (int i = 0; i < OTHERS; i++)
        WAIT_FOR(atomic_load(&others[i].finished) >= 2);
    CHECK_EQ(atomic_load(&blocked.finished), 0);
    CHECK(seconds_now() - start < 9);

    atomic_store(&blocked.is_blocked, 0);
    for (int i = 0; i < OTHERS; i++) {
        CertCloseServerOcspResponse(handles[i], 0);
        check_orderly(&others[i]);
    }
    CertCloseServerOcspResponse(slow, 0);
    CHECK(atomic_load(&blocked.finished) >= 1);
    CertFreeServerOcspResponseContext(now);
    CertFreeServerOcspResponseContext(next);
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

static void *open_and_close(void *argument)
{
    const fixture *f = (const fixture *)argument;
    for (int i = 0; i < 100; i++) {
        observer *seen = (observer *)calloc(1, sizeof(*seen));
        seen->lingers = 2;
        HCERT_SERVER_OCSP_RESPONSE handle = open_observed(f->chain, i % 3 ? CERT_SERVER_OCSP_RESPONSE_ASYNC_FLAG : 0, seen);
        if (i % 3 == 1)
            WAIT_FOR(atomic_load(&seen->calls) > 0);
        CertCloseServerOcspResponse(handle, 0);
        CHECK_EQ(atomic_load(&seen->running), 0);
        check_orderly(seen);
        if (seen->chain)
            CertFreeCertificateChain(seen->chain);
        CertFreeCRLContext(seen->crl);
        CertFreeServerOcspResponseContext(seen->response);
        /* A call that came now would find the pattern in place of its references. */
        memset(seen, 0x5a, sizeof(*seen));
        free(seen);
    }
    return NULL;
}

TEST(handles_come_and_go_on_many_threads)
{
    enum { THREADS = 8 };
    fixture f = fixture_make();
    refresh_every_second(f.responder);
    HCERT_SERVER_OCSP_RESPONSE handle = open_response(f.chain, 0);
    thread *threads[THREADS];
    for (int i = 0; i < THREADS; i++)
        threads[i] = thread_start(open_and_close, &f);
    for (int i = 0; i < THREADS; i++)
        thread_join(threads[i]);
    CertFreeServerOcspResponseContext(get_response(handle));
    CertCloseServerOcspResponse(handle, 0);
}

/* More than there may be threads, and as many as there may be wait at the same time: those that wait for another
 * callback do not count. */
TEST(a_hundred_callbacks_may_each_open_a_handle_and_wait_for_its_callback)
{
    enum { COUNT = 100 };
    fixture f = fixture_make();
    static observer outer[COUNT], inner[COUNT];
    static atomic_int gathering;
    HCERT_SERVER_OCSP_RESPONSE handles[COUNT];
    for (int i = 0; i < COUNT; i++) {
        outer[i].to_open = f.chain;
        outer[i].to_open_observer = &inner[i];
        outer[i].gathering = &gathering;
        handles[i] = open_observed(f.chain, CERT_SERVER_OCSP_RESPONSE_ASYNC_FLAG, &outer[i]);
    }
    for (int i = 0; i < COUNT; i++)
        WAIT_FOR(atomic_load(&outer[i].finished) == 1);
    for (int i = 0; i < COUNT; i++) {
        CertCloseServerOcspResponse(handles[i], 0);
        CHECK_EQ(atomic_load(&inner[i].finished), 1);
    }
}

TEST(a_callback_past_cbsize_counts_as_absent)
{
    fixture f = fixture_make();
    observer seen = {0};
    CERT_SERVER_OCSP_RESPONSE_OPEN_PARA para = {.cbSize = 24, .pfnUpdateCallback = observe, .pvUpdateCallbackArg = &seen};
    HCERT_SERVER_OCSP_RESPONSE handle;
    CHECK_OK((handle = CertOpenServerOcspResponse(f.chain, 0, &para)));
    CertFreeServerOcspResponseContext(get_response(handle));
    CertCloseServerOcspResponse(handle, 0);
    CHECK_EQ(atomic_load(&seen.calls), 0);
}

static int callback_threads(void) { return running_threads_named("staple32-callba"); }

TEST(threads_come_when_needed_and_go_when_not)
{
    enum { COUNT = 80, MOST = 64 };
    fixture f = fixture_make();
    HCERT_SERVER_OCSP_RESPONSE plain = open_response(f.chain, 0);
    CHECK_EQ(callback_threads(), 0);

    static observer seen[COUNT];
    HCERT_SERVER_OCSP_RESPONSE handles[COUNT];
    for (int i = 0; i < COUNT; i++) {
        atomic_store(&seen[i].is_blocked, 1);
        handles[i] = open_observed(f.chain, CERT_SERVER_OCSP_RESPONSE_ASYNC_FLAG, &seen[i]);
    }
    int running = 0;
    WAIT_FOR(callback_threads() == MOST);
    for (int i = 0; i < COUNT; i++)
        running += atomic_load(&seen[i].calls);
    CHECK(running <= MOST);
    for (int i = 0; i < COUNT; i++)
        atomic_store(&seen[i].is_blocked, 0);
    for (int i = 0; i < COUNT; i++)
        WAIT_FOR(atomic_load(&seen[i].finished) == 1);
    /* One stays for as long as a handle may need it. */
    WAIT_FOR(callback_threads() == 1);
    for (int i = 0; i < COUNT; i++)
        CertCloseServerOcspResponse(handles[i], 0);
    WAIT_FOR(callback_threads() == 0);
    CertCloseServerOcspResponse(plain, 0);
}

static void WINAPI note_thread(PCCERT_CHAIN_CONTEXT chain, PCCERT_SERVER_OCSP_RESPONSE_CONTEXT response, PCCRL_CONTEXT crl,
    PCCRL_CONTEXT previous, PVOID argument, DWORD write_error)
{
    (void)chain, (void)response, (void)crl, (void)previous, (void)write_error;
    *(unsigned *)argument = current_thread();
}

/* Mono, for one, waits at the end of the process for every thread that has been in its code. */
TEST(a_thread_that_was_in_the_hosts_code_ends_while_the_handle_is_open)
{
    fixture f = fixture_make();
    unsigned seen = 0;
    CERT_SERVER_OCSP_RESPONSE_OPEN_PARA para = {.cbSize = sizeof(para), .pfnUpdateCallback = note_thread, .pvUpdateCallbackArg = &seen};
    HCERT_SERVER_OCSP_RESPONSE handle;
    CHECK_OK((handle = CertOpenServerOcspResponse(f.chain, 0, &para)));
    CHECK(seen != 0 && seen != current_thread());
    WAIT_FOR(!is_thread_running(seen));
    WAIT_FOR(callback_threads() == 1);
    CertCloseServerOcspResponse(handle, 0);
}

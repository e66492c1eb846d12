/* The threads on which update callbacks run: many handles, and calls that take their time. */
#include "observer.h"

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

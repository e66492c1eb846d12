/* Many threads on the same handles and contexts while responses are replaced. */
#include "atomics.h"
#include "fixture.h"

#define THREADS 64
#define HAMMER_SECONDS 3.0

typedef struct shared {
    fixture f;
    HCERT_SERVER_OCSP_RESPONSE handle;
    atomic_int stop;
    atomic_int replaced;
    atomic_long rounds;
} shared;

static void run_threads(shared *all, void *(*work)(void *))
{
    thread *threads[THREADS];
    for (int i = 0; i < THREADS; i++)
        threads[i] = thread_start(work, all);
    double end = seconds_now() + HAMMER_SECONDS;
    while (seconds_now() < end)
        sleep_milliseconds(50);
    atomic_store(&all->stop, 1);
    for (int i = 0; i < THREADS; i++)
        thread_join(threads[i]);
    printf("%lld rounds, %d responses\n", all->rounds, all->replaced);
}

/* A torn or freed response would not be DER of its own length. */
static void check_whole(PCCERT_SERVER_OCSP_RESPONSE_CONTEXT context)
{
    const BYTE *der = context->pbEncodedOcspResponse;
    CHECK_EQ(context->cbSize, 24);
    CHECK_EQ(der[0], 0x30);
    CHECK_EQ(der[1], 0x82);
    CHECK_EQ(der[2] << 8 | der[3], context->cbEncodedOcspResponse - 4);
}

static void *get_and_free(void *argument)
{
    shared *all = (shared *)argument;
    PCCERT_SERVER_OCSP_RESPONSE_CONTEXT kept = NULL;
    while (!atomic_load(&all->stop)) {
        PCCERT_SERVER_OCSP_RESPONSE_CONTEXT context = get_response(all->handle);
        check_whole(context);
        if (context != kept) {
            CertAddRefServerOcspResponseContext(context);
            if (kept)
                check_whole(kept);
            CertFreeServerOcspResponseContext(kept);
            kept = context;
            atomic_fetch_add(&all->replaced, 1);
        }
        CertFreeServerOcspResponseContext(context);
        atomic_fetch_add(&all->rounds, 1);
    }
    CertFreeServerOcspResponseContext(kept);
    return NULL;
}

static void *addref_and_close(void *argument)
{
    shared *all = (shared *)argument;
    while (!atomic_load(&all->stop)) {
        CertAddRefServerOcspResponse(all->handle);
        PCCERT_SERVER_OCSP_RESPONSE_CONTEXT context = get_response(all->handle);
        CertCloseServerOcspResponse(all->handle, 0);
        check_whole(context);
        CertFreeServerOcspResponseContext(context);
        atomic_fetch_add(&all->rounds, 1);
    }
    return NULL;
}

static void *open_and_close(void *argument)
{
    shared *all = (shared *)argument;
    while (!atomic_load(&all->stop)) {
        HCERT_SERVER_OCSP_RESPONSE handle = open_response(all->f.chain, 0);
        PCCERT_SERVER_OCSP_RESPONSE_CONTEXT context = get_response(handle);
        CertCloseServerOcspResponse(handle, 0);
        check_whole(context);
        CertFreeServerOcspResponseContext(context);
        CHECK_FAILS(CertGetServerOcspResponseContext(handle, 0, NULL), ERROR_INVALID_HANDLE);
        atomic_fetch_add(&all->rounds, 1);
    }
    return NULL;
}

/* Threads that know a handle which is closed and opened under their feet. */
static void *get_whatever_is_there(void *argument)
{
    shared *all = (shared *)argument;
    while (!atomic_load(&all->stop)) {
        HCERT_SERVER_OCSP_RESPONSE handle = *(HCERT_SERVER_OCSP_RESPONSE volatile *)&all->handle;
        PCCERT_SERVER_OCSP_RESPONSE_CONTEXT context = CertGetServerOcspResponseContext(handle, 0, NULL);
        if (context) {
            check_whole(context);
            CertFreeServerOcspResponseContext(context);
        } else if (GetLastError() != (DWORD)CRYPT_E_REVOCATION_OFFLINE) {
            /* A Get that meets the last Close may also find the handle still there and its response gone. */
            CHECK_LAST_ERROR("CertGetServerOcspResponseContext", ERROR_INVALID_HANDLE);
        }
        atomic_fetch_add(&all->rounds, 1);
    }
    return NULL;
}

static shared *shared_make(void)
{
    shared *made = (shared *)calloc(1, sizeof(*made));
    made->f = fixture_make();
    refresh_every_second(made->f.responder);
    made->handle = open_response(made->f.chain, 0);
    return made;
}

TEST(get_and_free_while_responses_are_replaced)
{
    shared *all = shared_make();
    run_threads(all, get_and_free);
    CHECK(all->replaced > THREADS); /* more than the first one */
    CertCloseServerOcspResponse(all->handle, 0);
}

TEST(addref_and_close_while_responses_are_replaced)
{
    shared *all = shared_make();
    run_threads(all, addref_and_close);
    CertFreeServerOcspResponseContext(get_response(all->handle));
    CertCloseServerOcspResponse(all->handle, 0);
    CHECK_FAILS(CertGetServerOcspResponseContext(all->handle, 0, NULL), ERROR_INVALID_HANDLE);
}

TEST(open_and_close_on_one_chain)
{
    shared *all = shared_make();
    run_threads(all, open_and_close);
    CertCloseServerOcspResponse(all->handle, 0);
}

TEST(handles_closed_under_the_feet_of_others)
{
    shared *all = shared_make();
    thread *threads[THREADS];
    for (int i = 0; i < THREADS; i++)
        threads[i] = thread_start(get_whatever_is_there, all);
    for (double end = seconds_now() + HAMMER_SECONDS; seconds_now() < end;) {
        HCERT_SERVER_OCSP_RESPONSE old = all->handle;
        *(HCERT_SERVER_OCSP_RESPONSE volatile *)&all->handle = open_response(all->f.chain, 0);
        CertCloseServerOcspResponse(old, 0);
    }
    atomic_store(&all->stop, 1);
    for (int i = 0; i < THREADS; i++)
        thread_join(threads[i]);
    CertCloseServerOcspResponse(all->handle, 0);
}

static void *first_call(void *argument)
{
    atomic_int *waiting = (atomic_int *)argument;
    atomic_fetch_sub(waiting, 1);
    while (atomic_load(waiting) > 0)
        sleep_milliseconds(0);
    CHECK_FAILS(CertOpenServerOcspResponse(NULL, 0, NULL), ERROR_INVALID_PARAMETER);
    return NULL;
}

TEST(the_first_calls_come_from_many_threads_at_once)
{
    atomic_int waiting = THREADS;
    thread *threads[THREADS];
    for (int i = 0; i < THREADS; i++)
        threads[i] = thread_start(first_call, &waiting);
    for (int i = 0; i < THREADS; i++)
        thread_join(threads[i]);
}

static void *own_error(void *argument)
{
    DWORD mine = (DWORD)(ULONG_PTR)argument;
    for (int i = 0; i < 1000; i++) {
        SetLastError(mine);
        CHECK_EQ(GetLastError(), mine);
    }
    return NULL;
}

TEST(every_thread_has_its_own_last_error)
{
    thread *threads[THREADS];
    SetLastError(4711);
    for (int i = 0; i < THREADS; i++)
        threads[i] = thread_start(own_error, (void *)(ULONG_PTR)(i + 1));
    for (int i = 0; i < THREADS; i++)
        thread_join(threads[i]);
    CHECK_EQ(GetLastError(), 4711);
}

static void *short_life(void *argument)
{
    CertFreeServerOcspResponseContext(get_response(argument));
    return NULL;
}

TEST(threads_that_come_and_go)
{
    fixture f = fixture_make();
    HCERT_SERVER_OCSP_RESPONSE handle = open_response(f.chain, 0);
    for (int i = 0; i < 2000; i++) {
        thread *worker = thread_start(short_life, handle);
        thread_join(worker);
    }
    CertCloseServerOcspResponse(handle, 0);
}

/* Many threads on the same handles and contexts while responses are replaced. */
#include "fixture.h"

#include <pthread.h>
#include <stdatomic.h>

#define THREADS 64
#define HAMMER_SECONDS 3.0

typedef struct shared {
    fixture f;
    HCERT_SERVER_OCSP_RESPONSE handle;
    _Atomic int stop;
    _Atomic int replaced;
    _Atomic long rounds;
} shared;

static void run_threads(shared *all, void *(*work)(void *))
{
    pthread_t threads[THREADS];
    for (int i = 0; i < THREADS; i++)
        CHECK(pthread_create(&threads[i], NULL, work, all) == 0);
    double end = seconds_now() + HAMMER_SECONDS;
    while (seconds_now() < end)
        sleep_milliseconds(50);
    all->stop = 1;
    for (int i = 0; i < THREADS; i++)
        CHECK(pthread_join(threads[i], NULL) == 0);
    printf("%ld rounds, %d responses\n", all->rounds, all->replaced);
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
    shared *all = argument;
    PCCERT_SERVER_OCSP_RESPONSE_CONTEXT kept = NULL;
    while (!all->stop) {
        PCCERT_SERVER_OCSP_RESPONSE_CONTEXT context = get_response(all->handle);
        check_whole(context);
        if (context != kept) {
            CertAddRefServerOcspResponseContext(context);
            if (kept)
                check_whole(kept);
            CertFreeServerOcspResponseContext(kept);
            kept = context;
            all->replaced++;
        }
        CertFreeServerOcspResponseContext(context);
        all->rounds++;
    }
    CertFreeServerOcspResponseContext(kept);
    return NULL;
}

static void *addref_and_close(void *argument)
{
    shared *all = argument;
    while (!all->stop) {
        CertAddRefServerOcspResponse(all->handle);
        PCCERT_SERVER_OCSP_RESPONSE_CONTEXT context = get_response(all->handle);
        CertCloseServerOcspResponse(all->handle, 0);
        check_whole(context);
        CertFreeServerOcspResponseContext(context);
        all->rounds++;
    }
    return NULL;
}

static void *open_and_close(void *argument)
{
    shared *all = argument;
    while (!all->stop) {
        HCERT_SERVER_OCSP_RESPONSE handle = open_response(all->f.chain, 0);
        PCCERT_SERVER_OCSP_RESPONSE_CONTEXT context = get_response(handle);
        CertCloseServerOcspResponse(handle, 0);
        check_whole(context);
        CertFreeServerOcspResponseContext(context);
        CHECK_FAILS(CertGetServerOcspResponseContext(handle, 0, NULL), ERROR_INVALID_HANDLE);
        all->rounds++;
    }
    return NULL;
}

/* Threads that know a handle which is closed and opened under their feet. */
static void *get_whatever_is_there(void *argument)
{
    shared *all = argument;
    while (!all->stop) {
        HCERT_SERVER_OCSP_RESPONSE handle = *(HCERT_SERVER_OCSP_RESPONSE volatile *)&all->handle;
        PCCERT_SERVER_OCSP_RESPONSE_CONTEXT context = CertGetServerOcspResponseContext(handle, 0, NULL);
        if (context) {
            check_whole(context);
            CertFreeServerOcspResponseContext(context);
        } else if (GetLastError() != (DWORD)CRYPT_E_REVOCATION_OFFLINE) {
            /* A Get that meets the last Close may also find the handle still there and its response gone. */
            CHECK_LAST_ERROR("CertGetServerOcspResponseContext", ERROR_INVALID_HANDLE);
        }
        all->rounds++;
    }
    return NULL;
}

static shared *shared_make(void)
{
    shared *made = calloc(1, sizeof(*made));
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
    pthread_t threads[THREADS];
    for (int i = 0; i < THREADS; i++)
        CHECK(pthread_create(&threads[i], NULL, get_whatever_is_there, all) == 0);
    for (double end = seconds_now() + HAMMER_SECONDS; seconds_now() < end;) {
        HCERT_SERVER_OCSP_RESPONSE old = all->handle;
        *(HCERT_SERVER_OCSP_RESPONSE volatile *)&all->handle = open_response(all->f.chain, 0);
        CertCloseServerOcspResponse(old, 0);
    }
    all->stop = 1;
    for (int i = 0; i < THREADS; i++)
        CHECK(pthread_join(threads[i], NULL) == 0);
    CertCloseServerOcspResponse(all->handle, 0);
}

static void *first_call(void *argument)
{
    pthread_barrier_wait(argument);
    CHECK_FAILS(CertOpenServerOcspResponse(NULL, 0, NULL), ERROR_INVALID_PARAMETER);
    return NULL;
}

TEST(the_first_calls_come_from_many_threads_at_once)
{
    pthread_barrier_t barrier;
    pthread_t threads[THREADS];
    pthread_barrier_init(&barrier, NULL, THREADS);
    for (int i = 0; i < THREADS; i++)
        CHECK(pthread_create(&threads[i], NULL, first_call, &barrier) == 0);
    for (int i = 0; i < THREADS; i++)
        CHECK(pthread_join(threads[i], NULL) == 0);
}

static void *own_error(void *argument)
{
    long mine = (long)argument;
    for (int i = 0; i < 1000; i++) {
        SetLastError((DWORD)mine);
        CHECK_EQ(GetLastError(), mine);
    }
    return NULL;
}

TEST(every_thread_has_its_own_last_error)
{
    pthread_t threads[THREADS];
    SetLastError(4711);
    for (long i = 0; i < THREADS; i++)
        CHECK(pthread_create(&threads[i], NULL, own_error, (void *)(i + 1)) == 0);
    for (int i = 0; i < THREADS; i++)
        CHECK(pthread_join(threads[i], NULL) == 0);
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
        pthread_t thread;
        CHECK(pthread_create(&thread, NULL, short_life, handle) == 0);
        CHECK(pthread_join(thread, NULL) == 0);
    }
    CertCloseServerOcspResponse(handle, 0);
}

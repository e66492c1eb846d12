/* The library's threads use the libcrypto that the host may use too, and then the host's libcrypto has an exit handler that
   frees everything it has: a verification that runs at that moment would crash a process that is ending well. A handler of
   ours, registered later and so run earlier, lets no verification begin any more and waits for those that run. It is C,
   because the thread that calls exit() has left the runtime by then. */
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

/* Much longer than a verification takes: a process that wants to end is not held up for good. */
#define PATIENCE_MILLISECONDS 2000

void Staple32WatchExit(void);
int Staple32BeginVerification(void);
void Staple32EndVerification(void);

static int s_running, s_ending;
static pid_t s_process;

static void wait_for_verifications(void)
{
    const struct timespec millisecond = {0, 1000000};
    __atomic_store_n(&s_ending, 1, __ATOMIC_SEQ_CST);
    /* In a forked child the threads that are counted do not exist. */
    for (int i = 0; i < PATIENCE_MILLISECONDS && __atomic_load_n(&s_running, __ATOMIC_SEQ_CST) != 0 && getpid() == s_process; i++)
        nanosleep(&millisecond, NULL);
}

/* To be called once, when libcrypto has been used, so that its handler, if it has one, is there; and before a verification
 * begins, for one that begins during exit() would come too late to register anything. */
void Staple32WatchExit(void)
{
    s_process = getpid();
    atexit(wait_for_verifications);
}

/* 0: the process is ending. */
int Staple32BeginVerification(void)
{
    __atomic_add_fetch(&s_running, 1, __ATOMIC_SEQ_CST);
    if (!__atomic_load_n(&s_ending, __ATOMIC_SEQ_CST))
        return 1;
    Staple32EndVerification();
    return 0;
}

void Staple32EndVerification(void) { __atomic_sub_fetch(&s_running, 1, __ATOMIC_SEQ_CST); }

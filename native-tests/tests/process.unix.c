/* What of the host's process state only POSIX has. */
#include "fixture.h"

#include <errno.h>
#include <setjmp.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

TEST(errno_is_left_alone)
{
    fixture f = fixture_make();
    HCERT_SERVER_OCSP_RESPONSE handle = open_response(f.chain, 0);
    DWORD size = 0;
    char text[8];

    /* Each of these, whether it fails or not. */
#define CHECK_ERRNO(call)             \
    do {                              \
        errno = 4711;                 \
        call;                         \
        CHECK_EQ(errno, 4711);        \
    } while (0)

    PCCERT_SERVER_OCSP_RESPONSE_CONTEXT context;
    HCERT_SERVER_OCSP_RESPONSE other;
    CHECK_ERRNO(context = CertGetServerOcspResponseContext(handle, 0, NULL));
    CHECK_ERRNO(CertAddRefServerOcspResponseContext(context));
    CHECK_ERRNO(CertFreeServerOcspResponseContext(context));
    CHECK_ERRNO(CertFreeServerOcspResponseContext(context));
    CHECK_ERRNO(CertAddRefServerOcspResponse(handle));
    CHECK_ERRNO(CertCloseServerOcspResponse(handle, 0));
    CHECK_ERRNO(other = CertOpenServerOcspResponse(f.chain, 0, NULL));
    CHECK_ERRNO(CertOpenServerOcspResponse(NULL, 0, NULL));
    CHECK_ERRNO(CertCloseServerOcspResponse(other, 0));
    CHECK_ERRNO(CertGetServerOcspResponseContext(other, 0, NULL));
    CHECK_ERRNO(CertCreateCertificateContext(X509_ASN_ENCODING, (const BYTE *)"x", 1));
    CHECK_ERRNO(CertOpenStore(CERT_STORE_PROV_FILENAME_A, 0, 0, CERT_STORE_OPEN_EXISTING_FLAG, "/nonexistent"));
    CHECK_ERRNO(CertGetCertificateContextProperty(f.certificate, CERT_SHA1_HASH_PROP_ID, NULL, &size));
    size = sizeof(text);
    CHECK_ERRNO(CryptBinaryToStringA((const BYTE *)"x", 1, CRYPT_STRING_BASE64, text, &size));
    CHECK_ERRNO(CryptMemFree(CryptMemAlloc(10)));
    CHECK_ERRNO(GetLastError());
    CHECK_ERRNO(SetLastError(1));
    CertCloseServerOcspResponse(handle, 0);
}

/* The runtime turns faults in managed code into exceptions with the first two, and stops its threads with the third;
 * faults of others go on to the handler that was there before. */
static int is_of_the_runtime(int number) { return number == SIGSEGV || number == SIGFPE || number == SIGRTMIN; }

TEST(signal_dispositions_are_left_alone)
{
    struct sigaction before[65], after;
    for (int number = 1; number < 65; number++)
        sigaction(number, NULL, &before[number]);
    use_everything();
    for (int number = 1; number < 65; number++) {
        if (number == 32 || number == 33 || is_of_the_runtime(number))
            continue; /* 32 and 33 are the C library's */
        sigaction(number, NULL, &after);
        if (after.sa_handler != before[number].sa_handler)
            FAIL("the disposition of signal %d (%s) has changed", number, strsignal(number));
        CHECK_EQ(after.sa_flags, before[number].sa_flags);
    }
}

static void nothing(int number) { (void)number; }

TEST(handlers_of_the_host_are_left_alone)
{
    static const int numbers[] = {SIGPIPE, SIGINT, SIGTERM, SIGQUIT, SIGHUP, SIGCHLD, SIGCONT, SIGUSR1, SIGUSR2, SIGWINCH, SIGABRT, SIGTRAP};
    for (size_t i = 0; i < sizeof(numbers) / sizeof(*numbers); i++)
        signal(numbers[i], nothing);
    use_everything();
    for (size_t i = 0; i < sizeof(numbers) / sizeof(*numbers); i++) {
        struct sigaction after;
        sigaction(numbers[i], NULL, &after);
        if (after.sa_handler != nothing)
            FAIL("the handler of signal %d (%s) has gone", numbers[i], strsignal(numbers[i]));
    }
}

static sigjmp_buf out_of_fault;

static void leave_fault(int number) { siglongjmp(out_of_fault, number); }

TEST(faults_of_the_host_reach_its_own_handler)
{
    signal(SIGSEGV, leave_fault);
    use_everything();
    volatile char *page = (volatile char *)mmap(NULL, 4096, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    int number = sigsetjmp(out_of_fault, 1);
    if (number == 0)
        *page = 1;
    CHECK_EQ(number, SIGSEGV);
}

TEST(the_signal_mask_is_left_alone)
{
    sigset_t mine, after;
    sigemptyset(&mine);
    sigaddset(&mine, SIGUSR1);
    sigaddset(&mine, SIGTERM);
    pthread_sigmask(SIG_SETMASK, &mine, NULL);
    use_everything();
    pthread_sigmask(SIG_SETMASK, NULL, &after);
    for (int number = 1; number < 32; number++)
        CHECK_EQ(sigismember(&after, number), sigismember(&mine, number));
}

TEST(the_file_mode_mask_and_limits_are_left_alone)
{
    struct rlimit before, after;
    umask(027);
    CHECK(getrlimit(RLIMIT_NOFILE, &before) == 0);
    rlim_t soft = before.rlim_cur = before.rlim_max < 512 ? before.rlim_max : 512;
    CHECK(setrlimit(RLIMIT_NOFILE, &before) == 0);
    use_everything();
    CHECK_EQ(umask(0), 027);
    CHECK(getrlimit(RLIMIT_NOFILE, &after) == 0);
    CHECK_EQ(after.rlim_cur, soft);
}

TEST(nothing_is_written_to_the_standard_streams)
{
    int streams[2];
    struct stat before, after;
    CHECK(pipe(streams) == 0);
    int out = dup(1), error = dup(2);
    dup2(streams[1], 1);
    dup2(streams[1], 2);
    fstat(1, &before);
    fixture f = use_everything();
    /* Also when things go wrong: silent unless asked. */
    responder_set_answer(f.responder, ANSWER_BAD_SIGNATURE);
    identity *leaf = pki_issue(f.root, "bad", (issue_options){.aia = responder_aia(f.responder)});
    HCERT_SERVER_OCSP_RESPONSE handle = open_response(fixture_chain(&f, leaf), 0);
    CertCloseServerOcspResponse(handle, 0);
    fstat(1, &after);
    dup2(out, 1);
    dup2(error, 2);
    close(streams[1]);
    char written[1000];
    ssize_t length = read(streams[0], written, sizeof(written) - 1);
    if (length > 0)
        FAIL("written: %.*s", (int)length, written);
    CHECK_EQ(after.st_ino, before.st_ino);
}

TEST(a_host_under_ulimit_v_can_use_it)
{
    struct rlimit limit = {.rlim_cur = 4ul << 30, .rlim_max = 4ul << 30};
    CHECK(setrlimit(RLIMIT_AS, &limit) == 0);
    use_everything();
}

TEST(a_host_without_standard_streams_can_use_it)
{
    close(0);
    close(1);
    use_everything();
}

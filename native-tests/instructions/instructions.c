/* The work whose instructions are counted: see instructions.sh. Run under callgrind with --instr-atstart=no, which writes
 * one file for each piece of work done N times, and one for it done 2 N times. */
#include "fixture.h"
#include "fleet.h"

#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#if __has_include(<valgrind/callgrind.h>)
#include <valgrind/callgrind.h>
#else /* never run then */
#define CALLGRIND_START_INSTRUMENTATION
#define CALLGRIND_STOP_INSTRUMENTATION
#define CALLGRIND_ZERO_STATS
#define CALLGRIND_DUMP_STATS_AT(name) (void)(name)
#endif

typedef struct work {
    fixture fixture;
    fleet fleet;
    HCERT_SERVER_OCSP_RESPONSE handle;
    HCERTCHAINENGINE engine;
} work;

static void hot_path(work *on, int count)
{
    for (int i = 0; i < count; i++)
        CertFreeServerOcspResponseContext(CertGetServerOcspResponseContext(on->handle, 0, NULL));
}

/* The library's clocks (a program's own functions come before the C library's), which can be made to stand still: system stores
 * look for changed files once a second, and while instructions are counted seconds pass at any speed. For the thread that works only:
 * the library's timers would wait in a loop for a moment that never comes. */
#define CLOCKS 8
static struct timespec stopped[CLOCKS];
static _Thread_local volatile int clocks_stand;

int clock_gettime(clockid_t clock, struct timespec *now)
{
    if (!clocks_stand || clock == CLOCK_REALTIME || clock < 0 || clock >= CLOCKS)
        return (int)syscall(SYS_clock_gettime, clock, now);
    *now = stopped[clock];
    return 0;
}

static void stop_clocks(void)
{
    for (clockid_t clock = 0; clock < CLOCKS; clock++)
        clock_gettime(clock, &stopped[clock]);
    clocks_stand = 1;
}

/* A certificate that is parsed anew, its issuer known. */
static void chain(work *on, int count)
{
    CERT_CHAIN_PARA usage = {.cbSize = sizeof(usage)};
    stop_clocks();
    for (int i = 0; i < count; i++) {
        PCCERT_CONTEXT leaf = CertCreateCertificateContext(X509_ASN_ENCODING, on->fixture.leaf->der, on->fixture.leaf->der_length);
        PCCERT_CHAIN_CONTEXT built = NULL;
        CHECK(CertGetCertificateChain(on->engine, leaf, NULL, NULL, &usage, 0, NULL, &built));
        CHECK_EQ(built->TrustStatus.dwErrorStatus, 0);
        CertFreeCertificateChain(built);
        CertFreeCertificateContext(leaf);
    }
    clocks_stand = 0;
}

/* A response out of the OCSP directory: read, parsed, matched, verified, handed out. */
static void verification(work *on, int count)
{
    CERT_SERVER_OCSP_RESPONSE_OPEN_PARA para = {
        .cbSize = sizeof(para), .dwFlags = CERT_SERVER_OCSP_RESPONSE_OPEN_PARA_READ_FLAG, .pwszOcspDirectory = fleet_directory(&on->fleet)};
    for (int i = 0; i < count; i++) {
        /* A blocking Open waits in a loop for a while first, for as long as valgrind lets its thread run. */
        HCERT_SERVER_OCSP_RESPONSE opened = CertOpenServerOcspResponse(on->fixture.chain, CERT_SERVER_OCSP_RESPONSE_ASYNC_FLAG, &para);
        CertFreeServerOcspResponseContext(wait_for_response(opened, NULL));
        CertCloseServerOcspResponse(opened, 0);
    }
}

static void count_instructions(work *on, const char *name, void (*piece)(work *, int), int count)
{
    piece(on, count); /* what is remembered and made once */
    CALLGRIND_START_INSTRUMENTATION;
    for (int times = 1; times <= 2; times++) {
        char file[64];
        snprintf(file, sizeof(file), "%s %d", name, count * times);
        CALLGRIND_ZERO_STATS;
        piece(on, count * times);
        CALLGRIND_DUMP_STATS_AT(file);
    }
    CALLGRIND_STOP_INSTRUMENTATION;
}

TEST(count)
{
    work on = {.fixture = fixture_make()};
    on.fleet = fleet_make(&on.fixture);
    CERT_SERVER_OCSP_RESPONSE_OPEN_PARA para = {
        .cbSize = sizeof(para), .dwFlags = CERT_SERVER_OCSP_RESPONSE_OPEN_PARA_WRITE_FLAG, .pwszOcspDirectory = fleet_directory(&on.fleet)};
    on.handle = CertOpenServerOcspResponse(on.fixture.chain, 0, &para);
    CertFreeServerOcspResponseContext(get_response(on.handle));
    HCERTSTORE roots = CertOpenStore(CERT_STORE_PROV_MEMORY, 0, 0, 0, NULL);
    CertAddEncodedCertificateToStore(roots, X509_ASN_ENCODING, on.fixture.root->der, on.fixture.root->der_length, CERT_STORE_ADD_NEW, NULL);
    CERT_CHAIN_ENGINE_CONFIG config = {.cbSize = sizeof(config), .hExclusiveRoot = roots};
    CHECK(CertCreateCertificateChainEngine(&config, &on.engine));

    count_instructions(&on, "hot-path", hot_path, 2000);
    count_instructions(&on, "chain", chain, 200);
    count_instructions(&on, "verification", verification, 150);
    fleet_remove(&on.fleet);
}

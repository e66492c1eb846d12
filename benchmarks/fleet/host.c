/*
 * A server with many certificates, as far as the library sees one: makes a chain context of each, opens a handle on it
 * without waiting for its response, and polls until Get hands out a response for every handle.
 *
 *   host LIBRARY SET COUNT fresh 0        no more than that
 *   host LIBRARY SET COUNT most 0         the same, but 98 % of the handles will do
 *   host LIBRARY SET COUNT idle SECONDS   afterwards: how much memory, how many threads, and how much CPU at rest
 *   host LIBRARY SET COUNT together SECONDS   the same, with all chains made before the first is opened
 *   host LIBRARY SET COUNT rest SECONDS   the same, but first wait until the library has closed connections and returned memory
 *   host LIBRARY SET COUNT gap SECONDS    afterwards: how long a handle had no response, while they are being replaced
 *
 * Prints "metric<TAB>value<TAB>unit". What a server does for itself (making chains, polling) is measured apart: the library's CPU
 * is the process's less the main thread's, plus what the main thread spent in Open.
 */
#include <dlfcn.h>

#include <staple32/wincrypt.h>

#include "set.h"

typedef struct library {
    __typeof__(&CertOpenStore) open_store;
    __typeof__(&CertAddEncodedCertificateToStore) add;
    __typeof__(&CertCreateCertificateContext) create;
    __typeof__(&CertFreeCertificateContext) free_certificate;
    __typeof__(&CertGetCertificateChain) get_chain;
    __typeof__(&CertFreeCertificateChain) free_chain;
    __typeof__(&CertCreateCertificateChainEngine) create_engine;
    __typeof__(&CertOpenServerOcspResponse) open;
    __typeof__(&CertGetServerOcspResponseContext) get;
    __typeof__(&CertFreeServerOcspResponseContext) free;
} library;

static library lib;
static double started, cpu_of_chains, cpu_of_open;
static HCERT_SERVER_OCSP_RESPONSE *handles;

static double cpu(void) { return seconds_of(CLOCK_PROCESS_CPUTIME_ID); }
static double my_cpu(void) { return seconds_of(CLOCK_THREAD_CPUTIME_ID); }
static double age(void) { return seconds_of(CLOCK_MONOTONIC) - started; }

static void report(const char *metric, double value, const char *unit) { printf("%s\t%.6g\t%s\n", metric, value, unit); }

static void nap(double seconds)
{
    struct timespec t = {.tv_sec = (time_t)seconds, .tv_nsec = (long)((seconds - (double)(time_t)seconds) * 1e9)};
    nanosleep(&t, NULL);
}

/* A number of /proc/self/status. */
static double status(const char *name)
{
    FILE *file = fopen("/proc/self/status", "r");
    char line[256];
    double value = -1;
    while (file && fgets(line, sizeof(line), file)) {
        if (strncmp(line, name, strlen(name)) == 0 && line[strlen(name)] == ':')
            value = atof(line + strlen(name) + 1);
    }
    if (file)
        fclose(file);
    return value;
}

static void *symbol(void *handle, const char *name)
{
    void *found = dlsym(handle, name);
    if (!found)
        stop("no such export", name);
    return found;
}

static void load(const char *path)
{
    void *handle = dlopen(path, RTLD_NOW | RTLD_LOCAL);
    if (!handle)
        stop("cannot load", dlerror());
    lib = (library){
        symbol(handle, "CertOpenStore"),
        symbol(handle, "CertAddEncodedCertificateToStore"),
        symbol(handle, "CertCreateCertificateContext"),
        symbol(handle, "CertFreeCertificateContext"),
        symbol(handle, "CertGetCertificateChain"),
        symbol(handle, "CertFreeCertificateChain"),
        symbol(handle, "CertCreateCertificateChainEngine"),
        symbol(handle, "CertOpenServerOcspResponse"),
        symbol(handle, "CertGetServerOcspResponseContext"),
        symbol(handle, "CertFreeServerOcspResponseContext"),
    };
}

static HCERTSTORE open_store(void) { return lib.open_store(CERT_STORE_PROV_MEMORY, 0, 0, 0, NULL); }

static void add(HCERTSTORE store, const unsigned char *der, DWORD length)
{
    if (!lib.add(store, X509_ASN_ENCODING, der, length, CERT_STORE_ADD_ALWAYS, NULL))
        stop("not accepted", "a certificate of the set");
}

static HCERTCHAINENGINE make_engine(const char *directory)
{
    HCERTSTORE roots = open_store();
    mapped root = map_file(directory, "root.der");
    add(roots, root.at, (DWORD)(root.end - root.at));
    CERT_CHAIN_ENGINE_CONFIG config = {.cbSize = sizeof(config), .hExclusiveRoot = roots};
    HCERTCHAINENGINE engine;
    if (!lib.create_engine(&config, &engine))
        stop("no engine", directory);
    return engine;
}

static HCERTSTORE load_issuers(const char *directory)
{
    HCERTSTORE store = open_store();
    mapped file = map_file(directory, "issuers");
    certificate_head head;
    for (const unsigned char *der; (der = next_certificate(&file, &head)) != NULL;)
        add(store, der, head.length);
    return store;
}

static PCCERT_CHAIN_CONTEXT make_chain(HCERTCHAINENGINE engine, HCERTSTORE issuers, const unsigned char *der, DWORD length)
{
    double before = my_cpu();
    CERT_CHAIN_PARA para = {.cbSize = sizeof(para)};
    PCCERT_CHAIN_CONTEXT chain;
    PCCERT_CONTEXT leaf = lib.create(X509_ASN_ENCODING, der, length);
    if (!leaf || !lib.get_chain(engine, leaf, NULL, issuers, &para, 0, NULL, &chain))
        stop("no chain", "of a leaf of the set");
    if (chain->TrustStatus.dwErrorStatus != 0 || chain->rgpChain[0]->cElement != 3)
        stop("not the expected chain", "of a leaf of the set");
    lib.free_certificate(leaf); /* the chain has its own reference */
    cpu_of_chains += my_cpu() - before;
    return chain;
}

static HCERT_SERVER_OCSP_RESPONSE open_one(PCCERT_CHAIN_CONTEXT chain)
{
    double before = my_cpu();
    HCERT_SERVER_OCSP_RESPONSE handle = lib.open(chain, CERT_SERVER_OCSP_RESPONSE_ASYNC_FLAG, NULL);
    if (!handle)
        stop("no handle", "on a leaf of the set");
    cpu_of_open += my_cpu() - before;
    lib.free_chain(chain); /* so has the handle */
    return handle;
}

static int is_fresh(HCERT_SERVER_OCSP_RESPONSE handle)
{
    PCCERT_SERVER_OCSP_RESPONSE_CONTEXT response = lib.get(handle, 0, NULL);
    if (response)
        lib.free(response);
    return response != NULL;
}

/* Polls those that are not fresh; how long it took for a number of them. */
static void wait_until_fresh(uint32_t count, int only_most)
{
    uint32_t *stale = malloc(count * sizeof(*stale)), left = count;
    uint32_t limits[4] = {count - (count + 1) / 2, count - (uint32_t)((count * 98ull + 99) / 100),
                          count - (uint32_t)((count * 99ull + 99) / 100), 0};
    const char *names[4] = {"time to 50 % fresh", "time to 98 % fresh", "time to 99 % fresh", "time to 100 % fresh"};
    double most_threads = 0;
    int wanted = only_most ? 2 : 4;
    for (uint32_t i = 0; i < count; i++)
        stale[i] = i;
    for (int reached = 0; reached < wanted;) {
        uint32_t kept = 0;
        for (uint32_t i = 0; i < left; i++) {
            if (!is_fresh(handles[stale[i]]))
                stale[kept++] = stale[i];
        }
        left = kept;
        for (; reached < wanted && left <= limits[reached]; reached++)
            report(names[reached], age(), "s");
        double threads = status("Threads");
        most_threads = threads > most_threads ? threads : most_threads;
        if (age() > 240)
            stop("gave up", "after four minutes");
        nap(count > 20000 ? 0.05 : 0.005);
    }
    report("threads, most", most_threads, "threads");
    free(stale);
}

/* For so many seconds, in which the library collects garbage if a rush is over: Get has nothing to do with that. */
static void watch_get(double seconds)
{
    double longest = 0, until = age() + seconds;
    while (age() < until) {
        double before = age();
        is_fresh(handles[0]);
        double took = age() - before;
        longest = took > longest ? took : longest;
        nap(0.0002);
    }
    report("longest Get meanwhile", longest * 1e3, "ms");
}

static void at_rest(double pause, double seconds)
{
    report("resident memory, peak", status("VmHWM"), "KiB");
    watch_get(pause);
    double before = cpu(), from = age();
    nap(seconds);
    report("idle CPU", (cpu() - before) / (age() - from) * 100, "%");
    report("anonymous memory", status("RssAnon"), "KiB");
    report("resident memory", status("VmRSS"), "KiB");
    report("threads, idle", status("Threads"), "threads");
}

static void watch_gaps(uint32_t count, double seconds)
{
    double *lost = calloc(count, sizeof(*lost)), longest = 0, from = age();
    uint32_t without = 0;
    while (age() - from < seconds) {
        for (uint32_t i = 0; i < count; i++) {
            if (is_fresh(handles[i])) {
                lost[i] = 0;
                continue;
            }
            without += lost[i] == 0;
            lost[i] = lost[i] == 0 ? age() : lost[i];
            longest = age() - lost[i] > longest ? age() - lost[i] : longest;
        }
        nap(0.002);
    }
    report("longest staple gap", longest, "s");
    report("handles that ever were without a staple", without, "handles");
    free(lost);
}

int main(int argc, char **argv)
{
    started = seconds_of(CLOCK_MONOTONIC);
    if (argc != 6)
        stop("usage", "host LIBRARY SET COUNT fresh|most|idle|together|rest|gap SECONDS");
    uint32_t count = (uint32_t)atoi(argv[3]);
    load(argv[1]);
    HCERTCHAINENGINE engine = make_engine(argv[2]);
    HCERTSTORE issuers = load_issuers(argv[2]);
    mapped leaves = map_file(argv[2], "leaves");
    certificate_head head;
    handles = calloc(count, sizeof(*handles));
    const char *mode = argv[4];
    PCCERT_CHAIN_CONTEXT *chains = strcmp(mode, "together") == 0 ? calloc(count, sizeof(PCCERT_CHAIN_CONTEXT)) : NULL;
    for (uint32_t i = 0; i < count; i++) {
        const unsigned char *der = next_certificate(&leaves, &head);
        if (!der)
            stop("too few leaves", argv[2]);
        PCCERT_CHAIN_CONTEXT chain = make_chain(engine, issuers, der, head.length);
        if (chains)
            chains[i] = chain;
        else
            handles[i] = open_one(chain);
    }
    for (uint32_t i = 0; chains && i < count; i++)
        handles[i] = open_one(chains[i]);
    report("time until all are open", age(), "s");
    wait_until_fresh(count, strcmp(mode, "most") == 0);
    double whole = cpu(), mine = my_cpu();
    report("CPU of chains per handle", cpu_of_chains / count * 1e6, "us");
    report("CPU of Open per handle", cpu_of_open / count * 1e6, "us");
    report("CPU of the process", whole, "s");
    report("CPU per response", (whole - mine + cpu_of_open) / count * 1e6, "us");
    if (strcmp(mode, "gap") == 0)
        watch_gaps(count, atof(argv[5]));
    else if (strcmp(mode, "fresh") == 0 || strcmp(mode, "most") == 0)
        report("resident memory, peak", status("VmHWM"), "KiB");
    else
        at_rest(strcmp(mode, "rest") == 0 ? 45 : 2, atof(argv[5]));
    return 0;
}

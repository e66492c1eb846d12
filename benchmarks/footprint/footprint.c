/*
 * What a host pays for having the library loaded: memory, address space and threads of a C program that does nothing else.
 *
 *   footprint LIBRARY CHAIN.pem IDLE-SECONDS
 *
 * CHAIN.pem holds the leaf, the intermediate and the root; a responder answers where the leaf says. The program stops with
 * an error unless there is a staple. With IDLE-SECONDS 0 it ends after the staple.
 */
#include <dirent.h>
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <staple32/wincrypt.h>

static void stop(const char *what)
{
    fprintf(stderr, "footprint: %s\n", what);
    exit(1);
}

static void print(const char *when, const char *metric, double value, const char *unit)
{
    printf("footprint\t%s\t%s\t%.4g\t%s\n", when, metric, value, unit);
}

/* A field of /proc/self/status in MB (10^6 bytes). */
static double megabytes(const char *field)
{
    char line[256];
    double kilobytes = -1;
    FILE *file = fopen("/proc/self/status", "r");
    while (file && fgets(line, sizeof(line), file)) {
        if (strncmp(line, field, strlen(field)) == 0)
            kilobytes = atof(line + strlen(field) + 1);
    }
    if (file)
        fclose(file);
    return kilobytes * 1024 / 1e6;
}

/* Counts the threads besides the one that asks; their names go to standard error unless `when` is NULL. */
static int other_threads(const char *when)
{
    int count = 0;
    DIR *tasks = opendir("/proc/self/task");
    for (struct dirent *task; tasks && (task = readdir(tasks)) != NULL;) {
        char path[300], name[32] = "?";
        if (task->d_name[0] == '.' || atoi(task->d_name) == getpid())
            continue;
        snprintf(path, sizeof(path), "/proc/self/task/%s/comm", task->d_name);
        FILE *file = fopen(path, "r");
        if (file && fgets(name, sizeof(name), file))
            name[strcspn(name, "\n")] = 0;
        if (file)
            fclose(file);
        if (when)
            fprintf(stderr, "%s: thread %s\n", when, name);
        count++;
    }
    if (tasks)
        closedir(tasks);
    return count;
}

static void report(const char *when)
{
    print(when, "resident", megabytes("VmRSS"), "MB");
    print(when, "address space", megabytes("VmSize"), "MB");
    print(when, "threads of ours", other_threads(when), "threads");
}

static int compare_ints(const void *a, const void *b) { return *(const int *)a - *(const int *)b; }

/* The library looks up every four seconds, so threads come and go: counted over three such times. */
static void report_idle(void)
{
    enum { SAMPLES = 48, EVERY_MICROSECONDS = 250000 };
    int threads[SAMPLES];
    for (int i = 0; i < SAMPLES; i++) {
        usleep(EVERY_MICROSECONDS);
        threads[i] = other_threads(NULL);
    }
    qsort(threads, SAMPLES, sizeof(*threads), compare_ints);
    print("idle", "threads of ours, median of 12 s", threads[SAMPLES / 2], "threads");
    print("idle", "threads of ours, most within 12 s", threads[SAMPLES - 1], "threads");
    print("idle", "resident", megabytes("VmRSS"), "MB");
    print("idle", "address space", megabytes("VmSize"), "MB");
    other_threads("idle");
}

static void *load(void *library, const char *name)
{
    void *found = dlsym(library, name);
    if (!found)
        stop(name);
    return found;
}

#define LOAD(function) __typeof__(&function) function##_ = (__typeof__(&function))load(library, #function)

int main(int count, char **arguments)
{
    if (count != 4)
        stop("usage: footprint LIBRARY CHAIN.pem IDLE-SECONDS");
    report("before dlopen");
    void *library = dlopen(arguments[1], RTLD_NOW | RTLD_LOCAL);
    if (!library)
        stop(dlerror());
    report("after dlopen");

    LOAD(CertOpenStore);
    LOAD(CertEnumCertificatesInStore);
    LOAD(CertGetCertificateChain);
    LOAD(CertCreateCertificateChainEngine);
    LOAD(CertAddCertificateContextToStore);
    LOAD(CertOpenServerOcspResponse);
    LOAD(CertGetServerOcspResponseContext);
    LOAD(GetLastError);
    HCERTSTORE roots = CertOpenStore_(CERT_STORE_PROV_MEMORY, 0, 0, 0, NULL);
    report("after the first call");

    HCERTSTORE file = CertOpenStore_(CERT_STORE_PROV_FILENAME_A, X509_ASN_ENCODING, 0, CERT_STORE_OPEN_EXISTING_FLAG, arguments[2]);
    PCCERT_CONTEXT leaf = file ? CertEnumCertificatesInStore_(file, NULL) : NULL;
    if (!leaf)
        stop("no certificates");
    for (PCCERT_CONTEXT other = NULL; (other = CertEnumCertificatesInStore_(file, other)) != NULL;)
        CertAddCertificateContextToStore_(roots, other, CERT_STORE_ADD_NEW, NULL);
    CERT_CHAIN_ENGINE_CONFIG config = {.cbSize = sizeof(config), .hExclusiveRoot = roots};
    CERT_CHAIN_PARA usage = {.cbSize = sizeof(usage)};
    HCERTCHAINENGINE engine = NULL;
    PCCERT_CHAIN_CONTEXT chain = NULL;
    CertCreateCertificateChainEngine_(&config, &engine);
    if (!CertGetCertificateChain_(engine, leaf, NULL, file, &usage, 0, NULL, &chain))
        stop("no chain");
    report("after one chain");

    HCERT_SERVER_OCSP_RESPONSE handle = CertOpenServerOcspResponse_(chain, 0, NULL);
    if (!handle || !CertGetServerOcspResponseContext_(handle, 0, NULL)) {
        fprintf(stderr, "footprint: no staple: 0x%x\n", (unsigned)GetLastError_());
        return 1;
    }
    report("after one staple");
    unsigned seconds = (unsigned)atoi(arguments[3]);
    if (seconds > 0) {
        sleep(seconds);
        report_idle();
    }
    return 0;
}

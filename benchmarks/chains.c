/*
 * How long a chain takes, beside OpenSSL's X509_verify_cert on the same certificates in the same run:
 *
 *   warm    leaf, intermediate and root, again and again in one process. Both sides trust the machine's bundle and the
 *           root, and parse the leaf anew each time, as a server that meets a certificate does.
 *   fresh   the first chain of a new process, from before dlopen (for OpenSSL: from main) until the chain is there.
 *   crowd   a leaf without key identifiers among 5000 CAs of its issuer's name with 200 keys, none of which signed it; an
 *           engine that remembers nothing. OpenSSL gives up at the first that does not fit, so there is nothing to compare.
 *
 *   chains LIBRARY DIRECTORY [ROUNDS]      both; with DETAIL=1 in the environment, the parts of each fresh chain too
 *
 * DIRECTORY holds leaf.der, intermediate.der and bundle.pem (the roots, one of which issued the intermediate): see Makefile.
 */
#include <dlfcn.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <openssl/ec.h>
#include <openssl/pem.h>
#include <openssl/x509_vfy.h>

#include <staple32/wincrypt.h>

typedef struct file {
    BYTE *bytes;
    DWORD length;
} file;

typedef struct library {
    __typeof__(&CertOpenStore) open_store;
    __typeof__(&CertAddEncodedCertificateToStore) add;
    __typeof__(&CertCreateCertificateContext) create;
    __typeof__(&CertFreeCertificateContext) free_certificate;
    __typeof__(&CertGetCertificateChain) get_chain;
    __typeof__(&CertFreeCertificateChain) free_chain;
    __typeof__(&CertCreateCertificateChainEngine) create_engine;
    __typeof__(&CertFreeCertificateChainEngine) free_engine;
} library;

static const char *directory;

static void stop(const char *what)
{
    fprintf(stderr, "chains: %s\n", what);
    exit(1);
}

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec * 1e6 + (double)t.tv_nsec / 1e3;
}

static const char *path_of(const char *name)
{
    static char path[4096];
    snprintf(path, sizeof(path), "%s/%s", directory, name);
    return path;
}

static file read_file(const char *name)
{
    FILE *f = fopen(path_of(name), "rb");
    if (!f)
        stop(path_of(name));
    file made = {.bytes = malloc(1 << 16)};
    made.length = (DWORD)fread(made.bytes, 1, 1 << 16, f);
    fclose(f);
    return made;
}

/* --- ours --- */

static void *symbol(void *handle, const char *name)
{
    void *found = dlsym(handle, name);
    if (!found)
        stop(name);
    return found;
}

static library load(const char *path)
{
    void *handle = dlopen(path, RTLD_NOW | RTLD_LOCAL);
    if (!handle)
        stop(dlerror());
    return (library){
        symbol(handle, "CertOpenStore"),          symbol(handle, "CertAddEncodedCertificateToStore"),
        symbol(handle, "CertCreateCertificateContext"), symbol(handle, "CertFreeCertificateContext"),
        symbol(handle, "CertGetCertificateChain"), symbol(handle, "CertFreeCertificateChain"),
        symbol(handle, "CertCreateCertificateChainEngine"), symbol(handle, "CertFreeCertificateChainEngine"),
    };
}

static HCERTSTORE intermediates(const library *lib, file intermediate)
{
    HCERTSTORE store = lib->open_store(CERT_STORE_PROV_MEMORY, 0, 0, 0, NULL);
    if (!lib->add(store, X509_ASN_ENCODING, intermediate.bytes, intermediate.length, CERT_STORE_ADD_ALWAYS, NULL))
        stop("the intermediate is not accepted");
    return store;
}

static void build(const library *lib, file leaf, HCERTSTORE others)
{
    CERT_CHAIN_PARA para = {.cbSize = sizeof(para)};
    PCCERT_CHAIN_CONTEXT chain;
    PCCERT_CONTEXT certificate = lib->create(X509_ASN_ENCODING, leaf.bytes, leaf.length);
    if (!certificate || !lib->get_chain(NULL, certificate, NULL, others, &para, 0, NULL, &chain))
        stop("no chain");
    if (chain->TrustStatus.dwErrorStatus || chain->rgpChain[0]->cElement != 3)
        stop("not the expected chain");
    lib->free_chain(chain);
    lib->free_certificate(certificate);
}

/* --- OpenSSL's --- */

static X509 *parse(file from)
{
    const unsigned char *bytes = from.bytes;
    return d2i_X509(NULL, &bytes, (long)from.length);
}

static X509_STORE *openssl_roots(void)
{
    X509_STORE *store = X509_STORE_new();
    if (X509_STORE_load_file(store, path_of("bundle.pem")) != 1)
        stop("OpenSSL cannot read the bundle");
    return store;
}

static void openssl_build(X509_STORE *store, file leaf, STACK_OF(X509) * others)
{
    X509 *certificate = parse(leaf);
    X509_STORE_CTX *context = X509_STORE_CTX_new();
    if (X509_STORE_CTX_init(context, store, certificate, others) != 1 || X509_verify_cert(context) != 1)
        stop("OpenSSL does not accept the chain");
    X509_STORE_CTX_free(context);
    X509_free(certificate);
}

/* --- measuring --- */

static int compare(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static void report(const char *what, double *times, int count)
{
    qsort(times, (size_t)count, sizeof(*times), compare);
    printf("%-22s median %9.1f us   best %9.1f us   p95 %9.1f us   (%d)\n", what, times[count / 2], times[0], times[count * 95 / 100], count);
}

static void fresh(const char *what, const char *self, const char *path, const char *mode)
{
    enum { runs = 40 };
    double times[runs];
    for (int i = 0; i < runs; i++) {
        int ends[2];
        if (pipe(ends))
            stop("pipe");
        pid_t child = fork();
        if (child == 0) {
            dup2(ends[1], 1);
            execl(self, self, path, directory, mode, (char *)NULL);
            _exit(127);
        }
        close(ends[1]);
        char line[64] = {0};
        ssize_t length = read(ends[0], line, sizeof(line) - 1);
        close(ends[0]);
        waitpid(child, NULL, 0);
        if (length <= 0)
            stop("a fresh process said nothing");
        times[i] = atof(line);
    }
    report(what, times, runs);
}

static void fresh_ours(const char *path)
{
    file leaf = read_file("leaf.der"), intermediate = read_file("intermediate.der");
    double start = now();
    library lib = load(path);
    double loaded = now();
    HCERTSTORE others = intermediates(&lib, intermediate);
    double stored = now();
    build(&lib, leaf, others);
    double end = now();
    if (getenv("DETAIL"))
        fprintf(stderr, "dlopen %.0f us, first call %.0f us, chain %.0f us\n", loaded - start, stored - loaded, end - stored);
    printf("%.1f\n", end - start);
}

static void fresh_openssl(void)
{
    file leaf = read_file("leaf.der"), intermediate = read_file("intermediate.der");
    double start = now();
    STACK_OF(X509) *others = sk_X509_new_null();
    sk_X509_push(others, parse(intermediate));
    openssl_build(openssl_roots(), leaf, others);
    printf("%.1f\n", now() - start);
}

static void warm(const char *path, int rounds)
{
    file leaf = read_file("leaf.der"), intermediate = read_file("intermediate.der");
    double *times = malloc((size_t)rounds * sizeof(*times)), *others_times = malloc((size_t)rounds * sizeof(*times));
    library lib = load(path);
    HCERTSTORE store = intermediates(&lib, intermediate);
    X509_STORE *roots = openssl_roots();
    STACK_OF(X509) *others = sk_X509_new_null();
    sk_X509_push(others, parse(intermediate));
    for (int i = 0; i < 200; i++) {
        build(&lib, leaf, store);
        openssl_build(roots, leaf, others);
    }
    /* In turns, so that whatever disturbs the machine disturbs both. */
    for (int i = 0; i < rounds; i++) {
        double start = now();
        build(&lib, leaf, store);
        double middle = now();
        openssl_build(roots, leaf, others);
        times[i] = middle - start;
        others_times[i] = now() - middle;
    }
    report("warm, staple32", times, rounds);
    report("warm, OpenSSL", others_times, rounds);
}

/* A certificate of the name "crowd" or "leaf", issued by the name "crowd". */
static file crowd_member(int is_leaf, int serial, EVP_PKEY *key, EVP_PKEY *signer)
{
    X509 *made = X509_new();
    X509_set_version(made, 2);
    ASN1_INTEGER_set(X509_get_serialNumber(made), serial);
    X509_NAME *name = X509_NAME_new();
    X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_UTF8, (const unsigned char *)"crowd", -1, -1, 0);
    X509_set_issuer_name(made, name);
    if (is_leaf)
        X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_UTF8, (const unsigned char *)"leaf", -1, -1, 0);
    X509_set_subject_name(made, name);
    X509_NAME_free(name);
    X509_gmtime_adj(X509_getm_notBefore(made), -3600);
    X509_gmtime_adj(X509_getm_notAfter(made), 86400);
    X509_set_pubkey(made, key);
    if (!X509_sign(made, signer, EVP_sha256()))
        stop("cannot sign");
    file encoded = {NULL, 0};
    encoded.length = (DWORD)i2d_X509(made, &encoded.bytes);
    X509_free(made);
    return encoded;
}

static void crowd(const char *path)
{
    enum { members = 5000, keys = 200, runs = 20 };
    double times[runs];
    library lib = load(path);
    HCERTSTORE store = lib.open_store(CERT_STORE_PROV_MEMORY, 0, 0, 0, NULL), roots = lib.open_store(CERT_STORE_PROV_MEMORY, 0, 0, 0, NULL);
    EVP_PKEY *key[keys], *stranger = EVP_EC_gen("P-256");
    for (int i = 0; i < keys; i++)
        key[i] = EVP_EC_gen("P-256");
    for (int i = 0; i < members; i++) {
        file member = crowd_member(0, i + 1, key[i % keys], stranger);
        lib.add(store, X509_ASN_ENCODING, member.bytes, member.length, CERT_STORE_ADD_ALWAYS, NULL);
    }
    file leaf = crowd_member(1, 0, stranger, stranger);
    for (int i = 0; i < runs; i++) {
        CERT_CHAIN_ENGINE_CONFIG config = {.cbSize = sizeof(config), .hExclusiveRoot = roots};
        CERT_CHAIN_PARA para = {.cbSize = sizeof(para)};
        HCERTCHAINENGINE engine;
        PCCERT_CHAIN_CONTEXT chain;
        lib.create_engine(&config, &engine);
        PCCERT_CONTEXT certificate = lib.create(X509_ASN_ENCODING, leaf.bytes, leaf.length);
        double start = now();
        lib.get_chain(engine, certificate, NULL, store, &para, 0, NULL, &chain);
        times[i] = now() - start;
        if (!chain->TrustStatus.dwErrorStatus)
            stop("the crowd is trusted");
        lib.free_chain(chain);
        lib.free_certificate(certificate);
        lib.free_engine(engine);
    }
    report("crowd, staple32", times, runs);
}

int main(int count, char **arguments)
{
    if (count < 3)
        stop("usage: chains LIBRARY DIRECTORY [ROUNDS]");
    directory = arguments[2];
    unsetenv("SSL_CERT_DIR");
    setenv("SSL_CERT_FILE", path_of("bundle.pem"), 1);
    const char *mode = count > 3 ? arguments[3] : "5000";
    if (strcmp(mode, "ours") == 0)
        return fresh_ours(arguments[1]), 0;
    if (strcmp(mode, "crowd") == 0)
        return crowd(arguments[1]), 0;
    if (strcmp(mode, "openssl") == 0)
        return fresh_openssl(), 0;
    warm(arguments[1], atoi(mode));
    fresh("fresh, staple32", arguments[0], arguments[1], "ours");
    fresh("fresh, OpenSSL", arguments[0], arguments[1], "openssl");
    crowd(arguments[1]);
    return 0;
}

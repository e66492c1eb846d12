/*
 * How long a chain takes, beside OpenSSL's X509_verify_cert and .NET's X509Chain in the same process, in turns, in CPU time.
 * Each side parses the leaf anew each time, as a server that meets a certificate does, and has parsed the rest before. Ours and
 * OpenSSL trust the machine's bundle and the PKI's root, X509Chain the root alone (it would copy the bundle for each chain).
 *
 *   known leaf     the same certificate again and again. Ours remembers that the signatures were verified, so this is a search
 *                  and a judgement without arithmetic; the others verify anew.
 *   new leaf       another leaf each time under the known intermediate: one signature is verified, the others are remembered.
 *   nothing known  a new leaf and a new engine each time: all three signatures are verified, one more than OpenSSL verifies,
 *                  which takes the root as it is.
 *   10 000         a store with 10 000 certificates: finding one by its name, and a chain that needs an intermediate out of it.
 *   hostile bag    a leaf without key identifiers among 5000 CAs of its issuer's name with 200 keys, none of which signed it,
 *                  and an engine that remembers nothing: until it is said that there is no trusted chain. OpenSSL follows the
 *                  first of that name and computes nothing.
 *   cold           the first chain of a new process, from before dlopen (for OpenSSL: from main) until the chain is there.
 *
 *   chains LIBRARY MANAGED DIRECTORY BUNDLE BLOCKS ROUNDS      MANAGED is core/managed, published
 *   chains LIBRARY ours|new|openssl DIRECTORY BUNDLE KIND ROUNDS      one side and one kind alone, for callgrind
 *                                                                    (valgrind --tool=callgrind --toggle-collect=CertGetCertificateChain)
 */
#include "chains.h"

static const char bench[] = "chains";
static const char *directory;

enum { leaf_warmup = 100 };

static void ours(void *context, int round)
{
    (void)round;
    const setting *s = context;
    check_ours(s, NULL, s->leaf->der, s->leaf->der_length);
}

static void openssl(void *context, int round)
{
    (void)round;
    const setting *s = context;
    check_openssl(s, s->leaf->der, s->leaf->der_length);
}

static void dotnet(void *context, int round)
{
    (void)round;
    const setting *s = context;
    check_dotnet(s, s->leaf->der, s->leaf->der_length);
}

static void ours_new(void *context, int round)
{
    const setting *s = context;
    encoded leaf = s->leaves[leaf_warmup + round];
    check_ours(s, NULL, leaf.bytes, leaf.length);
}

static void openssl_new(void *context, int round)
{
    const setting *s = context;
    encoded leaf = s->leaves[leaf_warmup + round];
    check_openssl(s, leaf.bytes, leaf.length);
}

static void dotnet_new(void *context, int round)
{
    const setting *s = context;
    encoded leaf = s->leaves[leaf_warmup + round];
    check_dotnet(s, leaf.bytes, leaf.length);
}

static void ours_forgetful(void *context, int round)
{
    const setting *s = context;
    encoded leaf = s->leaves[leaf_warmup + round];
    CERT_CHAIN_ENGINE_CONFIG config = {.cbSize = sizeof(config), .hExclusiveRoot = s->root_store};
    HCERTCHAINENGINE engine;
    if (!s->lib->CertCreateCertificateChainEngine(&config, &engine))
        stop("no engine");
    check_ours(s, engine, leaf.bytes, leaf.length);
    s->lib->CertFreeCertificateChainEngine(engine);
}

static void compare(const setting *s, const char *what, work *const *works, int blocks, int rounds)
{
    char name[64];
    double medians[3];
    snprintf(name, sizeof(name), "%s, %s", s->kind, what);
    in_turns(works, 3, (void *)s, blocks, rounds, medians);
    result(bench, name, "staple32", medians[0], "us");
    result(bench, name, "OpenSSL", medians[1], "us");
    result(bench, name, "X509Chain", medians[2], "us");
    result(bench, name, "against OpenSSL", medians[0] / medians[1], "x");
    result(bench, name, "against X509Chain", medians[0] / medians[2], "x");
}

static void warm(setting *s, int blocks, int rounds)
{
    static work *const known[] = {ours, openssl, dotnet}, *const fresh[] = {ours_new, openssl_new, dotnet_new},
        *const forgetful[] = {ours_forgetful, openssl_new, dotnet_new};
    make_leaves(s, leaf_warmup + blocks * rounds);
    for (int i = 0; i < leaf_warmup; i++) {
        for (int w = 0; w < 3; w++) {
            known[w](s, i);
            fresh[w](s, i - leaf_warmup);
        }
    }
    compare(s, "known leaf", known, blocks, rounds);
    compare(s, "new leaf", fresh, blocks, rounds);
    compare(s, "nothing known", forgetful, blocks, rounds);
}

/* --- ten thousand --- */

static void ours_find(void *context, int round)
{
    const setting *s = context;
    encoded name = s->crowd_names[round * 7919 % s->crowd_size];
    CRYPT_DATA_BLOB blob = {name.length, name.bytes};
    PCCERT_CONTEXT found = s->lib->CertFindCertificateInStore(s->crowd, X509_ASN_ENCODING, 0, CERT_FIND_SUBJECT_NAME, &blob, NULL);
    if (!found)
        stop("not found");
    s->lib->CertFreeCertificateContext(found);
}

static void openssl_find(void *context, int round)
{
    const setting *s = context;
    const unsigned char *at = s->crowd_names[round * 7919 % s->crowd_size].bytes;
    X509_NAME *name = d2i_X509_NAME(NULL, &at, (long)s->crowd_names[round * 7919 % s->crowd_size].length);
    X509_STORE_CTX *search = X509_STORE_CTX_new();
    X509_STORE_CTX_init(search, s->openssl_crowd, NULL, NULL);
    X509_OBJECT *found = X509_STORE_CTX_get_obj_by_subject(search, X509_LU_X509, name);
    if (!found)
        stop("OpenSSL does not find it");
    X509_OBJECT_free(found);
    X509_STORE_CTX_free(search);
    X509_NAME_free(name);
}

static void ours_crowd(void *context, int round)
{
    setting s = *(const setting *)context;
    s.others = s.crowd;
    check_ours(&s, NULL, s.leaves[leaf_warmup + round].bytes, s.leaves[leaf_warmup + round].length);
}

static void openssl_crowd(void *context, int round)
{
    setting s = *(const setting *)context;
    s.openssl_roots = s.openssl_crowd;
    s.openssl_others = NULL;
    check_openssl(&s, s.leaves[leaf_warmup + round].bytes, s.leaves[leaf_warmup + round].length);
}

static void ten_thousand(setting *s, int blocks, int rounds)
{
    static const char name[] = "store of 10 000";
    static work *const find[] = {ours_find, openssl_find}, *const chain[] = {ours_crowd, openssl_crowd};
    double medians[2];
    make_leaves(s, leaf_warmup + blocks * rounds); /* none that the engine has met */
    make_crowd(s, 10000, medians);
    result(bench, name, "filling it, staple32", medians[0] / 1e3, "ms");
    result(bench, name, "filling it, OpenSSL", medians[1] / 1e3, "ms");
    for (int i = 0; i < leaf_warmup; i++) {
        ours_crowd(s, i - leaf_warmup);
        openssl_crowd(s, i - leaf_warmup);
    }
    in_turns(find, 2, s, blocks, rounds, medians);
    result(bench, name, "find by name, staple32", medians[0], "us");
    result(bench, name, "find by name, OpenSSL", medians[1], "us");
    result(bench, name, "find, against OpenSSL", medians[0] / medians[1], "x");
    in_turns(chain, 2, s, blocks, rounds, medians);
    result(bench, name, "chain of a new leaf, staple32", medians[0], "us");
    result(bench, name, "chain of a new leaf, OpenSSL", medians[1], "us");
    result(bench, name, "chain, against OpenSSL", medians[0] / medians[1], "x");
}

/* --- the hostile bag --- */

static void ours_hostile(void *context, int round)
{
    (void)round;
    const setting *s = context;
    CERT_CHAIN_ENGINE_CONFIG config = {.cbSize = sizeof(config), .hExclusiveRoot = s->root_store};
    HCERTCHAINENGINE engine;
    PCCERT_CONTEXT certificate;
    s->lib->CertCreateCertificateChainEngine(&config, &engine);
    PCCERT_CHAIN_CONTEXT chain = chain_of(s->lib, engine, s->hostile_leaf.bytes, s->hostile_leaf.length, s->hostile, &certificate);
    if (!chain->TrustStatus.dwErrorStatus)
        stop("the hostile bag is trusted");
    s->lib->CertFreeCertificateChain(chain);
    s->lib->CertFreeCertificateContext(certificate);
    s->lib->CertFreeCertificateChainEngine(engine);
}

static void openssl_hostile(void *context, int round)
{
    (void)round;
    const setting *s = context;
    const unsigned char *at = s->hostile_leaf.bytes;
    X509 *leaf = d2i_X509(NULL, &at, s->hostile_leaf.length);
    X509_STORE_CTX *check = X509_STORE_CTX_new();
    if (X509_STORE_CTX_init(check, s->openssl_roots, leaf, s->openssl_hostile) != 1 || X509_verify_cert(check) == 1)
        stop("OpenSSL trusts the hostile bag");
    X509_STORE_CTX_free(check);
    X509_free(leaf);
}

static void hostile_bag(setting *s, int blocks)
{
    static work *const works[] = {ours_hostile, openssl_hostile};
    double medians[2];
    make_hostile(s, 5000, 200);
    in_turns(works, 2, s, blocks, 1, medians);
    result(bench, "hostile bag of 5000", "until an honest status, staple32", medians[0] / 1e3, "ms");
    result(bench, "hostile bag of 5000", "until an honest status, OpenSSL", medians[1] / 1e3, "ms");
}

/* --- one fresh process after the other --- */

static double fresh(const char *self, const char *library, const char *mode, int runs)
{
    double times[100];
    for (int i = 0; i < runs; i++) {
        char command[4096];
        snprintf(command, sizeof(command), "'%s' '%s' cold '%s' %s", self, library, directory, mode);
        FILE *child = popen(command, "r");
        if (!child || fscanf(child, "%lf", &times[i]) != 1 || pclose(child) != 0)
            stop("a fresh process failed");
    }
    return median(times, runs);
}

static void cold(const char *self, const char *library, int runs)
{
    double ms = fresh(self, library, "ours", runs) / 1e3, openssl_ms = fresh(self, library, "openssl", runs) / 1e3;
    result(bench, "cold", "first chain, staple32", ms, "ms");
    result(bench, "cold", "first chain, OpenSSL", openssl_ms, "ms");
    result(bench, "cold", "against OpenSSL", ms / openssl_ms, "x");
}

/* The child's side. */
static void run_cold(const char *library_path, const char *mode)
{
    encoded leaf = read_file(directory, "leaf.der"), intermediate = read_file(directory, "intermediate.der");
    double start = wall_us();
    setting s;
    if (strcmp(mode, "ours") == 0) {
        library lib = load_library(library_path);
        s.lib = &lib;
        s.others = memory_store(&lib);
        add_to_store(&lib, s.others, intermediate.bytes, intermediate.length);
        check_ours(&s, NULL, leaf.bytes, leaf.length);
    } else {
        s.openssl_others = sk_X509_new_null();
        sk_X509_push(s.openssl_others, parse(intermediate));
        s.openssl_roots = roots_of_openssl(directory);
        check_openssl(&s, leaf.bytes, leaf.length);
    }
    printf("%.1f\n", wall_us() - start);
}

static void run_one(const char *library_path, const char *mode, setting *s, int rounds)
{
    library lib = load_library(library_path);
    load_setting(s, &lib, directory);
    work *one = strcmp(mode, "openssl") == 0 ? openssl : strcmp(mode, "new") == 0 ? ours_new : ours;
    if (one == ours_new)
        make_leaves(s, leaf_warmup + rounds);
    for (int i = 0; i < rounds; i++)
        one(s, i);
}

int main(int count, char **arguments)
{
    if (count < 5)
        stop("usage: see chains.c");
    directory = arguments[3];
    char path[4096];
    snprintf(path, sizeof(path), "%s/bundle.pem", directory);
    unsetenv("SSL_CERT_DIR");
    setenv("SSL_CERT_FILE", path, 1);
    if (strcmp(arguments[2], "cold") == 0)
        return run_cold(arguments[1], arguments[4]), 0;
    setting settings[2];
    make_bundle(settings, directory, arguments[4]);
    if (count < 7)
        stop("usage: see chains.c");
    if (strcmp(arguments[2], "ours") == 0 || strcmp(arguments[2], "new") == 0 || strcmp(arguments[2], "openssl") == 0)
        return run_one(arguments[1], arguments[2], &settings[atoi(arguments[5])], atoi(arguments[6])), 0;

    peer_version(bench, "OpenSSL", OpenSSL_version(OPENSSL_VERSION_STRING));
    int blocks = atoi(arguments[5]), rounds = atoi(arguments[6]);
    library lib = load_library(arguments[1]);
    for (int kind = 0; kind < 2; kind++) {
        load_setting(&settings[kind], &lib, directory);
        load_dotnet(&settings[kind], arguments[2], directory);
        warm(&settings[kind], blocks, rounds);
    }
    ten_thousand(&settings[0], blocks, rounds);
    hostile_bag(&settings[0], blocks);
    cold(arguments[0], arguments[1], blocks < 20 ? 15 : 40);
    return 0;
}

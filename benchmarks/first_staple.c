/*
 * How long it takes until a server has its first staple: process start, dlopen, chain, CertOpenServerOcspResponse (which waits
 * for the first retrieval), CertGetServerOcspResponseContext. Peer: the openssl command asking the same responder about the same
 * certificate and verifying what it says. A new process for each, in turns; the responder is a thread of this program and
 * answers at once.
 *
 * Both trust the same file of roots: once the machine's bundle with the PKI's root, once the root alone. Times are wall time from
 * before the process is made until it has ended, and, since the wall clock also shows what else the machine does, CPU time of the process.
 *
 *   first_staple LIBRARY DIRECTORY BUNDLE RUNS
 *   first_staple LIBRARY DIRECTORY                 (the process that is measured; prints its times)
 */
#include "library.h"
#include "pki_openssl.h"
#include "responder.h"

#include <fcntl.h>
#include <spawn.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <openssl/pem.h>

extern char **environ;

static const char bench[] = "first-staple";

enum { stages = 6, max_runs = 100 };
static const char *const stage_names[stages] = {
    "dlopen and first call", "first chain", "first Open", "first Get", "second Open, same certificate", "second Open, another certificate",
};

/* --- the process that is measured --- */

static const unsigned char *staple(const library *lib, PCCERT_CHAIN_CONTEXT chain, double *opened)
{
    HCERT_SERVER_OCSP_RESPONSE response = lib->CertOpenServerOcspResponse(chain, 0, NULL);
    *opened = wall_us();
    if (!response)
        stop("Open failed");
    PCCERT_SERVER_OCSP_RESPONSE_CONTEXT context = lib->CertGetServerOcspResponseContext(response, 0, NULL);
    if (!context || !context->cbEncodedOcspResponse)
        stop("no staple");
    return context->pbEncodedOcspResponse;
}

static PCCERT_CHAIN_CONTEXT trusted_chain(const library *lib, encoded leaf, HCERTSTORE others)
{
    PCCERT_CONTEXT certificate;
    PCCERT_CHAIN_CONTEXT chain = chain_of(lib, NULL, leaf.bytes, leaf.length, others, &certificate);
    if (chain->TrustStatus.dwErrorStatus)
        stop("the chain is not trusted");
    return chain;
}

static int measured(const char *path, const char *directory)
{
    encoded leaf = read_file(directory, "leaf.der"), other = read_file(directory, "other.der"),
        intermediate = read_file(directory, "intermediate.der");
    double at[stages + 1], other_chain, opened;
    at[0] = wall_us();
    library lib = load_library(path);
    HCERTSTORE others = memory_store(&lib);
    at[1] = wall_us();
    add_to_store(&lib, others, intermediate.bytes, intermediate.length);
    PCCERT_CHAIN_CONTEXT chain = trusted_chain(&lib, leaf, others);
    at[2] = wall_us();
    staple(&lib, chain, &at[3]);
    at[4] = wall_us();
    if (!getenv("MORE"))
        return 0;
    double start = wall_us();
    staple(&lib, chain, &opened);
    at[5] = opened - start;
    PCCERT_CHAIN_CONTEXT second = trusted_chain(&lib, other, others);
    other_chain = wall_us();
    staple(&lib, second, &opened);
    at[6] = opened - other_chain;
    for (int i = 0; i < 4; i++)
        printf("%.1f ", at[i + 1] - at[i]);
    printf("%.1f %.1f\n", at[5], at[6]);
    return 0;
}

/* --- the one that measures --- */

typedef struct cost {
    double wall, cpu;
} cost;

/* Runs a program to its end; its output goes to a file. */
static cost run(char *const *arguments, const char *output)
{
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, 1, output, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0);
    pid_t child;
    double start = wall_us();
    int status;
    struct rusage used;
    if (posix_spawnp(&child, arguments[0], &actions, NULL, arguments, environ) || wait4(child, &status, 0, &used) != child || status)
        stop(arguments[0]);
    cost spent = {wall_us() - start,
        (double)(used.ru_utime.tv_sec + used.ru_stime.tv_sec) * 1e6 + (double)(used.ru_utime.tv_usec + used.ru_stime.tv_usec)};
    posix_spawn_file_actions_destroy(&actions);
    return spent;
}

static int says(const char *file, const char *wanted)
{
    encoded text = read_file("", file);
    text.bytes[text.length] = 0;
    int found = strstr((char *)text.bytes, wanted) != NULL;
    free(text.bytes);
    return found;
}

static void compare(const char *name, char *const *ours, char *const *openssl, const char *output, int runs)
{
    double wall[2][max_runs], cpu[2][max_runs];
    for (int i = -1; i < runs; i++) { /* the first one warms the page cache */
        cost mine = run(ours, output), theirs = run(openssl, output);
        if (!says(output, ": good"))
            stop("openssl ocsp does not say that the certificate is good");
        if (i < 0)
            continue;
        wall[0][i] = mine.wall, cpu[0][i] = mine.cpu;
        wall[1][i] = theirs.wall, cpu[1][i] = theirs.cpu;
    }
    double w[2], c[2];
    for (int side = 0; side < 2; side++) {
        w[side] = median(wall[side], runs) / 1e3;
        c[side] = median(cpu[side], runs) / 1e3;
    }
    result(bench, name, "staple32, wall", w[0], "ms");
    result(bench, name, "openssl ocsp, wall", w[1], "ms");
    result(bench, name, "against openssl ocsp, wall", w[0] / w[1], "x");
    result(bench, name, "staple32, CPU", c[0], "ms");
    result(bench, name, "openssl ocsp, CPU", c[1], "ms");
    result(bench, name, "against openssl ocsp, CPU", c[0] / c[1], "x");
}

static void report_stages(char *const *ours, const char *output, int runs)
{
    double times[stages][max_runs];
    setenv("MORE", "1", 1);
    for (int i = 0; i < runs; i++) {
        run(ours, output);
        FILE *f = fopen(output, "r");
        for (int s = 0; s < stages; s++) {
            if (!f || fscanf(f, "%lf", &times[s][i]) != 1)
                stop("the measured process said nothing");
        }
        fclose(f);
    }
    unsetenv("MORE");
    for (int s = 0; s < stages; s++)
        result(bench, "parts", stage_names[s], median(times[s], runs) / 1e3, "ms");
}

static void write_pem(const char *path, const identity *of)
{
    FILE *f = fopen(path, "w");
    if (!f || !PEM_write_X509(f, of->material->certificate) || fclose(f))
        stop(path);
}

int main(int count, char **arguments)
{
    if (count == 3)
        return measured(arguments[1], arguments[2]);
    if (count < 5)
        stop("usage: first_staple LIBRARY DIRECTORY BUNDLE RUNS");
    const char *directory = arguments[2];
    int runs = atoi(arguments[4]) < max_runs ? atoi(arguments[4]) : max_runs;
    char root_pem[4096], bundle_pem[4096], leaf_pem[4096], intermediate_pem[4096], output[4096];
    snprintf(root_pem, sizeof(root_pem), "%s/root.pem", directory);
    snprintf(bundle_pem, sizeof(bundle_pem), "%s/bundle.pem", directory);
    snprintf(leaf_pem, sizeof(leaf_pem), "%s/leaf.pem", directory);
    snprintf(intermediate_pem, sizeof(intermediate_pem), "%s/intermediate.pem", directory);
    snprintf(output, sizeof(output), "%s/output", directory);

    identity *root = pki_root("first-staple root"), *intermediate = pki_issue(root, "Issuing CA", (issue_options){.is_authority = 1});
    responder *server = responder_start(intermediate);
    identity *leaf = pki_issue(intermediate, "leaf.example", (issue_options){.aia = responder_aia(server)}),
        *other = pki_issue(intermediate, "other.example", (issue_options){.aia = responder_aia(server)});
    write_pem(root_pem, root);
    write_pem(leaf_pem, leaf);
    write_pem(intermediate_pem, intermediate);
    write_file(directory, "leaf.der", leaf->der, leaf->der_length);
    write_file(directory, "other.der", other->der, other->der_length);
    write_file(directory, "intermediate.der", intermediate->der, intermediate->der_length);
    encoded machine = read_file("", arguments[3]), pem = pki_pem(root);
    memcpy(machine.bytes + machine.length, pem.bytes, pem.length);
    write_file(directory, "bundle.pem", machine.bytes, machine.length + pem.length);

    char *ours[] = {arguments[0], arguments[1], arguments[2], NULL};
    char *roots = bundle_pem;
    unsetenv("SSL_CERT_DIR");
    for (int alone = 0; alone < 2; alone++) {
        roots = alone ? root_pem : bundle_pem;
        setenv("SSL_CERT_FILE", roots, 1);
        char *openssl[] = {"openssl", "ocsp", "-issuer", intermediate_pem, "-cert", leaf_pem, "-url", (char *)responder_url(server), "-CAfile", roots,
            "-no-CApath", "-no-CAstore", "-verify_other", intermediate_pem, "-no_nonce", NULL};
        compare(alone ? "the root alone" : "the machine's roots", ours, openssl, output, runs);
        if (!alone)
            report_stages(ours, output, runs);
    }
    return 0;
}

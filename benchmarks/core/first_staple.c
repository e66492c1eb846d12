/*
 * How long it takes until a server has its first staple: process start, dlopen, chain, CertOpenServerOcspResponse (which waits
 * for the first retrieval), CertGetServerOcspResponseContext. Peer: the openssl command asking the same responder about the same
 * certificate and verifying what it says. A new process for each, in turns; the responder is a thread of this program and
 * answers at once.
 *
 * Roots: once both read the machine's bundle with the PKI's root in it; once we do and openssl looks into a hashed directory, as
 * Debian's does unless it is told otherwise, and so reads one file with one certificate; once both read such a file. Times are
 * wall time from before the process is made until the staple is there and until the process has ended (of openssl only the latter
 * can be seen), and, since the wall clock also shows what else the machine does, CPU time of the whole process.
 *
 *   first_staple LIBRARY DIRECTORY BUNDLE RUNS [OPENSSL]
 *   first_staple LIBRARY DIRECTORY                 (the process that is measured; prints its times)
 */
#include "library.h"
#include "pki_openssl.h"
#include "responder.h"

#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <sys/resource.h>
#include <sys/stat.h>
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
    if (!getenv("MORE")) {
        printf("%.1f\n", at[4]);
        return 0;
    }
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
    double start, wall, cpu;
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
    if (posix_spawn(&child, arguments[0], &actions, NULL, arguments, environ) || wait4(child, &status, 0, &used) != child || status)
        stop(arguments[0]);
    cost spent = {start, wall_us() - start,
        (double)(used.ru_utime.tv_sec + used.ru_stime.tv_sec) * 1e6 + (double)(used.ru_utime.tv_usec + used.ru_stime.tv_usec)};
    posix_spawn_file_actions_destroy(&actions);
    return spent;
}

static encoded text_of(const char *file)
{
    encoded text = read_file("", file);
    text.bytes[text.length] = 0;
    return text;
}

static void compare(const char *name, char *const *ours, char *const *openssl, const char *output, int runs)
{
    enum { until_staple, our_wall, our_cpu, their_wall, their_cpu, kinds };
    double times[kinds][max_runs], medians[kinds];
    for (int i = -1; i < runs; i++) { /* the first one warms the page cache */
        int at = i < 0 ? 0 : i;
        cost mine = run(ours, output);
        encoded said = text_of(output);
        times[until_staple][at] = atof((char *)said.bytes) - mine.start;
        free(said.bytes);
        cost theirs = run(openssl, output);
        said = text_of(output);
        if (!strstr((char *)said.bytes, ": good"))
            stop("openssl ocsp does not say that the certificate is good");
        free(said.bytes);
        times[our_wall][at] = mine.wall, times[our_cpu][at] = mine.cpu;
        times[their_wall][at] = theirs.wall, times[their_cpu][at] = theirs.cpu;
    }
    for (int kind = 0; kind < kinds; kind++)
        medians[kind] = median(times[kind], runs) / 1e3;
    result(bench, name, "staple32, until the staple is there", medians[until_staple], "ms");
    result(bench, name, "staple32, whole process", medians[our_wall], "ms");
    result(bench, name, "openssl ocsp, whole process", medians[their_wall], "ms");
    result(bench, name, "until the staple against openssl ocsp", medians[until_staple] / medians[their_wall], "x");
    result(bench, name, "whole process against openssl ocsp", medians[our_wall] / medians[their_wall], "x");
    result(bench, name, "staple32, CPU", medians[our_cpu], "ms");
    result(bench, name, "openssl ocsp, CPU", medians[their_cpu], "ms");
    result(bench, name, "CPU against openssl ocsp", medians[our_cpu] / medians[their_cpu], "x");
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

/* As `openssl rehash` would name it. */
static void write_hashed(const char *directory, const identity *root)
{
    char path[4096];
    snprintf(path, sizeof(path), "%s/hashed", directory);
    if (mkdir(path, 0700) && errno != EEXIST)
        stop(path);
    snprintf(path, sizeof(path), "%s/hashed/%08lx.0", directory, X509_subject_name_hash(root->material->certificate));
    write_pem(path, root);
}

int main(int count, char **arguments)
{
    if (count == 3)
        return measured(arguments[1], arguments[2]);
    if (count < 5)
        stop("usage: first_staple LIBRARY DIRECTORY BUNDLE RUNS [OPENSSL]");
    char *openssl_path = count > 5 ? arguments[5] : "/usr/bin/openssl"; /* a search through PATH is not openssl's fault */
    const char *directory = arguments[2];
    int runs = atoi(arguments[4]) < max_runs ? atoi(arguments[4]) : max_runs;
    char root_pem[4096], bundle_pem[4096], leaf_pem[4096], intermediate_pem[4096], hashed_pem[4096],
        output[4096];
    snprintf(root_pem, sizeof(root_pem), "%s/root.pem", directory);
    snprintf(bundle_pem, sizeof(bundle_pem), "%s/bundle.pem", directory);
    snprintf(leaf_pem, sizeof(leaf_pem), "%s/leaf.pem", directory);
    snprintf(intermediate_pem, sizeof(intermediate_pem), "%s/intermediate.pem", directory);
    snprintf(hashed_pem, sizeof(hashed_pem), "%s/hashed", directory);
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

    write_hashed(directory, root);

    peer_version(bench, "OpenSSL", OpenSSL_version(OPENSSL_VERSION_STRING));
    static const char *const names[] = {"the machine's bundle", "openssl with a hashed directory", "the root alone"};
    char *ours[] = {arguments[0], arguments[1], arguments[2], NULL};
    unsetenv("SSL_CERT_DIR");
    for (int i = 0; i < 3; i++) {
        int hashed = i == 1;
        char *roots = i == 2 ? root_pem : bundle_pem;
        char *openssl[] = {openssl_path, "ocsp", "-issuer", intermediate_pem, "-cert", leaf_pem, "-url", (char *)responder_url(server),
            hashed ? "-CApath" : "-CAfile", hashed ? hashed_pem : roots, hashed ? "-no-CAfile" : "-no-CApath", "-no-CAstore",
            "-verify_other", intermediate_pem, "-no_nonce", NULL};
        setenv("SSL_CERT_FILE", roots, 1);
        compare(names[i], ours, openssl, output, runs);
        if (i == 0)
            report_stages(ours, output, runs);
    }
    return 0;
}

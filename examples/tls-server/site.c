#include "site.h"

#include <errno.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <staple32/openssl.h>
#include <stdlib.h>
#include <string.h>

/* A key with a pass phrase is refused: a server has nobody to ask. */
static int no_passphrase(char *buffer, int size, int writing, void *argument)
{
    (void)buffer, (void)size, (void)writing, (void)argument;
    return -1;
}

static EVP_PKEY *read_key(const char *file, problem *problem)
{
    FILE *stream = fopen(file, "rb");
    if (!stream) {
        problem_set(problem, "%s: %s", file, strerror(errno));
        return NULL;
    }
    EVP_PKEY *key = PEM_read_PrivateKey(stream, NULL, no_passphrase, NULL);
    fclose(stream);
    if (!key)
        problem_set(problem, "%s: holds no PEM private key that can be read without a pass phrase", file);
    ERR_clear_error();
    return key;
}

static X509 *to_openssl(PCCERT_CONTEXT certificate)
{
    const unsigned char *encoded = certificate->pbCertEncoded;
    return d2i_X509(NULL, &encoded, (long)certificate->cbCertEncoded);
}

/* Gives OpenSSL the file's certificates except the root, which a client has or does not trust. */
static bool use_certificates(SSL_CTX *tls, const pem_certificates *certificates, const options *options, problem *problem)
{
    for (int i = 0; i < certificates->count; i++) {
        X509 *certificate = to_openssl(certificates->items[i]);
        bool used = certificate != NULL;
        if (used && i == 0)
            used = SSL_CTX_use_certificate(tls, certificate) == 1;
        else if (used && X509_NAME_cmp(X509_get_subject_name(certificate), X509_get_issuer_name(certificate)) != 0)
            used = SSL_CTX_add1_chain_cert(tls, certificate) == 1;
        X509_free(certificate);
        if (!used) {
            unsigned long code = ERR_get_error();
            const char *reason = code ? ERR_reason_error_string(code) : NULL;
            return problem_set(problem, "%s: OpenSSL refuses certificate %d: %s", options->chain_file, i + 1,
                reason ? reason : "no reason given");
        }
    }
    return true;
}

static bool use_key(SSL_CTX *tls, const options *options, problem *problem)
{
    EVP_PKEY *key = read_key(options->key_file, problem);
    if (!key)
        return false;
    bool matches = X509_check_private_key(SSL_CTX_get0_certificate(tls), key) == 1;
    bool used = matches && SSL_CTX_use_PrivateKey(tls, key) == 1;
    EVP_PKEY_free(key);
    ERR_clear_error();
    if (!matches)
        return problem_set(problem, "%s: this key does not belong to the first certificate of %s", options->key_file, options->chain_file);
    return used || problem_set(problem, "%s: OpenSSL refuses this key", options->key_file);
}

static SSL_CTX *make_tls(const pem_certificates *certificates, const options *options, problem *problem)
{
    SSL_CTX *tls = SSL_CTX_new(TLS_server_method());
    if (!tls) {
        problem_set(problem, "out of memory");
        return NULL;
    }
    SSL_CTX_set_min_proto_version(tls, TLS1_2_VERSION);
    if (use_certificates(tls, certificates, options, problem) && use_key(tls, options, problem))
        return tls;
    SSL_CTX_free(tls);
    return NULL;
}

site *site_load(const options *options, problem *problem)
{
    site *loaded = calloc(1, sizeof *loaded);
    if (!loaded) {
        problem_set(problem, "out of memory");
        return NULL;
    }
    atomic_init(&loaded->references, 1);
    if (!chain_load(&loaded->chain, options->chain_file, options->ca_file, problem)) {
        free(loaded);
        return NULL;
    }
    if (options->key_file && !(loaded->tls = make_tls(&loaded->chain.certificates, options, problem))) {
        site_release(loaded);
        return NULL;
    }
    staple_open(&loaded->staple, &loaded->chain, options->async);
    if (loaded->tls && loaded->staple.handle)
        Staple32UseServerOcspResponse(loaded->tls, loaded->staple.handle);
    return loaded;
}

site *site_hold(site *site)
{
    atomic_fetch_add(&site->references, 1);
    return site;
}

void site_release(site *site)
{
    if (atomic_fetch_sub(&site->references, 1) != 1)
        return;
    SSL_CTX_free(site->tls); /* first: its callback uses the handle */
    staple_close(&site->staple);
    chain_free(&site->chain);
    free(site);
}

/* The PKIs of chains.c and its three sides. */
#ifndef CHAINS_H
#define CHAINS_H

#include "library.h"
#include "pki_openssl.h"

#include <openssl/x509_vfy.h>

/* One PKI, and what each side holds of it. */
typedef struct setting {
    const char *kind;
    identity *root, *intermediate, *leaf;
    encoded *leaves; /* the leaf again, with other serial numbers */

    const library *lib;
    HCERTSTORE others, root_store;

    X509_STORE *openssl_roots;
    STACK_OF(X509) *openssl_others;

    int (*dotnet_build)(const unsigned char *, int);

    HCERTSTORE crowd;
    X509_STORE *openssl_crowd;
    encoded *crowd_names;
    int crowd_size;

    encoded hostile_leaf;
    HCERTSTORE hostile;
    STACK_OF(X509) *openssl_hostile;
} setting;

/* Two PKIs, P-256 and RSA-2048; writes bundle.pem (the machine's roots and these), ec.der and so on into the directory. */
void make_bundle(setting settings[2], const char *directory, const char *machine_bundle);

/* Gives a PKI to our library and to OpenSSL, and to .NET. */
void load_setting(setting *s, const library *lib, const char *directory);
void load_dotnet(setting *s, const char *managed, const char *directory);

void make_leaves(setting *s, int count);

/* A store of so many leaves of different names, among them the intermediate; how long filling took, in microseconds. */
void make_crowd(setting *s, int count, double filling[2]);

/* A leaf, and CAs with the name of its issuer that did not issue it. */
void make_hostile(setting *s, int count, int keys);

X509_STORE *roots_of_openssl(const char *directory);

static inline X509 *parse(encoded from)
{
    const unsigned char *at = from.bytes;
    return d2i_X509(NULL, &at, (long)from.length);
}

/* Each builds one chain of three certificates and ends the program if it is not trusted. */
static inline void check_ours(const setting *s, HCERTCHAINENGINE engine, const unsigned char *leaf, unsigned length)
{
    PCCERT_CONTEXT certificate;
    PCCERT_CHAIN_CONTEXT chain = chain_of(s->lib, engine, leaf, length, s->others, &certificate);
    if (chain->TrustStatus.dwErrorStatus || chain->rgpChain[0]->cElement != 3)
        stop("not the expected chain");
    s->lib->CertFreeCertificateChain(chain);
    s->lib->CertFreeCertificateContext(certificate);
}

static inline void check_openssl(const setting *s, const unsigned char *leaf, unsigned length)
{
    X509 *certificate = d2i_X509(NULL, &leaf, (long)length);
    X509_STORE_CTX *check = X509_STORE_CTX_new();
    if (X509_STORE_CTX_init(check, s->openssl_roots, certificate, s->openssl_others) != 1 || X509_verify_cert(check) != 1)
        stop("OpenSSL does not accept the chain");
    X509_STORE_CTX_free(check);
    X509_free(certificate);
}

static inline void check_dotnet(const setting *s, const unsigned char *leaf, unsigned length)
{
    if (s->dotnet_build(leaf, (int)length) != 3)
        stop(".NET does not accept the chain");
}

#endif

/*
 * What one OCSP response costs until it is accepted: parse, find the CertID, verify, look at the times. Ours (the core's
 * OcspVerifier, called as the prefetcher calls it) beside OpenSSL's in the same process, in turns, in CPU time:
 * d2i_OCSP_RESPONSE, OCSP_cert_to_id, OCSP_resp_find_status, OCSP_check_validity and OCSP_basic_verify with the least work
 * that verifies as much: the issuer is trusted as it is, so that nothing above it is looked at on either side.
 *
 * Each kind has 64 leaves of one issuer with a response each, taken in turns, as in a server with 64 certificates.
 *
 *   verification LIBRARY BLOCKS             all kinds, both sides
 *   verification LIBRARY ours KIND ROUNDS   one side and one kind, for callgrind (likewise openssl KIND):
 *                                         valgrind --tool=callgrind --toggle-collect=managed_verify
 *
 * LIBRARY is core/managed, published.
 */
#include "measure.h"

#include <dlfcn.h>

#include <openssl/ocsp.h>

#include "pki_openssl.h"

enum { leaves = 64, rounds = 256 };

static const char bench[] = "verification";
static const char *const kinds[] = {"RSA-2048, direct", "RSA-2048, delegated", "P-256, direct", "P-256, delegated"};

static int (*managed_verify)(int);
static void (*managed_set_issuer)(const unsigned char *, int);
static int (*managed_add_response)(const unsigned char *, int, const unsigned char *, int);

typedef struct question {
    X509 *leaf;
    unsigned char *response;
    int length;
    int number;
} question;

typedef struct service {
    identity *issuer;
    STACK_OF(X509) *issuers;
    X509_STORE *store;
    question questions[leaves];
} service;

static void sign_response(const identity *issuer, const identity *signer, question *about)
{
    OCSP_BASICRESP *basic = OCSP_BASICRESP_new();
    OCSP_CERTID *id = OCSP_cert_to_id(EVP_sha1(), about->leaf, issuer->material->certificate);
    ASN1_TIME *from = X509_gmtime_adj(NULL, -3600), *to = X509_gmtime_adj(NULL, 86400 * 7);
    if (!OCSP_basic_add1_status(basic, id, V_OCSP_CERTSTATUS_GOOD, 0, NULL, from, to)
        || !OCSP_basic_sign(basic, signer->material->certificate, signer->material->key, EVP_sha256(), NULL, signer == issuer ? OCSP_NOCERTS : 0))
        stop("cannot sign a response");
    OCSP_RESPONSE *response = OCSP_response_create(OCSP_RESPONSE_STATUS_SUCCESSFUL, basic);
    about->length = i2d_OCSP_RESPONSE(response, &about->response);
    OCSP_RESPONSE_free(response);
    OCSP_BASICRESP_free(basic);
    OCSP_CERTID_free(id);
    ASN1_TIME_free(from);
    ASN1_TIME_free(to);
}

static void prepare(service *made, int kind)
{
    *made = (service){0};
    int rsa = kind < 2, delegated = kind % 2;
    made->issuer = pki_self_signed("Issuing CA", (issue_options){.is_authority = 1, .rsa = rsa});
    identity *signer = delegated ? pki_issue(made->issuer, "Responder", (issue_options){.is_ocsp_signer = 1, .rsa = rsa}) : made->issuer;
    made->issuers = sk_X509_new_null();
    sk_X509_push(made->issuers, made->issuer->material->certificate);
    made->store = X509_STORE_new();
    X509_STORE_add_cert(made->store, made->issuer->material->certificate);
    X509_STORE_set_flags(made->store, X509_V_FLAG_PARTIAL_CHAIN);
    managed_set_issuer(made->issuer->der, (int)made->issuer->der_length);
    for (int i = 0; i < leaves; i++) {
        question *about = &made->questions[i];
        /* P-256 keys for the leaves of either kind: they are not computed with, and RSA keys take long to make. */
        identity *leaf = pki_issue(made->issuer, "leaf.example", (issue_options){.aia = "OCSP;URI:http://ocsp.example/"});
        about->leaf = leaf->material->certificate;
        sign_response(made->issuer, signer, about);
        about->number = managed_add_response(leaf->der, (int)leaf->der_length, about->response, about->length);
    }
}

static void ours(void *context, int round)
{
    if (!managed_verify(((service *)context)->questions[round % leaves].number))
        stop("a response is refused");
}

static void openssl(void *context, int round)
{
    service *asked = context;
    const question *about = &asked->questions[round % leaves];
    const unsigned char *at = about->response;
    OCSP_RESPONSE *response = d2i_OCSP_RESPONSE(NULL, &at, about->length);
    if (!response || OCSP_response_status(response) != OCSP_RESPONSE_STATUS_SUCCESSFUL)
        stop("OpenSSL does not read a response");
    OCSP_BASICRESP *basic = OCSP_response_get1_basic(response);
    OCSP_CERTID *id = OCSP_cert_to_id(EVP_sha1(), about->leaf, asked->issuer->material->certificate);
    int status, reason;
    ASN1_GENERALIZEDTIME *revoked, *from, *to;
    if (!OCSP_resp_find_status(basic, id, &status, &reason, &revoked, &from, &to) || status != V_OCSP_CERTSTATUS_GOOD
        || !OCSP_check_validity(from, to, 300, -1))
        stop("OpenSSL finds no status");
    if (OCSP_basic_verify(basic, asked->issuers, asked->store, OCSP_TRUSTOTHER) != 1)
        stop("OpenSSL refuses a response");
    OCSP_CERTID_free(id);
    OCSP_BASICRESP_free(basic);
    OCSP_RESPONSE_free(response);
}

static void compare(int kind, int blocks)
{
    static work *const works[] = {ours, openssl};
    service asked;
    double medians[2];
    prepare(&asked, kind);
    for (int i = 0; i < 2 * leaves; i++) {
        ours(&asked, i);
        openssl(&asked, i);
    }
    in_turns(works, 2, &asked, blocks, rounds, medians);
    result(bench, kinds[kind], "staple32, per response", medians[0], "us");
    result(bench, kinds[kind], "OpenSSL, per response", medians[1], "us");
    result(bench, kinds[kind], "against OpenSSL", medians[0] / medians[1], "x");
}

int main(int count, char **arguments)
{
    if (count < 3)
        stop("usage: verification LIBRARY BLOCKS | LIBRARY ours|openssl KIND ROUNDS");
    void *library = dlopen(arguments[1], RTLD_NOW);
    if (!library)
        stop(dlerror());
    managed_verify = (int (*)(int))dlsym(library, "managed_verify");
    managed_set_issuer = (void (*)(const unsigned char *, int))dlsym(library, "managed_set_issuer");
    managed_add_response = (int (*)(const unsigned char *, int, const unsigned char *, int))dlsym(library, "managed_add_response");
    if (!managed_verify || !managed_set_issuer || !managed_add_response)
        stop("not the library of core/managed");
    if (count == 5) {
        service asked;
        prepare(&asked, atoi(arguments[3]));
        work *one = strcmp(arguments[2], "ours") == 0 ? ours : openssl;
        for (int i = 0; i < atoi(arguments[4]); i++)
            one(&asked, i);
        return 0;
    }
    peer_version(bench, "OpenSSL", OpenSSL_version(OPENSSL_VERSION_STRING));
    for (int kind = 0; kind < 4; kind++)
        compare(kind, atoi(arguments[2]));
    return 0;
}

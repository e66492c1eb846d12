#include "fixture.h"

#include <openssl/ocsp.h>
#include <time.h>

#define PATIENCE_SECONDS 20.0

void set_setting(const char *name, long value)
{
    char variable[128], text[32];
    snprintf(variable, sizeof(variable), "STAPLE32_SrvOcspResp%s", name);
    snprintf(text, sizeof(text), "%ld", value);
    CHECK(setenv(variable, text, 1) == 0);
}

void refresh_every_second(responder *responder)
{
    set_setting("MinRetrySeconds", 1);
    set_setting("MaxRetrySeconds", 1);
    /* More than half of the validity is over, so every response is due for refresh when it arrives. */
    responder_set_validity(responder, -86400, 3600);
}

void sleep_milliseconds(long milliseconds)
{
    struct timespec time = {.tv_sec = milliseconds / 1000, .tv_nsec = milliseconds % 1000 * 1000000};
    nanosleep(&time, NULL);
}

double seconds_now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

fixture fixture_make(void)
{
    fixture made = {0};
    made.root = pki_root("test authority");
    made.responder = responder_start(made.root);
    made.leaf = pki_issue(made.root, "localhost", (issue_options){.aia = responder_aia(made.responder)});
    made.chain = fixture_chain(&made, made.leaf);
    made.certificate = made.chain->rgpChain[0]->rgpElement[0]->pCertContext;
    return made;
}

PCCERT_CHAIN_CONTEXT fixture_chain(const fixture *self, const identity *leaf)
{
    const identity *issuers[] = {self->root, NULL};
    return chain_of(leaf, issuers);
}

PCCERT_CHAIN_CONTEXT chain_of(const identity *leaf, const identity *const *issuers)
{
    HCERTSTORE additional = CertOpenStore(CERT_STORE_PROV_MEMORY, 0, 0, 0, NULL);
    HCERTSTORE roots = CertOpenStore(CERT_STORE_PROV_MEMORY, 0, 0, 0, NULL);
    CHECK(additional && roots);
    for (; *issuers; issuers++) {
        HCERTSTORE store = issuers[1] ? additional : roots;
        CHECK_OK(CertAddEncodedCertificateToStore(store, X509_ASN_ENCODING, (*issuers)->der, (*issuers)->der_length, CERT_STORE_ADD_NEW, NULL));
    }

    CERT_CHAIN_ENGINE_CONFIG config = {.cbSize = sizeof(config), .hExclusiveRoot = roots};
    HCERTCHAINENGINE engine;
    CHECK_OK(CertCreateCertificateChainEngine(&config, &engine));

    PCCERT_CONTEXT certificate = CertCreateCertificateContext(X509_ASN_ENCODING, leaf->der, leaf->der_length);
    CHECK(certificate != NULL);
    CERT_CHAIN_PARA parameters = {.cbSize = sizeof(parameters)};
    PCCERT_CHAIN_CONTEXT chain;
    CHECK_OK(CertGetCertificateChain(engine, certificate, NULL, additional, &parameters, 0, NULL, &chain));

    /* The chain holds what it needs. */
    CertFreeCertificateContext(certificate);
    CertFreeCertificateChainEngine(engine);
    CertCloseStore(additional, 0);
    CertCloseStore(roots, 0);
    return chain;
}

HCERT_SERVER_OCSP_RESPONSE open_response(PCCERT_CHAIN_CONTEXT chain, DWORD flags)
{
    HCERT_SERVER_OCSP_RESPONSE handle;
    CHECK_OK((handle = CertOpenServerOcspResponse(chain, flags, NULL)));
    return handle;
}

PCCERT_SERVER_OCSP_RESPONSE_CONTEXT get_response(HCERT_SERVER_OCSP_RESPONSE handle)
{
    PCCERT_SERVER_OCSP_RESPONSE_CONTEXT context;
    CHECK_OK((context = CertGetServerOcspResponseContext(handle, 0, NULL)));
    return context;
}

PCCERT_SERVER_OCSP_RESPONSE_CONTEXT wait_for_response(HCERT_SERVER_OCSP_RESPONSE handle, PCCERT_SERVER_OCSP_RESPONSE_CONTEXT previous)
{
    for (double deadline = seconds_now() + PATIENCE_SECONDS; seconds_now() < deadline; sleep_milliseconds(10)) {
        PCCERT_SERVER_OCSP_RESPONSE_CONTEXT context = CertGetServerOcspResponseContext(handle, 0, NULL);
        if (context && context != previous)
            return context;
        if (!context)
            CHECK_LAST_ERROR("CertGetServerOcspResponseContext", CRYPT_E_REVOCATION_OFFLINE);
        CertFreeServerOcspResponseContext(context);
    }
    FAIL("no %sresponse within %.0f seconds", previous ? "newer " : "", PATIENCE_SECONDS);
}

int verified_status(PCCERT_SERVER_OCSP_RESPONSE_CONTEXT context, const identity *leaf, const identity *issuer)
{
    const unsigned char *der = context->pbEncodedOcspResponse;
    OCSP_RESPONSE *response = d2i_OCSP_RESPONSE(NULL, &der, (long)context->cbEncodedOcspResponse);
    CHECK(response != NULL);
    CHECK(der == context->pbEncodedOcspResponse + context->cbEncodedOcspResponse);
    OCSP_BASICRESP *basic = OCSP_response_get1_basic(response);
    CHECK(basic != NULL);

    X509_STORE *trusted = X509_STORE_new();
    X509_STORE_add_cert(trusted, issuer->certificate);
    STACK_OF(X509) *untrusted = sk_X509_new_null();
    sk_X509_push(untrusted, issuer->certificate);
    CHECK(OCSP_basic_verify(basic, untrusted, trusted, 0) == 1);

    OCSP_CERTID *id = OCSP_cert_to_id(NULL, leaf->certificate, issuer->certificate);
    ASN1_GENERALIZEDTIME *this_update, *next_update;
    int status = -1;
    CHECK(OCSP_resp_find_status(basic, id, &status, NULL, NULL, &this_update, &next_update));
    CHECK(OCSP_check_validity(this_update, next_update, 0, -1));

    OCSP_CERTID_free(id);
    sk_X509_free(untrusted);
    X509_STORE_free(trusted);
    OCSP_BASICRESP_free(basic);
    OCSP_RESPONSE_free(response);
    return status;
}

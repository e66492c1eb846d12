#include "fixture.h"

#define PATIENCE_SECONDS 20.0
#define TICKS_PER_SECOND 10000000ull
/* From 1601 to 1970. */
#define UNIX_EPOCH_SECONDS 11644473600ll

void set_setting(const char *name, long value)
{
    char full[128];
    snprintf(full, sizeof(full), "SrvOcspResp%s", name);
    write_setting(full, value);
}

void refresh_every_second(responder *responder)
{
    set_setting("MinRetrySeconds", 1);
    set_setting("MaxRetrySeconds", 1);
    /* More than half of the validity is over, so every response is due for refresh when it arrives. */
    responder_set_validity(responder, -86400, 3600);
}

long long unix_time(FILETIME time)
{
    return (long long)(((ULONGLONG)time.dwHighDateTime << 32 | time.dwLowDateTime) / TICKS_PER_SECOND) - UNIX_EPOCH_SECONDS;
}

FILETIME filetime_of(long long seconds)
{
    ULONGLONG ticks = (ULONGLONG)(seconds + UNIX_EPOCH_SECONDS) * TICKS_PER_SECOND;
    FILETIME made = {(DWORD)ticks, (DWORD)(ticks >> 32)};
    return made;
}

void widen(WCHAR *wide, size_t size, const char *text)
{
    size_t length = strlen(text);
    CHECK(length < size);
    for (size_t i = 0; i <= length; i++)
        wide[i] = (WCHAR)(unsigned char)text[i];
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

fixture use_everything(void)
{
    fixture f = fixture_make();
    HCERT_SERVER_OCSP_RESPONSE handle = open_response(f.chain, 0);
    CertFreeServerOcspResponseContext(get_response(handle));
    CertCloseServerOcspResponse(handle, 0);
    return f;
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
    return pki_verified_status(context->pbEncodedOcspResponse, context->cbEncodedOcspResponse, leaf, issuer);
}

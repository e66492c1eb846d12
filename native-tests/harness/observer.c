#include "observer.h"

void check_view(PCCERT_SERVER_OCSP_RESPONSE_CONTEXT response, PCCRL_CONTEXT crl)
{
    BYTE property[65536];
    DWORD size = sizeof(property);
    CHECK_OK(CertGetCRLContextProperty(crl, CERT_OCSP_RESPONSE_PROP_ID, property, &size));
    CHECK_EQ(size, response->cbEncodedOcspResponse);
    CHECK_BYTES(property, response->pbEncodedOcspResponse, size);
}

void WINAPI observe(PCCERT_CHAIN_CONTEXT chain, PCCERT_SERVER_OCSP_RESPONSE_CONTEXT response, PCCRL_CONTEXT crl,
    PCCRL_CONTEXT previous, PVOID argument, DWORD write_error)
{
    observer *self = (observer *)argument;
    if (atomic_fetch_add(&self->running, 1) != 0)
        atomic_fetch_add(&self->overlaps, 1);
    check_view(response, crl);
    /* We kept the last call's CRL, so this call's previous one is the very same. */
    if (previous != self->crl)
        atomic_fetch_add(&self->mismatches, 1);
    atomic_store(&self->had_previous, previous != NULL);

    if (self->to_close) {
        CertCloseServerOcspResponse(self->to_close, 0);
        CHECK_FAILS(CertGetServerOcspResponseContext(self->to_close, 0, NULL), ERROR_INVALID_HANDLE);
    }
    if (self->gathering) {
        atomic_fetch_add(self->gathering, 1);
        WAIT_FOR(atomic_load(self->gathering) >= OBSERVERS_GATHERED);
    }
    if (self->to_open)
        CertCloseServerOcspResponse(open_observed(self->to_open, 0, self->to_open_observer), 0);

    PCCERT_CHAIN_CONTEXT old_chain = self->chain;
    PCCERT_SERVER_OCSP_RESPONSE_CONTEXT old_response = self->response;
    PCCRL_CONTEXT old_crl = self->crl;
    self->chain = CertDuplicateCertificateChain(chain);
    CHECK_PTR(self->chain, chain); /* a freed one would be taken for a foreign one, and copied */
    self->crl = CertDuplicateCRLContext(crl);
    CertAddRefServerOcspResponseContext(response);
    self->response = response;
    self->write_error = write_error;
    if (old_chain)
        CertFreeCertificateChain(old_chain);
    CertFreeCRLContext(old_crl);
    CertFreeServerOcspResponseContext(old_response);

    if (self->frees_what_it_borrowed) {
        CertFreeCRLContext(crl); /* ours */
        CertFreeCRLContext(crl); /* not ours */
        CertFreeCRLContext(crl);
        check_view(response, crl);
        self->crl = NULL;
    }

    atomic_fetch_add(&self->calls, 1);
    sleep_milliseconds(self->lingers);
    for (double deadline = seconds_now() + 10; atomic_load(&self->is_blocked) && seconds_now() < deadline;)
        sleep_milliseconds(5);
    atomic_fetch_add(&self->finished, 1);
    atomic_fetch_sub(&self->running, 1);
}

HCERT_SERVER_OCSP_RESPONSE open_observed(PCCERT_CHAIN_CONTEXT chain, DWORD flags, observer *observer)
{
    CERT_SERVER_OCSP_RESPONSE_OPEN_PARA para = {.cbSize = sizeof(para), .pfnUpdateCallback = observe, .pvUpdateCallbackArg = observer};
    HCERT_SERVER_OCSP_RESPONSE handle;
    CHECK_OK((handle = CertOpenServerOcspResponse(chain, flags, &para)));
    return handle;
}

void check_orderly(const observer *observer)
{
    CHECK_EQ(atomic_load(&observer->overlaps), 0);
    CHECK_EQ(atomic_load(&observer->mismatches), 0);
}

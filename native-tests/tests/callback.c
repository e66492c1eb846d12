/* The update callback: when it comes, and with what. */
#include "observer.h"

TEST(a_blocking_open_returns_after_the_first_call)
{
    fixture f = fixture_make();
    observer seen = {0};
    HCERT_SERVER_OCSP_RESPONSE handle = open_observed(f.chain, 0, &seen);
    CHECK_EQ(atomic_load(&seen.finished), 1);
    CHECK_EQ(atomic_load(&seen.had_previous), 0);
    CHECK_PTR(seen.chain, f.chain);
    CHECK_EQ(seen.write_error, 0);
    PCCERT_SERVER_OCSP_RESPONSE_CONTEXT response = get_response(handle);
    CHECK_PTR(seen.response, response);
    CertFreeServerOcspResponseContext(response);
    CertCloseServerOcspResponse(handle, 0);
    CHECK_EQ(atomic_load(&seen.calls), 1);
    check_orderly(&seen);
}

TEST(an_asynchronous_open_is_called_back_later)
{
    fixture f = fixture_make();
    observer seen = {0};
    HCERT_SERVER_OCSP_RESPONSE handle = open_observed(f.chain, CERT_SERVER_OCSP_RESPONSE_ASYNC_FLAG, &seen);
    WAIT_FOR(atomic_load(&seen.finished) == 1);
    CertCloseServerOcspResponse(handle, 0);
    check_orderly(&seen);
}

TEST(the_view_says_what_the_response_says)
{
    fixture f = fixture_make();
    observer seen = {0};
    HCERT_SERVER_OCSP_RESPONSE handle = open_observed(f.chain, 0, &seen);
    const CRL_INFO *info = seen.crl->pCrlInfo;
    const CERT_INFO *leaf = f.certificate->pCertInfo;
    CHECK_EQ(info->Issuer.cbData, leaf->Issuer.cbData);
    CHECK_BYTES(info->Issuer.pbData, leaf->Issuer.pbData, leaf->Issuer.cbData);
    CHECK_EQ(info->cCRLEntry, 0);
    CHECK_EQ(CertVerifyCRLTimeValidity(NULL, seen.crl->pCrlInfo), 0);
    CHECK_OK(CertIsValidCRLForCertificate(f.certificate, seen.crl, 0, NULL));

    WCHAR url[512];
    DWORD size = sizeof(url);
    const char *expected = responder_url(f.responder);
    CHECK_OK(CertGetCRLContextProperty(seen.crl, CERT_SOURCE_URL_PROP_ID, url, &size));
    CHECK_EQ(size, 2 * (strlen(expected) + 1));
    for (size_t i = 0; i <= strlen(expected); i++)
        CHECK_EQ(url[i], expected[i]);
    CertCloseServerOcspResponse(handle, 0);
}

TEST(a_revoked_response_is_an_entry_in_the_view)
{
    fixture f = fixture_make();
    responder_set_answer(f.responder, ANSWER_REVOKED);
    observer seen = {0};
    HCERT_SERVER_OCSP_RESPONSE handle = open_observed(f.chain, 0, &seen);
    CHECK_EQ(seen.crl->pCrlInfo->cCRLEntry, 1);
    PCRL_ENTRY entry;
    CHECK_OK(CertFindCertificateInCRL(f.certificate, seen.crl, 0, NULL, &entry));
    CHECK_PTR(entry, seen.crl->pCrlInfo->rgCRLEntry);
    CHECK_EQ(entry->cExtension, 1);
    CHECK_STR(entry->rgExtension[0].pszObjId, szOID_CRL_REASON_CODE);
    CHECK_BYTES(entry->rgExtension[0].Value.pbData, "\x0a\x01\x01", 3);
    CertCloseServerOcspResponse(handle, 0);
}

TEST(a_response_that_is_not_valid_any_more_is_told_but_not_handed_out)
{
    fixture f = fixture_make();
    responder_set_answer(f.responder, ANSWER_EXPIRED);
    observer seen = {0};
    HCERT_SERVER_OCSP_RESPONSE handle = open_observed(f.chain, 0, &seen);
    CHECK_EQ(atomic_load(&seen.finished), 1);
    CHECK_FAILS(CertGetServerOcspResponseContext(handle, 0, NULL), CRYPT_E_REVOCATION_OFFLINE);
    CHECK_EQ(CertVerifyCRLTimeValidity(NULL, seen.crl->pCrlInfo), 1);
    CertCloseServerOcspResponse(handle, 0);
}

TEST(updates_come_in_order_and_one_at_a_time)
{
    fixture f = fixture_make();
    refresh_every_second(f.responder);
    observer seen = {.is_blocked = 1};
    HCERT_SERVER_OCSP_RESPONSE handle = open_observed(f.chain, CERT_SERVER_OCSP_RESPONSE_ASYNC_FLAG, &seen);
    WAIT_FOR(atomic_load(&seen.calls) == 1);
    /* Two more arrive while the first call still runs. */
    PCCERT_SERVER_OCSP_RESPONSE_CONTEXT first = wait_for_response(handle, NULL), second = wait_for_response(handle, first);
    PCCERT_SERVER_OCSP_RESPONSE_CONTEXT third = wait_for_response(handle, second);
    CHECK_EQ(atomic_load(&seen.calls), 1);
    CHECK_PTR(seen.response, first);
    atomic_store(&seen.is_blocked, 0);
    WAIT_FOR(atomic_load(&seen.finished) >= 3);
    CHECK_EQ(atomic_load(&seen.had_previous), 1);
    CertCloseServerOcspResponse(handle, 0);
    check_orderly(&seen);
    CertFreeServerOcspResponseContext(first);
    CertFreeServerOcspResponseContext(second);
    CertFreeServerOcspResponseContext(third);
}

TEST(a_handle_that_joins_gets_one_call_without_previous)
{
    fixture f = fixture_make();
    observer first = {0}, joined = {0};
    HCERT_SERVER_OCSP_RESPONSE handle = open_observed(f.chain, 0, &first);
    PCCERT_CHAIN_CONTEXT same = fixture_chain(&f, f.leaf);
    HCERT_SERVER_OCSP_RESPONSE other = open_observed(same, 0, &joined);
    CHECK_EQ(responder_requests(f.responder), 1);
    CHECK_EQ(atomic_load(&joined.finished), 1);
    CHECK_EQ(atomic_load(&joined.had_previous), 0);
    CHECK_PTR(joined.chain, same);
    CHECK_PTR(joined.response, first.response);
    CertCloseServerOcspResponse(other, 0);
    CertCloseServerOcspResponse(handle, 0);
    CHECK_EQ(atomic_load(&first.calls), 1);
    CHECK_EQ(atomic_load(&joined.calls), 1);
}

TEST(a_callback_past_cbsize_counts_as_absent)
{
    fixture f = fixture_make();
    observer seen = {0};
    CERT_SERVER_OCSP_RESPONSE_OPEN_PARA para = {.cbSize = 24, .pfnUpdateCallback = observe, .pvUpdateCallbackArg = &seen};
    HCERT_SERVER_OCSP_RESPONSE handle;
    CHECK_OK((handle = CertOpenServerOcspResponse(f.chain, 0, &para)));
    CertFreeServerOcspResponseContext(get_response(handle));
    CertCloseServerOcspResponse(handle, 0);
    CHECK_EQ(atomic_load(&seen.calls), 0);
}

/* CertOpenServerOcspResponse, CertAddRefServerOcspResponse, CertCloseServerOcspResponse: references and bad handles. */
#include "fixture.h"

#define GARBAGE 9

static const HCERT_SERVER_OCSP_RESPONSE garbage[GARBAGE] = {
    (HCERT_SERVER_OCSP_RESPONSE)1, (HCERT_SERVER_OCSP_RESPONSE)2, (HCERT_SERVER_OCSP_RESPONSE)-1,
    (HCERT_SERVER_OCSP_RESPONSE)0xdeadbeef, (HCERT_SERVER_OCSP_RESPONSE)0x7fffffffffffffff,
    (HCERT_SERVER_OCSP_RESPONSE)0x8000000000000000, (HCERT_SERVER_OCSP_RESPONSE)0x100000001,
    (HCERT_SERVER_OCSP_RESPONSE)0x1000000000000001, (HCERT_SERVER_OCSP_RESPONSE)0xf0f0f0f0f0f0f0f0,
};

static void check_invalid(HCERT_SERVER_OCSP_RESPONSE handle)
{
    CHECK_FAILS(CertGetServerOcspResponseContext(handle, 0, NULL), ERROR_INVALID_HANDLE);
    CHECK_SETS_ERROR(CertAddRefServerOcspResponse(handle), ERROR_INVALID_HANDLE);
    CHECK_SETS_ERROR(CertCloseServerOcspResponse(handle, 0), ERROR_INVALID_HANDLE);
}

static void check_serves(HCERT_SERVER_OCSP_RESPONSE handle)
{
    PCCERT_SERVER_OCSP_RESPONSE_CONTEXT context = get_response(handle);
    CertFreeServerOcspResponseContext(context);
}

TEST(open_blocks_for_the_first_response)
{
    fixture f = fixture_make();
    HCERT_SERVER_OCSP_RESPONSE handle = open_response(f.chain, 0);
    CHECK_EQ(responder_requests(f.responder), 1);
    check_serves(handle);
    CertCloseServerOcspResponse(handle, 0);
}

TEST(an_async_open_returns_at_once_and_responds_later)
{
    fixture f = fixture_make();
    responder_set_answer(f.responder, ANSWER_HANG);
    double start = seconds_now();
    HCERT_SERVER_OCSP_RESPONSE handle = open_response(f.chain, CERT_SERVER_OCSP_RESPONSE_ASYNC_FLAG);
    CHECK(seconds_now() - start < 5); /* the retrieval may take 15 */
    CHECK_FAILS(CertGetServerOcspResponseContext(handle, 0, NULL), CRYPT_E_REVOCATION_OFFLINE);
    CertCloseServerOcspResponse(handle, 0);

    responder_set_answer(f.responder, ANSWER_GOOD);
    identity *other = pki_issue(f.root, "other", (issue_options){.aia = responder_aia(f.responder)});
    handle = open_response(fixture_chain(&f, other), CERT_SERVER_OCSP_RESPONSE_ASYNC_FLAG);
    CertFreeServerOcspResponseContext(wait_for_response(handle, NULL));
    CertCloseServerOcspResponse(handle, 0);
}

TEST(open_returns_a_handle_although_no_responder_listens)
{
    fixture f = fixture_make();
    responder_stop(f.responder);
    HCERT_SERVER_OCSP_RESPONSE handle = open_response(f.chain, 0);
    CHECK_FAILS(CertGetServerOcspResponseContext(handle, 0, NULL), CRYPT_E_REVOCATION_OFFLINE);
    CertCloseServerOcspResponse(handle, 0);
}

TEST(null_is_a_no_op_for_addref_and_close)
{
    CryptMemFree(NULL); /* on Windows the first call of a thread may change it */
    SetLastError(4711);
    CertAddRefServerOcspResponse(NULL);
    CertCloseServerOcspResponse(NULL, 0);
    CHECK_EQ(GetLastError(), 4711);
}

TEST(get_of_null_is_an_invalid_handle)
{
    CHECK_FAILS(CertGetServerOcspResponseContext(NULL, 0, NULL), ERROR_INVALID_HANDLE);
}

TEST(every_addref_wants_one_close)
{
    fixture f = fixture_make();
    HCERT_SERVER_OCSP_RESPONSE handle = open_response(f.chain, 0);
    for (int i = 0; i < 100; i++)
        CertAddRefServerOcspResponse(handle);
    for (int i = 0; i < 100; i++) {
        SetLastError(4711);
        CertCloseServerOcspResponse(handle, 0);
        CHECK_EQ(GetLastError(), 4711);
        check_serves(handle);
    }
    CertCloseServerOcspResponse(handle, 0);
    check_invalid(handle);
}

TEST(a_closed_handle_is_recognised)
{
    fixture f = fixture_make();
    HCERT_SERVER_OCSP_RESPONSE handle = open_response(f.chain, 0);
    CertCloseServerOcspResponse(handle, 0);
    for (int i = 0; i < 3; i++)
        check_invalid(handle);
}

TEST(a_closed_handle_never_reaches_the_one_that_took_its_place)
{
    fixture f = fixture_make();
    HCERT_SERVER_OCSP_RESPONSE stale[200];
    for (int i = 0; i < 200; i++) {
        stale[i] = open_response(f.chain, 0);
        CertCloseServerOcspResponse(stale[i], 0);
    }

    HCERT_SERVER_OCSP_RESPONSE live = open_response(f.chain, 0);
    for (int i = 0; i < 200; i++) {
        CHECK(stale[i] != live);
        check_invalid(stale[i]);
    }
    check_serves(live);
    CertCloseServerOcspResponse(live, 0);
}

TEST(garbage_is_recognised_before_anything_is_open)
{
    for (int i = 0; i < GARBAGE; i++)
        check_invalid(garbage[i]);
}

TEST(garbage_is_recognised_beside_live_handles)
{
    fixture f = fixture_make();
    HCERT_SERVER_OCSP_RESPONSE handle = open_response(f.chain, 0);
    for (int i = 0; i < GARBAGE; i++)
        check_invalid(garbage[i]);
    /* Neighbours of a live handle, and its bits turned one by one. */
    check_invalid((HCERT_SERVER_OCSP_RESPONSE)((ULONG_PTR)handle + 1));
    check_invalid((HCERT_SERVER_OCSP_RESPONSE)((ULONG_PTR)handle - 1));
    for (int bit = 0; bit < 64; bit++)
        check_invalid((HCERT_SERVER_OCSP_RESPONSE)((ULONG_PTR)handle ^ (ULONG_PTR)1 << bit));
    check_serves(handle);
    CertCloseServerOcspResponse(handle, 0);
}

TEST(addresses_and_handles_of_other_kinds_are_not_responses)
{
    fixture f = fixture_make();
    HCERT_SERVER_OCSP_RESPONSE handle = open_response(f.chain, 0);
    PCCERT_SERVER_OCSP_RESPONSE_CONTEXT context = get_response(handle);
    HCERTSTORE store = CertOpenStore(CERT_STORE_PROV_MEMORY, 0, 0, 0, NULL);
    int local;
    check_invalid((void *)f.chain);
    check_invalid((void *)context);
    check_invalid(store);
    check_invalid(&local);
    CHECK_OK(CertCloseStore(store, 0));
    CertFreeServerOcspResponseContext(context);
    CertCloseServerOcspResponse(handle, 0);
}

TEST(close_ignores_flags_that_it_cannot_report)
{
    fixture f = fixture_make();
    HCERT_SERVER_OCSP_RESPONSE handle = open_response(f.chain, 0);
    CertCloseServerOcspResponse(handle, 0xffffffff);
    check_invalid(handle);
}

TEST(a_thousand_handles_on_one_chain_ask_the_responder_once)
{
    fixture f = fixture_make();
    static HCERT_SERVER_OCSP_RESPONSE handles[1000];
    for (int i = 0; i < 1000; i++)
        handles[i] = open_response(f.chain, 0);
    PCCERT_SERVER_OCSP_RESPONSE_CONTEXT context = get_response(handles[0]);
    for (int i = 0; i < 1000; i++) {
        PCCERT_SERVER_OCSP_RESPONSE_CONTEXT other = get_response(handles[i]);
        CHECK_EQ(other->cbEncodedOcspResponse, context->cbEncodedOcspResponse);
        CHECK_BYTES(other->pbEncodedOcspResponse, context->pbEncodedOcspResponse, context->cbEncodedOcspResponse);
        CertFreeServerOcspResponseContext(other);
        if (i % 2)
            CertCloseServerOcspResponse(handles[i], 0);
    }
    for (int i = 0; i < 1000; i += 2) {
        check_serves(handles[i]);
        CertCloseServerOcspResponse(handles[i], 0);
    }
    CHECK_EQ(responder_requests(f.responder), 1);
    CertFreeServerOcspResponseContext(context);
}

/* Handles that share a response lend and take back for one another. What one of them has lent more than came back to it, and the
 * other less, must not reach the limits of its counters, which are 2^20 away. */
TEST(millions_of_references_from_one_handle_come_back_to_another)
{
    fixture f = fixture_make();
    HCERT_SERVER_OCSP_RESPONSE older = open_response(f.chain, 0), newer = open_response(f.chain, 0);
    PCCERT_SERVER_OCSP_RESPONSE_CONTEXT kept = get_response(older);
    for (int i = 0; i < 5 << 20; i++) {
        PCCERT_SERVER_OCSP_RESPONSE_CONTEXT context = CertGetServerOcspResponseContext(older, 0, NULL);
        if (context != kept)
            FAIL("another response after %d", i);
        CertFreeServerOcspResponseContext(context);
    }
    CertCloseServerOcspResponse(newer, 0);
    check_serves(older);
    CertCloseServerOcspResponse(older, 0);
    CHECK_EQ(verified_status(kept, f.leaf, f.root), 0);
    CertFreeServerOcspResponseContext(kept);
    CHECK_EQ(responder_requests(f.responder), 1);
}

TEST(the_handle_holds_its_chain)
{
    fixture f = fixture_make();
    refresh_every_second(f.responder);
    HCERT_SERVER_OCSP_RESPONSE handle = open_response(f.chain, 0);
    CertFreeCertificateChain(f.chain);
    PCCERT_SERVER_OCSP_RESPONSE_CONTEXT first = get_response(handle);
    PCCERT_SERVER_OCSP_RESPONSE_CONTEXT next = wait_for_response(handle, first);
    CHECK_EQ(verified_status(next, f.leaf, f.root), 0);
    CertFreeServerOcspResponseContext(first);
    CertFreeServerOcspResponseContext(next);
    CertCloseServerOcspResponse(handle, 0);
}

TEST(after_the_last_close_the_responder_is_left_alone)
{
    fixture f = fixture_make();
    refresh_every_second(f.responder);
    HCERT_SERVER_OCSP_RESPONSE handle = open_response(f.chain, 0);
    CertFreeServerOcspResponseContext(wait_for_response(handle, NULL));
    CertCloseServerOcspResponse(handle, 0);
    sleep_milliseconds(200); /* a question that is on its way may still arrive */
    int before = responder_requests(f.responder);
    sleep_milliseconds(2500);
    CHECK_EQ(responder_requests(f.responder), before);
}

TEST(handles_on_two_certificates_have_two_responses)
{
    fixture f = fixture_make();
    identity *other = pki_issue(f.root, "other", (issue_options){.aia = responder_aia(f.responder)});
    HCERT_SERVER_OCSP_RESPONSE a = open_response(f.chain, 0), b = open_response(fixture_chain(&f, other), 0);
    PCCERT_SERVER_OCSP_RESPONSE_CONTEXT of_a = get_response(a), of_b = get_response(b);
    CHECK_EQ(verified_status(of_a, f.leaf, f.root), 0);
    CHECK_EQ(verified_status(of_b, other, f.root), 0);
    CHECK_EQ(responder_requests(f.responder), 2);
    CertFreeServerOcspResponseContext(of_a);
    CertFreeServerOcspResponseContext(of_b);
    CertCloseServerOcspResponse(a, 0);
    CertCloseServerOcspResponse(b, 0);
}

/* CertGetServerOcspResponseContext and the references of what it returns. */
#include "fixture.h"

TEST(a_response_is_what_the_responder_sent)
{
    fixture f = fixture_make();
    HCERT_SERVER_OCSP_RESPONSE handle = open_response(f.chain, 0);
    PCCERT_SERVER_OCSP_RESPONSE_CONTEXT context = get_response(handle);
    unsigned char sent[65536];
    unsigned length = responder_last_body(f.responder, sent, sizeof(sent));
    CHECK_EQ(context->cbSize, 24);
    CHECK_EQ(context->cbEncodedOcspResponse, length);
    CHECK_BYTES(context->pbEncodedOcspResponse, sent, length);
    CHECK_EQ(verified_status(context, f.leaf, f.root), 0);
    CertFreeServerOcspResponseContext(context);
    CertCloseServerOcspResponse(handle, 0);
}

TEST(the_pointer_stays_the_same_until_a_newer_response_comes)
{
    fixture f = fixture_make();
    HCERT_SERVER_OCSP_RESPONSE handle = open_response(f.chain, 0);
    PCCERT_SERVER_OCSP_RESPONSE_CONTEXT context = get_response(handle);
    for (int i = 0; i < 1000; i++) {
        PCCERT_SERVER_OCSP_RESPONSE_CONTEXT again = get_response(handle);
        CHECK_PTR(again, context);
        CertFreeServerOcspResponseContext(again);
    }
    CertFreeServerOcspResponseContext(context);
    /* Also when nobody holds a reference in between. */
    PCCERT_SERVER_OCSP_RESPONSE_CONTEXT later = get_response(handle);
    CHECK_PTR(later, context);
    CertFreeServerOcspResponseContext(later);
    CertCloseServerOcspResponse(handle, 0);
}

TEST(a_newer_response_replaces_it_and_the_old_one_stays_readable)
{
    fixture f = fixture_make();
    refresh_every_second(f.responder);
    HCERT_SERVER_OCSP_RESPONSE handle = open_response(f.chain, 0);
    PCCERT_SERVER_OCSP_RESPONSE_CONTEXT old = get_response(handle);
    DWORD length = old->cbEncodedOcspResponse;
    BYTE *copy = (BYTE *)malloc(length);
    memcpy(copy, old->pbEncodedOcspResponse, length);

    PCCERT_SERVER_OCSP_RESPONSE_CONTEXT next = wait_for_response(handle, old);
    CHECK_EQ(old->cbEncodedOcspResponse, length);
    CHECK_BYTES(old->pbEncodedOcspResponse, copy, length);
    CHECK(next->cbEncodedOcspResponse != length || memcmp(next->pbEncodedOcspResponse, copy, length) != 0);
    CertFreeServerOcspResponseContext(old);
    CertFreeServerOcspResponseContext(next);
    CertCloseServerOcspResponse(handle, 0);
    free(copy);
}

TEST(contexts_outlive_their_handle)
{
    fixture f = fixture_make();
    HCERT_SERVER_OCSP_RESPONSE handle = open_response(f.chain, 0);
    PCCERT_SERVER_OCSP_RESPONSE_CONTEXT context = get_response(handle);
    CertAddRefServerOcspResponseContext(context);
    CertCloseServerOcspResponse(handle, 0);
    CertFreeCertificateChain(f.chain);
    CHECK_EQ(verified_status(context, f.leaf, f.root), 0);
    CertFreeServerOcspResponseContext(context);
    CHECK_EQ(verified_status(context, f.leaf, f.root), 0);
    CertFreeServerOcspResponseContext(context);
}

TEST(null_is_a_no_op_for_addref_and_free)
{
    CryptMemFree(NULL); /* on Windows the first call of a thread may change it */
    SetLastError(4711);
    CertAddRefServerOcspResponseContext(NULL);
    CertFreeServerOcspResponseContext(NULL);
    CHECK_EQ(GetLastError(), 4711);
}

TEST(addref_and_free_leave_the_last_error_alone)
{
    fixture f = fixture_make();
    HCERT_SERVER_OCSP_RESPONSE handle = open_response(f.chain, 0);
    SetLastError(4711);
    PCCERT_SERVER_OCSP_RESPONSE_CONTEXT context = CertGetServerOcspResponseContext(handle, 0, NULL);
    CHECK_EQ(GetLastError(), 4711);
    CertAddRefServerOcspResponseContext(context);
    CertFreeServerOcspResponseContext(context);
    CertFreeServerOcspResponseContext(context);
    CHECK_EQ(GetLastError(), 4711);
    CertCloseServerOcspResponse(handle, 0);
}

TEST(get_takes_no_flags)
{
    fixture f = fixture_make();
    HCERT_SERVER_OCSP_RESPONSE handle = open_response(f.chain, 0);
    for (int bit = 0; bit < 32; bit++)
        CHECK_FAILS(CertGetServerOcspResponseContext(handle, 1u << bit, NULL), ERROR_INVALID_PARAMETER);
    CertCloseServerOcspResponse(handle, 0);
}

TEST(get_takes_no_reserved_argument)
{
    fixture f = fixture_make();
    HCERT_SERVER_OCSP_RESPONSE handle = open_response(f.chain, 0);
    CHECK_FAILS(CertGetServerOcspResponseContext(handle, 0, handle), ERROR_INVALID_PARAMETER);
    CertCloseServerOcspResponse(handle, 0);
}

TEST(a_response_with_too_little_validity_left_is_not_handed_out)
{
    fixture f = fixture_make();
    responder_set_validity(f.responder, -3600, 599); /* SrvOcspRespMinValiditySeconds is 600 */
    HCERT_SERVER_OCSP_RESPONSE handle = open_response(f.chain, 0);
    CHECK_FAILS(CertGetServerOcspResponseContext(handle, 0, NULL), CRYPT_E_REVOCATION_OFFLINE);
    CertCloseServerOcspResponse(handle, 0);
}

TEST(the_least_validity_is_a_setting)
{
    set_setting("MinValiditySeconds", 60);
    fixture f = fixture_make();
    responder_set_validity(f.responder, -3600, 599);
    HCERT_SERVER_OCSP_RESPONSE handle = open_response(f.chain, 0);
    CertFreeServerOcspResponseContext(get_response(handle));
    CertCloseServerOcspResponse(handle, 0);
}

TEST(a_response_is_handed_out_until_its_validity_runs_out)
{
    set_setting("MinValiditySeconds", 0);
    fixture f = fixture_make();
    responder_set_validity(f.responder, -60, 3);
    HCERT_SERVER_OCSP_RESPONSE handle = open_response(f.chain, 0);
    responder_stop(f.responder);
    PCCERT_SERVER_OCSP_RESPONSE_CONTEXT held = get_response(handle);
    double deadline = seconds_now() + 10;
    PCCERT_SERVER_OCSP_RESPONSE_CONTEXT context;
    while ((context = CertGetServerOcspResponseContext(handle, 0, NULL)) != NULL) {
        CHECK_PTR(context, held);
        CertFreeServerOcspResponseContext(context);
        CHECK(seconds_now() < deadline);
        sleep_milliseconds(50);
    }
    CHECK_EQ(GetLastError(), (DWORD)CRYPT_E_REVOCATION_OFFLINE);
    CertFreeServerOcspResponseContext(held);
    CertCloseServerOcspResponse(handle, 0);
}

TEST(get_costs_less_than_two_microseconds)
{
    fixture f = fixture_make();
    HCERT_SERVER_OCSP_RESPONSE handle = open_response(f.chain, 0);
    double start = seconds_now();
    for (int i = 0; i < 100000; i++)
        CertFreeServerOcspResponseContext(CertGetServerOcspResponseContext(handle, 0, NULL));
    double each = (seconds_now() - start) / 100000;
    printf("Get and Free: %.0f ns\n", each * 1e9);
    CHECK(each < 2e-6); /* no lock, no allocation: some 30 ns; the limit only tells apart orders of magnitude */
    CertCloseServerOcspResponse(handle, 0);
}

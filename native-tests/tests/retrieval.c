/* What is stapled and what never is, whatever the responder sends; and how the library comes back. */
#include "fixture.h"


static void check_stapled(answer kind, int status)
{
    fixture f = fixture_make();
    responder_set_answer(f.responder, kind);
    HCERT_SERVER_OCSP_RESPONSE handle = open_response(f.chain, 0);
    PCCERT_SERVER_OCSP_RESPONSE_CONTEXT context = get_response(handle);
    CHECK_EQ(verified_status(context, f.leaf, f.root), status);
    CertFreeServerOcspResponseContext(context);
    CertCloseServerOcspResponse(handle, 0);
}

/* Never handed out; replaces no good response; and a responder that mends its ways is believed. */
static void check_never_stapled(answer kind)
{
    set_setting("UrlRetrievalTimeoutMilliseconds", 700);
    fixture f = fixture_make();
    refresh_every_second(f.responder);
    responder_set_answer(f.responder, kind);
    HCERT_SERVER_OCSP_RESPONSE handle = open_response(f.chain, 0);
    CHECK_FAILS(CertGetServerOcspResponseContext(handle, 0, NULL), CRYPT_E_REVOCATION_OFFLINE);

    responder_set_answer(f.responder, ANSWER_GOOD);
    PCCERT_SERVER_OCSP_RESPONSE_CONTEXT good = wait_for_response(handle, NULL);
    CHECK_EQ(verified_status(good, f.leaf, f.root), STATUS_GOOD);

    responder_set_answer(f.responder, kind);
    int before = responder_requests(f.responder);
    for (double deadline = seconds_now() + 20; responder_requests(f.responder) < before + 2;) {
        CHECK(seconds_now() < deadline);
        PCCERT_SERVER_OCSP_RESPONSE_CONTEXT context = get_response(handle);
        CHECK_EQ(verified_status(context, f.leaf, f.root), STATUS_GOOD);
        CertFreeServerOcspResponseContext(context);
        sleep_milliseconds(20);
    }
    CertFreeServerOcspResponseContext(good);
    CertCloseServerOcspResponse(handle, 0);
}

TEST(good) { check_stapled(ANSWER_GOOD, STATUS_GOOD); }
TEST(revoked) { check_stapled(ANSWER_REVOKED, STATUS_REVOKED); }
TEST(signed_by_a_delegate) { check_stapled(ANSWER_DELEGATED, STATUS_GOOD); }

TEST(never_unknown) { check_never_stapled(ANSWER_UNKNOWN); }
TEST(never_try_later) { check_never_stapled(ANSWER_TRY_LATER); }
TEST(never_unauthorized) { check_never_stapled(ANSWER_UNAUTHORIZED); }
TEST(never_html) { check_never_stapled(ANSWER_HTML); }
TEST(never_html_labelled_as_ocsp) { check_never_stapled(ANSWER_HTML_AS_OCSP); }
TEST(never_http_500) { check_never_stapled(ANSWER_HTTP_500); }
TEST(never_an_empty_body) { check_never_stapled(ANSWER_EMPTY); }
TEST(never_a_truncated_body) { check_never_stapled(ANSWER_TRUNCATED); }
TEST(never_trailing_bytes) { check_never_stapled(ANSWER_TRAILING_BYTES); }
TEST(never_a_bad_signature) { check_never_stapled(ANSWER_BAD_SIGNATURE); }
TEST(never_a_wrong_serial) { check_never_stapled(ANSWER_WRONG_SERIAL); }
TEST(never_a_rogue_signer) { check_never_stapled(ANSWER_ROGUE_SIGNER); }
TEST(never_a_delegate_without_the_usage) { check_never_stapled(ANSWER_DELEGATE_WITHOUT_EKU); }
TEST(never_expired) { check_never_stapled(ANSWER_EXPIRED); }
TEST(never_from_the_future) { check_never_stapled(ANSWER_FROM_THE_FUTURE); }
TEST(never_a_closed_connection) { check_never_stapled(ANSWER_CLOSE); }
TEST(never_silence) { check_never_stapled(ANSWER_HANG); }

TEST(rsa_keys)
{
    fixture f = fixture_make();
    identity *root = pki_self_signed("rsa authority", (issue_options){.is_authority = 1, .rsa = 1});
    responder *responder = responder_start(root);
    identity *leaf = pki_issue(root, "rsa", (issue_options){.aia = responder_aia(responder), .rsa = 1});
    f.root = root;
    HCERT_SERVER_OCSP_RESPONSE handle = open_response(fixture_chain(&f, leaf), 0);
    PCCERT_SERVER_OCSP_RESPONSE_CONTEXT context = get_response(handle);
    CHECK_EQ(verified_status(context, leaf, root), STATUS_GOOD);
    CertFreeServerOcspResponseContext(context);
    CertCloseServerOcspResponse(handle, 0);
}

TEST(a_revocation_replaces_a_good_response)
{
    fixture f = fixture_make();
    refresh_every_second(f.responder);
    HCERT_SERVER_OCSP_RESPONSE handle = open_response(f.chain, 0);
    PCCERT_SERVER_OCSP_RESPONSE_CONTEXT good = get_response(handle);
    responder_set_answer(f.responder, ANSWER_REVOKED);
    PCCERT_SERVER_OCSP_RESPONSE_CONTEXT revoked = wait_for_response(handle, good);
    for (int i = 0; i < 5 && verified_status(revoked, f.leaf, f.root) != STATUS_REVOKED; i++) {
        PCCERT_SERVER_OCSP_RESPONSE_CONTEXT next = wait_for_response(handle, revoked);
        CertFreeServerOcspResponseContext(revoked);
        revoked = next;
    }
    CHECK_EQ(verified_status(revoked, f.leaf, f.root), STATUS_REVOKED);
    CertFreeServerOcspResponseContext(good);
    CertFreeServerOcspResponseContext(revoked);
    CertCloseServerOcspResponse(handle, 0);
}

TEST(the_held_response_is_served_while_the_responder_is_down)
{
    fixture f = fixture_make();
    refresh_every_second(f.responder);
    HCERT_SERVER_OCSP_RESPONSE handle = open_response(f.chain, 0);
    responder_stop(f.responder);
    PCCERT_SERVER_OCSP_RESPONSE_CONTEXT held = get_response(handle);
    for (int i = 0; i < 20; i++) {
        sleep_milliseconds(100);
        PCCERT_SERVER_OCSP_RESPONSE_CONTEXT context = get_response(handle);
        CHECK_EQ(verified_status(context, f.leaf, f.root), STATUS_GOOD);
        CertFreeServerOcspResponseContext(context);
    }
    CertFreeServerOcspResponseContext(held);
    CertCloseServerOcspResponse(handle, 0);
}

TEST(a_responder_that_comes_up_later_is_found_without_reopening)
{
    fixture f = fixture_make();
    refresh_every_second(f.responder);
    responder_stop(f.responder);
    HCERT_SERVER_OCSP_RESPONSE handle = open_response(f.chain, 0);
    CHECK_FAILS(CertGetServerOcspResponseContext(handle, 0, NULL), CRYPT_E_REVOCATION_OFFLINE);
    responder_resume(f.responder);
    CertFreeServerOcspResponseContext(wait_for_response(handle, NULL));
    CertCloseServerOcspResponse(handle, 0);
}

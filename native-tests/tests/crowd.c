/* Very many handles in one process. */
#include "fixture.h"

#define HANDLES 1000

static HCERT_SERVER_OCSP_RESPONSE open_leaf(const fixture *fixture, const char *aia, int number)
{
    char name[32];
    snprintf(name, sizeof(name), "host%d.example", number);
    identity *leaf = pki_issue(fixture->root, name, (issue_options){.aia = aia});
    PCCERT_CHAIN_CONTEXT chain = fixture_chain(fixture, leaf);
    HCERT_SERVER_OCSP_RESPONSE handle = open_response(chain, CERT_SERVER_OCSP_RESPONSE_ASYNC_FLAG);
    CertFreeCertificateChain(chain);
    return handle;
}

TEST(a_responder_that_never_answers_delays_nobody_else)
{
    static HCERT_SERVER_OCSP_RESPONSE handles[HANDLES];
    fixture fixture = fixture_make();
    responder *silent = responder_start(fixture.root);
    responder_set_answer(silent, ANSWER_HANG);

    handles[0] = open_leaf(&fixture, responder_aia(silent), 0);
    for (int i = 1; i < HANDLES; i++)
        handles[i] = open_leaf(&fixture, responder_aia(fixture.responder), i);
    double opened = seconds_now();
    for (int i = 1; i < HANDLES; i++)
        CertFreeServerOcspResponseContext(wait_for_response(handles[i], NULL));
    printf("the other %d were stapled %.2f s after the last Open\n", HANDLES - 1, seconds_now() - opened);
    CHECK_FAILS(CertGetServerOcspResponseContext(handles[0], 0, NULL), CRYPT_E_REVOCATION_OFFLINE);

    double closing = seconds_now();
    for (int i = 0; i < HANDLES; i++)
        CertCloseServerOcspResponse(handles[i], 0);
    printf("closed in %.2f s\n", seconds_now() - closing);
}

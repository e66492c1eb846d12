/* A program linked with a delay-load import library: the library is loaded by the first call. */
#include "fixture.h"

TEST(the_first_call_loads_the_library)
{
    CHECK(GetModuleHandleA("staple32.dll") == NULL);
    CHECK(Staple32GetVersion() == STAPLE32_VERSION);
    CHECK(GetModuleHandleA("staple32.dll") != NULL);
}

TEST(the_main_job)
{
    identity *root = pki_root("root");
    responder *responder = responder_start(root);
    identity *leaf = pki_issue(root, "localhost", (issue_options){.aia = responder_aia(responder)});
    CHECK(GetModuleHandleA("staple32.dll") == NULL);
    const identity *issuers[] = {root, NULL};
    PCCERT_CHAIN_CONTEXT chain = chain_of(leaf, issuers);
    HCERT_SERVER_OCSP_RESPONSE handle = open_response(chain, 0);
    PCCERT_SERVER_OCSP_RESPONSE_CONTEXT context = get_response(handle);
    CHECK_EQ(verified_status(context, leaf, root), STATUS_GOOD);
    CertFreeServerOcspResponseContext(context);
    CertCloseServerOcspResponse(handle, 0);
    CertFreeCertificateChain(chain);
}

static void *first_call(void *nothing)
{
    CHECK_FAILS(CertOpenServerOcspResponse(NULL, 0, NULL), ERROR_INVALID_PARAMETER);
    return nothing;
}

TEST(the_first_calls_come_from_many_threads_at_once)
{
    enum { THREADS = 16 };
    thread *threads[THREADS];
    for (int i = 0; i < THREADS; i++)
        threads[i] = thread_start(first_call, NULL);
    for (int i = 0; i < THREADS; i++)
        thread_join(threads[i]);
}

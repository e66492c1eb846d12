/* After fork, in the child: Get, AddRef, Free and Close work on what was there; everything else fails at once. */
#include "fixture.h"

#include <sys/wait.h>
#include <unistd.h>

#define CHILD_SECONDS 10

/* Runs in a child, which fails the test if it fails, crashes or hangs. */
#define IN_CHILD(...)                                                             \
    do {                                                                          \
        fflush(NULL);                                                             \
        pid_t child = fork();                                                     \
        CHECK(child >= 0);                                                        \
        if (child == 0) {                                                         \
            alarm(CHILD_SECONDS);                                                 \
            __VA_ARGS__;                                                          \
            _exit(0);                                                             \
        }                                                                         \
        check_child(__LINE__, child);                                             \
    } while (0)

static void check_child(int line, pid_t child)
{
    int status;
    if (waitpid(child, &status, 0) != child)
        test_fail(__FILE__, line, "waitpid failed");
    if (WIFSIGNALED(status))
        test_fail(__FILE__, line, "the child was ended by signal %d%s", WTERMSIG(status), WTERMSIG(status) == SIGALRM ? ": it hung" : "");
    if (WEXITSTATUS(status) != 0)
        test_fail(__FILE__, line, "the child failed");
}

TEST(get_works_in_the_child)
{
    fixture f = fixture_make();
    HCERT_SERVER_OCSP_RESPONSE handle = open_response(f.chain, 0);
    PCCERT_SERVER_OCSP_RESPONSE_CONTEXT held = get_response(handle);
    IN_CHILD({
        PCCERT_SERVER_OCSP_RESPONSE_CONTEXT context = get_response(handle);
        CHECK_PTR(context, held);
        CHECK_EQ(verified_status(context, f.leaf, f.root), 0);
        CertFreeServerOcspResponseContext(context);
    });
    CertFreeServerOcspResponseContext(held);
    CertCloseServerOcspResponse(handle, 0);
}

TEST(get_in_the_child_does_not_need_one_in_the_parent)
{
    fixture f = fixture_make();
    HCERT_SERVER_OCSP_RESPONSE handle = open_response(f.chain, 0);
    IN_CHILD(CertFreeServerOcspResponseContext(get_response(handle)));
    CertCloseServerOcspResponse(handle, 0);
}

TEST(references_of_contexts_work_in_the_child)
{
    fixture f = fixture_make();
    HCERT_SERVER_OCSP_RESPONSE handle = open_response(f.chain, 0);
    PCCERT_SERVER_OCSP_RESPONSE_CONTEXT context = get_response(handle);
    IN_CHILD({
        CertAddRefServerOcspResponseContext(context);
        CertFreeServerOcspResponseContext(context);
        CHECK_EQ(verified_status(context, f.leaf, f.root), 0);
        CertFreeServerOcspResponseContext(context);
    });
    CHECK_EQ(verified_status(context, f.leaf, f.root), 0);
    CertFreeServerOcspResponseContext(context);
    CertCloseServerOcspResponse(handle, 0);
}

TEST(references_of_handles_work_in_the_child)
{
    fixture f = fixture_make();
    HCERT_SERVER_OCSP_RESPONSE handle = open_response(f.chain, 0);
    IN_CHILD({
        CertAddRefServerOcspResponse(handle);
        CertCloseServerOcspResponse(handle, 0);
        CertFreeServerOcspResponseContext(get_response(handle));
        CertCloseServerOcspResponse(handle, 0);
        CHECK_FAILS(CertGetServerOcspResponseContext(handle, 0, NULL), ERROR_INVALID_HANDLE);
    });
    /* The child's Close was the child's. */
    CertFreeServerOcspResponseContext(get_response(handle));
    CertCloseServerOcspResponse(handle, 0);
}

TEST(bad_handles_are_recognised_in_the_child)
{
    fixture f = fixture_make();
    HCERT_SERVER_OCSP_RESPONSE handle = open_response(f.chain, 0);
    CertCloseServerOcspResponse(handle, 0);
    IN_CHILD({
        CHECK_FAILS(CertGetServerOcspResponseContext(handle, 0, NULL), ERROR_INVALID_HANDLE);
        CHECK_FAILS(CertGetServerOcspResponseContext((void *)0xdeadbeef, 0, NULL), ERROR_INVALID_HANDLE);
        CHECK_FAILS(CertGetServerOcspResponseContext(handle, 1, NULL), ERROR_INVALID_PARAMETER);
    });
}

TEST(other_calls_fail_at_once_in_the_child)
{
    fixture f = fixture_make();
    HCERT_SERVER_OCSP_RESPONSE handle = open_response(f.chain, 0);
    HCERTSTORE store = CertOpenStore(CERT_STORE_PROV_MEMORY, 0, 0, 0, NULL);
    IN_CHILD({
        DWORD size = 0;
        HCERTCHAINENGINE engine;
        PCCERT_CHAIN_CONTEXT chain;
        CERT_CHAIN_ENGINE_CONFIG config = {.cbSize = sizeof(config)};
        CERT_CHAIN_PARA para = {.cbSize = sizeof(para)};
        STAPLE32_SERVER_OCSP_STATUS status = {.cbSize = sizeof(status)};
        CHECK_FAILS(CertOpenServerOcspResponse(f.chain, 0, NULL), ERROR_NOT_SUPPORTED);
        CHECK_FAILS(CertCreateCertificateContext(X509_ASN_ENCODING, f.leaf->der, f.leaf->der_length), ERROR_NOT_SUPPORTED);
        CHECK_FAILS(CertGetCertificateContextProperty(f.certificate, CERT_SHA256_HASH_PROP_ID, NULL, &size), ERROR_NOT_SUPPORTED);
        CHECK_FAILS(CertOpenStore(CERT_STORE_PROV_MEMORY, 0, 0, 0, NULL), ERROR_NOT_SUPPORTED);
        CHECK_FAILS(CertAddEncodedCertificateToStore(store, X509_ASN_ENCODING, f.leaf->der, f.leaf->der_length, CERT_STORE_ADD_NEW, NULL),
            ERROR_NOT_SUPPORTED);
        CHECK_FAILS(CertEnumCertificatesInStore(store, NULL), ERROR_NOT_SUPPORTED);
        CHECK_FAILS(CertCreateCertificateChainEngine(&config, &engine), ERROR_NOT_SUPPORTED);
        CHECK_FAILS(CertGetCertificateChain(NULL, f.certificate, NULL, NULL, &para, 0, NULL, &chain), ERROR_NOT_SUPPORTED);
        CHECK_FAILS(CryptBinaryToStringA((const BYTE *)"x", 1, CRYPT_STRING_BASE64, NULL, &size), ERROR_NOT_SUPPORTED);
        CHECK_FAILS(Staple32QueryServerOcspResponse(handle, &status), ERROR_NOT_SUPPORTED);
    });
    CertCloseServerOcspResponse(handle, 0);
    CertCloseStore(store, 0);
}

TEST(contexts_are_freed_in_the_child)
{
    fixture f = fixture_make();
    PCCERT_CONTEXT certificate = CertCreateCertificateContext(X509_ASN_ENCODING, f.leaf->der, f.leaf->der_length);
    IN_CHILD({
        /* Cleaning up in a child must not hang or crash it, whatever it achieves. */
        CertFreeCertificateContext(certificate);
        CertFreeCertificateChain(f.chain);
    });
    CertFreeCertificateContext(certificate);
    CertFreeCertificateChain(f.chain);
}

TEST(a_process_that_forks_before_its_first_call)
{
    IN_CHILD({
        fixture f = fixture_make();
        HCERT_SERVER_OCSP_RESPONSE handle = open_response(f.chain, 0);
        CertFreeServerOcspResponseContext(get_response(handle));
        CertCloseServerOcspResponse(handle, 0);
    });
    fixture f = fixture_make();
    HCERT_SERVER_OCSP_RESPONSE handle = open_response(f.chain, 0);
    CertFreeServerOcspResponseContext(get_response(handle));
    CertCloseServerOcspResponse(handle, 0);
}

TEST(a_grandchild)
{
    fixture f = fixture_make();
    HCERT_SERVER_OCSP_RESPONSE handle = open_response(f.chain, 0);
    IN_CHILD(IN_CHILD(CertFreeServerOcspResponseContext(get_response(handle))));
    CertCloseServerOcspResponse(handle, 0);
}

TEST(the_parent_goes_on_refreshing)
{
    fixture f = fixture_make();
    refresh_every_second(f.responder);
    HCERT_SERVER_OCSP_RESPONSE handle = open_response(f.chain, 0);
    PCCERT_SERVER_OCSP_RESPONSE_CONTEXT first = get_response(handle);
    IN_CHILD(CertCloseServerOcspResponse(handle, 0));
    CertFreeServerOcspResponseContext(wait_for_response(handle, first));
    CertFreeServerOcspResponseContext(first);
    CertCloseServerOcspResponse(handle, 0);
}

TEST(the_staple_in_the_child_stops_when_it_expires)
{
    set_setting("MinValiditySeconds", 0);
    fixture f = fixture_make();
    responder_set_validity(f.responder, -60, 2);
    HCERT_SERVER_OCSP_RESPONSE handle = open_response(f.chain, 0);
    responder_stop(f.responder);
    IN_CHILD({
        for (double deadline = seconds_now() + 8; seconds_now() < deadline; sleep_milliseconds(50)) {
            PCCERT_SERVER_OCSP_RESPONSE_CONTEXT context = CertGetServerOcspResponseContext(handle, 0, NULL);
            if (!context) {
                CHECK_LAST_ERROR("CertGetServerOcspResponseContext", CRYPT_E_REVOCATION_OFFLINE);
                _exit(0);
            }
            CertFreeServerOcspResponseContext(context);
        }
        FAIL("the child goes on stapling an expired response");
    });
    CertCloseServerOcspResponse(handle, 0);
}

static void *hammer(void *argument)
{
    for (;;)
        CertFreeServerOcspResponseContext(CertGetServerOcspResponseContext(argument, 0, NULL));
    return NULL;
}

TEST(forks_while_other_threads_are_inside)
{
    fixture f = fixture_make();
    refresh_every_second(f.responder);
    HCERT_SERVER_OCSP_RESPONSE handle = open_response(f.chain, 0);
    for (int i = 0; i < 4; i++)
        thread_start(hammer, handle);
    for (int i = 0; i < 100; i++) {
        IN_CHILD({
            for (int j = 0; j < 10; j++)
                CertFreeServerOcspResponseContext(get_response(handle));
            CHECK_FAILS(CertOpenServerOcspResponse(f.chain, 0, NULL), ERROR_NOT_SUPPORTED);
        });
    }
}

/* The last error is the system's: the failing call's, and set last. */
#include "fixture.h"

/* The thread's last error where the system keeps it, not as GetLastError of some library has it. */
static DWORD kept_by_the_system(void)
{
    typedef DWORD(WINAPI * getter)(void);
    static getter get;
    DWORD error = GetLastError();
    if (!get)
        get = (getter)(void *)GetProcAddress(GetModuleHandleA("ntdll.dll"), "RtlGetLastWin32Error");
    CHECK(get != NULL);
    SetLastError(error);
    return get();
}

TEST(a_failure_is_seen_where_the_system_keeps_it)
{
    kept_by_the_system();
    CertOpenServerOcspResponse(NULL, 0, NULL);
    CHECK_EQ(kept_by_the_system(), ERROR_INVALID_PARAMETER);
    CertGetServerOcspResponseContext(NULL, 0, NULL);
    CHECK_EQ(kept_by_the_system(), ERROR_INVALID_HANDLE);
    CertCreateCertificateContext(X509_ASN_ENCODING, (const BYTE *)"x", 1);
    CHECK_EQ(kept_by_the_system(), (DWORD)CRYPT_E_ASN1_BADTAG);
}

/* The first call starts the runtime, and fails. */
TEST(even_of_the_first_call)
{
    SetLastError(4711);
    CHECK(CertOpenServerOcspResponse(NULL, 0, NULL) == NULL);
    CHECK_EQ(GetLastError(), ERROR_INVALID_PARAMETER);
}

static void *fail_at_once(void *nothing)
{
    CHECK(CertGetServerOcspResponseContext((HCERT_SERVER_OCSP_RESPONSE)0xdeadbeef, 0, NULL) == NULL);
    CHECK_EQ(GetLastError(), ERROR_INVALID_HANDLE);
    return nothing;
}

TEST(even_of_the_first_call_of_a_thread)
{
    for (int i = 0; i < 20; i++)
        thread_join(thread_start(fail_at_once, NULL));
}

/* Retrieval, parsing, verification, files, the registry: all of it calls the system, which sets last errors as it goes. */
TEST(what_succeeds_after_much_work_leaves_it_alone)
{
    fixture f = fixture_make();
    HCERT_SERVER_OCSP_RESPONSE handle;
    PCCERT_SERVER_OCSP_RESPONSE_CONTEXT context;
    CHECK_OK((handle = CertOpenServerOcspResponse(f.chain, 0, NULL)));
    CHECK_OK((context = CertGetServerOcspResponseContext(handle, 0, NULL)));
    SetLastError(4711);
    CertAddRefServerOcspResponseContext(context);
    CertFreeServerOcspResponseContext(context);
    CertFreeServerOcspResponseContext(context);
    CertAddRefServerOcspResponse(handle);
    CertCloseServerOcspResponse(handle, 0);
    CertCloseServerOcspResponse(handle, 0);
    CertFreeCertificateChain(f.chain);
    CHECK_EQ(GetLastError(), 4711);
}

TEST(a_failure_after_much_work_is_the_one_that_is_reported)
{
    fixture f = fixture_make();
    responder_stop(f.responder);
    CERT_SERVER_OCSP_RESPONSE_OPEN_PARA para = {.cbSize = sizeof(para), .dwFlags = CERT_SERVER_OCSP_RESPONSE_OPEN_PARA_WRITE_FLAG,
        .pwszOcspDirectory = (PWSTR)W("C:\\nowhere\\at\\all")};
    CHECK_FAILS(CertOpenServerOcspResponse(f.chain, 0, &para), ERROR_PATH_NOT_FOUND);
    HCERT_SERVER_OCSP_RESPONSE handle = open_response(f.chain, 0);
    CHECK_FAILS(CertGetServerOcspResponseContext(handle, 0, NULL), CRYPT_E_REVOCATION_OFFLINE);
    CertCloseServerOcspResponse(handle, 0);
}

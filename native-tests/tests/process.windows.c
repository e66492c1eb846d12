/* What of the host's process state only Windows has. */
#include "fixture.h"

TEST(nothing_is_written_to_the_standard_streams)
{
    HANDLE reading, writing, out = GetStdHandle(STD_OUTPUT_HANDLE), error = GetStdHandle(STD_ERROR_HANDLE);
    char written[1000];
    DWORD length = 0;
    CHECK(CreatePipe(&reading, &writing, NULL, 0));
    CHECK(SetStdHandle(STD_OUTPUT_HANDLE, writing) && SetStdHandle(STD_ERROR_HANDLE, writing));
    fixture f = use_everything();
    /* Also when things go wrong: silent unless asked. */
    responder_set_answer(f.responder, ANSWER_BAD_SIGNATURE);
    identity *leaf = pki_issue(f.root, "bad", (issue_options){.aia = responder_aia(f.responder)});
    HCERT_SERVER_OCSP_RESPONSE handle = open_response(fixture_chain(&f, leaf), 0);
    CertCloseServerOcspResponse(handle, 0);
    CHECK(GetStdHandle(STD_OUTPUT_HANDLE) == writing && GetStdHandle(STD_ERROR_HANDLE) == writing);
    CHECK(SetStdHandle(STD_OUTPUT_HANDLE, out) && SetStdHandle(STD_ERROR_HANDLE, error));
    CloseHandle(writing);
    if (ReadFile(reading, written, sizeof(written), &length, NULL) && length > 0)
        FAIL("written: %.*s", (int)length, written);
}

TEST(a_host_without_standard_streams_can_use_it)
{
    CHECK(SetStdHandle(STD_INPUT_HANDLE, NULL) && SetStdHandle(STD_OUTPUT_HANDLE, NULL));
    use_everything();
}

static LONG WINAPI nobodys(PEXCEPTION_POINTERS pointers)
{
    (void)pointers;
    return EXCEPTION_CONTINUE_SEARCH;
}

TEST(the_filter_for_unhandled_exceptions_is_left_alone)
{
    SetUnhandledExceptionFilter(nobodys);
    use_everything();
    CHECK(SetUnhandledExceptionFilter(NULL) == nobodys);
}

static volatile LONG faults;

static LONG WINAPI mend(PEXCEPTION_POINTERS pointers)
{
    if (pointers->ExceptionRecord->ExceptionCode != STATUS_ACCESS_VIOLATION)
        return EXCEPTION_CONTINUE_SEARCH;
    InterlockedIncrement(&faults);
    DWORD old;
    VirtualProtect((void *)pointers->ExceptionRecord->ExceptionInformation[1], 1, PAGE_READWRITE, &old);
    return EXCEPTION_CONTINUE_EXECUTION;
}

TEST(faults_of_the_host_reach_its_own_handler)
{
    AddVectoredExceptionHandler(0, mend);
    use_everything();
    volatile char *page = (volatile char *)VirtualAlloc(NULL, 4096, MEM_COMMIT | MEM_RESERVE, PAGE_NOACCESS);
    LONG before = faults;
    *page = 1;
    CHECK_EQ(faults, before + 1);
    CHECK_EQ(*page, 1);
}

TEST(modes_and_priorities_are_left_alone)
{
    SetErrorMode(SEM_FAILCRITICALERRORS);
    CHECK(SetPriorityClass(GetCurrentProcess(), BELOW_NORMAL_PRIORITY_CLASS));
    CHECK(SetThreadPriority(GetCurrentThread(), THREAD_PRIORITY_ABOVE_NORMAL));
    SetConsoleOutputCP(437);
    UINT code_page = GetConsoleOutputCP();
    use_everything();
    CHECK_EQ(GetErrorMode(), SEM_FAILCRITICALERRORS);
    CHECK_EQ(GetPriorityClass(GetCurrentProcess()), BELOW_NORMAL_PRIORITY_CLASS);
    CHECK_EQ(GetThreadPriority(GetCurrentThread()), THREAD_PRIORITY_ABOVE_NORMAL);
    CHECK_EQ(GetConsoleOutputCP(), code_page);
}

/* Programs that use COM choose the kind of their threads themselves. */
TEST(threads_of_the_host_have_no_kind_for_com_forced_on_them)
{
    typedef HRESULT(WINAPI * initializer)(LPVOID, DWORD);
    use_everything();
    initializer initialize = (initializer)(void *)GetProcAddress(LoadLibraryA("ole32.dll"), "CoInitializeEx");
    CHECK(initialize != NULL);
    CHECK_EQ(initialize(NULL, 2 /* COINIT_APARTMENTTHREADED */), S_OK);
}

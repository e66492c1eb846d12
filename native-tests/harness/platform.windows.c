#include "platform.h"
#include "check.h"

#include <direct.h>
#include <windows.h>
/* Both need windows.h before them. */
#include <psapi.h>
#include <tlhelp32.h>

#define SETTINGS_KEY "Software\\Microsoft\\Cryptography\\OID\\EncodingType 0\\CertDllCreateCertificateChainEngine\\Config"

#define MOST_THREADS 1024
#define REPLACED_WITHIN_SECONDS 0.2

struct thread {
    HANDLE handle;
    void *(*work)(void *);
    void *argument;
};

static DWORD WINAPI run(void *argument)
{
    thread *self = (thread *)argument;
    self->work(self->argument);
    return 0;
}

thread *thread_start(void *(*work)(void *), void *argument)
{
    thread *started = (thread *)malloc(sizeof(*started));
    CHECK(started != NULL);
    started->work = work;
    started->argument = argument;
    started->handle = CreateThread(NULL, 0, run, started, 0, NULL);
    CHECK(started->handle != NULL);
    return started;
}

void thread_join(thread *thread)
{
    CHECK(WaitForSingleObject(thread->handle, INFINITE) == WAIT_OBJECT_0);
    CloseHandle(thread->handle);
    free(thread);
}

void sleep_milliseconds(double milliseconds) { Sleep((DWORD)milliseconds); }

double seconds_now(void)
{
    LARGE_INTEGER count, frequency;
    QueryPerformanceCounter(&count);
    QueryPerformanceFrequency(&frequency);
    return (double)count.QuadPart / (double)frequency.QuadPart;
}

void set_environment(const char *name, const char *value) { CHECK(_putenv_s(name, value ? value : "") == 0); }

void clear_settings(void)
{
    LSTATUS machine = RegDeleteKeyA(HKEY_LOCAL_MACHINE, SETTINGS_KEY), user = RegDeleteKeyA(HKEY_CURRENT_USER, SETTINGS_KEY);
    CHECK(machine == ERROR_SUCCESS || machine == ERROR_FILE_NOT_FOUND);
    CHECK(user == ERROR_SUCCESS || user == ERROR_FILE_NOT_FOUND);
}

void write_setting(const char *name, long value)
{
    HKEY key;
    DWORD number = (DWORD)value;
    CHECK_EQ(RegCreateKeyExA(HKEY_LOCAL_MACHINE, SETTINGS_KEY, 0, NULL, 0, KEY_SET_VALUE, NULL, &key, NULL), ERROR_SUCCESS);
    CHECK_EQ(RegSetValueExA(key, name, 0, REG_DWORD, (const BYTE *)&number, sizeof(number)), ERROR_SUCCESS);
    RegCloseKey(key);
}

const char *temporary_directory(void)
{
    static char path[MAX_PATH + 1];
    DWORD length = GetTempPathA(sizeof(path), path);
    CHECK(length > 1 && length < sizeof(path));
    path[length - 1] = 0;
    return path;
}

void temporary_file(char *path, size_t size)
{
    CHECK(size >= MAX_PATH);
    CHECK(GetTempFileNameA(temporary_directory(), "s32", 0, path) != 0);
}

void temporary_subdirectory(char *path, size_t size)
{
    temporary_file(path, size);
    CHECK(DeleteFileA(path));
    make_directory(path);
}

void make_directory(const char *path) { CHECK(CreateDirectoryA(path, NULL)); }

void remove_tree(const char *path)
{
    char pattern[2 * TEMPORARY_PATH];
    WIN32_FIND_DATAA entry;
    snprintf(pattern, sizeof(pattern), "%s\\*", path);
    HANDLE search = FindFirstFileA(pattern, &entry);
    CHECK(search != INVALID_HANDLE_VALUE);
    do {
        char inner[2 * TEMPORARY_PATH];
        snprintf(inner, sizeof(inner), "%s\\%s", path, entry.cFileName);
        if (!(entry.dwFileAttributes & FILE_ATTRIBUTE_DIRECTORY))
            CHECK(DeleteFileA(inner));
        else if (strcmp(entry.cFileName, ".") != 0 && strcmp(entry.cFileName, "..") != 0)
            remove_tree(inner);
    } while (FindNextFileA(search, &entry));
    FindClose(search);
    CHECK(RemoveDirectoryA(path));
}

void replace_file(const char *from, const char *to) { CHECK(MoveFileExA(from, to, MOVEFILE_REPLACE_EXISTING)); }

/* While a file is being replaced, Windows refuses to open it, and under Wine there is none for a moment. */
FILE *open_replaced(const char *path)
{
    FILE *file = NULL;
    for (double deadline = seconds_now() + REPLACED_WITHIN_SECONDS; !file && seconds_now() < deadline; sleep_milliseconds(1))
        file = fopen(path, "rb");
    return file;
}

void change_directory(const char *path) { CHECK(_chdir(path) == 0); }

void current_directory(char *path, size_t size) { CHECK(_getcwd(path, (int)size) != NULL); }

static DWORD asked_before;

__attribute__((constructor)) static void allocate_slot(void) { asked_before = TlsAlloc(); }

int may_change_last_error(void)
{
    DWORD error = GetLastError();
    int is_first = TlsGetValue(asked_before) == NULL;
    TlsSetValue(asked_before, &asked_before);
    SetLastError(error);
    return is_first;
}

long resident_bytes(void)
{
    PROCESS_MEMORY_COUNTERS counters;
    CHECK(K32GetProcessMemoryInfo(GetCurrentProcess(), &counters, sizeof(counters)));
    CHECK(counters.WorkingSetSize > 0);
    return (long)counters.WorkingSetSize;
}

int open_descriptors(void)
{
    DWORD count;
    CHECK(GetProcessHandleCount(GetCurrentProcess(), &count));
    return (int)count;
}

/* Takes the numbers of this process's threads; how many there are is returned. */
static int list_threads(DWORD *numbers, int most)
{
    THREADENTRY32 entry = {.dwSize = sizeof(entry)};
    HANDLE snapshot = CreateToolhelp32Snapshot(TH32CS_SNAPTHREAD, 0);
    int count = 0;
    CHECK(snapshot != INVALID_HANDLE_VALUE);
    for (BOOL more = Thread32First(snapshot, &entry); more; more = Thread32Next(snapshot, &entry)) {
        if (entry.th32OwnerProcessID != GetCurrentProcessId())
            continue;
        CHECK(count < most);
        numbers[count++] = entry.th32ThreadID;
    }
    CloseHandle(snapshot);
    return count;
}

int running_threads(void)
{
    DWORD numbers[MOST_THREADS];
    return list_threads(numbers, MOST_THREADS);
}

static int is_named(DWORD number, const char *beginning)
{
    typedef HRESULT(WINAPI * description_getter)(HANDLE, PWSTR *);
    description_getter get_description = (description_getter)(void *)GetProcAddress(GetModuleHandleA("kernelbase.dll"), "GetThreadDescription");
    HANDLE one = OpenThread(THREAD_QUERY_LIMITED_INFORMATION, FALSE, number);
    size_t matched = 0, wanted = strlen(beginning);
    PWSTR name;
    CHECK(get_description != NULL);
    if (!one)
        return 0; /* it has just ended */
    if (SUCCEEDED(get_description(one, &name))) {
        while (matched < wanted && name[matched] == (WCHAR)beginning[matched])
            matched++;
        LocalFree(name);
    }
    CloseHandle(one);
    return matched == wanted;
}

int running_threads_named(const char *beginning)
{
    DWORD numbers[MOST_THREADS];
    int named = 0, count = list_threads(numbers, MOST_THREADS);
    for (int i = 0; i < count; i++)
        named += is_named(numbers[i], beginning);
    return named;
}

unsigned current_thread(void) { return GetCurrentThreadId(); }

int is_thread_running(unsigned number)
{
    DWORD numbers[MOST_THREADS];
    int count = list_threads(numbers, MOST_THREADS);
    for (int i = 0; i < count; i++) {
        if (numbers[i] == number)
            return 1;
    }
    return 0;
}

static void *expire(void *seconds)
{
    Sleep((DWORD)(ULONG_PTR)seconds * 1000);
    fprintf(stderr, "%s: not finished within %u seconds\n", test_running, (unsigned)(ULONG_PTR)seconds);
    fflush(NULL);
    TerminateProcess(GetCurrentProcess(), 1);
    return NULL;
}

void set_deadline(unsigned seconds) { thread_start(expire, (void *)(ULONG_PTR)seconds); }

/* The libraries hear of it, as they do when main returns. */
void end_process(int code)
{
    ExitProcess((UINT)code);
}

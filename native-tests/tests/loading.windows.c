/* The library as a plug-in would have it: loaded with LoadLibrary, freed, loaded again. This program is not linked with it. */
#include "check.h"

#include <staple32/staple32.h>

/* Every function that exports.txt promises for Windows. */
static const char *const promised[] = {
#include "exports.inc"
};
#define PROMISED (sizeof(promised) / sizeof(*promised))

static __typeof__(&CryptStringToBinaryA) to_binary;
static __typeof__(&CryptMemFree) mem_free;

static HMODULE load(const WCHAR *path)
{
    HMODULE library = LoadLibraryW(path);
    if (!library)
        FAIL("LoadLibrary fails with last error %u", (unsigned)GetLastError());
    to_binary = (__typeof__(&CryptStringToBinaryA))(void *)GetProcAddress(library, "CryptStringToBinaryA");
    mem_free = (__typeof__(&CryptMemFree))(void *)GetProcAddress(library, "CryptMemFree");
    CHECK(to_binary && mem_free);
    return library;
}

static void use(void)
{
    BYTE data[8];
    DWORD size = sizeof(data);
    CHECK(to_binary("VVVV", 0, CRYPT_STRING_BASE64, data, &size, NULL, NULL));
    CHECK_EQ(size, 3);
    CHECK_FAILS(to_binary("V!", 0, CRYPT_STRING_BASE64, data, &size, NULL, NULL), ERROR_INVALID_DATA);
}

TEST(load_and_use)
{
    load(L"staple32.dll");
    use();
}

TEST(unload_without_use) { CHECK(FreeLibrary(load(L"staple32.dll"))); }

TEST(unload_after_use_and_load_again)
{
    for (int i = 0; i < 5; i++) {
        HMODULE library = load(L"staple32.dll");
        use();
        CHECK(FreeLibrary(library));
    }
}

TEST(a_hundred_loads_without_use)
{
    for (int i = 0; i < 100; i++)
        CHECK(FreeLibrary(load(L"staple32.dll")));
    load(L"staple32.dll");
    use();
}

static void *use_in_thread(void *nothing)
{
    use();
    return nothing;
}

TEST(a_thread_that_used_it_ends_after_it_was_unloaded)
{
    HMODULE library = load(L"staple32.dll");
    thread *worker = thread_start(use_in_thread, NULL);
    use();
    CHECK(FreeLibrary(library));
    thread_join(worker);
}

/* Copies the library to a folder of that name in the temporary directory; its path is written to `path`. */
static void copy_library(const WCHAR *folder, const WCHAR *name, WCHAR *path)
{
    WCHAR own[MAX_PATH];
    CHECK(GetModuleFileNameW(NULL, own, MAX_PATH) > 0);
    wcscpy(wcsrchr(own, L'\\') + 1, L"staple32.dll");
    CHECK(GetTempPathW(MAX_PATH, path) > 0);
    wcscat(path, folder);
    CHECK(CreateDirectoryW(path, NULL) || GetLastError() == ERROR_ALREADY_EXISTS);
    wcscat(path, L"\\");
    wcscat(path, name);
    CHECK(CopyFileW(own, path, FALSE));
}

TEST(a_path_with_spaces_and_letters_that_are_not_ascii)
{
    WCHAR path[2 * MAX_PATH], loaded[2 * MAX_PATH];
    copy_library(L"Stapel f\u00fcr \u041e\u0442\u0432\u0435\u0442\u044b \u5fdc\u7b54", L"staple32.dll", path);
    HMODULE library = load(path);
    use();
    CHECK(GetModuleFileNameW(library, loaded, 2 * MAX_PATH) > 0);
    CHECK(wcscmp(wcsrchr(loaded, L'\\'), L"\\staple32.dll") == 0);
    CHECK(GetModuleHandleW(path) == library);
}

/* As programs that are not changed have it. This case runs with WINEDLLOVERRIDES=crypt32=n,b: Wine would take its own. */
TEST(under_the_name_of_crypt32)
{
    WCHAR path[2 * MAX_PATH];
    copy_library(L"drop-in", L"crypt32.dll", path);
    HMODULE library = load(path);
    use();
    CHECK(GetProcAddress(library, "CertOpenServerOcspResponse") != NULL);
    CHECK(FreeLibrary(library));
}

TEST(every_function_that_is_promised_is_found)
{
    HMODULE library = load(L"staple32.dll");
    for (size_t i = 0; i < PROMISED; i++) {
        if (!GetProcAddress(library, promised[i]))
            FAIL("%s is not exported", promised[i]);
    }
}

static const void *directory(HMODULE library, int number, DWORD *size)
{
    const BYTE *base = (const BYTE *)library;
    const IMAGE_NT_HEADERS64 *headers = (const IMAGE_NT_HEADERS64 *)(base + ((const IMAGE_DOS_HEADER *)base)->e_lfanew);
    const IMAGE_DATA_DIRECTORY *found = &headers->OptionalHeader.DataDirectory[number];
    *size = found->Size;
    return base + found->VirtualAddress;
}

TEST(nothing_else_is_exported)
{
    DWORD size;
    HMODULE library = load(L"staple32.dll");
    const IMAGE_EXPORT_DIRECTORY *exports = (const IMAGE_EXPORT_DIRECTORY *)directory(library, IMAGE_DIRECTORY_ENTRY_EXPORT, &size);
    CHECK_EQ(exports->NumberOfNames, PROMISED);
    size_t functions = 0;
    for (DWORD i = 0; i < exports->NumberOfFunctions; i++)
        functions += ((const DWORD *)((const BYTE *)library + exports->AddressOfFunctions))[i] != 0;
    CHECK_EQ(functions, PROMISED);
}

TEST(crypt32_is_not_imported)
{
    DWORD size;
    HMODULE library = load(L"staple32.dll");
    const IMAGE_IMPORT_DESCRIPTOR *import = (const IMAGE_IMPORT_DESCRIPTOR *)directory(library, IMAGE_DIRECTORY_ENTRY_IMPORT, &size);
    CHECK(import->Name != 0);
    for (; import->Name; import++) {
        const char *name = (const char *)library + import->Name;
        if (_stricmp(name, "crypt32.dll") == 0)
            FAIL("%s is imported", name);
    }
    CHECK(GetModuleHandleA("crypt32.dll") == NULL);
}

TEST(loading_starts_no_threads)
{
    int threads = running_threads();
    load(L"staple32.dll");
    CHECK_EQ(running_threads(), threads);
}

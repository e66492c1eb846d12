/* The library as a plug-in would have it: loaded with dlopen, unloaded, loaded again. This program is not linked with it. */
#include "check.h"

#include <dlfcn.h>
#include <staple32/staple32.h>
#include <unistd.h>

static DWORD (*get_last_error)(void);
static void (*set_last_error)(DWORD);
static BOOL (*to_binary)(LPCSTR, DWORD, DWORD, BYTE *, DWORD *, DWORD *, DWORD *);

static void *load(int mode)
{
    void *library = dlopen(STAPLE32_LIBRARY, mode);
    if (!library)
        FAIL("%s", dlerror());
    get_last_error = (DWORD(*)(void))dlsym(library, "GetLastError");
    set_last_error = (void (*)(DWORD))dlsym(library, "SetLastError");
    to_binary = (BOOL(*)(LPCSTR, DWORD, DWORD, BYTE *, DWORD *, DWORD *, DWORD *))dlsym(library, "CryptStringToBinaryA");
    CHECK(get_last_error && set_last_error && to_binary);
    return library;
}

static void use(void)
{
    BYTE data[8];
    DWORD size = sizeof(data);
    CHECK(to_binary("VVVV", 0, CRYPT_STRING_BASE64, data, &size, NULL, NULL));
    CHECK_EQ(size, 3);
    set_last_error(4711);
    CHECK_EQ(get_last_error(), 4711);
}

TEST(load_and_use)
{
    load(RTLD_NOW | RTLD_LOCAL);
    use();
}

TEST(load_lazily)
{
    load(RTLD_LAZY | RTLD_GLOBAL);
    use();
}

TEST(unload_without_use) { CHECK_EQ(dlclose(load(RTLD_NOW)), 0); }

TEST(unload_after_use_and_load_again)
{
    for (int i = 0; i < 5; i++) {
        void *library = load(RTLD_NOW);
        use();
        CHECK_EQ(dlclose(library), 0);
    }
}

static void *use_in_thread(void *nothing)
{
    use();
    return nothing;
}

TEST(a_thread_that_used_it_ends_after_it_was_unloaded)
{
    void *library = load(RTLD_NOW);
    thread *worker = thread_start(use_in_thread, NULL);
    use();
    CHECK_EQ(dlclose(library), 0);
    thread_join(worker);
}

TEST(nothing_of_its_own_is_visible_by_accident)
{
    void *library = load(RTLD_NOW | RTLD_LOCAL);
    static const char *const names[] = {"DotNetRuntimeDebugHeader", "RhpNewFast", "SystemNative_Read", "CryptoNative_EvpSha256", "malloc_usable", "main"};
    for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
        /* From the library itself, not from what it is linked with. */
        Dl_info info;
        void *symbol = dlsym(library, names[i]);
        if (symbol && dladdr(symbol, &info) && strstr(info.dli_fname, "staple32"))
            FAIL("%s is visible", names[i]);
    }
}

/* CryptMemAlloc and companions, LocalAlloc, LocalFree, GetLastError, SetLastError. */
#include "check.h"

#include <staple32/staple32.h>

TEST(memory_is_writable_and_aligned)
{
    for (ULONG size = 1; size < 5000; size = size * 3 + 1) {
        BYTE *memory;
        CHECK_OK((memory = (BYTE *)CryptMemAlloc(size)));
        CHECK_EQ((ULONG_PTR)memory % 16, 0);
        memset(memory, 0xcc, size);
        CryptMemFree(memory);
    }
}

TEST(memory_of_no_size_is_memory)
{
    void *memory;
    CHECK_OK((memory = CryptMemAlloc(0)));
    CryptMemFree(memory);
    CHECK_OK((memory = LocalAlloc(LMEM_FIXED, 0)));
    CHECK_PTR(LocalFree(memory), NULL);
}

TEST(realloc_keeps_what_is_there)
{
    BYTE *memory;
    CHECK_OK((memory = (BYTE *)CryptMemRealloc(NULL, 4)));
    memcpy(memory, "abcd", 4);
    CHECK_OK((memory = (BYTE *)CryptMemRealloc(memory, 100000)));
    CHECK_BYTES(memory, "abcd", 4);
    CHECK_OK((memory = (BYTE *)CryptMemRealloc(memory, 2)));
    CHECK_BYTES(memory, "ab", 2);
    CryptMemFree(memory);
}

TEST(null_is_taken_by_free)
{
    CryptMemFree(NULL); /* on Windows the first call of a thread may change it */
    SetLastError(4711);
    CryptMemFree(NULL);
    CHECK_PTR(LocalFree(NULL), NULL);
    CHECK_EQ(GetLastError(), 4711);
}

TEST(memory_is_that_of_malloc)
{
    free(CryptMemAlloc(100));
    CryptMemFree(malloc(100));
    LocalFree(malloc(100));
}

TEST(local_memory_is_zeroed_where_that_is_asked_for)
{
    for (int i = 0; i < 100; i++) {
        BYTE *memory;
        CHECK_OK((memory = (BYTE *)LocalAlloc(LPTR, 1000)));
        for (int j = 0; j < 1000; j++)
            CHECK_EQ(memory[j], 0);
        memset(memory, 0xcc, 1000);
        CHECK_PTR(LocalFree(memory), NULL);
    }
}

TEST(memory_that_cannot_be_had)
{
    CHECK_FAILS(LocalAlloc(LMEM_FIXED, (SIZE_T)-1), ERROR_NOT_ENOUGH_MEMORY);
    CHECK_FAILS(LocalAlloc(LPTR, (SIZE_T)1 << 60), ERROR_NOT_ENOUGH_MEMORY);
}

TEST(the_last_error_is_what_was_set)
{
    static const DWORD values[] = {0, 1, 0x7fffffff, 0x80000000, 0xffffffff};
    for (int i = 0; i < 5; i++) {
        SetLastError(values[i]);
        CHECK_EQ(GetLastError(), values[i]);
        CHECK_EQ(GetLastError(), values[i]);
    }
}

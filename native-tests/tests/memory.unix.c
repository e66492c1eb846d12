/* LocalAlloc and GetLastError where they are functions of this library. */
#include "check.h"

#include <staple32/staple32.h>

TEST(moveable_memory_does_not_move)
{
    void *memory;
    CHECK_OK((memory = LocalAlloc(LHND, 100)));
    memset(memory, 1, 100);
    CHECK_PTR(LocalFree(memory), NULL);
}

TEST(unknown_flags) { CHECK_FAILS(LocalAlloc(0x8000, 10), ERROR_INVALID_PARAMETER); }

TEST(the_last_error_begins_at_zero) { CHECK_EQ(GetLastError(), 0); }

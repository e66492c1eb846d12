/* The host's process state is the host's: the same after calls as before. */
#include "fixture.h"

#include <fenv.h>
#include <locale.h>

TEST(the_current_directory_is_left_alone)
{
    char before[4096], after[4096];
    change_directory(temporary_directory());
    current_directory(before, sizeof(before));
    use_everything();
    current_directory(after, sizeof(after));
    CHECK_STR(after, before);
}

TEST(the_locale_is_left_alone)
{
    setlocale(LC_ALL, "C.UTF-8");
    char before[256];
    snprintf(before, sizeof(before), "%s", setlocale(LC_ALL, NULL));
    use_everything();
    CHECK_STR(setlocale(LC_ALL, NULL), before);
}

TEST(the_rounding_mode_is_left_alone)
{
    fesetround(FE_TOWARDZERO);
    use_everything();
    CHECK_EQ(fegetround(), FE_TOWARDZERO);
}

#include "check.h"

#define DEADLINE_SECONDS 110

static struct test_case *first;

void test_register(struct test_case *test)
{
    test->next = first;
    first = test;
}

/* "tests/stores.c" -> "stores", "tests/process.unix.c" -> "process" */
static void family_of(const struct test_case *test, char *family, size_t size)
{
    const char *name = test->file + strlen(test->file);
    while (name > test->file && name[-1] != '/' && name[-1] != '\\')
        name--;
    snprintf(family, size, "%s", name);
    char *dot = strchr(family, '.');
    if (dot)
        *dot = 0;
}

int main(int argc, char **argv)
{
    char family[64], full[256];
    if (argc != 2) {
        fprintf(stderr, "usage: %s FAMILY.CASE\n", argv[0]);
        for (struct test_case *test = first; test; test = test->next) {
            family_of(test, family, sizeof(family));
            printf("%s.%s\n", family, test->name);
        }
        return 2;
    }

    for (struct test_case *test = first; test; test = test->next) {
        family_of(test, family, sizeof(family));
        snprintf(full, sizeof(full), "%s.%s", family, test->name);
        if (strcmp(full, argv[1]) == 0) {
            test_running = test->name;
            /* Settings of the machine must not decide a test. */
            clear_settings();
            set_environment("STAPLE32_LOG", NULL);
            /* Tools that run a program many times slower give it more. */
            set_deadline(getenv("STAPLE32_TEST_DEADLINE") ? (unsigned)atoi(getenv("STAPLE32_TEST_DEADLINE")) : DEADLINE_SECONDS);
            test->run();
            /* Not through exit handlers: OpenSSL's would take libcrypto away under the responder's threads. */
            fflush(NULL);
            end_process(0);
        }
    }

    fprintf(stderr, "%s: no such case\n", argv[1]);
    return 2;
}

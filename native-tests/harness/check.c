#include "check.h"

#include <stdarg.h>
#include <unistd.h>

#define EXIT_SKIPPED 77
#define DEADLINE_SECONDS 50

static struct test_case *first;
static const char *running = "?";

void test_register(struct test_case *test)
{
    test->next = first;
    first = test;
}

/* Threads of the library may be running: leave without exit handlers. */
void test_fail(const char *file, int line, const char *format, ...)
{
    char text[1024];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof(text), format, arguments);
    va_end(arguments);
    fprintf(stderr, "%s:%d: %s: %s\n", file, line, running, text);
    fflush(NULL);
    _exit(1);
}

void test_skip(const char *reason)
{
    printf("skipped: %s\n", reason);
    fflush(NULL);
    _exit(EXIT_SKIPPED);
}

/* "tests/stores.c" -> "stores" */
static void family_of(const struct test_case *test, char *family, size_t size)
{
    const char *slash = strrchr(test->file, '/');
    snprintf(family, size, "%s", slash ? slash + 1 : test->file);
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
            running = test->name;
            /* Settings of the machine must not decide a test. */
            setenv("STAPLE32_CONFIG", "/dev/null", 1);
            unsetenv("STAPLE32_LOG");
            /* Tools that run a program many times slower give it more. */
            alarm(getenv("STAPLE32_TEST_DEADLINE") ? (unsigned)atoi(getenv("STAPLE32_TEST_DEADLINE")) : DEADLINE_SECONDS);
            test->run();
            /* Not through exit handlers: OpenSSL's would take libcrypto away under the responder's threads. */
            fflush(NULL);
            _exit(0);
        }
    }

    fprintf(stderr, "%s: no such case\n", argv[1]);
    return 2;
}

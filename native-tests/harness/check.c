#include "check.h"

#include <stdarg.h>

#define EXIT_SKIPPED 77

const char *test_running = "?";

void test_fail(const char *file, int line, const char *format, ...)
{
    char text[1024];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof(text), format, arguments);
    va_end(arguments);
    fprintf(stderr, "%s:%d: %s: %s\n", file, line, test_running, text);
    fflush(NULL);
    end_process(1);
}

void test_skip(const char *reason)
{
    printf("skipped: %s\n", reason);
    fflush(NULL);
    end_process(EXIT_SKIPPED);
}

#include "log.h"

#include <stdarg.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

bool problem_set(problem *problem, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(problem->text, sizeof problem->text, format, arguments);
    va_end(arguments);
    return false;
}

void log_event(const char *format, ...)
{
    char line[1024];
    time_t now = time(NULL);
    struct tm utc;
    size_t used = strftime(line, sizeof line, "%Y-%m-%dT%H:%M:%SZ ", gmtime_r(&now, &utc));

    va_list arguments;
    va_start(arguments, format);
    int written = vsnprintf(line + used, sizeof line - used - 1, format, arguments);
    va_end(arguments);
    if (written < 0)
        return;
    used += (size_t)written < sizeof line - used - 1 ? (size_t)written : sizeof line - used - 2;
    line[used++] = '\n';

    /* A log that cannot be written is no reason to stop serving. */
    ssize_t ignored = write(STDERR_FILENO, line, used);
    (void)ignored;
}

#ifndef TLS_SERVER_LOG_H
#define TLS_SERVER_LOG_H

#include <stdbool.h>

/* Why something could not be done, in one line for a person. */
typedef struct problem {
    char text[512];
} problem;

/* Fills in the line and returns false, so that a function can end with "return problem_set(...)". */
bool problem_set(problem *problem, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* One event, one line on standard error, written whole: lines of different threads do not mix. */
void log_event(const char *format, ...) __attribute__((format(printf, 1, 2)));

#endif

/* The smallest test framework that tells where and why: TEST(name) { ... } registers a case, CHECK* end it with a line
 * that names file, line and values. One process runs one case, so a failed check simply ends the process. */
#ifndef CHECK_H
#define CHECK_H

#include "platform.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Formats as the C standard has them, everywhere. */
#if defined(__MINGW32__) && !defined(__clang__)
#define FORMATS(position) __attribute__((format(gnu_printf, position, position + 1)))
#else
#define FORMATS(position) __attribute__((format(printf, position, position + 1)))
#endif

#ifdef __cplusplus
extern "C" {
#endif

struct test_case {
    const char *file;
    const char *name;
    void (*run)(void);
    struct test_case *next;
};

/* The name of the case that runs, for messages. */
extern const char *test_running;

void test_register(struct test_case *test);
void test_fail(const char *file, int line, const char *format, ...) __attribute__((noreturn)) FORMATS(3);
void test_skip(const char *reason) __attribute__((noreturn));

#ifdef __cplusplus
}
#endif

#define TEST(test_name)                                                                        \
    static void test_name(void);                                                               \
    __attribute__((constructor)) static void test_name##_register(void)                        \
    {                                                                                          \
        static struct test_case self = {__FILE__, #test_name, test_name, NULL};                \
        test_register(&self);                                                                  \
    }                                                                                          \
    static void test_name(void)

#define FAIL(...) test_fail(__FILE__, __LINE__, __VA_ARGS__)

#define CHECK(condition)                          \
    do {                                          \
        if (!(condition))                         \
            FAIL("not true: %s", #condition);     \
    } while (0)

#define CHECK_EQ(actual, expected)                                                                               \
    do {                                                                                                         \
        long long check_actual = (long long)(actual), check_expected = (long long)(expected);                    \
        if (check_actual != check_expected)                                                                      \
            FAIL("%s is %lld (0x%llx), not %lld (0x%llx)", #actual, check_actual, (unsigned long long)check_actual, \
                check_expected, (unsigned long long)check_expected);                                             \
    } while (0)

#define CHECK_PTR(actual, expected)                                                                \
    do {                                                                                           \
        const void *check_actual = (actual), *check_expected = (expected);                         \
        if (check_actual != check_expected)                                                        \
            FAIL("%s is %p, not %p", #actual, check_actual, check_expected);                       \
    } while (0)

#define CHECK_STR(actual, expected)                                                                \
    do {                                                                                           \
        const char *check_actual = (actual), *check_expected = (expected);                         \
        if (strcmp(check_actual, check_expected) != 0)                                             \
            FAIL("%s is \"%s\", not \"%s\"", #actual, check_actual, check_expected);               \
    } while (0)

#define CHECK_BYTES(actual, expected, length)                                                      \
    do {                                                                                           \
        if (memcmp((actual), (expected), (length)) != 0)                                           \
            FAIL("%s differs from %s within %zu bytes", #actual, #expected, (size_t)(length));     \
    } while (0)

/* The call succeeds: its value is not 0; the last error is left alone (on Windows not by a thread's first call). */
#define CHECK_OK(call)                                                                                  \
    do {                                                                                                \
        SetLastError(0x20202020);                                                                       \
        if (!(call))                                                                                    \
            FAIL("%s fails with last error 0x%x", #call, (unsigned)GetLastError());                     \
        if (!may_change_last_error() && GetLastError() != 0x20202020)                                   \
            FAIL("%s succeeds, yet sets the last error to 0x%x", #call, (unsigned)GetLastError());      \
    } while (0)

/* The call fails: its value is 0 (NULL, FALSE) and the last error is that one. */
#define CHECK_FAILS(call, error)                                                                        \
    do {                                                                                                \
        SetLastError(0x20202020);                                                                       \
        if (call)                                                                                       \
            FAIL("%s succeeds instead of failing with 0x%x", #call, (unsigned)(error));                 \
        CHECK_LAST_ERROR(#call, error);                                                                 \
    } while (0)

/* For functions that return nothing. */
#define CHECK_SETS_ERROR(call, error)        \
    do {                                     \
        SetLastError(0x20202020);            \
        call;                                \
        CHECK_LAST_ERROR(#call, error);      \
    } while (0)

#define CHECK_LAST_ERROR(what, error)                                                                   \
    do {                                                                                                \
        unsigned check_error = (unsigned)GetLastError();                                                \
        if (check_error != (unsigned)(error))                                                           \
            FAIL("%s sets the last error to 0x%x (%u), not 0x%x (%s)", what, check_error, check_error,  \
                (unsigned)(error), #error);                                                             \
    } while (0)

#endif

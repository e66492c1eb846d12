/* The few things of the operating system that tests need, under one name on Linux and on Windows. */
#ifndef PLATFORM_H
#define PLATFORM_H

#include <stddef.h>
#include <stdio.h>

#ifdef __cplusplus
extern "C" {
#endif

/* A literal of WCHARs: W("text"). */
#ifdef _WIN32
#define W(text) L##text
#else
#define W(text) u##text
#endif

typedef struct thread thread;

/* Each of these fails the test if it cannot be done. */
thread *thread_start(void *(*work)(void *), void *argument);
void thread_join(thread *thread);

void sleep_milliseconds(double milliseconds); /* 0: lets others run */
double seconds_now(void);                     /* monotonic */

/* NULL removes the variable. To be called before the first call of the library. */
void set_environment(const char *name, const char *value);

/* Settings of the library: variables on Linux, values in the registry on Windows. Those of the machine are put aside, and so
 * are system stores where they are directories. */
void clear_settings(void);
void write_setting(const char *name, long value);

/* For the names of files of a test's own; without a separator at the end. */
const char *temporary_directory(void);

#define TEMPORARY_PATH 280

/* An empty file of an unused name in the temporary directory. */
void temporary_file(char *path, size_t size);

/* A new directory there. */
void temporary_subdirectory(char *path, size_t size);

void make_directory(const char *path);
void remove_tree(const char *path);

/* The new name may be taken; the change is one step. */
void replace_file(const char *from, const char *to);

/* Opens a file for reading that may be replaced at this moment; NULL if there is none. */
FILE *open_replaced(const char *path);

void change_directory(const char *path);
void current_directory(char *path, size_t size);

/* Whether the calling thread has not asked this before, on Windows: its first call of the library introduces it to the
 * runtime, and that may change the last error. Leaves the last error alone. */
int may_change_last_error(void);

/* What the process holds at this moment. */
long resident_bytes(void);
int open_descriptors(void);
int running_threads(void);
int running_threads_named(const char *beginning);

/* The system's number of the calling thread; and whether there is such a thread. */
unsigned current_thread(void);
int is_thread_running(unsigned number);

/* Ends the process after that time, as a failure. */
void set_deadline(unsigned seconds);

/* Ends the process without exit handlers: threads of the library may be running. */
void end_process(int code) __attribute__((noreturn));

#ifdef __cplusplus
}
#endif

#endif

/* A program beside this one, run as a process of its own and talked to in lines. */
#ifndef CHILD_H
#define CHILD_H

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct child child;

/* arguments: NULL-terminated, the program's name first, without directory and suffix. */
child *child_start(const char *const *arguments);

/* Whether output (or its end) is there within that time. */
int child_says_something(child *self, int milliseconds);

/* The next line of its output with its newline; 0 at the end. */
int child_line(child *self, char *line, size_t size);

/* Closes its input and waits; it must end with 0. */
void child_end(child *self);
void child_kill(child *self);

#ifdef __cplusplus
}
#endif

#endif

/* Other processes on one OCSP directory: see member.c. */
#ifndef FLEET_H
#define FLEET_H

#include "fixture.h"

#include <sys/types.h>

/* A temporary directory with an OCSP directory and the certificates of a fixture in it. */
typedef struct fleet {
    char home[64];
    char directory[96];
    char leaf_path[96];
    char root_path[96];
    char response_path[160];
} fleet;

typedef struct member {
    pid_t process;
    int input;    /* closing it ends the process */
    FILE *output;
} member;

fleet fleet_make(const fixture *fixture);
void fleet_remove(const fleet *self);

/* mode: "read" or "write". */
member member_start(const fleet *self, const char *mode);

/* The next line that begins with that word, without it; fails the test if there is none within 20 seconds. */
const char *member_wait(member *self, const char *word);

/* Whether a line is there within that time. */
int member_says_something(member *self, int milliseconds);

void member_end(member *self);
void member_kill(member *self);

/* The file of the leaf's response, whole and verified by OpenSSL; 0 if there is none. */
int fleet_response_is_whole(const fleet *self, const fixture *fixture);

/* The OCSP directory as OPEN_PARA wants it. */
PWSTR fleet_directory(const fleet *self);

#endif

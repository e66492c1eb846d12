/* Other processes on one OCSP directory: see member.c. */
#ifndef FLEET_H
#define FLEET_H

#include "child.h"
#include "fixture.h"

#ifdef __cplusplus
extern "C" {
#endif

/* A temporary directory with an OCSP directory and the certificates of a fixture in it. */
typedef struct fleet {
    char home[TEMPORARY_PATH];
    char directory[TEMPORARY_PATH + 16];
    char leaf_path[TEMPORARY_PATH + 16];
    char root_path[TEMPORARY_PATH + 16];
    char response_path[TEMPORARY_PATH + 80];
} fleet;

fleet fleet_make(const fixture *fixture);
void fleet_remove(const fleet *self);

/* mode: "read" or "write". */
child *member_start(const fleet *self, const char *mode);

/* The next line that begins with that word, without it; fails the test if there is none within 20 seconds. */
const char *member_wait(child *member, const char *word);

/* The file of the leaf's response, whole and verified by OpenSSL; 0 if there is none. */
int fleet_response_is_whole(const fleet *self, const fixture *fixture);

/* The OCSP directory as OPEN_PARA wants it. */
PWSTR fleet_directory(const fleet *self);

#ifdef __cplusplus
}
#endif

#endif

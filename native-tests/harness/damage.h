/* What tests of damaged input have in common: where the damage comes from, which errors are documented, and how much of
 * it was accepted and refused, in which time. */
#ifndef DAMAGE_H
#define DAMAGE_H

#include "fixture.h"
#include "mutation.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Seeded the same in every run, or by STAPLE32_TEST_SEED, to look further than every run does. */
mutator *mutator_make(void);

/* The last error is one of those that the documents give. */
#define CHECK_DOCUMENTED(what, number, ...)                                                                           \
    do {                                                                                                              \
        const long documented_errors[] = {__VA_ARGS__};                                                               \
        check_documented(what, number, documented_errors, sizeof(documented_errors) / sizeof(documented_errors[0]));  \
    } while (0)

void check_documented(const char *what, unsigned number, const long *errors, size_t count);

/* Reads memory to its end, so that a wrong length shows. */
unsigned sum_of(const void *bytes, size_t length);
unsigned sum_of_extensions(DWORD count, PCERT_EXTENSION extensions);

/* Every property, whether there is one or not. */
void read_certificate_properties(PCCERT_CONTEXT context, unsigned number);
void read_crl_properties(PCCRL_CONTEXT context, unsigned number);

typedef struct tally {
    unsigned accepted, refused;
    double begun, slowest;
} tally;

void tally_begin(tally *self);
void tally_end(tally *self, int was_accepted);

/* Prints what there was; fails the test if one took too long, or if the damage was so light or so heavy that little was tried. */
void tally_check(const tally *self, unsigned least_accepted, unsigned least_refused);

#ifdef __cplusplus
}
#endif

#endif

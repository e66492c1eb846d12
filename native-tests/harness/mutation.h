/* Certificates and CRLs that are wrong in every way that a seed can think of: the specimens of specimens.inc, changed at a
 * random place of their DER tree, mostly so that everything around that place still holds. The same seed makes the same
 * bytes on every system. */
#ifndef MUTATION_H
#define MUTATION_H

#include "pki.h"

#ifdef __cplusplus
extern "C" {
#endif

enum specimen_kind { SPECIMEN_CERTIFICATE, SPECIMEN_CRL };

/* By number from 0 on; no bytes beyond the last. Certificates: a root, a CA that it issued, a server that the CA issued,
 * and others. CRLs: mostly the CA's. */
encoded specimen(enum specimen_kind kind, unsigned number);

#define MUTATION_MAX_BYTES 65536

typedef struct mutator {
    unsigned long long state;
    unsigned char bytes[MUTATION_MAX_BYTES]; /* of the last mutation */
} mutator;

void mutator_seed(mutator *self, unsigned long long seed);
unsigned mutator_below(mutator *self, unsigned limit); /* 0 to limit - 1 */

/* The specimen, or any other DER, changed. Valid until the next call. */
encoded mutate(mutator *self, encoded specimen);

/* Bytes changed without regard for what they mean. */
encoded mutate_bytes(mutator *self, encoded from);

#ifdef __cplusplus
}
#endif

#endif

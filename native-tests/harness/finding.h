/* Stores to be searched. */
#ifndef FINDING_H
#define FINDING_H

#include "fixture.h"

#ifdef __cplusplus
extern "C" {
#endif

HCERTSTORE open_memory(void);

/* The context of a new certificate in the store. */
PCCERT_CONTEXT put_certificate(HCERTSTORE store, const identity *of);

/* With extensions of its own: an authority, since end certificates of the harness have an extended key usage. */
PCCERT_CONTEXT put_authority(HCERTSTORE store, const char *common_name, const char *extensions);

/* The common names of what CertFindCertificateInStore finds, each with a space behind it. */
const char *names_found(HCERTSTORE store, DWORD flags, DWORD type, const void *para);

#ifdef __cplusplus
}
#endif

#endif

/* A store to be searched, and everything that is found in it on one line. */
#ifndef SEARCH_H
#define SEARCH_H

#include "compare.h"

extern HCERTSTORE searched;

/* With root, ca, leaf, other and odd. */
void open_searched(void);

/* The line of all that CertFindCertificateInStore finds there. */
void all_of(const char *what, DWORD flags, DWORD type, const void *para);

#endif

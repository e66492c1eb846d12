/* Chains for programs that tests start: they get their certificates as files. */
#ifndef CHAIN_FILES_H
#define CHAIN_FILES_H

#include <staple32/wincrypt.h>

/* The chain of a leaf and its issuer, both DER, the issuer trusted. Ends the process if one is no certificate. */
PCCERT_CHAIN_CONTEXT chain_of_files(const char *leaf_path, const char *root_path);

#endif

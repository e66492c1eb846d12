#ifndef TLS_SERVER_PEM_H
#define TLS_SERVER_PEM_H

#include "log.h"

#define WINCRYPT_USE_SYMBOL_PREFIX /* OpenSSL uses some of the plain names for types */
#include <staple32/wincrypt.h>

#define PEM_MAX_CERTIFICATES 16

/* The certificates of a PEM file in the order of the file; other PEM objects in it are passed over. */
typedef struct pem_certificates {
    PCCERT_CONTEXT items[PEM_MAX_CERTIFICATES];
    int count;
} pem_certificates;

/* A failure names the file, and the line where the faulty certificate starts. */
bool pem_load(pem_certificates *certificates, const char *file, problem *problem);
void pem_free(pem_certificates *certificates);

#endif

#ifndef TLS_SERVER_CHAIN_H
#define TLS_SERVER_CHAIN_H

#include "pem.h"

/* The server's certificates as the file has them, and the chain context that CertOpenServerOcspResponse wants. */
typedef struct server_chain {
    pem_certificates certificates; /* the server's own first */
    PCCERT_CHAIN_CONTEXT context;
} server_chain;

/* The chain ends at the certificates of ca_file, or at the last certificate of chain_file if ca_file is NULL. */
bool chain_load(server_chain *chain, const char *chain_file, const char *ca_file, problem *problem);
void chain_free(server_chain *chain);

#endif

#ifndef TLS_SERVER_STAPLE_H
#define TLS_SERVER_STAPLE_H

#include "chain.h"

/* The handle that keeps a fresh OCSP response for one chain. */
typedef struct staple {
    HCERT_SERVER_OCSP_RESPONSE handle; /* NULL: this chain cannot be stapled; the server goes on without */
    const char *reason;                /* why it cannot; NULL with a handle */
    double open_milliseconds;
} staple;

/* Never fails: a server without a staple is still a server. */
void staple_open(staple *staple, const server_chain *chain, bool async);
void staple_close(staple *staple);

/* Writes the response that would be stapled now; false with a line if there is none or the file cannot be written. */
bool staple_save(const staple *staple, const char *file, problem *problem);

#endif

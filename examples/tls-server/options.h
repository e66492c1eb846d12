#ifndef TLS_SERVER_OPTIONS_H
#define TLS_SERVER_OPTIONS_H

#include "log.h"

typedef struct options {
    const char *chain_file;  /* PEM: the server's certificate first, then its issuers */
    const char *key_file;    /* PEM: the private key; not needed with save_staple */
    const char *ca_file;     /* PEM: what to trust instead of the chain's own top; may be NULL */
    const char *save_staple; /* write the staple here and exit instead of serving; may be NULL */
    const char *address;     /* numeric address to listen on */
    const char *port;        /* 0: any free port */
    bool async;              /* do not wait for the first response */
    bool help;
} options;

bool options_parse(options *options, int argc, char **argv, problem *problem);

extern const char options_usage[];

#endif

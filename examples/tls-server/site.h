#ifndef TLS_SERVER_SITE_H
#define TLS_SERVER_SITE_H

#include "options.h"
#include "staple.h"

#include <openssl/ssl.h>
#include <stdatomic.h>

/* All that belongs to one loading of the files. A reload makes a new one; connections hold on to the one they began with. */
typedef struct site {
    atomic_int references;
    SSL_CTX *tls;
    server_chain chain;
    staple staple;
} site;

/* A site with one reference, or NULL with a line that says which file is wrong and why. */
site *site_load(const options *options, problem *problem);
site *site_hold(site *site);
void site_release(site *site);

#endif

#ifndef TLS_SERVER_LISTENER_H
#define TLS_SERVER_LISTENER_H

#include "site.h"

/* Accepts connections on a thread of its own and serves them with the current site. One per process. */
bool listener_start(const options *options, site *first, int *port, problem *problem);

/* New connections get this site from now on; takes over the caller's reference. */
void listener_use(site *next);

/* A reference on the current site. */
site *listener_site(void);

/* No connection is accepted any more after this returns. */
void listener_stop(void);

#endif

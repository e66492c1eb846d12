#ifndef TLS_SERVER_CONNECTION_H
#define TLS_SERVER_CONNECTION_H

#include "site.h"

#include <sys/socket.h>

/*
 * Serves one accepted connection on a thread of its own. Takes over the socket, and takes a reference on the site,
 * so that a reload does not disturb a handshake that has begun. Over the limit the socket is closed at once.
 */
void connection_start(int socket, const struct sockaddr *peer, socklen_t peer_size, site *site);

/* Waits until no connection is left, at most the given time; returns how many are left. */
int connections_drain(int seconds);

#endif

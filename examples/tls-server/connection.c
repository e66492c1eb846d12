#include "connection.h"

#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <openssl/err.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

enum { LIMIT = 512, SILENCE_SECONDS = 30 };

static pthread_mutex_t s_lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t s_ended = PTHREAD_COND_INITIALIZER;
static int s_active;

typedef struct connection {
    int socket;
    site *site;
    char peer[64]; /* address:port for the log */
} connection;

static bool enter(void)
{
    pthread_mutex_lock(&s_lock);
    bool room = s_active < LIMIT;
    s_active += room;
    pthread_mutex_unlock(&s_lock);
    return room;
}

static void leave(void)
{
    pthread_mutex_lock(&s_lock);
    s_active--;
    pthread_cond_signal(&s_ended);
    pthread_mutex_unlock(&s_lock);
}

int connections_drain(int seconds)
{
    struct timespec deadline;
    clock_gettime(CLOCK_REALTIME, &deadline);
    deadline.tv_sec += seconds;
    pthread_mutex_lock(&s_lock);
    while (s_active > 0 && pthread_cond_timedwait(&s_ended, &s_lock, &deadline) == 0)
        ;
    int left = s_active;
    pthread_mutex_unlock(&s_lock);
    return left;
}

/* What the staple was in this handshake. The library keeps no count: OpenSSL's own session knows. */
static void describe_staple(SSL *ssl, char *text, size_t size)
{
    unsigned char *response = NULL;
    if (SSL_get_tlsext_status_type(ssl) != TLSEXT_STATUSTYPE_ocsp) {
        snprintf(text, size, "not-asked");
        return;
    }
    long length = SSL_get_tlsext_status_ocsp_resp(ssl, &response);
    if (length > 0)
        snprintf(text, size, "%ld", length);
    else
        snprintf(text, size, "none");
}

/* Reads a request up to its empty line and answers it: as much HTTP as a browser or curl wants to see. */
static void answer(SSL *ssl)
{
    static const char body[] = "Hello from the Staple32 example server.\n";
    char request[4096];
    size_t used = 0;
    for (;;) {
        int got = SSL_read(ssl, request + used, (int)(sizeof request - 1 - used));
        if (got <= 0)
            return;
        used += (size_t)got;
        request[used] = '\0';
        if (strstr(request, "\r\n\r\n") || strstr(request, "\n\n"))
            break;
        if (used == sizeof request - 1)
            return;
    }
    char reply[256];
    int length = snprintf(reply, sizeof reply,
        "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: %zu\r\nConnection: close\r\n\r\n%s",
        sizeof body - 1, body);
    SSL_write(ssl, reply, length);
}

static void *serve(void *argument)
{
    connection *connection = argument;
    SSL *ssl = SSL_new(connection->site->tls);
    if (ssl && SSL_set_fd(ssl, connection->socket) == 1 && SSL_accept(ssl) == 1) {
        char staple[32];
        describe_staple(ssl, staple, sizeof staple);
        log_event("handshake peer=%s protocol=%s staple=%s", connection->peer, SSL_get_version(ssl), staple);
        answer(ssl);
        SSL_shutdown(ssl);
    } else {
        unsigned long code = ERR_peek_last_error();
        const char *reason = code ? ERR_reason_error_string(code) : NULL;
        log_event("handshake-failed peer=%s reason=\"%s\"", connection->peer, reason ? reason : "connection closed or timed out");
    }
    SSL_free(ssl);
    close(connection->socket);
    site_release(connection->site);
    free(connection);
    leave();
    return NULL;
}

static void prepare(int socket)
{
    struct timeval silence = { .tv_sec = SILENCE_SECONDS, .tv_usec = 0 };
    int on = 1;
    setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &silence, sizeof silence);
    setsockopt(socket, SOL_SOCKET, SO_SNDTIMEO, &silence, sizeof silence);
    setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
}

void connection_start(int socket, const struct sockaddr *peer, socklen_t peer_size, site *site)
{
    if (!enter()) {
        log_event("refused reason=\"%d connections are open already\"", LIMIT);
        close(socket);
        return;
    }
    connection *started = calloc(1, sizeof *started);
    char host[48] = "?", port[8] = "?";
    getnameinfo(peer, peer_size, host, sizeof host, port, sizeof port, NI_NUMERICHOST | NI_NUMERICSERV);

    pthread_t thread;
    pthread_attr_t detached;
    pthread_attr_init(&detached);
    pthread_attr_setdetachstate(&detached, PTHREAD_CREATE_DETACHED);
    bool running = false;
    if (started) {
        prepare(socket);
        *started = (connection){ .socket = socket, .site = site_hold(site) };
        snprintf(started->peer, sizeof started->peer, "%s:%s", host, port);
        running = pthread_create(&thread, &detached, serve, started) == 0;
    }
    pthread_attr_destroy(&detached);
    if (!running) {
        log_event("refused peer=%s:%s reason=\"no memory or thread\"", host, port);
        close(socket);
        if (started)
            site_release(site);
        free(started);
        leave();
    }
}

#include "listener.h"

#include "connection.h"

#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <pthread.h>
#include <string.h>
#include <unistd.h>

static int s_socket = -1;
static pthread_t s_thread;
static pthread_mutex_t s_lock = PTHREAD_MUTEX_INITIALIZER;
static site *s_site; /* under s_lock */
static atomic_bool s_stopping;

site *listener_site(void)
{
    pthread_mutex_lock(&s_lock);
    site *current = site_hold(s_site);
    pthread_mutex_unlock(&s_lock);
    return current;
}

void listener_use(site *next)
{
    pthread_mutex_lock(&s_lock);
    site *previous = s_site;
    s_site = next;
    pthread_mutex_unlock(&s_lock);
    if (previous)
        site_release(previous);
}

static void *accept_all(void *unused)
{
    (void)unused;
    while (!atomic_load(&s_stopping)) {
        struct sockaddr_storage peer;
        socklen_t size = sizeof peer;
        int socket = accept(s_socket, (struct sockaddr *)&peer, &size);
        if (socket < 0) {
            if (errno == EMFILE || errno == ENFILE || errno == ENOBUFS || errno == ENOMEM)
                usleep(50000); /* the connection stays in the queue; give others time to end */
            continue;
        }
        site *current = listener_site();
        connection_start(socket, (struct sockaddr *)&peer, size, current);
        site_release(current);
    }
    return NULL;
}

/* The bound and listening socket and its port, or -1. */
static int open_socket(const options *options, int *port, problem *problem)
{
    struct addrinfo hints = { .ai_flags = AI_NUMERICHOST | AI_NUMERICSERV | AI_PASSIVE, .ai_socktype = SOCK_STREAM };
    struct addrinfo *address = NULL;
    if (getaddrinfo(options->address, options->port, &hints, &address) != 0) {
        problem_set(problem, "--address %s: not a numeric address", options->address);
        return -1;
    }
    int on = 1;
    int listening = socket(address->ai_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
    bool bound = listening >= 0
        && setsockopt(listening, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on) == 0
        && bind(listening, address->ai_addr, address->ai_addrlen) == 0
        && listen(listening, SOMAXCONN) == 0;
    int error = errno;
    freeaddrinfo(address);
    if (!bound) {
        problem_set(problem, "cannot listen on %s port %s: %s", options->address, options->port, strerror(error));
        if (listening >= 0)
            close(listening);
        return -1;
    }
    struct sockaddr_storage name;
    socklen_t size = sizeof name;
    getsockname(listening, (struct sockaddr *)&name, &size);
    *port = ntohs(name.ss_family == AF_INET6 ? ((struct sockaddr_in6 *)&name)->sin6_port : ((struct sockaddr_in *)&name)->sin_port);
    return listening;
}

bool listener_start(const options *options, site *first, int *port, problem *problem)
{
    s_socket = open_socket(options, port, problem);
    if (s_socket < 0)
        return false;
    listener_use(first);
    if (pthread_create(&s_thread, NULL, accept_all, NULL) == 0)
        return true;
    close(s_socket);
    return problem_set(problem, "cannot start a thread");
}

void listener_stop(void)
{
    atomic_store(&s_stopping, true);
    shutdown(s_socket, SHUT_RDWR); /* wakes accept */
    pthread_join(s_thread, NULL);
    close(s_socket);
    listener_use(NULL);
}

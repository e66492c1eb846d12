/*
 * A responder that is not the limit: one thread, epoll, connections kept alive, GET and POST, responses that were signed in
 * advance. It is the one clock by which everybody's time to freshness is taken.
 *
 *   responder PORT SET RESPONSES
 *
 * GET /~reset?count=N&delay=MILLISECONDS&hang=PERMILLE   starts a measurement: time 0 is now; each answer is held back by the
 *                                                        delay, and of a thousand requests so many are never answered
 * GET /~stats                                            lines "name value": see write_stats()
 */
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <sys/epoll.h>
#include <sys/socket.h>

#include "measurement.h"
#include "request.h"

#define MAX_CONNECTIONS 65536

typedef struct connection {
    int fd;
    int is_waiting; /* a request is being held back, or hangs */
    int closes;
    unsigned generation; /* told apart from an earlier connection of the same number */
    size_t filled;
    subject *asked;
    char request[REQUEST_SIZE];
} connection;

typedef struct pending {
    double due;
    int fd;
    unsigned generation;
} pending;

static connection *connections[MAX_CONNECTIONS];
/* The delay is the same for all, so whoever waits longest is the first in line. */
static pending waiting[MAX_CONNECTIONS];
static uint32_t waiting_first, waiting_count;
static int poller;
static unsigned generations;

static void forget(connection *closed)
{
    close(closed->fd);
    connections[closed->fd] = NULL;
    free(closed);
}

static void send_all(connection *to, const char *head, size_t head_length, const void *body, size_t length)
{
    struct iovec {
        const void *base;
        size_t length;
    } parts[2] = {{head, head_length}, {body, length}};
    struct msghdr message = {.msg_iov = (void *)parts, .msg_iovlen = 2};
    /* Answers fit into a socket's buffer; whoever does not read them loses the connection. */
    if (sendmsg(to->fd, &message, MSG_NOSIGNAL) != (ssize_t)(head_length + length))
        to->closes = 1;
}

static void send_text(connection *to, const char *status, const char *text)
{
    char head[256];
    int length = snprintf(head, sizeof(head), "HTTP/1.1 %s\r\nContent-Type: text/plain\r\nContent-Length: %zu\r\n\r\n", status, strlen(text));
    send_all(to, head, (size_t)length, text, strlen(text));
}

static void serve(connection *to)
{
    const response *found = current_response(to->asked);
    char head[256];
    int length = snprintf(head, sizeof(head),
                          "HTTP/1.1 200 OK\r\nContent-Type: application/ocsp-response\r\nContent-Length: %u\r\n%s\r\n", found->length,
                          to->closes ? "Connection: close\r\n" : "");
    send_all(to, head, (size_t)length, found->bytes, found->length);
    to->is_waiting = 0;
    count_served(to->asked);
}

static void answer(connection *to, const request *asked)
{
    if (asked->path[1] == '~') {
        char text[1024] = "";
        if (strncmp(asked->path, "/~reset", 7) == 0)
            begin_measurement_by(asked->path);
        else
            write_stats(text, sizeof(text));
        send_text(to, "200 OK", text);
        return;
    }

    count_request();
    const unsigned char *serial = serial_asked_for(asked);
    to->asked = serial ? find_subject(serial) : NULL;
    if (!to->asked) {
        count_unknown();
        send_text(to, "404 Not Found", "");
        return;
    }

    if (hangs_next()) {
        to->is_waiting = 1;
    } else if (delay == 0) {
        serve(to);
    } else if (waiting_count < MAX_CONNECTIONS) {
        to->is_waiting = 1;
        waiting[(waiting_first + waiting_count++) % MAX_CONNECTIONS] = (pending){now() + delay, to->fd, to->generation};
    }
}

/* Takes one request off the connection's buffer; false if it is not whole. */
static int take_request(connection *from)
{
    request asked;
    switch (read_request(from->request, from->filled, &asked)) {
    case READ_BAD:
        from->closes = 1;
        return 0;
    case READ_UNFINISHED:
        return 0;
    case READ_WHOLE:
        break;
    }
    from->closes = asked.closes;
    answer(from, &asked);
    memmove(from->request, from->request + asked.whole, from->filled - asked.whole);
    from->filled -= asked.whole;
    return 1;
}

static void readable(connection *from)
{
    ssize_t got = recv(from->fd, from->request + from->filled, REQUEST_SIZE - 1 - from->filled, MSG_DONTWAIT);
    if (got < 0 && errno == EAGAIN)
        return;
    if (got <= 0) {
        forget(from);
        return;
    }
    from->filled += (size_t)got;
    while (!from->is_waiting && take_request(from))
        ;
    if (from->closes && !from->is_waiting)
        forget(from);
}

static void accept_all(int listener)
{
    for (int fd; (fd = accept4(listener, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC)) >= 0;) {
        if (fd >= MAX_CONNECTIONS) {
            close(fd);
            continue;
        }
        int on = 1;
        setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
        connection *made = calloc(1, sizeof(*made));
        made->fd = fd;
        made->generation = ++generations;
        connections[fd] = made;
        connection_count++;
        struct epoll_event event = {.events = EPOLLIN, .data.fd = fd};
        epoll_ctl(poller, EPOLL_CTL_ADD, fd, &event);
    }
}

/* Answers whoever has waited long enough; milliseconds until the next one, -1 if there is none. */
static int serve_due(void)
{
    while (waiting_count > 0) {
        pending *first = &waiting[waiting_first];
        double left = first->due - now();
        if (left > 0)
            return (int)(left * 1000) + 1;
        connection *to = connections[first->fd];
        waiting_first = (waiting_first + 1) % MAX_CONNECTIONS;
        waiting_count--;
        if (!to || to->generation != first->generation)
            continue;
        serve(to);
        while (!to->is_waiting && !to->closes && take_request(to))
            ;
        if (to->closes && !to->is_waiting)
            forget(to);
    }
    return -1;
}

int main(int argc, char **argv)
{
    if (argc != 4)
        stop("usage", "responder PORT SET RESPONSES");
    signal(SIGPIPE, SIG_IGN);
    load_answers(argv[2], argv[3]);
    int listener = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0), on = 1;
    setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((uint16_t)atoi(argv[1])), .sin_addr = {htonl(INADDR_LOOPBACK)}};
    if (bind(listener, (struct sockaddr *)&address, sizeof(address)) != 0 || listen(listener, 16384) != 0)
        stop("cannot listen on port", argv[1]);
    poller = epoll_create1(EPOLL_CLOEXEC);
    struct epoll_event event = {.events = EPOLLIN, .data.fd = listener};
    epoll_ctl(poller, EPOLL_CTL_ADD, listener, &event);
    begin_measurement();
    puts("ready");
    fflush(stdout);
    while (1) {
        struct epoll_event events[256];
        int count = epoll_wait(poller, events, 256, serve_due());
        for (int i = 0; i < count; i++) {
            int fd = events[i].data.fd;
            if (fd == listener)
                accept_all(listener);
            else if (connections[fd])
                readable(connections[fd]);
        }
    }
}

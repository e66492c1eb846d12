/*
 * A responder that is not the limit: one thread, epoll, connections kept alive, GET and POST, responses that were signed in
 * advance. It is the one clock by which everybody's time to freshness is taken.
 *
 *   responder PORT SET RESPONSES
 *
 * GET /~reset?count=N&delay=MILLISECONDS&hang=PERMILLE   starts a measurement: time 0 is now; each answer is held back by the
 *                                                        delay, and of a thousand requests so many are never answered
 * GET /~stats                                            lines "name value": see stats()
 */
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <sys/epoll.h>
#include <sys/socket.h>

#include "set.h"

#define MAX_CONNECTIONS 65536
#define REQUEST_SIZE 4096

typedef struct response {
    const unsigned char *bytes;
    uint32_t length;
    int64_t this_update;
} response;

/* One certificate: its responses stand side by side. */
typedef struct subject {
    unsigned char serial[SERIAL_SIZE];
    uint32_t first;
    uint32_t count;
    double served; /* 0 if not since the last reset */
} subject;

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

static response *responses;
static subject *subjects;
static uint32_t subject_count, table_mask;
static uint32_t *table; /* 1 + subject */
static connection *connections[MAX_CONNECTIONS];
/* The delay is the same for all, so whoever waits longest is the first in line. */
static pending waiting[MAX_CONNECTIONS];
static uint32_t waiting_first, waiting_count;
static int poller;
static unsigned generations;

static double start, delay, last_served, first_request;
static uint32_t expected, hang_permille, random_state = 1;
static uint64_t request_count, distinct_count, hung_count, unknown_count, connection_count;

static double now(void) { return seconds_of(CLOCK_MONOTONIC); }

/* --- certificates --- */

static uint32_t hash(const unsigned char *serial)
{
    uint32_t value;
    memcpy(&value, serial + 4, sizeof(value)); /* serials are random */
    return value;
}

static subject *find(const unsigned char *serial)
{
    for (uint32_t i = hash(serial) & table_mask; table[i] != 0; i = (i + 1) & table_mask) {
        subject *found = &subjects[table[i] - 1];
        if (memcmp(found->serial, serial, SERIAL_SIZE) == 0)
            return found;
    }
    return NULL;
}

static void load(const char *directory, const char *name)
{
    mapped file = map_file(directory, name), counting = file;
    response_head head;
    uint32_t count = 0;
    while (next_response(&counting, &head))
        count++;
    responses = calloc(count, sizeof(*responses));
    subjects = calloc(count, sizeof(*subjects));
    for (table_mask = 1024; table_mask < count * 2; table_mask *= 2)
        ;
    table = calloc(table_mask--, sizeof(*table));
    count = 0;
    for (const unsigned char *bytes; (bytes = next_response(&file, &head)) != NULL; count++) {
        responses[count] = (response){bytes, head.length, head.this_update};
        subject *last = subject_count ? &subjects[subject_count - 1] : NULL;
        if (!last || memcmp(last->serial, head.serial, SERIAL_SIZE) != 0) {
            last = &subjects[subject_count++];
            memcpy(last->serial, head.serial, SERIAL_SIZE);
            last->first = count;
            uint32_t i = hash(head.serial) & table_mask;
            while (table[i] != 0)
                i = (i + 1) & table_mask;
            table[i] = subject_count;
        }
        last->count++;
    }
}

/* The newest that is not ahead of the clock. */
static const response *current(const subject *of)
{
    const response *chosen = &responses[of->first];
    for (uint32_t i = 1; i < of->count && chosen[1].this_update <= time(NULL); i++)
        chosen++;
    return chosen;
}

/* --- requests --- */

/* Steps into a SEQUENCE, or over an element with another tag; the contents' length. */
static const unsigned char *element(const unsigned char *at, const unsigned char *end, size_t *length)
{
    if (end - at < 2)
        return NULL;
    size_t size = at[1];
    at += 2;
    if (size & 0x80) {
        size_t octets = size & 0x7F;
        if (octets > 2 || (size_t)(end - at) < octets)
            return NULL;
        for (size = 0; octets > 0; octets--)
            size = size << 8 | *at++;
    }
    *length = size;
    return (size_t)(end - at) < size ? NULL : at;
}

/* OCSPRequest { TBSRequest { [0], [1], requestList { Request { CertID { algorithm, hash, hash, serial } } } } } */
static subject *asked_for(const unsigned char *der, size_t size)
{
    const unsigned char *at = der, *end = der + size;
    size_t length = 0;
    for (int depth = 0; depth < 5; depth++) {
        while (at && at < end && *at != 0x30)
            at = (at = element(at, end, &length)) ? at + length : NULL;
        at = at ? element(at, end, &length) : NULL;
    }
    for (int skipped = 0; at && skipped < 3; skipped++)
        at = (at = element(at, end, &length)) ? at + length : NULL;
    if (!at || at >= end || *at != 0x02)
        return NULL;
    at = element(at, end, &length);
    return at && length == SERIAL_SIZE ? find(at) : NULL;
}

static int digit_of(int c)
{
    return c >= 'A' && c <= 'Z' ? c - 'A' : c >= 'a' && c <= 'z' ? c - 'a' + 26 : c >= '0' && c <= '9' ? c - '0' + 52
         : c == '+' ? 62 : c == '/' ? 63 : -1;
}

static int hex_of(int c) { return c <= '9' ? c - '0' : (c | 32) - 'a' + 10; }

/* The path of a GET: base64, percent-encoded. */
static subject *asked_in_path(const char *path, const char *end)
{
    unsigned char der[REQUEST_SIZE];
    size_t size = 0;
    uint32_t bits = 0;
    int count = 0;
    while (path < end && *path == '/')
        path++;
    for (; path < end && size < sizeof(der); path++) {
        int c = *path;
        if (c == '%' && end - path > 2) {
            c = hex_of(path[1]) << 4 | hex_of(path[2]);
            path += 2;
        }
        int digit = digit_of(c);
        if (digit < 0)
            break;
        bits = bits << 6 | (uint32_t)digit;
        if ((count += 6) >= 8)
            der[size++] = (unsigned char)(bits >> (count -= 8));
    }
    return asked_for(der, size);
}

/* --- answers --- */

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
    const response *found = current(to->asked);
    char head[256];
    int length = snprintf(head, sizeof(head),
                          "HTTP/1.1 200 OK\r\nContent-Type: application/ocsp-response\r\nContent-Length: %u\r\n%s\r\n", found->length,
                          to->closes ? "Connection: close\r\n" : "");
    send_all(to, head, (size_t)length, found->bytes, found->length);
    to->is_waiting = 0;
    last_served = now();
    if (to->asked->served == 0) {
        to->asked->served = last_served;
        distinct_count++;
    }
}

static int by_time(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return x < y ? -1 : x > y;
}

/* Times are in seconds since the reset; -1 as long as not so many have been served. */
static void stats(connection *to)
{
    double *times = calloc(subject_count, sizeof(*times));
    uint32_t count = 0;
    for (uint32_t i = 0; i < subject_count; i++) {
        if (subjects[i].served != 0)
            times[count++] = subjects[i].served - start;
    }
    qsort(times, count, sizeof(*times), by_time);
    uint32_t whole = expected ? expected : subject_count, ranks[3] = {(whole + 1) / 2, (whole * 99 + 99) / 100, whole};
    double at[3];
    for (int i = 0; i < 3; i++)
        at[i] = count >= ranks[i] ? times[ranks[i] - 1] : -1;
    char text[1024];
    snprintf(text, sizeof(text),
             "requests %lu\ndistinct %lu\nhung %lu\nunknown %lu\nconnections %lu\nfirst_request %.6f\nlast_served %.6f\n"
             "t50 %.6f\nt99 %.6f\nt100 %.6f\nelapsed %.6f\ncpu %.6f\n",
             request_count, distinct_count, hung_count, unknown_count, connection_count, first_request - start, last_served - start, at[0],
             at[1], at[2], now() - start, seconds_of(CLOCK_PROCESS_CPUTIME_ID));
    free(times);
    send_text(to, "200 OK", text);
}

static unsigned parameter(const char *path, const char *name)
{
    const char *found = strstr(path, name);
    return found ? (unsigned)atoi(found + strlen(name)) : 0;
}

static void reset(connection *to, const char *path)
{
    expected = parameter(path, "count=");
    delay = parameter(path, "delay=") / 1000.0;
    hang_permille = parameter(path, "hang=");
    for (uint32_t i = 0; i < subject_count; i++)
        subjects[i].served = 0;
    request_count = distinct_count = hung_count = unknown_count = connection_count = 0;
    start = now();
    first_request = last_served = start;
    send_text(to, "200 OK", "");
}

static void answer(connection *to, char *path, const unsigned char *body, size_t length)
{
    if (path[1] == '~') {
        if (strncmp(path, "/~reset", 7) == 0)
            reset(to, path);
        else
            stats(to);
        return;
    }

    if (request_count++ == 0)
        first_request = now();
    to->asked = body ? asked_for(body, length) : asked_in_path(path, path + strlen(path));
    if (!to->asked) {
        unknown_count++;
        send_text(to, "404 Not Found", "");
        return;
    }

    random_state = random_state * 1664525 + 1013904223;
    if ((random_state >> 8) % 1000 < hang_permille) {
        hung_count++;
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
    from->request[from->filled] = 0;
    char *end = strstr(from->request, "\r\n\r\n");
    if (!end)
        return 0;
    *end = 0;
    int is_post = strncmp(from->request, "POST ", 5) == 0;
    char *path = strchr(from->request, '/'), *lines = strchr(from->request, '\n');
    char *version = path ? strchr(path, ' ') : NULL;
    char *announced = lines ? strcasestr(lines, "\ncontent-length:") : NULL;
    size_t length = is_post && announced ? strtoul(announced + 16, NULL, 10) : 0;
    size_t whole = (size_t)(end + 4 - from->request) + length;
    if (!version || length > REQUEST_SIZE / 2) {
        from->closes = 1;
        return 0;
    }
    if (from->filled < whole) {
        *end = '\r';
        return 0;
    }

    int is_old = strncmp(version, " HTTP/1.0", 9) == 0;
    from->closes = (is_old && !(lines && strcasestr(lines, "\nconnection: keep-alive"))) || (lines && strcasestr(lines, "\nconnection: close"));
    *version = 0;
    answer(from, path, is_post ? (const unsigned char *)end + 4 : NULL, length);
    memmove(from->request, from->request + whole, from->filled - whole);
    from->filled -= whole;
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
    load(argv[2], argv[3]);
    int listener = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0), on = 1;
    setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((uint16_t)atoi(argv[1])), .sin_addr = {htonl(INADDR_LOOPBACK)}};
    if (bind(listener, (struct sockaddr *)&address, sizeof(address)) != 0 || listen(listener, 16384) != 0)
        stop("cannot listen on port", argv[1]);
    poller = epoll_create1(EPOLL_CLOEXEC);
    struct epoll_event event = {.events = EPOLLIN, .data.fd = listener};
    epoll_ctl(poller, EPOLL_CTL_ADD, listener, &event);
    start = now();
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

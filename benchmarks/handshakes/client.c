/*
 * Full TLS handshakes, one after the other, with several servers in turns.
 *
 *   client ROUNDS HANDSHAKES NAME PORT PID STAPLE [NAME PORT PID STAPLE ...]
 *
 * In each round every server gets that many, ten at a time and in an order that changes, so that what
 * disturbs the machine or warms its caches does so for all of them; a figure is the median over the rounds. PID's processor time is read before and
 * after, exited threads included. STAPLE is 1 if every handshake must bring an OCSP response, 0 if none may. The servers
 * named "staple32" and "static response" are compared round by round.
 */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include <openssl/ssl.h>

enum { MAX_SERVERS = 16, MAX_ROUNDS = 1000, AT_A_TIME = 10 };

typedef struct server {
    const char *name;
    int port;
    clockid_t cpu;
    int staples;
    double microseconds[MAX_ROUNDS]; /* per handshake */
    double processor[MAX_ROUNDS];
} server;

static void stop(const char *name, const char *what)
{
    fprintf(stderr, "client: %s: %s\n", name, what);
    exit(1);
}

static double now(clockid_t clock)
{
    struct timespec time;
    if (clock_gettime(clock, &time) != 0)
        return 0;
    return (double)time.tv_sec * 1e6 + (double)time.tv_nsec / 1e3;
}

static void shake_hands(SSL_CTX *tls, const server *with)
{
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((unsigned short)with->port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    int connection = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0), on = 1;
    setsockopt(connection, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
    if (connect(connection, (struct sockaddr *)&address, sizeof(address)) != 0)
        stop(with->name, "does not accept a connection");
    SSL *ssl = SSL_new(tls);
    SSL_set_fd(ssl, connection);
    SSL_set_tlsext_status_type(ssl, TLSEXT_STATUSTYPE_ocsp);
    SSL_set_tlsext_host_name(ssl, "localhost");
    if (SSL_connect(ssl) != 1)
        stop(with->name, "no handshake");
    const unsigned char *response = NULL;
    long length = SSL_get_tlsext_status_ocsp_resp(ssl, &response);
    if (SSL_session_reused(ssl) || (length > 0) != with->staples)
        stop(with->name, length > 0 ? "staples, which it must not" : "does not staple");
    SSL_shutdown(ssl);
    shutdown(connection, SHUT_WR);
    char rest[4096];
    while (read(connection, rest, sizeof(rest)) > 0)
        ; /* until the server has done its part */
    SSL_free(ssl);
    close(connection);
}

static int compare(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static double median(const double *values, int count)
{
    double sorted[MAX_ROUNDS];
    memcpy(sorted, values, (size_t)count * sizeof(*values));
    qsort(sorted, (size_t)count, sizeof(*sorted), compare);
    return sorted[count / 2];
}

static void print(const char *name, const char *metric, double value, const char *unit)
{
    printf("handshakes\t%s\t%s\t%.4g\t%s\n", name, metric, value, unit);
}

static double overhead(const double *ours, const double *theirs, int rounds)
{
    double ratios[MAX_ROUNDS];
    for (int i = 0; i < rounds; i++)
        ratios[i] = ours[i] / theirs[i];
    return (median(ratios, rounds) - 1) * 100;
}

static void shuffle(int *order, int count)
{
    for (int i = count - 1; i > 0; i--) {
        int j = rand() % (i + 1), kept = order[i];
        order[i] = order[j];
        order[j] = kept;
    }
}

int main(int count, char **arguments)
{
    static server servers[MAX_SERVERS];
    int number = (count - 3) / 4, rounds = count > 3 ? atoi(arguments[1]) : 0, handshakes = count > 3 ? atoi(arguments[2]) : 0;
    if (number < 1 || number > MAX_SERVERS || rounds < 1 || rounds > MAX_ROUNDS || handshakes < 1 || handshakes % AT_A_TIME)
        stop("usage", "client ROUNDS HANDSHAKES NAME PORT PID STAPLE [...]");
    signal(SIGPIPE, SIG_IGN);
    SSL_CTX *tls = SSL_CTX_new(TLS_client_method());
    SSL_CTX_set_session_cache_mode(tls, SSL_SESS_CACHE_OFF);
    server *ours = NULL, *fixed = NULL;
    int order[MAX_SERVERS];
    for (int i = 0; i < number; i++) {
        order[i] = i;
        char **of = arguments + 3 + i * 4;
        servers[i] = (server){.name = of[0], .port = atoi(of[1]), .staples = atoi(of[3])};
        if (clock_getcpuclockid(atoi(of[2]), &servers[i].cpu) != 0)
            stop(of[0], "no such process");
        ours = strcmp(of[0], "staple32") == 0 ? &servers[i] : ours;
        fixed = strcmp(of[0], "static response") == 0 ? &servers[i] : fixed;
    }
    for (int round = -1; round < rounds; round++) { /* the first one warms up */
        for (int turn = 0; turn < number * (handshakes / AT_A_TIME); turn++) {
            if (turn % number == 0)
                shuffle(order, number);
            server *with = &servers[order[turn % number]];
            double wall = now(CLOCK_MONOTONIC), cpu = now(with->cpu);
            for (int i = 0; i < AT_A_TIME; i++)
                shake_hands(tls, with);
            if (round < 0)
                continue;
            with->microseconds[round] += (now(CLOCK_MONOTONIC) - wall) / handshakes;
            with->processor[round] += (now(with->cpu) - cpu) / handshakes;
        }
    }
    for (int i = 0; i < number; i++) {
        print(servers[i].name, "handshakes per second, one client", 1e6 / median(servers[i].microseconds, rounds), "1/s");
        print(servers[i].name, "server's processor time per handshake", median(servers[i].processor, rounds), "us");
    }
    if (ours && fixed) {
        print("staple32 against a static response", "more processor time per handshake", overhead(ours->processor, fixed->processor, rounds), "%");
        print("staple32 against a static response", "fewer handshakes per second", overhead(ours->microseconds, fixed->microseconds, rounds), "%");
    }
    return 0;
}

/*
 * How many requests per second the responder takes: connections that each ask for one certificate after the other, with GET.
 *
 *   load PORT SET CONNECTIONS SECONDS      prints "metric<TAB>value<TAB>unit"
 */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/epoll.h>
#include <sys/socket.h>

#include <openssl/ocsp.h>

#include "set.h"

static char (*requests)[512];
static size_t request_count;
static size_t next;

static void prepare(const char *directory)
{
    mapped leaves = map_file(directory, "leaves"), issuers = map_file(directory, "issuers");
    certificate_head head;
    X509 *known[64];
    size_t known_count = 0;
    for (const unsigned char *der; known_count < 64 && (der = next_certificate(&issuers, &head)) != NULL;)
        known[known_count++] = d2i_X509(NULL, &der, head.length);
    requests = calloc(1000, sizeof(*requests));
    for (const unsigned char *der; request_count < 1000 && (der = next_certificate(&leaves, &head)) != NULL;) {
        X509 *leaf = d2i_X509(NULL, &der, head.length);
        OCSP_REQUEST *asked = OCSP_REQUEST_new();
        OCSP_request_add0_id(asked, OCSP_cert_to_id(EVP_sha1(), leaf, known[head.issuer]));
        unsigned char encoded[256], base64[400], *end = encoded;
        int length = EVP_EncodeBlock(base64, encoded, i2d_OCSP_REQUEST(asked, &end));
        char *to = requests[request_count++];
        int at = sprintf(to, "GET /");
        for (int i = 0; i < length; i++)
            at += sprintf(to + at, base64[i] == '+' ? "%%2B" : base64[i] == '/' ? "%%2F" : base64[i] == '=' ? "%%3D" : "%c", base64[i]);
        sprintf(to + at, " HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n");
        OCSP_REQUEST_free(asked);
        X509_free(leaf);
    }
}

static void ask(int fd)
{
    const char *request = requests[next++ % request_count];
    if (send(fd, request, strlen(request), MSG_NOSIGNAL) < 0)
        stop("cannot ask", "the responder");
}

int main(int argc, char **argv)
{
    if (argc != 5)
        stop("usage", "load PORT SET CONNECTIONS SECONDS");
    prepare(argv[2]);
    int poller = epoll_create1(EPOLL_CLOEXEC);
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((uint16_t)atoi(argv[1])), .sin_addr = {htonl(INADDR_LOOPBACK)}};
    for (int i = atoi(argv[3]); i > 0; i--) {
        int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        if (connect(fd, (struct sockaddr *)&address, sizeof(address)) != 0)
            stop("cannot connect to port", argv[1]);
        struct epoll_event event = {.events = EPOLLIN, .data.fd = fd};
        epoll_ctl(poller, EPOLL_CTL_ADD, fd, &event);
        ask(fd);
    }
    double from = seconds_of(CLOCK_MONOTONIC), until = from + atof(argv[4]);
    long answers = 0;
    while (seconds_of(CLOCK_MONOTONIC) < until) {
        struct epoll_event events[64];
        int count = epoll_wait(poller, events, 64, 100);
        for (int i = 0; i < count; i++) {
            /* An answer is one segment: the responder writes it in one piece. */
            char answer[16384];
            if (recv(events[i].data.fd, answer, sizeof(answer), MSG_DONTWAIT) <= 0)
                continue;
            answers++;
            ask(events[i].data.fd);
        }
    }
    printf("responder, answers per second\t%.0f\t1/s\n", (double)answers / (seconds_of(CLOCK_MONOTONIC) - from));
    return 0;
}

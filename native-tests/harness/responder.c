#include "responder.h"
#include "answers.h"
#include "check.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <sys/socket.h>
#include <unistd.h>

#define MAX_REQUEST 8192
#define MAX_BODY 65536
#define MAX_OBJECTS 16

typedef struct object {
    char path[64];
    const unsigned char *bytes;
    unsigned length;
    int requests;
} object;

struct responder {
    authority_keys keys;
    int listener;
    unsigned short port;
    char url[64];
    char aia[80];
    _Atomic int answer;
    _Atomic long this_update_in, next_update_in;
    _Atomic int requests;
    pthread_mutex_t lock;
    unsigned char body[MAX_BODY];
    unsigned body_length;
    object objects[MAX_OBJECTS];
    int object_count;
};

static void send_all(int connection, const void *data, size_t length)
{
    for (const char *at = data; length > 0;) {
        ssize_t sent = send(connection, at, length, MSG_NOSIGNAL);
        if (sent <= 0)
            return;
        at += sent;
        length -= (size_t)sent;
    }
}

/* Reads up to the end of a GET's headers, or of a POST's body. */
static int read_request(int connection, char *request)
{
    int length = 0;
    for (;;) {
        request[length] = 0;
        char *end = strstr(request, "\r\n\r\n");
        if (end) {
            char *announced = strcasestr(request, "content-length:");
            int wanted = announced && announced < end ? atoi(announced + 15) : 0;
            if (length >= (int)(end + 4 - request) + wanted)
                return length;
        }
        ssize_t got = length < MAX_REQUEST - 1 ? recv(connection, request + length, (size_t)(MAX_REQUEST - 1 - length), 0) : 0;
        if (got <= 0)
            return 0;
        length += (int)got;
    }
}

static object *object_at(const responder *self, const char *path, size_t length)
{
    for (int i = 0; i < self->object_count; i++) {
        if (strlen(self->objects[i].path) == length && strncmp(self->objects[i].path, path, length) == 0)
            return (object *)&self->objects[i];
    }
    return NULL;
}

static int answer_object(responder *self, int connection, const char *request)
{
    if (strncmp(request, "GET ", 4) != 0)
        return 0;
    pthread_mutex_lock(&self->lock);
    object *found = object_at(self, request + 4, strcspn(request + 4, " "));
    object copy = found ? *found : (object){.bytes = NULL};
    if (found)
        found->requests++;
    pthread_mutex_unlock(&self->lock);
    if (!found)
        return 0;
    char head[256];
    int head_length = snprintf(head, sizeof(head), "HTTP/1.1 %s\r\nContent-Length: %u\r\nConnection: close\r\n\r\n",
        copy.bytes ? "200 OK" : "404 Not Found", copy.bytes ? copy.length : 0);
    send_all(connection, head, (size_t)head_length);
    if (copy.bytes)
        send_all(connection, copy.bytes, copy.length);
    return 1;
}

static void answer_http(responder *self, int connection, const char *request, int length)
{
    answer kind = (answer)atomic_load(&self->answer);
    unsigned char body[MAX_BODY];
    int body_length = answer_body(&self->keys, kind, atomic_load(&self->this_update_in), atomic_load(&self->next_update_in),
        request, length, body, sizeof(body));
    const char *type = kind == ANSWER_HTML ? "text/html" : "application/ocsp-response";
    const char *status = kind == ANSWER_HTTP_500 ? "500 Oops" : "200 OK";

    pthread_mutex_lock(&self->lock);
    memcpy(self->body, body, (size_t)body_length);
    self->body_length = (unsigned)body_length;
    pthread_mutex_unlock(&self->lock);

    char head[256];
    int head_length = snprintf(head, sizeof(head), "HTTP/1.1 %s\r\nContent-Type: %s\r\nContent-Length: %d\r\nConnection: close\r\n\r\n",
        status, type, body_length);
    send_all(connection, head, (size_t)head_length);
    send_all(connection, body, (size_t)(kind == ANSWER_TRUNCATED ? body_length / 2 : body_length));
}

static void *serve(void *argument)
{
    responder *self = argument;
    /* Signals are for the threads under test. */
    sigset_t all;
    sigfillset(&all);
    pthread_sigmask(SIG_BLOCK, &all, NULL);
    int listener = self->listener;
    for (;;) {
        int connection = accept(listener, NULL, NULL);
        if (connection < 0)
            return NULL;
        struct timeval patience = {.tv_sec = 5, .tv_usec = 0};
        setsockopt(connection, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience));
        char request[MAX_REQUEST];
        int length = read_request(connection, request);
        if (length > 0) {
            atomic_fetch_add(&self->requests, 1);
            answer kind = (answer)atomic_load(&self->answer);
            if (kind == ANSWER_HANG)
                continue; /* left open */
            if (kind != ANSWER_CLOSE && !answer_object(self, connection, request))
                answer_http(self, connection, request, length);
        }
        close(connection);
    }
}

/* Port 0 the first time; the same port when it comes back. */
static void listen_on(responder *self)
{
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(self->port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t size = sizeof(address);
    int yes = 1;
    self->listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    CHECK(self->listener >= 0);
    CHECK(setsockopt(self->listener, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof(yes)) == 0);
    CHECK(bind(self->listener, (struct sockaddr *)&address, size) == 0);
    CHECK(listen(self->listener, 128) == 0);
    CHECK(getsockname(self->listener, (struct sockaddr *)&address, &size) == 0);
    self->port = ntohs(address.sin_port);

    pthread_t thread;
    CHECK(pthread_create(&thread, NULL, serve, self) == 0);
    pthread_detach(thread);
}

responder *responder_start(const identity *authority)
{
    responder *self = calloc(1, sizeof(*self));
    self->keys = answer_keys(authority);
    self->this_update_in = -3600;
    self->next_update_in = 86400;
    pthread_mutex_init(&self->lock, NULL);
    listen_on(self);
    snprintf(self->url, sizeof(self->url), "http://127.0.0.1:%d/ocsp", self->port);
    snprintf(self->aia, sizeof(self->aia), "OCSP;URI:%s", self->url);
    return self;
}

const char *responder_aia(const responder *self) { return self->aia; }

const char *responder_url(const responder *self) { return self->url; }

void responder_set_answer(responder *self, answer value) { atomic_store(&self->answer, value); }

void responder_set_validity(responder *self, long this_update_in, long next_update_in)
{
    atomic_store(&self->this_update_in, this_update_in);
    atomic_store(&self->next_update_in, next_update_in);
}

int responder_requests(const responder *self) { return atomic_load(&self->requests); }

void responder_serve(responder *self, const char *path, const unsigned char *bytes, unsigned length, char *url)
{
    pthread_mutex_lock(&self->lock);
    object *place = object_at(self, path, strlen(path));
    if (!place) {
        CHECK(self->object_count < MAX_OBJECTS);
        place = &self->objects[self->object_count++];
        snprintf(place->path, sizeof(place->path), "%s", path);
    }
    place->bytes = bytes;
    place->length = length;
    pthread_mutex_unlock(&self->lock);
    if (url)
        snprintf(url, RESPONDER_URL, "http://127.0.0.1:%d%s", self->port, path);
}

int responder_served(const responder *self, const char *path)
{
    responder *writable = (responder *)self;
    pthread_mutex_lock(&writable->lock);
    object *found = object_at(self, path, strlen(path));
    CHECK(found != NULL);
    int requests = found->requests;
    pthread_mutex_unlock(&writable->lock);
    return requests;
}

/* shutdown() wakes the thread in accept(). */
void responder_stop(responder *self)
{
    shutdown(self->listener, SHUT_RDWR);
    close(self->listener);
}

void responder_resume(responder *self) { listen_on(self); }

unsigned responder_last_body(const responder *self, unsigned char *buffer, unsigned size)
{
    responder *writable = (responder *)self;
    pthread_mutex_lock(&writable->lock);
    unsigned length = self->body_length;
    CHECK(length <= size);
    memcpy(buffer, self->body, length);
    pthread_mutex_unlock(&writable->lock);
    return length;
}

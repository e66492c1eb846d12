/* Authority and responder for a test program that has no OpenSSL: what pki.h and responder.h offer, asked for over a
 * connection on loopback, done by the same code as in a test program on Linux. */
#include "check.h"
#include "wire.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#define MOST_BODY 65536

/* What the test knows by number, counted from 1. */
typedef struct numbered {
    void **items;
    unsigned count;
} numbered;

static numbered identities, responders;

static long long number_of(numbered *all, void *item)
{
    all->items = realloc(all->items, (all->count + 1) * sizeof(*all->items));
    CHECK(all->items != NULL);
    all->items[all->count++] = item;
    return all->count;
}

static void *take_item(numbered *all, message *question)
{
    long long number = take_number(question);
    if (number == 0)
        return NULL;
    CHECK(number > 0 && number <= all->count);
    return all->items[number - 1];
}

static void answer_issue(message *question, message *answer)
{
    const identity *issuer = take_item(&identities, question);
    char *name = take_text(question);
    issue_options options = take_options(question);
    identity *made = issuer ? pki_issue(issuer, name, options) : pki_self_signed(name, options);
    put_number(answer, number_of(&identities, made));
    put_bytes(answer, made->der, made->der_length);
    free(name);
    free((char *)options.aia);
    free((char *)options.extensions);
}

static void put_encoded(message *answer, encoded value)
{
    put_bytes(answer, value.bytes, value.length);
    free(value.bytes);
}

static void answer_facts(message *question, message *answer)
{
    certificate_facts facts = pki_facts(take_item(&identities, question));
    put_encoded(answer, facts.issuer);
    put_encoded(answer, facts.subject);
    put_encoded(answer, facts.serial);
    put_number(answer, facts.not_before);
    put_number(answer, facts.not_after);
    put_number(answer, facts.extension_count);
    for (unsigned i = 0; i < facts.extension_count; i++) {
        put_text(answer, facts.extensions[i].oid);
        put_number(answer, facts.extensions[i].critical);
        put_encoded(answer, facts.extensions[i].value);
    }
}

static void answer_digest(message *question, message *answer)
{
    unsigned char digest[64];
    char *name = take_text(question);
    encoded data = take_bytes(question);
    put_bytes(answer, digest, pki_digest(name, data.bytes, data.length, digest));
    free(name);
    free(data.bytes);
}

static void answer_crl(message *question, message *answer)
{
    const identity *issuer = take_item(&identities, question);
    unsigned count = (unsigned)take_number(question);
    const identity **revoked = calloc(count + 1, sizeof(*revoked));
    for (unsigned i = 0; i < count; i++)
        revoked[i] = take_item(&identities, question);
    crl_options options = {.revoked = revoked};
    options.more = (int)take_number(question);
    options.starts_in = (long)take_number(question);
    options.ends_in = (long)take_number(question);
    options.extensions = take_text(question);
    put_encoded(answer, pki_crl(issuer, options));
    free(revoked);
    free((char *)options.extensions);
}

static void answer_verified_status(message *question, message *answer)
{
    encoded response = take_bytes(question);
    const identity *leaf = take_item(&identities, question), *issuer = take_item(&identities, question);
    put_number(answer, pki_verified_status(response.bytes, response.length, leaf, issuer));
    free(response.bytes);
}

static void answer_start(message *question, message *answer)
{
    responder *made = responder_start(take_item(&identities, question));
    put_number(answer, number_of(&responders, made));
    put_text(answer, responder_aia(made));
    put_text(answer, responder_url(made));
}

static void answer_serve(responder *asked, message *question, message *reply)
{
    char *path = take_text(question), url[RESPONDER_URL];
    int is_there = (int)take_number(question);
    encoded body = take_bytes(question); /* the responder's from now on */
    responder_serve(asked, path, is_there ? body.bytes : NULL, body.length, url);
    put_text(reply, url);
}

static void answer_served(responder *asked, message *question, message *reply)
{
    char *path = take_text(question);
    put_number(reply, responder_served(asked, path));
    free(path);
}

static void answer_about_responder(enum question kind, message *question, message *reply)
{
    static unsigned char body[MOST_BODY];
    responder *asked = take_item(&responders, question);
    switch (kind) {
    case ASK_SET_ANSWER:
        responder_set_answer(asked, (answer)take_number(question));
        break;
    case ASK_SET_VALIDITY: {
        long this_update_in = (long)take_number(question);
        responder_set_validity(asked, this_update_in, (long)take_number(question));
        break;
    }
    case ASK_REQUESTS:
        put_number(reply, responder_requests(asked));
        break;
    case ASK_SERVE:
        answer_serve(asked, question, reply);
        break;
    case ASK_SERVED:
        answer_served(asked, question, reply);
        break;
    case ASK_STOP:
        responder_stop(asked);
        break;
    case ASK_RESUME:
        responder_resume(asked);
        break;
    case ASK_LAST_BODY:
        put_bytes(reply, body, responder_last_body(asked, body, sizeof(body)));
        break;
    default:
        FAIL("question %d is unknown", (int)kind);
    }
}

static void answer_question(message *question, message *reply)
{
    enum question kind = (enum question)take_number(question);
    switch (kind) {
    case ASK_ISSUE:
        answer_issue(question, reply);
        break;
    case ASK_FACTS:
        answer_facts(question, reply);
        break;
    case ASK_PEM:
        put_encoded(reply, pki_pem(take_item(&identities, question)));
        break;
    case ASK_DIGEST:
        answer_digest(question, reply);
        break;
    case ASK_CRL:
        answer_crl(question, reply);
        break;
    case ASK_VERIFIED_STATUS:
        answer_verified_status(question, reply);
        break;
    case ASK_START:
        answer_start(question, reply);
        break;
    default:
        answer_about_responder(kind, question, reply);
        break;
    }
}

/* One test asks, and one connection after the other. */
static void *serve(void *argument)
{
    int listener = (int)(intptr_t)argument, yes = 1;
    message question = {0}, reply = {0};
    for (;;) {
        int connection = accept(listener, NULL, NULL);
        CHECK(connection >= 0);
        setsockopt(connection, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof(yes));
        while (receive_message((unsigned)connection, &question)) {
            reply.length = 0;
            answer_question(&question, &reply);
            send_message((unsigned)connection, &reply);
        }
        close(connection);
    }
    return NULL;
}

int service_listen(void)
{
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t size = sizeof(address);
    char port[16];
    int listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    CHECK(listener >= 0 && bind(listener, (struct sockaddr *)&address, size) == 0 && listen(listener, 8) == 0);
    CHECK(getsockname(listener, (struct sockaddr *)&address, &size) == 0);
    snprintf(port, sizeof(port), "%d", ntohs(address.sin_port));
    set_environment(SERVICE_VARIABLE, port);
    return listener;
}

void service_start(int listener) { thread_start(serve, (void *)(intptr_t)listener); }

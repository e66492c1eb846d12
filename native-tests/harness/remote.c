/* pki.h and responder.h where there is no OpenSSL: asked of the service (see service.c) that has started this test. */
#include "check.h"
#include "wire.h"

#include <winsock2.h>
#include <windows.h>

struct responder {
    long long number;
    char *aia, *url;
};

static SRWLOCK lock = SRWLOCK_INIT;

static SOCKET connection_to_service(void)
{
    static SOCKET connection = INVALID_SOCKET;
    if (connection != INVALID_SOCKET)
        return connection;
    const char *port = getenv(SERVICE_VARIABLE);
    if (!port)
        FAIL("%s is not set: start this program through pki-service", SERVICE_VARIABLE);
    WSADATA data;
    BOOL yes = TRUE;
    CHECK(WSAStartup(MAKEWORD(2, 2), &data) == 0);
    connection = socket(AF_INET, SOCK_STREAM, IPPROTO_TCP);
    CHECK(connection != INVALID_SOCKET);
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((u_short)atoi(port))};
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    CHECK(connect(connection, (struct sockaddr *)&address, sizeof(address)) == 0);
    setsockopt(connection, IPPROTO_TCP, TCP_NODELAY, (const char *)&yes, sizeof(yes));
    return connection;
}

static message question(enum question kind)
{
    message made = {0};
    put_number(&made, kind);
    return made;
}

/* Turns the question into its answer. The last error is the test's. */
static void ask(message *self)
{
    DWORD error = GetLastError();
    AcquireSRWLockExclusive(&lock);
    send_message(connection_to_service(), self);
    CHECK(receive_message(connection_to_service(), self));
    ReleaseSRWLockExclusive(&lock);
    SetLastError(error);
}

static void forget(message *self)
{
    CHECK(self->taken == self->length);
    free(self->bytes);
}

static void put_identity(message *self, const identity *of) { put_number(self, of ? (long long)(ULONG_PTR)of->material : 0); }

static identity *issue(const identity *issuer, const char *common_name, issue_options options)
{
    message m = question(ASK_ISSUE);
    put_identity(&m, issuer);
    put_text(&m, common_name);
    put_options(&m, &options);
    ask(&m);
    identity *made = (identity *)calloc(1, sizeof(*made));
    CHECK(made != NULL);
    /* The number by which the service knows it. */
    made->material = (struct pki_material *)(ULONG_PTR)take_number(&m);
    encoded der = take_bytes(&m);
    made->der = der.bytes;
    made->der_length = der.length;
    forget(&m);
    return made;
}

identity *pki_root(const char *common_name) { return issue(NULL, common_name, (issue_options){.is_authority = 1}); }

identity *pki_issue(const identity *issuer, const char *common_name, issue_options options) { return issue(issuer, common_name, options); }

identity *pki_self_signed(const char *common_name, issue_options options) { return issue(NULL, common_name, options); }

certificate_facts pki_facts(const identity *of)
{
    message m = question(ASK_FACTS);
    put_identity(&m, of);
    ask(&m);
    certificate_facts facts = {0};
    facts.issuer = take_bytes(&m);
    facts.subject = take_bytes(&m);
    facts.serial = take_bytes(&m);
    facts.not_before = take_number(&m);
    facts.not_after = take_number(&m);
    facts.extension_count = (unsigned)take_number(&m);
    CHECK(facts.extension_count <= FACTS_MAX_EXTENSIONS);
    for (unsigned i = 0; i < facts.extension_count; i++) {
        char *oid = take_text(&m);
        snprintf(facts.extensions[i].oid, sizeof(facts.extensions[i].oid), "%s", oid);
        facts.extensions[i].critical = (int)take_number(&m);
        facts.extensions[i].value = take_bytes(&m);
        free(oid);
    }
    forget(&m);
    return facts;
}

static encoded ask_for_bytes(message *m)
{
    ask(m);
    encoded taken = take_bytes(m);
    forget(m);
    return taken;
}

encoded pki_pem(const identity *of)
{
    message m = question(ASK_PEM);
    put_identity(&m, of);
    return ask_for_bytes(&m);
}

unsigned pki_digest(const char *name, const void *data, unsigned length, unsigned char *digest)
{
    message m = question(ASK_DIGEST);
    put_text(&m, name);
    put_bytes(&m, data, length);
    encoded answer = ask_for_bytes(&m);
    memcpy(digest, answer.bytes, answer.length);
    free(answer.bytes);
    return answer.length;
}

encoded pki_crl(const identity *issuer, crl_options options)
{
    message m = question(ASK_CRL);
    int count = 0;
    while (options.revoked && options.revoked[count])
        count++;
    put_identity(&m, issuer);
    put_number(&m, count);
    for (int i = 0; i < count; i++)
        put_identity(&m, options.revoked[i]);
    put_number(&m, options.more);
    put_number(&m, options.starts_in);
    put_number(&m, options.ends_in);
    put_text(&m, options.extensions);
    return ask_for_bytes(&m);
}

static int ask_for_number(message *m)
{
    ask(m);
    int taken = (int)take_number(m);
    forget(m);
    return taken;
}

int pki_verified_status(const unsigned char *response, unsigned length, const identity *leaf, const identity *issuer)
{
    message m = question(ASK_VERIFIED_STATUS);
    put_bytes(&m, response, length);
    put_identity(&m, leaf);
    put_identity(&m, issuer);
    return ask_for_number(&m);
}

responder *responder_start(const identity *authority)
{
    message m = question(ASK_START);
    put_identity(&m, authority);
    ask(&m);
    responder *made = (responder *)calloc(1, sizeof(*made));
    CHECK(made != NULL);
    made->number = take_number(&m);
    made->aia = take_text(&m);
    made->url = take_text(&m);
    forget(&m);
    return made;
}

const char *responder_aia(const responder *self) { return self->aia; }

const char *responder_url(const responder *self) { return self->url; }

static message question_to(const responder *self, enum question kind)
{
    message made = question(kind);
    put_number(&made, self->number);
    return made;
}

static void tell(message *m)
{
    ask(m);
    forget(m);
}

void responder_set_answer(responder *self, answer value)
{
    message m = question_to(self, ASK_SET_ANSWER);
    put_number(&m, value);
    tell(&m);
}

void responder_set_validity(responder *self, long this_update_in, long next_update_in)
{
    message m = question_to(self, ASK_SET_VALIDITY);
    put_number(&m, this_update_in);
    put_number(&m, next_update_in);
    tell(&m);
}

int responder_requests(const responder *self)
{
    message m = question_to(self, ASK_REQUESTS);
    return ask_for_number(&m);
}

void responder_serve(responder *self, const char *path, const unsigned char *bytes, unsigned length, char *url)
{
    message m = question_to(self, ASK_SERVE);
    put_text(&m, path);
    put_number(&m, bytes != NULL);
    put_bytes(&m, bytes, bytes ? length : 0);
    ask(&m);
    char *text = take_text(&m);
    if (url)
        snprintf(url, RESPONDER_URL, "%s", text);
    free(text);
    forget(&m);
}

int responder_served(const responder *self, const char *path)
{
    message m = question_to(self, ASK_SERVED);
    put_text(&m, path);
    return ask_for_number(&m);
}

void responder_stop(responder *self)
{
    message m = question_to(self, ASK_STOP);
    tell(&m);
}

void responder_resume(responder *self)
{
    message m = question_to(self, ASK_RESUME);
    tell(&m);
}

unsigned responder_last_body(const responder *self, unsigned char *buffer, unsigned size)
{
    message m = question_to(self, ASK_LAST_BODY);
    encoded body = ask_for_bytes(&m);
    CHECK(body.length <= size);
    memcpy(buffer, body.bytes, body.length);
    free(body.bytes);
    return body.length;
}

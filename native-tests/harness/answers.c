#include "answers.h"
#include "check.h"
#include "pki_openssl.h"

#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/ocsp.h>

#define DAY 86400L

static const char html[] = "<html><body>Please sign in to the network.</body></html>";

authority_keys answer_keys(const identity *authority)
{
    return (authority_keys){
        .authority = authority,
        .delegate = pki_issue(authority, "responder", (issue_options){.is_ocsp_signer = 1}),
        .delegate_without_eku = pki_issue(authority, "not a responder", (issue_options){0}),
        .stranger = pki_self_signed("stranger", (issue_options){.is_ocsp_signer = 1}),
    };
}

static int hex_digit(char c) { return c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10; }

/* GET /ocsp/<percent-encoded base64> HTTP/1.1 */
static OCSP_REQUEST *question_of_get(const char *request)
{
    char text[4096];
    unsigned char der[3072];
    int length = 0;
    const char *at = strstr(request, "/ocsp/");
    if (!at)
        return NULL;
    for (at += 6; *at && *at != ' ' && length < (int)sizeof(text) - 1; at++) {
        if (*at == '%') {
            text[length++] = (char)(hex_digit(at[1]) << 4 | hex_digit(at[2]));
            at += 2;
        } else {
            text[length++] = *at;
        }
    }
    text[length] = 0;
    int decoded = length % 4 ? -1 : EVP_DecodeBlock(der, (unsigned char *)text, length);
    if (decoded <= 0)
        return NULL;
    while (length > 0 && text[--length] == '=')
        decoded--;
    const unsigned char *p = der;
    return d2i_OCSP_REQUEST(NULL, &p, decoded);
}

static OCSP_REQUEST *question_of_post(const char *request, int length)
{
    const char *end = strstr(request, "\r\n\r\n");
    const unsigned char *p = (const unsigned char *)end + 4;
    return end ? d2i_OCSP_REQUEST(NULL, &p, (long)(request + length - (const char *)p)) : NULL;
}

static int copy(unsigned char *body, int size, const void *data, int length)
{
    CHECK(length <= size);
    memcpy(body, data, (size_t)length);
    return length;
}

static int encode(OCSP_RESPONSE *response, unsigned char *body, int size)
{
    unsigned char *der = NULL;
    int length = i2d_OCSP_RESPONSE(response, &der);
    CHECK(length > 0);
    copy(body, size, der, length);
    OPENSSL_free(der);
    OCSP_RESPONSE_free(response);
    return length;
}

static OCSP_CERTID *subject_of_answer(answer kind, OCSP_CERTID *asked)
{
    OCSP_CERTID *id = OCSP_CERTID_dup(asked);
    if (kind == ANSWER_WRONG_SERIAL) {
        ASN1_INTEGER *serial;
        OCSP_id_get0_info(NULL, NULL, NULL, &serial, id);
        CHECK(ASN1_INTEGER_set(serial, 4711));
    }
    return id;
}

static void sign(const authority_keys *keys, answer kind, OCSP_BASICRESP *basic)
{
    const identity *signer = kind == ANSWER_ROGUE_SIGNER ? keys->stranger
        : kind == ANSWER_DELEGATED ? keys->delegate
        : kind == ANSWER_DELEGATE_WITHOUT_EKU ? keys->delegate_without_eku
        : keys->authority;
    CHECK(OCSP_basic_sign(basic, signer->material->certificate, signer->material->key, EVP_sha256(), NULL, signer == keys->authority ? OCSP_NOCERTS : 0));
}

static int signed_answer(const authority_keys *keys, answer kind, long this_update_in, long next_update_in, OCSP_REQUEST *question,
    unsigned char *body, int size)
{
    if (kind == ANSWER_EXPIRED) {
        this_update_in = -2 * DAY;
        next_update_in = -DAY;
    } else if (kind == ANSWER_FROM_THE_FUTURE) {
        this_update_in = 2 * DAY;
        next_update_in = 3 * DAY;
    }

    OCSP_BASICRESP *basic = OCSP_BASICRESP_new();
    OCSP_CERTID *id = subject_of_answer(kind, OCSP_onereq_get0_id(OCSP_request_onereq_get0(question, 0)));
    ASN1_TIME *this_update = X509_gmtime_adj(NULL, this_update_in);
    ASN1_TIME *next_update = X509_gmtime_adj(NULL, next_update_in);
    ASN1_TIME *revoked = X509_gmtime_adj(NULL, -DAY);
    int status = kind == ANSWER_REVOKED ? V_OCSP_CERTSTATUS_REVOKED
        : kind == ANSWER_UNKNOWN ? V_OCSP_CERTSTATUS_UNKNOWN
        : V_OCSP_CERTSTATUS_GOOD;
    CHECK(OCSP_basic_add1_status(basic, id, status, OCSP_REVOKED_STATUS_KEYCOMPROMISE, status == V_OCSP_CERTSTATUS_REVOKED ? revoked : NULL,
        this_update, next_update));
    sign(keys, kind, basic);

    int length = encode(OCSP_response_create(OCSP_RESPONSE_STATUS_SUCCESSFUL, basic), body, size);
    if (kind == ANSWER_BAD_SIGNATURE)
        body[length - 1] ^= 1;
    else if (kind == ANSWER_TRAILING_BYTES)
        body[length++] = 0;
    ASN1_TIME_free(this_update);
    ASN1_TIME_free(next_update);
    ASN1_TIME_free(revoked);
    OCSP_CERTID_free(id);
    OCSP_BASICRESP_free(basic);
    return length;
}

int answer_body(const authority_keys *keys, answer kind, long this_update_in, long next_update_in, const char *request, int length,
    unsigned char *body, int size)
{
    switch (kind) {
    case ANSWER_EMPTY:
        return 0;
    case ANSWER_HTML:
    case ANSWER_HTML_AS_OCSP:
    case ANSWER_HTTP_500:
        return copy(body, size, html, sizeof(html) - 1);
    case ANSWER_TRY_LATER:
        return encode(OCSP_response_create(OCSP_RESPONSE_STATUS_TRYLATER, NULL), body, size);
    case ANSWER_UNAUTHORIZED:
        return encode(OCSP_response_create(OCSP_RESPONSE_STATUS_UNAUTHORIZED, NULL), body, size);
    default:
        break;
    }

    OCSP_REQUEST *question = strncmp(request, "POST", 4) == 0 ? question_of_post(request, length) : question_of_get(request);
    if (!question)
        return encode(OCSP_response_create(OCSP_RESPONSE_STATUS_MALFORMEDREQUEST, NULL), body, size);
    int written = signed_answer(keys, kind, this_update_in, next_update_in, question, body, size);
    OCSP_REQUEST_free(question);
    return written;
}

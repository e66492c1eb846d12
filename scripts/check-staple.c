/*
 * A TLS client that looks at nothing but the staple: connects, verifies the server's chain, and verifies the stapled
 * OCSP response the way a careful client does (RFC 6960 3.2). `openssl s_client -status` only prints it.
 *
 *     check-staple HOST PORT CA-FILE [SAVE-FILE]
 *
 * Prints key=value lines. Exit code: 0 staple verified and good, 1 anything is wrong, 3 no staple, 4 staple verified and
 * says revoked. The certificates of CA-FILE are trust anchors, also those that are not self-signed.
 */
#include <openssl/err.h>
#include <openssl/ocsp.h>
#include <openssl/ssl.h>
#include <stdio.h>
#include <stdlib.h>

enum { GOOD = 0, WRONG = 1, NO_STAPLE = 3, REVOKED = 4 };

static int wrong(const char *what)
{
    unsigned long code = ERR_peek_last_error();
    const char *reason = code ? ERR_reason_error_string(code) : NULL;
    printf("error=%s%s%s\n", what, reason ? ": " : "", reason ? reason : "");
    return WRONG;
}

static void print_time(const char *name, const ASN1_GENERALIZEDTIME *time)
{
    struct tm utc;
    char text[32];
    if (time && ASN1_TIME_to_tm(time, &utc) == 1 && strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &utc) > 0)
        printf("%s=%s\n", name, text);
}

static int save(const char *file, const unsigned char *bytes, size_t length)
{
    FILE *stream = fopen(file, "wb");
    int written = stream && fwrite(bytes, 1, length, stream) == length;
    return (stream && fclose(stream) == 0) && written;
}

/* The answer about exactly this certificate, under the hash algorithm that the response uses for its name. */
static int find_status(OCSP_BASICRESP *basic, const X509 *leaf, const X509 *issuer, int *status,
    ASN1_GENERALIZEDTIME **revoked, ASN1_GENERALIZEDTIME **this_update, ASN1_GENERALIZEDTIME **next_update)
{
    const EVP_MD *hashes[] = { EVP_sha1(), EVP_sha256(), EVP_sha384(), EVP_sha512() };
    int found = 0, reason;
    for (size_t i = 0; !found && i < sizeof hashes / sizeof *hashes; i++) {
        OCSP_CERTID *id = OCSP_cert_to_id(hashes[i], leaf, issuer);
        found = id && OCSP_resp_find_status(basic, id, status, &reason, revoked, this_update, next_update) == 1;
        OCSP_CERTID_free(id);
    }
    return found;
}

static int check_basic(OCSP_BASICRESP *basic, SSL *ssl)
{
    STACK_OF(X509) *chain = SSL_get0_verified_chain(ssl);
    X509_STORE *anchors = SSL_CTX_get_cert_store(SSL_get_SSL_CTX(ssl));
    ASN1_GENERALIZEDTIME *revoked = NULL, *this_update = NULL, *next_update = NULL;
    int status;
    if (sk_X509_num(chain) < 1)
        return wrong("the server's chain is empty");
    X509 *leaf = sk_X509_value(chain, 0);
    X509 *issuer = sk_X509_value(chain, sk_X509_num(chain) > 1 ? 1 : 0);
    if (OCSP_basic_verify(basic, chain, anchors, 0) != 1)
        return wrong("the response's signature does not verify");
    if (!find_status(basic, leaf, issuer, &status, &revoked, &this_update, &next_update))
        return wrong("the response is not about the server's certificate");
    print_time("this-update", this_update);
    print_time("next-update", next_update);
    if (OCSP_check_validity(this_update, next_update, 0, -1) != 1)
        return wrong("the response is not valid now");
    printf("status=%s\n", OCSP_cert_status_str(status));
    return status == V_OCSP_CERTSTATUS_GOOD ? GOOD : status == V_OCSP_CERTSTATUS_REVOKED ? REVOKED : wrong("status unknown");
}

static int check_staple(SSL *ssl, const char *save_file)
{
    const unsigned char *staple = NULL;
    long length = SSL_get_tlsext_status_ocsp_resp(ssl, &staple);
    printf("bytes=%ld\n", length > 0 ? length : 0);
    if (length <= 0)
        return NO_STAPLE;
    if (save_file && !save(save_file, staple, (size_t)length))
        return wrong("the staple cannot be saved");

    const unsigned char *position = staple;
    OCSP_RESPONSE *response = d2i_OCSP_RESPONSE(NULL, &position, length);
    OCSP_BASICRESP *basic = NULL;
    int result;
    if (!response || position != staple + length)
        result = wrong("the staple is not an OCSP response");
    else if (OCSP_response_status(response) != OCSP_RESPONSE_STATUS_SUCCESSFUL)
        result = wrong(OCSP_response_status_str(OCSP_response_status(response)));
    else if (!(basic = OCSP_response_get1_basic(response)))
        result = wrong("not a basic OCSP response");
    else
        result = check_basic(basic, ssl);
    OCSP_BASICRESP_free(basic);
    OCSP_RESPONSE_free(response);
    return result;
}

static int check_server(SSL_CTX *tls, const char *host, const char *port, const char *save_file)
{
    BIO *connection = BIO_new_ssl_connect(tls);
    SSL *ssl = NULL;
    int result;
    BIO_set_conn_hostname(connection, host);
    BIO_set_conn_port(connection, port);
    BIO_get_ssl(connection, &ssl);
    SSL_set_tlsext_host_name(ssl, host);
    SSL_set_tlsext_status_type(ssl, TLSEXT_STATUSTYPE_ocsp);
    if (BIO_do_connect(connection) != 1)
        result = wrong("no TLS connection");
    else {
        printf("protocol=%s\n", SSL_get_version(ssl));
        result = check_staple(ssl, save_file);
    }
    BIO_free_all(connection);
    return result;
}

int main(int argc, char **argv)
{
    if (argc != 4 && argc != 5) {
        fprintf(stderr, "usage: check-staple HOST PORT CA-FILE [SAVE-FILE]\n");
        return 2;
    }
    SSL_CTX *tls = SSL_CTX_new(TLS_client_method());
    X509_STORE_set_flags(SSL_CTX_get_cert_store(tls), X509_V_FLAG_PARTIAL_CHAIN);
    SSL_CTX_set_verify(tls, SSL_VERIFY_PEER, NULL);
    int result = SSL_CTX_load_verify_locations(tls, argv[3], NULL) == 1
        ? check_server(tls, argv[1], argv[2], argc == 5 ? argv[4] : NULL)
        : wrong("the CA file cannot be read");
    SSL_CTX_free(tls);
    return result;
}

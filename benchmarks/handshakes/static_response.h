/* Included before the sources of the example server, which then staples a file: the response is read once and OpenSSL is
 * given a copy at each handshake, as servers do that have no more than a file. */
#include <staple32/openssl.h>
#include <stdio.h>
#include <stdlib.h>

static unsigned char s_static_response[65536];
static size_t s_static_length;

static inline int static_callback(SSL *ssl, void *unused)
{
    (void)unused;
    void *copy = OPENSSL_memdup(s_static_response, s_static_length);
    return SSL_set_tlsext_status_ocsp_resp(ssl, copy, (long)s_static_length) == 1 ? SSL_TLSEXT_ERR_OK : SSL_TLSEXT_ERR_NOACK;
}

static inline void use_static_response(SSL_CTX *ctx, HCERT_SERVER_OCSP_RESPONSE handle)
{
    (void)handle;
    FILE *file = fopen(getenv("STATIC_RESPONSE"), "rb");
    if (!file || (s_static_length = fread(s_static_response, 1, sizeof(s_static_response), file)) == 0)
        abort();
    fclose(file);
    SSL_CTX_set_tlsext_status_cb(ctx, static_callback);
}

#define Staple32UseServerOcspResponse use_static_response

/* staple32/openssl.h: Staple32 beside OpenSSL: OCSP stapling for a TLS server in three calls.
 *
 *     HCERT_SERVER_OCSP_RESPONSE handle = CertOpenServerOcspResponse(chain, 0, NULL);   // once per certificate
 *     Staple32UseServerOcspResponse(ctx, handle);                                       // once per SSL_CTX
 *     ...
 *     SSL_CTX_free(ctx);
 *     CertCloseServerOcspResponse(handle, 0);
 *
 * Header only; needs OpenSSL 1.1.0 or later. The SSL_CTX does not own the handle: close it when the last connection
 * made from the SSL_CTX is gone. (A handle closed too early is not an error: those handshakes go without a staple.)
 *
 * An SSL_CTX with two certificates (RSA and ECDSA) needs a callback of its own, which asks SSL_get_certificate(ssl)
 * for the one that this handshake uses and hands the context of that one's handle to Staple32Staple.
 *
 * SPDX-License-Identifier: MIT */
#ifndef STAPLE32_OPENSSL_H
#define STAPLE32_OPENSSL_H

/* OpenSSL has types of its own called OCSP_REQUEST, OCSP_RESPONSE, X509_NAME ...: these constants get a prefix. */
#ifndef WINCRYPT_USE_SYMBOL_PREFIX
#define WINCRYPT_USE_SYMBOL_PREFIX
#endif
#include "wincrypt.h"

#include <openssl/crypto.h>
#include <openssl/ssl.h>
#include <openssl/tls1.h>

/* Staples one response in one handshake; for use inside a status callback, whose return value it gives:
 * SSL_TLSEXT_ERR_OK, or SSL_TLSEXT_ERR_NOACK (the handshake goes on without a staple) if there is none or no memory.
 *
 * Ownership: SSL_set_tlsext_status_ocsp_resp takes over the buffer it is given and releases it with OPENSSL_free, so
 * OpenSSL is given a copy from its own allocator. The context stays the caller's, to be freed as after any Get. */
static inline int Staple32Staple(SSL *ssl, PCCERT_SERVER_OCSP_RESPONSE_CONTEXT response)
{
    void *copy;
    if (response == NULL)
        return SSL_TLSEXT_ERR_NOACK;
    copy = OPENSSL_memdup(response->pbEncodedOcspResponse, response->cbEncodedOcspResponse);
    if (copy == NULL)
        return SSL_TLSEXT_ERR_NOACK;
    if (SSL_set_tlsext_status_ocsp_resp(ssl, (unsigned char *)copy, (long)response->cbEncodedOcspResponse) == 1)
        return SSL_TLSEXT_ERR_OK;
    OPENSSL_free(copy);
    return SSL_TLSEXT_ERR_NOACK;
}

/* The status callback: the current response of the handle that is its argument. Never blocks. */
static inline int Staple32StatusCallback(SSL *ssl, void *handle)
{
    PCCERT_SERVER_OCSP_RESPONSE_CONTEXT response = CertGetServerOcspResponseContext((HCERT_SERVER_OCSP_RESPONSE)handle, 0, NULL);
    int answer = Staple32Staple(ssl, response);
    CertFreeServerOcspResponseContext(response);
    return answer;
}

/* Makes every handshake of this SSL_CTX whose client asks for a status carry the handle's current response. */
static inline void Staple32UseServerOcspResponse(SSL_CTX *ctx, HCERT_SERVER_OCSP_RESPONSE handle)
{
    SSL_CTX_set_tlsext_status_cb(ctx, Staple32StatusCallback);
    SSL_CTX_set_tlsext_status_arg(ctx, handle);
}

#endif

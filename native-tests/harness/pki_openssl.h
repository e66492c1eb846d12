/* What the OpenSSL side of the harness knows of an identity. Not for tests. */
#ifndef PKI_OPENSSL_H
#define PKI_OPENSSL_H

#include "pki.h"

#include <openssl/conf.h>
#include <openssl/x509.h>

struct pki_material {
    EVP_PKEY *key;
    X509 *certificate;
};

/* The lines as the section "extensions". The caller frees it. */
CONF *pki_extension_lines(const char *lines);

#endif

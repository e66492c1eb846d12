/* A certificate authority in the test process: keys and certificates made with libcrypto, so that the library is never
 * tested against itself. P-256 unless RSA is asked for. */
#ifndef PKI_H
#define PKI_H

#include <openssl/x509.h>

typedef struct identity {
    EVP_PKEY *key;
    X509 *certificate;
    unsigned char *der;
    unsigned der_length;
} identity;

/* All zero: an end certificate, valid from yesterday for a year, without AIA. */
typedef struct issue_options {
    const char *aia;       /* as in openssl.cnf: "OCSP;URI:http://...,OCSP;URI:..." */
    int is_authority;
    int is_ocsp_signer;    /* extended key usage OCSPSigning */
    int must_staple;
    int rsa;
    long starts_in;        /* seconds from now, default -86400 */
    long ends_in;          /* seconds from now, default 365 days */
} issue_options;

identity *pki_root(const char *common_name);
identity *pki_issue(const identity *issuer, const char *common_name, issue_options options);

/* A certificate signed with its own key. */
identity *pki_self_signed(const char *common_name, issue_options options);

#endif

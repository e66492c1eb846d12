/* A certificate authority: keys, certificates and CRLs made by OpenSSL, and what OpenSSL says about them, so that the
 * library is never tested against itself. P-256 unless RSA is asked for.
 *
 * OpenSSL itself stays behind this header: it is not there where the tests run on Windows. */
#ifndef PKI_H
#define PKI_H

#ifdef __cplusplus
extern "C" {
#endif

/* What the harness keeps of an identity: key and certificate. */
struct pki_material;

typedef struct identity {
    unsigned char *der;
    unsigned der_length;
    struct pki_material *material;
} identity;

/* All zero: an end certificate, valid from yesterday for a year, without AIA. */
typedef struct issue_options {
    const char *aia;        /* as in openssl.cnf: "OCSP;URI:http://...,OCSP;URI:..." */
    const char *extensions; /* lines of an openssl.cnf, added to the usual extensions or in place of them; sections may follow */
    int is_authority;
    int is_ocsp_signer;     /* extended key usage OCSPSigning */
    int must_staple;
    int rsa;
    long starts_in;         /* seconds from now, default -86400 */
    long ends_in;           /* seconds from now, default 365 days */
} issue_options;

identity *pki_root(const char *common_name);
identity *pki_issue(const identity *issuer, const char *common_name, issue_options options);

/* A certificate signed with its own key. */
identity *pki_self_signed(const char *common_name, issue_options options);

typedef struct encoded {
    unsigned char *bytes;
    unsigned length;
} encoded;

#define FACTS_MAX_EXTENSIONS 16

/* What OpenSSL reads in a certificate. Times are seconds since 1970. */
typedef struct certificate_facts {
    encoded issuer, subject; /* DER of the names */
    encoded serial;          /* the greatest byte first */
    long long not_before, not_after;
    unsigned extension_count;
    struct extension_facts {
        char oid[64];
        int critical;
        encoded value;
    } extensions[FACTS_MAX_EXTENSIONS];
} certificate_facts;

certificate_facts pki_facts(const identity *of);

/* The certificate as text between BEGIN CERTIFICATE and END CERTIFICATE. */
encoded pki_pem(const identity *of);

/* "MD5", "SHA1", "SHA256" ...; the digest has room for 64 bytes. The length is returned. */
unsigned pki_digest(const char *name, const void *data, unsigned length, unsigned char *digest);

/* All zero: an empty CRL, from a day ago for a week, with the CRL number 1234 (hexadecimal). */
typedef struct crl_options {
    const identity *const *revoked; /* NULL-terminated array; revoked three days ago, the first for keyCompromise, the others without a reason */
    int more;                       /* as many serial numbers from 1 on, with reasons */
    long starts_in;                 /* seconds from now, default -86400 */
    long ends_in;                   /* seconds from now, default 7 days after starts_in */
    const char *extensions;         /* as for certificates */
} crl_options;

encoded pki_crl(const identity *issuer, crl_options options);

enum certificate_status { STATUS_GOOD = 0, STATUS_REVOKED = 1, STATUS_UNKNOWN = 2 };

/* Has OpenSSL verify an OCSP response as a TLS client would, and fails the test if it is not right in every way. What it
 * says about the leaf is returned. */
int pki_verified_status(const unsigned char *response, unsigned length, const identity *leaf, const identity *issuer);

#ifdef __cplusplus
}
#endif

#endif

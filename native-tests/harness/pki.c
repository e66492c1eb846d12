#include "pki.h"
#include "check.h"

#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/rand.h>
#include <openssl/rsa.h>
#include <openssl/x509v3.h>

#define DAY 86400L

static void add_extension(X509 *certificate, X509V3_CTX *context, int nid, const char *value)
{
    X509_EXTENSION *extension = X509V3_EXT_conf_nid(NULL, context, nid, value);
    CHECK(extension != NULL);
    CHECK(X509_add_ext(certificate, extension, -1));
    X509_EXTENSION_free(extension);
}

static void set_names(X509 *certificate, const char *common_name, const X509 *issuer)
{
    X509_NAME *name = X509_NAME_new();
    CHECK(X509_NAME_add_entry_by_txt(name, "O", MBSTRING_UTF8, (const unsigned char *)"Staple32 tests", -1, -1, 0));
    CHECK(X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_UTF8, (const unsigned char *)common_name, -1, -1, 0));
    CHECK(X509_set_subject_name(certificate, name));
    CHECK(X509_set_issuer_name(certificate, issuer ? X509_get_subject_name(issuer) : name));
    X509_NAME_free(name);
}

static void set_serial(X509 *certificate)
{
    unsigned char random[12];
    CHECK(RAND_bytes(random, sizeof(random)));
    random[0] = (unsigned char)((random[0] & 0x7f) | 0x40);
    BIGNUM *serial = BN_bin2bn(random, sizeof(random), NULL);
    CHECK(BN_to_ASN1_INTEGER(serial, X509_get_serialNumber(certificate)) != NULL);
    BN_free(serial);
}

static identity *issue(const identity *issuer, const char *common_name, issue_options options)
{
    identity *made = calloc(1, sizeof(*made));
    made->key = options.rsa ? EVP_RSA_gen(2048) : EVP_EC_gen("P-256");
    made->certificate = X509_new();
    CHECK(made->key && made->certificate);

    X509 *certificate = made->certificate;
    CHECK(X509_set_version(certificate, 2));
    set_serial(certificate);
    set_names(certificate, common_name, issuer ? issuer->certificate : NULL);
    CHECK(X509_gmtime_adj(X509_getm_notBefore(certificate), options.starts_in ? options.starts_in : -DAY));
    CHECK(X509_gmtime_adj(X509_getm_notAfter(certificate), options.ends_in ? options.ends_in : 365 * DAY));
    CHECK(X509_set_pubkey(certificate, made->key));

    X509V3_CTX context;
    X509V3_set_ctx(&context, issuer ? issuer->certificate : certificate, certificate, NULL, NULL, 0);
    add_extension(certificate, &context, NID_basic_constraints, options.is_authority ? "critical,CA:TRUE" : "critical,CA:FALSE");
    add_extension(certificate, &context, NID_key_usage,
        options.is_authority ? "critical,keyCertSign,cRLSign,digitalSignature" : "critical,digitalSignature");
    add_extension(certificate, &context, NID_subject_key_identifier, "hash");
    add_extension(certificate, &context, NID_authority_key_identifier, "keyid");
    if (options.is_ocsp_signer)
        add_extension(certificate, &context, NID_ext_key_usage, "OCSPSigning");
    else if (!options.is_authority)
        add_extension(certificate, &context, NID_ext_key_usage, "serverAuth");
    if (options.aia)
        add_extension(certificate, &context, NID_info_access, options.aia);
    if (options.must_staple)
        add_extension(certificate, &context, NID_tlsfeature, "status_request");

    CHECK(X509_sign(certificate, issuer ? issuer->key : made->key, EVP_sha256()) > 0);
    int length = i2d_X509(certificate, &made->der);
    CHECK(length > 0);
    made->der_length = (unsigned)length;
    return made;
}

identity *pki_root(const char *common_name)
{
    return issue(NULL, common_name, (issue_options){.is_authority = 1});
}

identity *pki_issue(const identity *issuer, const char *common_name, issue_options options)
{
    return issue(issuer, common_name, options);
}

identity *pki_self_signed(const char *common_name, issue_options options)
{
    return issue(NULL, common_name, options);
}

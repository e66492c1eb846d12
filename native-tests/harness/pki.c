#include "pki_openssl.h"
#include "check.h"

#include <openssl/conf.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
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

CONF *pki_extension_lines(const char *lines)
{
    long error_line;
    CONF *configuration = NCONF_new(NULL);
    BIO *text = BIO_new(BIO_s_mem());
    BIO_printf(text, "[extensions]\n%s\n", lines);
    CHECK(NCONF_load_bio(configuration, text, &error_line) > 0);
    BIO_free(text);
    return configuration;
}

/* An extension that is there already is replaced. */
static void add_extension_lines(X509 *certificate, X509V3_CTX *context, const char *lines)
{
    CONF *configuration = pki_extension_lines(lines);
    X509V3_set_nconf(context, configuration);
    context->flags |= X509V3_CTX_REPLACE;
    CHECK(X509V3_EXT_add_nconf(configuration, context, "extensions", certificate));
    NCONF_free(configuration);
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
    made->material = calloc(1, sizeof(*made->material));
    EVP_PKEY *key = made->material->key = options.rsa ? EVP_RSA_gen(2048) : EVP_EC_gen("P-256");
    X509 *certificate = made->material->certificate = X509_new();
    CHECK(key && certificate);

    CHECK(X509_set_version(certificate, 2));
    set_serial(certificate);
    set_names(certificate, common_name, issuer ? issuer->material->certificate : NULL);
    CHECK(X509_gmtime_adj(X509_getm_notBefore(certificate), options.starts_in ? options.starts_in : -DAY));
    CHECK(X509_gmtime_adj(X509_getm_notAfter(certificate), options.ends_in ? options.ends_in : 365 * DAY));
    CHECK(X509_set_pubkey(certificate, key));

    X509V3_CTX context;
    X509V3_set_ctx(&context, issuer ? issuer->material->certificate : certificate, certificate, NULL, NULL, 0);
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

    if (options.extensions)
        add_extension_lines(certificate, &context, options.extensions);

    CHECK(X509_sign(certificate, issuer ? issuer->material->key : key, EVP_sha256()) > 0);
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

static encoded encoded_of(const void *bytes, int length)
{
    CHECK(length >= 0);
    encoded made = {malloc((size_t)length + 1), (unsigned)length};
    CHECK(made.bytes != NULL);
    memcpy(made.bytes, bytes, (size_t)length);
    return made;
}

static encoded encoded_name(X509_NAME *name)
{
    encoded made = {0};
    int length = i2d_X509_NAME(name, &made.bytes);
    CHECK(length > 0);
    made.length = (unsigned)length;
    return made;
}

static long long unix_time(const ASN1_TIME *time)
{
    int days, seconds;
    ASN1_TIME *epoch = ASN1_TIME_set(NULL, 0);
    CHECK(ASN1_TIME_diff(&days, &seconds, epoch, time));
    ASN1_TIME_free(epoch);
    return days * (long long)DAY + seconds;
}

certificate_facts pki_facts(const identity *of)
{
    const X509 *certificate = of->material->certificate;
    const ASN1_INTEGER *serial = X509_get0_serialNumber(certificate);
    certificate_facts facts = {
        .issuer = encoded_name(X509_get_issuer_name(certificate)),
        .subject = encoded_name(X509_get_subject_name(certificate)),
        .serial = encoded_of(serial->data, serial->length),
        .not_before = unix_time(X509_get0_notBefore(certificate)),
        .not_after = unix_time(X509_get0_notAfter(certificate)),
        .extension_count = (unsigned)X509_get_ext_count(certificate),
    };
    CHECK(facts.extension_count <= FACTS_MAX_EXTENSIONS);
    for (unsigned i = 0; i < facts.extension_count; i++) {
        X509_EXTENSION *extension = X509_get_ext(certificate, (int)i);
        const ASN1_OCTET_STRING *value = X509_EXTENSION_get_data(extension);
        OBJ_obj2txt(facts.extensions[i].oid, sizeof(facts.extensions[i].oid), X509_EXTENSION_get_object(extension), 1);
        facts.extensions[i].critical = X509_EXTENSION_get_critical(extension) > 0;
        facts.extensions[i].value = encoded_of(value->data, value->length);
    }
    return facts;
}

encoded pki_pem(const identity *of)
{
    char *text;
    BIO *memory = BIO_new(BIO_s_mem());
    CHECK(PEM_write_bio_X509(memory, of->material->certificate));
    long length = BIO_get_mem_data(memory, &text);
    encoded made = encoded_of(text, (int)length);
    BIO_free(memory);
    return made;
}

unsigned pki_digest(const char *name, const void *data, unsigned length, unsigned char *digest)
{
    size_t written;
    CHECK(EVP_Q_digest(NULL, name, NULL, data, length, digest, &written));
    return (unsigned)written;
}

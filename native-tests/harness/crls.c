#include "check.h"
#include "pki_openssl.h"

#include <openssl/x509v3.h>

#define DAY 86400L
#define REVOKED_DAYS_AGO 3
#define REASONS 11

static void revoke(X509_CRL *crl, const ASN1_INTEGER *serial, int reason)
{
    X509_REVOKED *entry = X509_REVOKED_new();
    ASN1_TIME *date = X509_gmtime_adj(NULL, -REVOKED_DAYS_AGO * DAY);
    CHECK(X509_REVOKED_set_serialNumber(entry, (ASN1_INTEGER *)serial));
    CHECK(X509_REVOKED_set_revocationDate(entry, date));
    if (reason >= 0) {
        ASN1_ENUMERATED *value = ASN1_ENUMERATED_new();
        CHECK(ASN1_ENUMERATED_set(value, reason));
        CHECK(X509_REVOKED_add1_ext_i2d(entry, NID_crl_reason, value, 0, 0));
        ASN1_ENUMERATED_free(value);
    }
    CHECK(X509_CRL_add0_revoked(crl, entry));
    ASN1_TIME_free(date);
}

static void set_times(X509_CRL *crl, const crl_options *options)
{
    long starts_in = options->starts_in ? options->starts_in : -DAY;
    ASN1_TIME *this_update = X509_gmtime_adj(NULL, starts_in);
    ASN1_TIME *next_update = X509_gmtime_adj(NULL, options->ends_in ? options->ends_in : starts_in + 7 * DAY);
    CHECK(X509_CRL_set1_lastUpdate(crl, this_update));
    CHECK(X509_CRL_set1_nextUpdate(crl, next_update));
    ASN1_TIME_free(this_update);
    ASN1_TIME_free(next_update);
}

encoded pki_crl(const identity *issuer, crl_options options)
{
    X509_CRL *crl = X509_CRL_new();
    ASN1_INTEGER *number = ASN1_INTEGER_new();
    CHECK(X509_CRL_set_version(crl, 1));
    CHECK(X509_CRL_set_issuer_name(crl, X509_get_subject_name(issuer->material->certificate)));
    set_times(crl, &options);
    CHECK(ASN1_INTEGER_set(number, 0x1234));
    CHECK(X509_CRL_add1_ext_i2d(crl, NID_crl_number, number, 0, 0));
    if (options.extensions) {
        X509V3_CTX context;
        CONF *configuration = pki_extension_lines(options.extensions);
        X509V3_set_ctx(&context, issuer->material->certificate, NULL, NULL, crl, X509V3_CTX_REPLACE);
        X509V3_set_nconf(&context, configuration);
        CHECK(X509V3_EXT_CRL_add_nconf(configuration, &context, "extensions", crl));
        NCONF_free(configuration);
    }
    for (int i = 0; options.revoked && options.revoked[i]; i++)
        revoke(crl, X509_get0_serialNumber(options.revoked[i]->material->certificate), i == 0 ? CRL_REASON_KEY_COMPROMISE : -1);
    for (int i = 1; i <= options.more; i++) {
        CHECK(ASN1_INTEGER_set(number, i));
        revoke(crl, number, i % REASONS);
    }
    CHECK(X509_CRL_sign(crl, issuer->material->key, EVP_sha256()));

    encoded made = {0};
    int length = i2d_X509_CRL(crl, &made.bytes);
    CHECK(length > 0);
    made.length = (unsigned)length;
    ASN1_INTEGER_free(number);
    X509_CRL_free(crl);
    return made;
}

#include "check.h"
#include "pki_openssl.h"

#include <openssl/ocsp.h>

int pki_verified_status(const unsigned char *encoded, unsigned length, const identity *leaf, const identity *issuer)
{
    X509 *authority = issuer->material->certificate;
    const unsigned char *end = encoded;
    OCSP_RESPONSE *response = d2i_OCSP_RESPONSE(NULL, &end, (long)length);
    CHECK(response != NULL);
    CHECK(end == encoded + length);
    OCSP_BASICRESP *basic = OCSP_response_get1_basic(response);
    CHECK(basic != NULL);

    X509_STORE *trusted = X509_STORE_new();
    X509_STORE_add_cert(trusted, authority);
    STACK_OF(X509) *untrusted = sk_X509_new_null();
    sk_X509_push(untrusted, authority);
    CHECK(OCSP_basic_verify(basic, untrusted, trusted, 0) == 1);

    OCSP_CERTID *id = OCSP_cert_to_id(NULL, leaf->material->certificate, authority);
    ASN1_GENERALIZEDTIME *this_update, *next_update;
    int status = -1;
    CHECK(OCSP_resp_find_status(basic, id, &status, NULL, NULL, &this_update, &next_update));
    CHECK(OCSP_check_validity(this_update, next_update, 0, -1));

    OCSP_CERTID_free(id);
    sk_X509_free(untrusted);
    X509_STORE_free(trusted);
    OCSP_BASICRESP_free(basic);
    OCSP_RESPONSE_free(response);
    return status;
}

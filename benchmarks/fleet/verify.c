/*
 * The floor of verification: what OpenSSL takes to parse a response and check it (OCSP_basic_verify), in CPU time.
 *
 *   verify SET RESPONSES COUNT      prints "metric<TAB>value<TAB>unit"
 */
#include <openssl/ocsp.h>
#include <openssl/pem.h>

#include "set.h"

int main(int argc, char **argv)
{
    if (argc != 4)
        stop("usage", "verify SET RESPONSES COUNT");
    FILE *pem = fopen(path_in(argv[1], "root.pem"), "r");
    X509_STORE *store = X509_STORE_new();
    if (!pem || !X509_STORE_add_cert(store, PEM_read_X509(pem, NULL, NULL, NULL)))
        stop("not a set", argv[1]);
    STACK_OF(X509) *issuers = sk_X509_new_null();
    mapped file = map_file(argv[1], "issuers"), responses = map_file(argv[1], argv[2]), leaves = map_file(argv[1], "leaves");
    certificate_head certificate;
    for (const unsigned char *der; (der = next_certificate(&file, &certificate)) != NULL;)
        sk_X509_push(issuers, d2i_X509(NULL, &der, certificate.length));

    long wanted = atol(argv[3]), count = 0;
    double spent = 0, bytes = 0;
    response_head head;
    for (const unsigned char *at; count < wanted && (at = next_response(&responses, &head)) != NULL; count++) {
        const unsigned char *der = next_certificate(&leaves, &certificate);
        if (!der)
            stop("more responses than leaves", argv[1]);
        /* One issuer is looked for among one, as a server does that knows its certificate's chain. */
        STACK_OF(X509) *own = sk_X509_new_null();
        X509 *issuer = sk_X509_value(issuers, (int)certificate.issuer), *leaf = d2i_X509(NULL, &der, certificate.length);
        sk_X509_push(own, issuer);
        bytes += head.length;
        double from = seconds_of(CLOCK_PROCESS_CPUTIME_ID);
        OCSP_RESPONSE *response = d2i_OCSP_RESPONSE(NULL, &at, head.length);
        OCSP_BASICRESP *basic = response ? OCSP_response_get1_basic(response) : NULL;
        OCSP_CERTID *id = OCSP_cert_to_id(EVP_sha1(), leaf, issuer);
        int status = -1, reason;
        ASN1_GENERALIZEDTIME *revoked, *from_time, *until;
        if (!basic || OCSP_basic_verify(basic, own, store, OCSP_TRUSTOTHER) != 1
            || !OCSP_resp_find_status(basic, id, &status, &reason, &revoked, &from_time, &until) || status != V_OCSP_CERTSTATUS_GOOD
            || !OCSP_check_validity(from_time, until, 300, -1))
            stop("OpenSSL refuses a response of", argv[1]);
        OCSP_CERTID_free(id);
        OCSP_BASICRESP_free(basic);
        OCSP_RESPONSE_free(response);
        spent += seconds_of(CLOCK_PROCESS_CPUTIME_ID) - from;
        sk_X509_free(own);
        X509_free(leaf);
    }
    printf("OpenSSL's verification, CPU per response\t%.2f\tus\n", spent / (double)count * 1e6);
    printf("response\t%.0f\tbytes\n", bytes / (double)count);
    return 0;
}

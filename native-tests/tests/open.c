/* What CertOpenServerOcspResponse takes and refuses. */
#include "fixture.h"

#include <stddef.h>

/* A chain filled in by hand, as another implementation would hand it over. */
typedef struct foreign_chain {
    CERT_INFO infos[2];
    CERT_CONTEXT contexts[2];
    CERT_CHAIN_ELEMENT elements[2];
    PCERT_CHAIN_ELEMENT element_pointers[2];
    CERT_SIMPLE_CHAIN simple;
    PCERT_SIMPLE_CHAIN simple_pointer;
    CERT_CHAIN_CONTEXT chain;
} foreign_chain;

static foreign_chain *foreign_make(const identity *leaf, const identity *issuer)
{
    foreign_chain *made = (foreign_chain *)calloc(1, sizeof(*made));
    const identity *identities[2] = {leaf, issuer};
    int count = issuer ? 2 : 1;
    for (int i = 0; i < count; i++) {
        made->contexts[i] = (CERT_CONTEXT){X509_ASN_ENCODING, identities[i]->der, identities[i]->der_length, &made->infos[i], NULL};
        made->elements[i].cbSize = sizeof(CERT_CHAIN_ELEMENT);
        made->elements[i].pCertContext = &made->contexts[i];
        made->element_pointers[i] = &made->elements[i];
    }
    made->simple.cbSize = sizeof(CERT_SIMPLE_CHAIN);
    made->simple.cElement = (DWORD)count;
    made->simple.rgpElement = made->element_pointers;
    made->simple_pointer = &made->simple;
    /* A shorter structure, from before dwCreateFlags and ChainId were added. */
    made->chain.cbSize = offsetof(CERT_CHAIN_CONTEXT, dwCreateFlags);
    made->chain.cChain = 1;
    made->chain.rgpChain = &made->simple_pointer;
    return made;
}

static void check_refused(PCCERT_CHAIN_CONTEXT chain, DWORD error)
{
    CHECK_FAILS(CertOpenServerOcspResponse(chain, 0, NULL), error);
    CHECK_FAILS(CertOpenServerOcspResponse(chain, CERT_SERVER_OCSP_RESPONSE_ASYNC_FLAG, NULL), error);
}

static void check_refused_para(PCCERT_CHAIN_CONTEXT chain, CERT_SERVER_OCSP_RESPONSE_OPEN_PARA para)
{
    CHECK_FAILS(CertOpenServerOcspResponse(chain, 0, &para), ERROR_INVALID_PARAMETER);
}

TEST(no_chain) { check_refused(NULL, ERROR_INVALID_PARAMETER); }

TEST(a_context_without_chains)
{
    foreign_chain *foreign = foreign_make(fixture_make().leaf, NULL);
    foreign->chain.cChain = 0;
    check_refused(&foreign->chain, ERROR_INVALID_PARAMETER);
}

TEST(a_chain_without_elements)
{
    foreign_chain *foreign = foreign_make(fixture_make().leaf, NULL);
    foreign->simple.cElement = 0;
    check_refused(&foreign->chain, ERROR_INVALID_PARAMETER);
}

TEST(an_element_without_certificate)
{
    foreign_chain *foreign = foreign_make(fixture_make().leaf, NULL);
    foreign->elements[0].pCertContext = NULL;
    check_refused(&foreign->chain, ERROR_INVALID_PARAMETER);
}

TEST(null_pointers_within_the_chain)
{
    foreign_chain *foreign = foreign_make(fixture_make().leaf, NULL);
    foreign->element_pointers[0] = NULL;
    check_refused(&foreign->chain, ERROR_INVALID_PARAMETER);
    foreign->simple.rgpElement = NULL;
    check_refused(&foreign->chain, ERROR_INVALID_PARAMETER);
    foreign->simple_pointer = NULL;
    check_refused(&foreign->chain, ERROR_INVALID_PARAMETER);
    foreign->chain.rgpChain = NULL;
    check_refused(&foreign->chain, ERROR_INVALID_PARAMETER);
}

TEST(an_end_certificate_that_does_not_parse)
{
    fixture f = fixture_make();
    foreign_chain *foreign = foreign_make(f.leaf, f.root);
    foreign->contexts[0].cbCertEncoded--;
    check_refused(&foreign->chain, ERROR_INVALID_PARAMETER);
    foreign->contexts[0].cbCertEncoded = 0;
    check_refused(&foreign->chain, ERROR_INVALID_PARAMETER);
    foreign->contexts[0].pbCertEncoded = NULL;
    check_refused(&foreign->chain, ERROR_INVALID_PARAMETER);
}

TEST(an_issuer_that_is_not_in_the_chain)
{
    fixture f = fixture_make();
    check_refused(&foreign_make(f.leaf, NULL)->chain, ERROR_INVALID_PARAMETER);
}

TEST(unknown_flags)
{
    fixture f = fixture_make();
    for (int bit = 1; bit < 32; bit++)
        CHECK_FAILS(CertOpenServerOcspResponse(f.chain, 1u << bit, NULL), ERROR_INVALID_PARAMETER);
    CHECK_EQ(responder_requests(f.responder), 0);
}

TEST(a_certificate_without_aia)
{
    fixture f = fixture_make();
    check_refused(fixture_chain(&f, pki_issue(f.root, "no aia", (issue_options){0})), CRYPT_E_NOT_IN_REVOCATION_DATABASE);
}

TEST(a_certificate_with_only_ca_issuers)
{
    fixture f = fixture_make();
    identity *leaf = pki_issue(f.root, "issuers", (issue_options){.aia = "caIssuers;URI:http://127.0.0.1/ca.crt"});
    check_refused(fixture_chain(&f, leaf), CRYPT_E_NOT_IN_REVOCATION_DATABASE);
}

TEST(urls_that_cannot_be_used)
{
    fixture f = fixture_make();
    identity *leaf = pki_issue(f.root, "ldap", (issue_options){.aia = "OCSP;URI:ldap://127.0.0.1/cn=ocsp,OCSP;URI:file:///etc/passwd,OCSP;DNS:ocsp.test"});
    check_refused(fixture_chain(&f, leaf), CRYPT_E_NOT_IN_REVOCATION_DATABASE);
}

TEST(a_usable_url_behind_one_that_is_not)
{
    fixture f = fixture_make();
    char aia[256];
    snprintf(aia, sizeof(aia), "OCSP;URI:ldap://127.0.0.1/cn=ocsp,%s", responder_aia(f.responder));
    HCERT_SERVER_OCSP_RESPONSE handle = open_response(fixture_chain(&f, pki_issue(f.root, "both", (issue_options){.aia = aia})), 0);
    CertFreeServerOcspResponseContext(get_response(handle));
    CertCloseServerOcspResponse(handle, 0);
}

TEST(the_second_url_when_the_first_is_dead)
{
    fixture f = fixture_make();
    responder *dead = responder_start(f.root);
    responder_stop(dead);
    char aia[256];
    snprintf(aia, sizeof(aia), "%s,%s", responder_aia(dead), responder_aia(f.responder));
    HCERT_SERVER_OCSP_RESPONSE handle = open_response(fixture_chain(&f, pki_issue(f.root, "both", (issue_options){.aia = aia})), 0);
    CertFreeServerOcspResponseContext(get_response(handle));
    CertCloseServerOcspResponse(handle, 0);
}

TEST(a_foreign_chain)
{
    fixture f = fixture_make();
    foreign_chain *foreign = foreign_make(f.leaf, f.root);
    HCERT_SERVER_OCSP_RESPONSE handle = open_response(&foreign->chain, 0);
    /* What is needed was copied. */
    memset(foreign, 0xcc, sizeof(*foreign));
    free(foreign);
    PCCERT_SERVER_OCSP_RESPONSE_CONTEXT context = get_response(handle);
    CHECK_EQ(verified_status(context, f.leaf, f.root), 0);
    CertFreeServerOcspResponseContext(context);
    CertCloseServerOcspResponse(handle, 0);
}

TEST(the_aia_property_points_to_another_responder)
{
    fixture f = fixture_make();
    responder *other = responder_start(f.root);
    /* The extension of a certificate that names the other responder is an encoded AIA. */
    identity *donor = pki_issue(f.root, "donor", (issue_options){.aia = responder_aia(other)});
    PCCERT_CONTEXT context = CertCreateCertificateContext(X509_ASN_ENCODING, donor->der, donor->der_length);
    CHECK(context != NULL);
    PCERT_EXTENSION aia = CertFindExtension(szOID_AUTHORITY_INFO_ACCESS, context->pCertInfo->cExtension, context->pCertInfo->rgExtension);
    CHECK(aia != NULL);
    CHECK_OK(CertSetCertificateContextProperty(f.certificate, CERT_AUTHORITY_INFO_ACCESS_PROP_ID, 0, &aia->Value));

    HCERT_SERVER_OCSP_RESPONSE handle = open_response(f.chain, 0);
    CertFreeServerOcspResponseContext(get_response(handle));
    CHECK_EQ(responder_requests(f.responder), 0);
    CHECK_EQ(responder_requests(other), 1);
    CertCloseServerOcspResponse(handle, 0);
    CertFreeCertificateContext(context);
}

TEST(open_para_that_is_too_short)
{
    fixture f = fixture_make();
    for (DWORD size = 0; size < 8; size++)
        check_refused_para(f.chain, (CERT_SERVER_OCSP_RESPONSE_OPEN_PARA){.cbSize = size});
}

TEST(open_para_with_read_and_write)
{
    fixture f = fixture_make();
    check_refused_para(f.chain, (CERT_SERVER_OCSP_RESPONSE_OPEN_PARA){.cbSize = sizeof(CERT_SERVER_OCSP_RESPONSE_OPEN_PARA),
        .dwFlags = CERT_SERVER_OCSP_RESPONSE_OPEN_PARA_READ_FLAG | CERT_SERVER_OCSP_RESPONSE_OPEN_PARA_WRITE_FLAG,
        .pwszOcspDirectory = (PWSTR)W("/tmp")});
}

TEST(open_para_with_unknown_flags)
{
    fixture f = fixture_make();
    for (int bit = 2; bit < 32; bit++)
        check_refused_para(f.chain, (CERT_SERVER_OCSP_RESPONSE_OPEN_PARA){.cbSize = sizeof(CERT_SERVER_OCSP_RESPONSE_OPEN_PARA), .dwFlags = 1u << bit});
}

TEST(open_para_with_a_directory_flag_and_no_directory)
{
    fixture f = fixture_make();
    for (DWORD flag = CERT_SERVER_OCSP_RESPONSE_OPEN_PARA_READ_FLAG; flag <= CERT_SERVER_OCSP_RESPONSE_OPEN_PARA_WRITE_FLAG; flag++) {
        check_refused_para(f.chain, (CERT_SERVER_OCSP_RESPONSE_OPEN_PARA){.cbSize = sizeof(CERT_SERVER_OCSP_RESPONSE_OPEN_PARA), .dwFlags = flag});
        /* A directory past cbSize counts as absent. */
        check_refused_para(f.chain, (CERT_SERVER_OCSP_RESPONSE_OPEN_PARA){.cbSize = 16, .dwFlags = flag, .pwszOcspDirectory = (PWSTR)W("/tmp")});
    }
}

TEST(open_para_that_asks_for_nothing)
{
    fixture f = fixture_make();
    DWORD used = 4711;
    CERT_SERVER_OCSP_RESPONSE_OPEN_PARA para = {.cbSize = sizeof(para), .pcbUsedSize = &used};
    HCERT_SERVER_OCSP_RESPONSE handle;
    CHECK_OK((handle = CertOpenServerOcspResponse(f.chain, 0, &para)));
    CHECK_EQ(used, 40);
    CertFreeServerOcspResponseContext(get_response(handle));
    CertCloseServerOcspResponse(handle, 0);
}

TEST(open_para_from_a_later_sdk)
{
    fixture f = fixture_make();
    DWORD used = 4711;
    struct {
        CERT_SERVER_OCSP_RESPONSE_OPEN_PARA para;
        BYTE more[24];
    } longer = {.para = {.cbSize = sizeof(longer), .pcbUsedSize = &used}};
    memset(longer.more, 0xff, sizeof(longer.more));
    HCERT_SERVER_OCSP_RESPONSE handle;
    CHECK_OK((handle = CertOpenServerOcspResponse(f.chain, 0, &longer.para)));
    CHECK_EQ(used, 40);
    CertCloseServerOcspResponse(handle, 0);
}

TEST(open_para_with_only_its_first_fields)
{
    fixture f = fixture_make();
    DWORD used = 4711;
    CERT_SERVER_OCSP_RESPONSE_OPEN_PARA para = {.cbSize = 8, .pcbUsedSize = &used};
    HCERT_SERVER_OCSP_RESPONSE handle;
    CHECK_OK((handle = CertOpenServerOcspResponse(f.chain, 0, &para)));
    CHECK_EQ(used, 4711);
    CertCloseServerOcspResponse(handle, 0);

    para.cbSize = 16;
    CHECK_OK((handle = CertOpenServerOcspResponse(f.chain, 0, &para)));
    CHECK_EQ(used, 16);
    CertCloseServerOcspResponse(handle, 0);
}

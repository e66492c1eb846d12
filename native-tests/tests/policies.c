/* CertVerifyCertificateChainPolicy: what it reads, what it writes, and the policies as they are seen from C. */
#include "fixture.h"

typedef struct subject {
    identity *root, *authority, *leaf;
    PCCERT_CHAIN_CONTEXT chain;
} subject;

/* A TLS server's chain of three, or one with other options. */
static subject subject_make(issue_options options)
{
    subject made;
    made.root = pki_root("root");
    made.authority = pki_issue(made.root, "CA", (issue_options){.is_authority = 1});
    made.leaf = pki_issue(made.authority, "www.example.com", options);
    const identity *issuers[] = {made.authority, made.root, NULL};
    made.chain = chain_of(made.leaf, issuers);
    CHECK_EQ(made.chain->rgpChain[0]->cElement, 3);
    return made;
}

static CERT_CHAIN_POLICY_STATUS verify(LPCSTR policy, PCCERT_CHAIN_CONTEXT chain, DWORD flags, void *extra)
{
    CERT_CHAIN_POLICY_PARA para = {.cbSize = sizeof(para), .dwFlags = flags, .pvExtraPolicyPara = extra};
    CERT_CHAIN_POLICY_STATUS status = {.cbSize = sizeof(status), .dwError = 0xcccccccc, .lChainIndex = 77, .lElementIndex = 77};
    CHECK_OK(CertVerifyCertificateChainPolicy(policy, chain, &para, &status));
    return status;
}

static void check(CERT_CHAIN_POLICY_STATUS status, HRESULT error, LONG chain, LONG element)
{
    CHECK_EQ(status.dwError, (DWORD)error);
    CHECK_EQ(status.lChainIndex, chain);
    CHECK_EQ(status.lElementIndex, element);
}

static SSL_EXTRA_CERT_CHAIN_POLICY_PARA server(const WCHAR *name)
{
    SSL_EXTRA_CERT_CHAIN_POLICY_PARA para;
    memset(&para, 0, sizeof(para));
    para.cbSize = sizeof(para);
    para.dwAuthType = AUTHTYPE_SERVER;
    para.pwszServerName = (WCHAR *)name;
    return para;
}

TEST(a_good_chain_satisfies_the_base_policy)
{
    subject s = subject_make((issue_options){0});
    check(verify(CERT_CHAIN_POLICY_BASE, s.chain, 0, NULL), ERROR_SUCCESS, -1, -1);
    check(verify(CERT_CHAIN_POLICY_BASIC_CONSTRAINTS, s.chain, BASIC_CONSTRAINTS_CERT_CHAIN_POLICY_END_ENTITY_FLAG, NULL), ERROR_SUCCESS, -1, -1);
    check(verify(CERT_CHAIN_POLICY_BASIC_CONSTRAINTS, s.chain, BASIC_CONSTRAINTS_CERT_CHAIN_POLICY_CA_FLAG, NULL), TRUST_E_BASIC_CONSTRAINTS, 0, 0);
}

TEST(an_expired_leaf_unless_time_does_not_matter)
{
    subject s = subject_make((issue_options){.starts_in = -7200, .ends_in = -3600});
    check(verify(CERT_CHAIN_POLICY_BASE, s.chain, 0, NULL), CERT_E_EXPIRED, 0, 0);
    check(verify(CERT_CHAIN_POLICY_BASE, s.chain, CERT_CHAIN_POLICY_IGNORE_NOT_TIME_VALID_FLAG, NULL), ERROR_SUCCESS, -1, -1);
}

TEST(roots_that_nobody_trusts_and_issuers_that_are_missing)
{
    identity *root = pki_root("root"), *other = pki_root("other"), *leaf = pki_issue(root, "leaf", (issue_options){0});
    const identity *missing[] = {other, NULL}, *untrusted[] = {root, other, NULL};
    PCCERT_CHAIN_CONTEXT partial = chain_of(leaf, missing), foreign = chain_of(leaf, untrusted);
    check(verify(CERT_CHAIN_POLICY_BASE, partial, 0, NULL), CERT_E_CHAINING, 0, -1);
    check(verify(CERT_CHAIN_POLICY_BASE, foreign, 0, NULL), CERT_E_UNTRUSTEDROOT, 0, 1);
    check(verify(CERT_CHAIN_POLICY_BASE, partial, CERT_CHAIN_POLICY_ALLOW_UNKNOWN_CA_FLAG, NULL), ERROR_SUCCESS, -1, -1);
    check(verify(CERT_CHAIN_POLICY_BASE, foreign, CERT_CHAIN_POLICY_ALLOW_UNKNOWN_CA_FLAG, NULL), ERROR_SUCCESS, -1, -1);
}

TEST(a_tls_server_and_its_names)
{
    subject s = subject_make((issue_options){.extensions = "subjectAltName=DNS:www.example.com,DNS:*.xn--bcher-kva.example,IP:192.0.2.1,IP:2001:db8::1"});
    static const struct {
        const WCHAR *name;
        HRESULT error;
    } cases[] = {
        {W("www.example.com"), 0}, {W("WWW.EXAMPLE.COM."), 0}, {W("www.b\u00fccher.example"), 0},
        {W("192.0.2.1"), 0}, {W("2001:db8:0::1"), 0}, {W("[2001:db8::1]"), 0},
        {W("example.com"), CERT_E_CN_NO_MATCH}, {W("a.www.b\u00fccher.example"), CERT_E_CN_NO_MATCH},
        {W("192.0.2.2"), CERT_E_CN_NO_MATCH}, {W(""), CERT_E_CN_NO_MATCH},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        SSL_EXTRA_CERT_CHAIN_POLICY_PARA ssl = server(cases[i].name);
        LONG place = cases[i].error ? 0 : -1;
        check(verify(CERT_CHAIN_POLICY_SSL, s.chain, 0, &ssl), cases[i].error, place, place);
    }
    SSL_EXTRA_CERT_CHAIN_POLICY_PARA ssl = server(W("example.org"));
    ssl.fdwChecks = SECURITY_FLAG_IGNORE_CERT_CN_INVALID;
    check(verify(CERT_CHAIN_POLICY_SSL, s.chain, 0, &ssl), ERROR_SUCCESS, -1, -1);
    check(verify(CERT_CHAIN_POLICY_SSL, s.chain, 0, NULL), ERROR_SUCCESS, -1, -1);
}

TEST(a_server_is_no_client)
{
    subject s = subject_make((issue_options){0}); /* serverAuth, no alternative names */
    SSL_EXTRA_CERT_CHAIN_POLICY_PARA ssl = server(W("www.example.com"));
    check(verify(CERT_CHAIN_POLICY_SSL, s.chain, 0, &ssl), ERROR_SUCCESS, -1, -1);
    ssl.dwAuthType = AUTHTYPE_CLIENT;
    check(verify(CERT_CHAIN_POLICY_SSL, s.chain, 0, &ssl), CERT_E_WRONG_USAGE, 0, 0);
    ssl.fdwChecks = SECURITY_FLAG_IGNORE_WRONG_USAGE;
    check(verify(CERT_CHAIN_POLICY_SSL, s.chain, 0, &ssl), ERROR_SUCCESS, -1, -1);
}

TEST(a_signer_of_programs)
{
    subject s = subject_make((issue_options){.extensions = "extendedKeyUsage=codeSigning"}), tls = subject_make((issue_options){0});
    /* SpcSpStatementType: a SEQUENCE of 1.3.6.1.4.1.311.2.1.22, commercial; or of .21, individual. */
    BYTE statement[] = {0x30, 0x0c, 0x06, 0x0a, 0x2b, 0x06, 0x01, 0x04, 0x01, 0x82, 0x37, 0x02, 0x01, 0x16};
    CRYPT_ATTR_BLOB value = {sizeof(statement), statement};
    char type[] = "1.3.6.1.4.1.311.2.1.11";
    CRYPT_ATTRIBUTE attribute = {type, 1, &value};
    CMSG_SIGNER_INFO signer;
    memset(&signer, 0, sizeof(signer));
    signer.AuthAttrs.cAttr = 1;
    signer.AuthAttrs.rgAttr = &attribute;
    AUTHENTICODE_EXTRA_CERT_CHAIN_POLICY_PARA extra = {sizeof(extra), 0, &signer};
    AUTHENTICODE_EXTRA_CERT_CHAIN_POLICY_STATUS answer = {sizeof(answer), 77};
    CERT_CHAIN_POLICY_PARA para = {sizeof(para), 0, &extra};
    CERT_CHAIN_POLICY_STATUS status = {sizeof(status), 0, 0, 0, &answer};

    CHECK_OK(CertVerifyCertificateChainPolicy(CERT_CHAIN_POLICY_AUTHENTICODE, s.chain, &para, &status));
    check(status, ERROR_SUCCESS, -1, -1);
    CHECK_EQ(answer.fCommercial, TRUE);
    statement[sizeof(statement) - 1] = 0x15;
    CHECK_OK(CertVerifyCertificateChainPolicy(CERT_CHAIN_POLICY_AUTHENTICODE, s.chain, &para, &status));
    CHECK_EQ(answer.fCommercial, FALSE);
    check(verify(CERT_CHAIN_POLICY_AUTHENTICODE, tls.chain, 0, NULL), CERT_E_WRONG_USAGE, 0, 0);
    check(verify(CERT_CHAIN_POLICY_AUTHENTICODE_TS, s.chain, 0, NULL), CERT_E_WRONG_USAGE, 0, 0);

    CHECK_FAILS(CertVerifyCertificateChainPolicy(CERT_CHAIN_POLICY_AUTHENTICODE_TS, s.chain, &para, &status), E_INVALIDARG);
    extra.dwRegPolicySettings = WTPF_ALLOWONLYPERTRUST;
    CHECK_FAILS(CertVerifyCertificateChainPolicy(CERT_CHAIN_POLICY_AUTHENTICODE, s.chain, &para, &status), ERROR_NOT_SUPPORTED);
}

TEST(no_root_of_microsofts)
{
    subject s = subject_make((issue_options){0});
    check(verify(CERT_CHAIN_POLICY_MICROSOFT_ROOT, s.chain, 0, NULL), CERT_E_UNTRUSTEDROOT, 0, 2);
    CERT_CHAIN_POLICY_STATUS status = {.cbSize = sizeof(status)};
    CHECK_OK(CertVerifyCertificateChainPolicy(CERT_CHAIN_POLICY_MICROSOFT_ROOT, s.chain, NULL, &status));
    check(status, CERT_E_UNTRUSTEDROOT, 0, 2);
}

TEST(a_foreign_chain_counts_by_its_documented_fields)
{
    subject s = subject_make((issue_options){0});
    CERT_CHAIN_ELEMENT elements[3];
    PCERT_CHAIN_ELEMENT pointers[3];
    for (int i = 0; i < 3; i++) {
        memset(&elements[i], 0xcc, sizeof(elements[i]));
        elements[i].cbSize = 24; /* to TrustStatus */
        elements[i].pCertContext = s.chain->rgpChain[0]->rgpElement[i]->pCertContext;
        elements[i].TrustStatus.dwErrorStatus = i == 1 ? CERT_TRUST_IS_REVOKED : 0;
        elements[i].TrustStatus.dwInfoStatus = 0;
        pointers[i] = &elements[i];
    }
    CERT_SIMPLE_CHAIN simple;
    memset(&simple, 0, sizeof(simple));
    simple.cbSize = sizeof(simple);
    simple.cElement = 3;
    simple.rgpElement = pointers;
    PCERT_SIMPLE_CHAIN chains[] = {&simple};
    CERT_CHAIN_CONTEXT context;
    memset(&context, 0xcc, sizeof(context));
    context.cbSize = 24; /* to rgpChain */
    context.TrustStatus.dwErrorStatus = 0;
    context.TrustStatus.dwInfoStatus = 0;
    context.cChain = 1;
    context.rgpChain = chains;
    check(verify(CERT_CHAIN_POLICY_BASE, &context, 0, NULL), CRYPT_E_REVOKED, 0, 1);
    elements[1].TrustStatus.dwErrorStatus = 0;
    SSL_EXTRA_CERT_CHAIN_POLICY_PARA ssl = server(W("www.example.com"));
    check(verify(CERT_CHAIN_POLICY_SSL, &context, 0, &ssl), ERROR_SUCCESS, -1, -1);

    /* A certificate that cannot be read leaves nothing out: the policy cannot judge. */
    BYTE junk[] = {0x30, 0x00};
    CERT_CONTEXT unreadable;
    memset(&unreadable, 0, sizeof(unreadable));
    unreadable.dwCertEncodingType = X509_ASN_ENCODING;
    unreadable.pbCertEncoded = junk;
    unreadable.cbCertEncoded = sizeof(junk);
    elements[2].pCertContext = &unreadable;
    CERT_CHAIN_POLICY_STATUS status = {.cbSize = sizeof(status)};
    CHECK_FAILS(CertVerifyCertificateChainPolicy(CERT_CHAIN_POLICY_BASE, &context, NULL, &status), ERROR_INVALID_PARAMETER);
}

TEST(sizes_are_honoured)
{
    subject s = subject_make((issue_options){.starts_in = -7200, .ends_in = -3600});
    CERT_CHAIN_POLICY_STATUS status;
    for (DWORD size = 8; size <= sizeof(status); size += 4) {
        memset(&status, 0x77, sizeof(status));
        status.cbSize = size;
        status.pvExtraPolicyStatus = NULL;
        CHECK_OK(CertVerifyCertificateChainPolicy(CERT_CHAIN_POLICY_BASE, s.chain, NULL, &status));
        CHECK_EQ(status.dwError, (DWORD)CERT_E_EXPIRED);
        CHECK_EQ(status.lChainIndex, size >= 12 ? 0 : 0x77777777);
        CHECK_EQ(status.lElementIndex, size >= 16 ? 0 : 0x77777777);
    }
    status.cbSize = 4;
    CHECK_FAILS(CertVerifyCertificateChainPolicy(CERT_CHAIN_POLICY_BASE, s.chain, NULL, &status), E_INVALIDARG);

    /* Flags beyond cbSize are none. */
    CERT_CHAIN_POLICY_PARA para = {4, CERT_CHAIN_POLICY_IGNORE_NOT_TIME_VALID_FLAG, NULL};
    status.cbSize = sizeof(status);
    CHECK_OK(CertVerifyCertificateChainPolicy(CERT_CHAIN_POLICY_BASE, s.chain, &para, &status));
    CHECK_EQ(status.dwError, (DWORD)CERT_E_EXPIRED);
    SSL_EXTRA_CERT_CHAIN_POLICY_PARA ssl = server(W("www.example.com"));
    ssl.cbSize = 16;
    CERT_CHAIN_POLICY_PARA with = {sizeof(with), 0, &ssl};
    CHECK_FAILS(CertVerifyCertificateChainPolicy(CERT_CHAIN_POLICY_SSL, s.chain, &with, &status), E_INVALIDARG);
}

TEST(policies_that_are_not_there_and_bad_arguments)
{
    subject s = subject_make((issue_options){0});
    CERT_CHAIN_POLICY_PARA para = {.cbSize = sizeof(para)};
    CERT_CHAIN_POLICY_STATUS status = {.cbSize = sizeof(status), .dwError = 0x12345678};
    LPCSTR unknown[] = {NULL, (LPCSTR)14, (LPCSTR)0xffff, "1.2.3.4", CERT_CHAIN_POLICY_EV, CERT_CHAIN_POLICY_SSL_F12,
        CERT_CHAIN_POLICY_SSL_HPKP_HEADER, CERT_CHAIN_POLICY_THIRD_PARTY_ROOT, CERT_CHAIN_POLICY_SSL_KEY_PIN, CERT_CHAIN_POLICY_CT};
    for (size_t i = 0; i < sizeof(unknown) / sizeof(unknown[0]); i++)
        CHECK_FAILS(CertVerifyCertificateChainPolicy(unknown[i], s.chain, &para, &status), ERROR_FILE_NOT_FOUND);
    CHECK_EQ(status.dwError, 0x12345678);
    CHECK_FAILS(CertVerifyCertificateChainPolicy(CERT_CHAIN_POLICY_BASE, NULL, &para, &status), E_INVALIDARG);
    CHECK_FAILS(CertVerifyCertificateChainPolicy(CERT_CHAIN_POLICY_BASE, s.chain, &para, NULL), E_INVALIDARG);
}

/* Thousands of certificates and CRLs that are wrong somewhere, through everything that takes one. Nothing crashes, hangs
 * or fails with an error that is not documented. */
#include "damage.h"

#define CERTIFICATES 16000
#define CRLS 8000

enum { ROOT, AUTHORITY, SERVER, OTHERS = 6 };

typedef struct arena {
    mutator *changes;
    HCERTSTORE roots, others;
    HCERTCHAINENGINE engine;
    FILETIME when;
    tally all;
    DWORD seen; /* error bits of all chains */
} arena;

static void add(HCERTSTORE store, encoded of)
{
    CHECK(CertAddEncodedCertificateToStore(store, X509_ASN_ENCODING, of.bytes, of.length, CERT_STORE_ADD_ALWAYS, NULL));
}

static HCERTCHAINENGINE engine_over(HCERTSTORE roots)
{
    CERT_CHAIN_ENGINE_CONFIG config = {.cbSize = sizeof(config), .hExclusiveRoot = roots};
    HCERTCHAINENGINE engine;
    CHECK(CertCreateCertificateChainEngine(&config, &engine));
    return engine;
}

static arena *arena_make(void)
{
    arena *made = (arena *)calloc(1, sizeof(*made));
    CHECK(made != NULL);
    made->changes = mutator_make();
    made->roots = CertOpenStore(CERT_STORE_PROV_MEMORY, 0, 0, 0, NULL);
    made->others = CertOpenStore(CERT_STORE_PROV_MEMORY, 0, 0, 0, NULL);
    add(made->roots, specimen(SPECIMEN_CERTIFICATE, ROOT));
    add(made->others, specimen(SPECIMEN_CERTIFICATE, AUTHORITY));
    made->engine = engine_over(made->roots);
    made->when = filetime_of(1780000000); /* 2026 */
    return made;
}

/* Errors that the documents of the functions give for bytes that are no certificate. */
static void check_refusal(unsigned number) { CHECK_DOCUMENTED("creation", number, CRYPT_E_ASN1_BADTAG, CRYPT_E_ASN1_EOD, E_INVALIDARG); }

static void check_failure(const char *what, unsigned number)
{
    CHECK_DOCUMENTED(what, number, CRYPT_E_NOT_FOUND, ERROR_NOT_SUPPORTED, ERROR_INVALID_PARAMETER, E_INVALIDARG, CRYPT_E_ASN1_BADTAG);
}

static void read_everything(PCCERT_CONTEXT context, unsigned number)
{
    PCERT_INFO info = context->pCertInfo;
    volatile unsigned total = sum_of(info->SerialNumber.pbData, info->SerialNumber.cbData) + sum_of(info->Issuer.pbData, info->Issuer.cbData)
        + sum_of(info->Subject.pbData, info->Subject.cbData) + sum_of(info->SubjectPublicKeyInfo.PublicKey.pbData, info->SubjectPublicKeyInfo.PublicKey.cbData)
        + sum_of(info->SubjectPublicKeyInfo.Algorithm.Parameters.pbData, info->SubjectPublicKeyInfo.Algorithm.Parameters.cbData)
        + sum_of(info->IssuerUniqueId.pbData, info->IssuerUniqueId.cbData) + sum_of_extensions(info->cExtension, info->rgExtension);
    (void)total;
    read_certificate_properties(context, number);
}

static void find(arena *self, PCCERT_CONTEXT context, unsigned number)
{
    HCERTSTORE store = CertOpenStore(CERT_STORE_PROV_MEMORY, 0, 0, 0, NULL);
    PCCERT_CONTEXT stored, found;
    CHECK(CertAddCertificateContextToStore(store, context, CERT_STORE_ADD_ALWAYS, &stored));
    char server[] = szOID_PKIX_KP_SERVER_AUTH;
    LPSTR identifiers[1] = {server};
    CERT_ENHKEY_USAGE usage = {1, identifiers};
    CERT_RDN_ATTR attribute = {NULL, CERT_RDN_ANY_TYPE, {2, (BYTE *)"DE"}};
    CERT_RDN anything = {1, &attribute};
    const struct {
        DWORD type;
        const void *what;
    } questions[] = {
        {CERT_FIND_EXISTING, context}, {CERT_FIND_SUBJECT_NAME, &context->pCertInfo->Subject}, {CERT_FIND_ISSUER_NAME, &context->pCertInfo->Issuer},
        {CERT_FIND_SUBJECT_CERT, context->pCertInfo}, {CERT_FIND_PUBLIC_KEY, &context->pCertInfo->SubjectPublicKeyInfo},
        {CERT_FIND_SUBJECT_STR, W("www.example.com")}, {CERT_FIND_ISSUER_STR, W("Root")}, {CERT_FIND_ISSUER_OF, context},
        {CERT_FIND_ENHKEY_USAGE, &usage}, {CERT_FIND_SUBJECT_ATTR, &anything}, {CERT_FIND_CROSS_CERT_DIST_POINTS, NULL}, {CERT_FIND_SUBJECT_INFO_ACCESS, NULL},
    };
    for (size_t i = 0; i < sizeof(questions) / sizeof(questions[0]); i++) {
        found = CertFindCertificateInStore(store, X509_ASN_ENCODING, 0, questions[i].type, questions[i].what, NULL);
        /* What is asked with the certificate's own bytes finds it. */
        if (!found && questions[i].type == CERT_FIND_PUBLIC_KEY)
            check_failure("a search", number);
        if (i == 0)
            CHECK_PTR(found, stored);
        CertFreeCertificateContext(found);
    }
    CertFreeCertificateContext(stored);
    CHECK(CertCloseStore(store, 0));
    (void)self;
}

static void judge(arena *self, PCCERT_CHAIN_CONTEXT chain)
{
    SSL_EXTRA_CERT_CHAIN_POLICY_PARA ssl;
    memset(&ssl, 0, sizeof(ssl));
    ssl.cbSize = sizeof(ssl);
    ssl.dwAuthType = AUTHTYPE_SERVER;
    ssl.fdwChecks = SECURITY_FLAG_IGNORE_WRONG_USAGE;
    ssl.pwszServerName = (WCHAR *)W("www.example.com");
    for (ULONG_PTR policy = 1; policy <= 7; policy++) {
        CERT_CHAIN_POLICY_PARA para = {sizeof(para), policy == 4 ? 0xffffu : 0u, policy == 4 ? &ssl : NULL};
        CERT_CHAIN_POLICY_STATUS status = {.cbSize = sizeof(status)};
        CHECK(CertVerifyCertificateChainPolicy((LPCSTR)policy, chain, &para, &status));
        CHECK((status.dwError == 0) == (status.lChainIndex == -1 && status.lElementIndex == -1));
    }
    self->seen |= chain->TrustStatus.dwErrorStatus;
}

static void chain(arena *self, HCERTCHAINENGINE engine, PCCERT_CONTEXT end, HCERTSTORE store)
{
    LPSTR usages[] = {(LPSTR)szOID_PKIX_KP_SERVER_AUTH};
    CERT_CHAIN_PARA para = {.cbSize = sizeof(para)};
    para.RequestedUsage.Usage.cUsageIdentifier = 1;
    para.RequestedUsage.Usage.rgpszUsageIdentifier = usages;
    PCCERT_CHAIN_CONTEXT built;
    CHECK(CertGetCertificateChain(engine, end, &self->when, store, &para,
        CERT_CHAIN_RETURN_LOWER_QUALITY_CONTEXTS | CERT_CHAIN_DISABLE_AIA | CERT_CHAIN_CACHE_ONLY_URL_RETRIEVAL, NULL, &built));
    CHECK(built->cChain > 0 && built->rgpChain[0]->cElement > 0);
    CHECK_EQ(built->rgpChain[0]->rgpElement[0]->pCertContext->cbCertEncoded, end->cbCertEncoded);
    judge(self, built);
    CertFreeCertificateChain(built);
}

/* In the place from which it comes: as the end, as the issuer of the server, as the root above it. */
static void chains(arena *self, PCCERT_CONTEXT context, unsigned place)
{
    chain(self, self->engine, context, self->others);
    if (place != ROOT && place != AUTHORITY)
        return;
    encoded server = specimen(SPECIMEN_CERTIFICATE, SERVER);
    PCCERT_CONTEXT end = CertCreateCertificateContext(X509_ASN_ENCODING, server.bytes, server.length);
    HCERTSTORE store = CertOpenStore(CERT_STORE_PROV_MEMORY, 0, 0, 0, NULL);
    CHECK(end && CertAddCertificateContextToStore(store, context, CERT_STORE_ADD_ALWAYS, NULL));
    if (place == AUTHORITY) {
        chain(self, self->engine, end, store);
    }
    HCERTCHAINENGINE engine = engine_over(store); /* which trusts it */
    chain(self, engine, end, self->others);
    CertFreeCertificateChainEngine(engine);
    CHECK(CertCloseStore(store, 0));
    CertFreeCertificateContext(end);
}

TEST(sixteen_thousand_certificates)
{
    arena *self = arena_make();
    for (unsigned i = 0; i < CERTIFICATES; i++) {
        /* Those that play a part in the chain more often than the others. */
        unsigned place = mutator_below(self->changes, 10);
        place = place < OTHERS ? place : place % 3;
        encoded wrong = mutate(self->changes, specimen(SPECIMEN_CERTIFICATE, place));
        tally_begin(&self->all);
        PCCERT_CONTEXT context = CertCreateCertificateContext(X509_ASN_ENCODING, wrong.bytes, wrong.length);
        if (!context) {
            check_refusal(i);
        } else {
            read_everything(context, i);
            find(self, context, i);
            chains(self, context, place);
            CHECK(CertFreeCertificateContext(context));
        }
        tally_end(&self->all, context != NULL);
    }
    printf("chain errors 0x%x; ", (unsigned)self->seen);
    tally_check(&self->all, 1000, 1000);
    /* The mutations reach as deep as they are meant to. */
    DWORD reached = CERT_TRUST_IS_NOT_TIME_VALID | CERT_TRUST_IS_NOT_SIGNATURE_VALID | CERT_TRUST_IS_NOT_VALID_FOR_USAGE | CERT_TRUST_IS_UNTRUSTED_ROOT
        | CERT_TRUST_IS_PARTIAL_CHAIN | CERT_TRUST_INVALID_EXTENSION | CERT_TRUST_INVALID_BASIC_CONSTRAINTS | CERT_TRUST_INVALID_NAME_CONSTRAINTS
        | CERT_TRUST_HAS_NOT_PERMITTED_NAME_CONSTRAINT | CERT_TRUST_HAS_NOT_SUPPORTED_CRITICAL_EXT;
    CHECK_EQ(self->seen & reached, reached);
}

TEST(eight_thousand_crls)
{
    arena *self = arena_make();
    encoded server = specimen(SPECIMEN_CERTIFICATE, SERVER);
    PCCERT_CONTEXT certificate = CertCreateCertificateContext(X509_ASN_ENCODING, server.bytes, server.length);
    unsigned listed = 0, scoped = 0;
    CHECK(certificate != NULL);
    for (unsigned i = 0; i < CRLS; i++) {
        encoded wrong = mutate(self->changes, specimen(SPECIMEN_CRL, mutator_below(self->changes, 4)));
        tally_begin(&self->all);
        PCCRL_CONTEXT crl = CertCreateCRLContext(X509_ASN_ENCODING, wrong.bytes, wrong.length);
        if (!crl) {
            check_refusal(i);
            tally_end(&self->all, 0);
            continue;
        }
        volatile unsigned total = sum_of_extensions(crl->pCrlInfo->cExtension, crl->pCrlInfo->rgExtension);
        for (DWORD entry = 0; entry < crl->pCrlInfo->cCRLEntry; entry++)
            total = total + sum_of_extensions(crl->pCrlInfo->rgCRLEntry[entry].cExtension, crl->pCrlInfo->rgCRLEntry[entry].rgExtension);
        PCRL_ENTRY entry = NULL;
        if (!CertFindCertificateInCRL(certificate, crl, 0, NULL, &entry))
            check_failure("the search in a CRL", i);
        else
            listed += entry != NULL;
        SetLastError(ERROR_SUCCESS);
        if (CertIsValidCRLForCertificate(certificate, crl, 0, NULL))
            scoped++;
        else if (GetLastError() != ERROR_SUCCESS) /* which means no */
            check_failure("the scope of a CRL", i);
        LONG time = CertVerifyCRLTimeValidity(&self->when, crl->pCrlInfo);
        CHECK(time >= -1 && time <= 1);
        PCRL_INFO infos[] = {crl->pCrlInfo};
        if (!CertVerifyCRLRevocation(X509_ASN_ENCODING, certificate->pCertInfo, 1, infos))
            CHECK(GetLastError() == (DWORD)CRYPT_E_REVOKED || GetLastError() == (DWORD)CRYPT_E_ASN1_BADTAG || GetLastError() == ERROR_INVALID_PARAMETER);
        read_crl_properties(crl, i);
        CHECK(CertFreeCRLContext(crl));
        tally_end(&self->all, 1);
    }
    printf("%u list the certificate, %u in scope; ", listed, scoped);
    tally_check(&self->all, 300, 300);
    CHECK(listed > 100 && scoped > 100);
}

/* Whether a certificate is revoked, when what should tell is wrong somewhere: CRLs in stores, CRLs whose extensions are
 * wrong but signed, responses on the certificate. The keys are made anew in each run; the changes are the same. */
#define CERT_REVOCATION_PARA_HAS_EXTRA_FIELDS
#include "damage.h"

#define CRLS 4000
#define SIGNED_CRLS 600
#define RESPONSES 4000
#define MAX_EXTENSIONS 32

enum { ROOT, AUTHORITY, SERVER };

static PCCERT_CONTEXT create(const unsigned char *bytes, unsigned length)
{
    PCCERT_CONTEXT made = CertCreateCertificateContext(X509_ASN_ENCODING, bytes, length);
    CHECK(made != NULL);
    return made;
}

typedef struct judge {
    PCCERT_CONTEXT leaf, issuer;
    HCERTSTORE crls;
    tally all;
    unsigned good, revoked;
} judge;

static HCERTSTORE open_memory(void)
{
    HCERTSTORE store = CertOpenStore(CERT_STORE_PROV_MEMORY, 0, 0, 0, NULL);
    CHECK(store != NULL);
    return store;
}

/* From what is at hand: nothing is fetched. */
static void verify(judge *self, unsigned number)
{
    CERT_REVOCATION_CRL_INFO used = {.cbSize = sizeof(used)};
    CERT_REVOCATION_PARA para = {.cbSize = sizeof(para), .pIssuerCert = self->issuer, .hCrlStore = self->crls};
    CERT_REVOCATION_STATUS status = {.cbSize = sizeof(status)};
    void *contexts[] = {(void *)self->leaf};
    para.pCrlInfo = &used;
    para.cCertStore = 1;
    para.rgCertStore = &self->crls;
    BOOL is_good = CertVerifyRevocation(X509_ASN_ENCODING, CERT_CONTEXT_REVOCATION_TYPE, 1, contexts, CERT_VERIFY_CACHE_ONLY_BASED_REVOCATION, &para, &status);
    if (!is_good) {
        CHECK_EQ(status.dwError, GetLastError());
        CHECK_DOCUMENTED("verification", number, CRYPT_E_REVOKED, CRYPT_E_NO_REVOCATION_CHECK, CRYPT_E_REVOCATION_OFFLINE, CRYPT_E_NOT_IN_REVOCATION_DATABASE,
            ERROR_INVALID_PARAMETER);
    }
    /* Whoever tells is shown. */
    if (is_good || status.dwError == (DWORD)CRYPT_E_REVOKED) {
        CHECK(used.pBaseCrlContext != NULL);
        read_crl_properties(used.pBaseCrlContext, number);
        self->good += is_good ? 1 : 0;
        self->revoked += is_good ? 0 : 1;
    }
    CertFreeCRLContext(used.pBaseCrlContext);
    CertFreeCRLContext(used.pDeltaCrlContext);
}

/* The same through a chain, every so often. */
static void build(judge *self, HCERTCHAINENGINE engine)
{
    CERT_CHAIN_PARA para = {.cbSize = sizeof(para)};
    PCCERT_CHAIN_CONTEXT built;
    DWORD checks = CERT_CHAIN_REVOCATION_CHECK_END_CERT | CERT_CHAIN_REVOCATION_CHECK_CACHE_ONLY | CERT_CHAIN_CACHE_ONLY_URL_RETRIEVAL | CERT_CHAIN_DISABLE_AIA;
    CHECK(CertGetCertificateChain(engine, self->leaf, NULL, self->crls, &para, checks, NULL, &built));
    CHECK(built->cChain > 0 && built->rgpChain[0]->cElement > 0);
    CertFreeCertificateChain(built);
}

static HCERTCHAINENGINE engine_that_trusts(PCCERT_CONTEXT root)
{
    HCERTSTORE roots = open_memory();
    CERT_CHAIN_ENGINE_CONFIG config = {.cbSize = sizeof(config), .hExclusiveRoot = roots};
    HCERTCHAINENGINE engine;
    CHECK(CertAddCertificateContextToStore(roots, root, CERT_STORE_ADD_ALWAYS, NULL) && CertCreateCertificateChainEngine(&config, &engine));
    CHECK(CertCloseStore(roots, 0));
    return engine;
}

/* Puts a CRL in the place of the last one; whether it is one. */
static BOOL put_crl(judge *self, encoded crl)
{
    CHECK(!self->crls || CertCloseStore(self->crls, 0));
    self->crls = open_memory();
    return CertAddEncodedCRLToStore(self->crls, X509_ASN_ENCODING, crl.bytes, crl.length, CERT_STORE_ADD_ALWAYS, NULL);
}

static void finish(const judge *self, unsigned least_accepted, unsigned least_refused)
{
    printf("%u good, %u revoked; ", self->good, self->revoked);
    tally_check(&self->all, least_accepted, least_refused);
}

TEST(four_thousand_crls)
{
    mutator *changes = mutator_make();
    encoded root = specimen(SPECIMEN_CERTIFICATE, ROOT), authority = specimen(SPECIMEN_CERTIFICATE, AUTHORITY), server = specimen(SPECIMEN_CERTIFICATE, SERVER);
    judge self;
    memset(&self, 0, sizeof(self));
    self.leaf = create(server.bytes, server.length);
    self.issuer = create(authority.bytes, authority.length);
    HCERTCHAINENGINE engine = engine_that_trusts(create(root.bytes, root.length));
    for (unsigned i = 0; i < CRLS; i++) {
        encoded wrong = mutate(changes, specimen(SPECIMEN_CRL, mutator_below(changes, 4)));
        tally_begin(&self.all);
        BOOL is_crl = put_crl(&self, wrong);
        /* A delta needs a complete one, and the certificate says that there is a delta: sound ones are beside it in turns. */
        for (unsigned which = 0; which < 2; which++) {
            encoded sound = specimen(SPECIMEN_CRL, which);
            if (i & (1u << which))
                CHECK(CertAddEncodedCRLToStore(self.crls, X509_ASN_ENCODING, sound.bytes, sound.length, CERT_STORE_ADD_ALWAYS, NULL));
        }
        verify(&self, i);
        if (i % 5 == 0)
            build(&self, engine);
        tally_end(&self.all, is_crl);
    }
    finish(&self, 300, 300);
    CHECK(self.revoked > 500);
    CertFreeCertificateChainEngine(engine);
}

/* The value of some extension of some specimen, changed, as a line of an openssl.cnf. */
static void any_extension(mutator *changes, char *line, size_t size)
{
    static const char *const identifiers[] = {"2.5.29.20", "2.5.29.27", "2.5.29.28", "2.5.29.35", "2.5.29.46", "2.5.29.21", "1.2.3.4"};
    encoded of = specimen(SPECIMEN_CRL, mutator_below(changes, 4));
    PCCRL_CONTEXT from = CertCreateCRLContext(X509_ASN_ENCODING, of.bytes, of.length);
    CHECK(from && from->pCrlInfo->cExtension > 0);
    PCERT_EXTENSION chosen = &from->pCrlInfo->rgExtension[mutator_below(changes, from->pCrlInfo->cExtension)];
    encoded value = {chosen->Value.pbData, chosen->Value.cbData}, wrong = mutate(changes, value);
    const char *identifier = mutator_below(changes, 6) ? chosen->pszObjId : identifiers[mutator_below(changes, 7)];
    size_t written = (size_t)snprintf(line, size, "%s=%sDER:", identifier, mutator_below(changes, 2) ? "critical," : "");
    if (wrong.length == 0)
        written += (size_t)snprintf(line + written, size - written, "00");
    for (unsigned i = 0; i < wrong.length && written + 4 < size; i++)
        written += (size_t)snprintf(line + written, size - written, "%02x", wrong.bytes[i]);
    snprintf(line + written, size - written, "\n");
    CertFreeCRLContext(from);
}

TEST(six_hundred_crls_that_are_signed)
{
    mutator *changes = mutator_make();
    identity *root = pki_root("root"), *leaf = pki_issue(root, "leaf", (issue_options){0});
    judge self;
    memset(&self, 0, sizeof(self));
    self.leaf = create(leaf->der, leaf->der_length);
    self.issuer = create(root->der, root->der_length);
    HCERTCHAINENGINE engine = engine_that_trusts(self.issuer);
    const identity *list[] = {leaf, NULL};
    for (unsigned i = 0; i < SIGNED_CRLS; i++) {
        static char line[20000];
        any_extension(changes, line, sizeof(line));
        crl_options options = {0};
        options.revoked = i % 2 ? list : NULL;
        options.extensions = line;
        encoded crl = pki_crl(root, options);
        tally_begin(&self.all);
        BOOL is_crl = put_crl(&self, crl);
        verify(&self, i);
        build(&self, engine);
        tally_end(&self.all, is_crl);
    }
    finish(&self, 300, 0);
    CHECK(self.good > 20 && self.revoked > 20 && self.good + self.revoked < SIGNED_CRLS);
    CertFreeCertificateChainEngine(engine);
}

TEST(four_thousand_responses_on_the_certificate)
{
    mutator *changes = mutator_make();
    fixture f = fixture_make();
    const answer answers[] = {ANSWER_GOOD, ANSWER_REVOKED, ANSWER_DELEGATED, ANSWER_UNKNOWN};
    encoded bodies[4];
    for (unsigned i = 0; i < 4; i++) {
        responder_set_answer(f.responder, answers[i]);
        CertCloseServerOcspResponse(open_response(f.chain, 0), 0);
        bodies[i].bytes = (unsigned char *)malloc(16384);
        bodies[i].length = responder_last_body(f.responder, bodies[i].bytes, 16384);
    }
    responder_stop(f.responder);
    judge self;
    memset(&self, 0, sizeof(self));
    HCERTSTORE certificates = open_memory();
    CHECK(CertAddCertificateContextToStore(certificates, f.certificate, CERT_STORE_ADD_ALWAYS, &self.leaf));
    self.issuer = create(f.root->der, f.root->der_length);
    self.crls = open_memory();
    HCERTCHAINENGINE engine = engine_that_trusts(self.issuer);
    for (unsigned i = 0; i < RESPONSES; i++) {
        encoded body = bodies[mutator_below(changes, 4)], wrong = i % 100 ? mutate(changes, body) : body;
        CRYPT_DATA_BLOB value = {wrong.length, wrong.bytes};
        unsigned told = self.good + self.revoked;
        CHECK(CertSetCertificateContextProperty(self.leaf, CERT_OCSP_RESPONSE_PROP_ID, 0, &value));
        tally_begin(&self.all);
        verify(&self, i);
        if (i % 4 == 1)
            build(&self, engine);
        tally_end(&self.all, self.good + self.revoked > told);
    }
    CHECK(CertCloseStore(certificates, 0));
    finish(&self, 10, 3000);
    CHECK(self.good > 0 && self.revoked > 0);
    CertFreeCertificateChainEngine(engine);
}

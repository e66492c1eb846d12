/* Whoever frees what was handed out gets all of it back: memory, descriptors and threads after thousands of rounds. */
#include "fixture.h"
#include "observer.h"

#define ALLOWED_GROWTH (3l << 20) /* noise of the allocators; a leak of 1 KiB per round is far beyond it */

static long growth_of(void (*round)(void *), void *argument, int rounds)
{
    long before = resident_bytes();
    for (int i = 0; i < rounds; i++)
        round(argument);
    long growth = resident_bytes() - before;
    printf("%d rounds: %ld KiB\n", rounds, growth >> 10);
    return growth;
}

/* Runs the rounds once to fill every cache, and measures over them run again. The collector lets its heap grow for a while:
 * memory that is lost in every round is missing after the fifth time as after the first. Threads of a busy moment go. */
static void check_no_growth(void (*round)(void *), void *argument, int rounds)
{
    for (int i = 0; i < rounds; i++)
        round(argument);
    int descriptors = open_descriptors(), threads = running_threads();
    long growth = ALLOWED_GROWTH + 1;
    for (int i = 0; i < 5 && growth > ALLOWED_GROWTH; i++)
        growth = growth_of(round, argument, rounds);
    if (growth > ALLOWED_GROWTH)
        FAIL("%ld KiB more after %d rounds", growth >> 10, rounds);
    CHECK(open_descriptors() <= descriptors + 2);
    WAIT_FOR(running_threads() <= threads + 4);
}

static void open_get_close(void *argument)
{
    fixture *f = (fixture *)argument;
    HCERT_SERVER_OCSP_RESPONSE handle = open_response(f->chain, 0);
    PCCERT_SERVER_OCSP_RESPONSE_CONTEXT context = get_response(handle);
    CertCloseServerOcspResponse(handle, 0);
    CertFreeServerOcspResponseContext(context);
}

TEST(responses_that_are_retrieved)
{
    fixture f = fixture_make();
    check_no_growth(open_get_close, &f, 700);
    CHECK(responder_requests(f.responder) > 1000); /* each Open was the first on its certificate */
}

TEST(responses_that_are_shared)
{
    fixture f = fixture_make();
    HCERT_SERVER_OCSP_RESPONSE handle = open_response(f.chain, 0);
    check_no_growth(open_get_close, &f, 5000);
    CertCloseServerOcspResponse(handle, 0);
}

typedef struct lent {
    PCCERT_SERVER_OCSP_RESPONSE_CONTEXT before, after; /* freed before and after the handle's last Close */
    HCERT_SERVER_OCSP_RESPONSE handle;
} lent;

static void *give_back(void *argument)
{
    const lent *borrowed = (const lent *)argument;
    CertFreeServerOcspResponseContext(borrowed->before);
    CertCloseServerOcspResponse(borrowed->handle, 0);
    CertFreeServerOcspResponseContext(borrowed->after);
    return NULL;
}

static void open_get_and_let_another_thread_close(void *argument)
{
    fixture *f = (fixture *)argument;
    lent borrowed;
    borrowed.handle = open_response(f->chain, 0);
    borrowed.before = get_response(borrowed.handle);
    borrowed.after = get_response(borrowed.handle);
    CertFreeServerOcspResponseContext(get_response(borrowed.handle));
    CertAddRefServerOcspResponseContext(borrowed.after);
    thread_join(thread_start(give_back, &borrowed));
    CertFreeServerOcspResponseContext(borrowed.after);
}

/* A response and its lanes take about 900 bytes: never to free them would be over 4 MiB. */
TEST(responses_that_another_thread_gives_back)
{
    fixture f = fixture_make();
    check_no_growth(open_get_and_let_another_thread_close, &f, 5000);
}

static void open_fails(void *argument)
{
    fixture *f = (fixture *)argument;
    HCERT_SERVER_OCSP_RESPONSE handle = open_response(f->chain, 0);
    CHECK(CertGetServerOcspResponseContext(handle, 0, NULL) == NULL);
    CertCloseServerOcspResponse(handle, 0);
    CHECK(CertOpenServerOcspResponse(f->chain, 0x80, NULL) == NULL);
}

TEST(retrievals_that_fail)
{
    fixture f = fixture_make();
    responder_set_answer(f.responder, ANSWER_BAD_SIGNATURE);
    check_no_growth(open_fails, &f, 700);
}

static void certificates_and_stores(void *argument)
{
    fixture *f = (fixture *)argument;
    HCERTSTORE store = CertOpenStore(CERT_STORE_PROV_MEMORY, 0, 0, 0, NULL);
    PCCERT_CONTEXT certificate = CertCreateCertificateContext(X509_ASN_ENCODING, f->leaf->der, f->leaf->der_length), added;
    BYTE hash[20];
    DWORD size = sizeof(hash);
    CHECK_OK(CertGetCertificateContextProperty(certificate, CERT_SHA1_HASH_PROP_ID, hash, &size));
    CHECK_OK(CertAddCertificateContextToStore(store, certificate, CERT_STORE_ADD_NEW, &added));
    CHECK(CertEnumCertificatesInStore(store, CertEnumCertificatesInStore(store, NULL)) == NULL);
    CertFreeCertificateContext(certificate);
    CertFreeCertificateContext(added);
    CHECK_OK(CertCloseStore(store, 0));
}

TEST(certificates_in_stores)
{
    fixture f = fixture_make();
    check_no_growth(certificates_and_stores, &f, 5000);
}

static void chain(void *argument)
{
    fixture *f = (fixture *)argument;
    CertFreeCertificateChain(fixture_chain(f, f->leaf));
}

TEST(chains)
{
    fixture f = fixture_make();
    check_no_growth(chain, &f, 1500);
}

static void text(void *argument)
{
    (void)argument;
    char encoded[4096];
    BYTE decoded[2048];
    DWORD length = sizeof(encoded), size = sizeof(decoded);
    CHECK_OK(CryptBinaryToStringA(decoded, 1500, CRYPT_STRING_BASE64HEADER, encoded, &length));
    CHECK_OK(CryptStringToBinaryA(encoded, 0, CRYPT_STRING_ANY, decoded, &size, NULL, NULL));
}

TEST(text_and_bytes) { check_no_growth(text, NULL, 10000); }

/* Stores in every form that is read, wrong somewhere: serialized, PKCS #7, PEM, PKCS #12, in memory and in files; and CRLs
 * that are, in stores. */
#include "damage.h"
#include "pfx_files.h"

#define SERIALIZED 6000
#define MESSAGES 6000
#define PFX_FILES 3000
#define FILES 1500
#define CRLS 4000

enum { ROOT, AUTHORITY, SERVER };

static HCERTSTORE open_memory(void)
{
    HCERTSTORE store = CertOpenStore(CERT_STORE_PROV_MEMORY, 0, 0, 0, NULL);
    CHECK(store != NULL);
    return store;
}

/* Three certificates, of which one has properties, and two CRLs. */
static HCERTSTORE whole_store(void)
{
    HCERTSTORE store = open_memory();
    static const WCHAR name[] = W("a name");
    CRYPT_DATA_BLOB value = {sizeof(name), (BYTE *)name};
    for (unsigned i = 0; i < 3; i++) {
        encoded of = specimen(SPECIMEN_CERTIFICATE, i);
        PCCERT_CONTEXT added;
        CHECK(CertAddEncodedCertificateToStore(store, X509_ASN_ENCODING, of.bytes, of.length, CERT_STORE_ADD_ALWAYS, &added));
        if (i == SERVER)
            CHECK(CertSetCertificateContextProperty(added, CERT_FRIENDLY_NAME_PROP_ID, 0, &value));
        CertFreeCertificateContext(added);
    }
    for (unsigned i = 0; i < 2; i++) {
        encoded of = specimen(SPECIMEN_CRL, i);
        CHECK(CertAddEncodedCRLToStore(store, X509_ASN_ENCODING, of.bytes, of.length, CERT_STORE_ADD_ALWAYS, NULL));
    }
    return store;
}

static encoded saved(DWORD as)
{
    HCERTSTORE store = whole_store();
    CRYPT_DATA_BLOB blob = {0, NULL};
    CHECK(CertSaveStore(store, X509_ASN_ENCODING | PKCS_7_ASN_ENCODING, as, CERT_STORE_SAVE_TO_MEMORY, &blob, 0));
    blob.pbData = (BYTE *)malloc(blob.cbData);
    CHECK(CertSaveStore(store, X509_ASN_ENCODING | PKCS_7_ASN_ENCODING, as, CERT_STORE_SAVE_TO_MEMORY, &blob, 0));
    CHECK(CertCloseStore(store, 0));
    encoded made = {blob.pbData, blob.cbData};
    return made;
}

/* The same as text, the CRLs too. */
static encoded saved_as_text(void)
{
    static char text[65536];
    DWORD written = 0;
    for (unsigned i = 0; i < 4; i++) {
        encoded of = i < 3 ? specimen(SPECIMEN_CERTIFICATE, i) : specimen(SPECIMEN_CRL, 0);
        DWORD room = sizeof(text) - written;
        CHECK(CryptBinaryToStringA(of.bytes, of.length, i < 3 ? CRYPT_STRING_BASE64HEADER : CRYPT_STRING_BASE64X509CRLHEADER, text + written, &room));
        written += room;
    }
    encoded made = {(unsigned char *)text, written};
    return made;
}

/* Reads all that came out; how much that was. */
static unsigned read_store(HCERTSTORE store, unsigned number)
{
    unsigned count = 0;
    for (PCCERT_CONTEXT each = NULL; (each = CertEnumCertificatesInStore(store, each)) != NULL; count++) {
        volatile unsigned total = sum_of(each->pbCertEncoded, each->cbCertEncoded) + sum_of_extensions(each->pCertInfo->cExtension, each->pCertInfo->rgExtension);
        (void)total;
        if (number % 8 == 0)
            read_certificate_properties(each, number);
    }
    for (PCCRL_CONTEXT each = NULL; (each = CertEnumCRLsInStore(store, each)) != NULL; count++) {
        volatile unsigned total = sum_of(each->pbCrlEncoded, each->cbCrlEncoded) + sum_of_extensions(each->pCrlInfo->cExtension, each->pCrlInfo->rgExtension);
        (void)total;
        if (number % 8 == 0)
            read_crl_properties(each, number);
    }
    return count;
}

static void read_and_close(HCERTSTORE store, unsigned number)
{
    CHECK(read_store(store, number) < 1000);
    if (number % 4 == 0) { /* What was read can be written. */
        CRYPT_DATA_BLOB blob = {0, NULL};
        CHECK(CertSaveStore(store, X509_ASN_ENCODING | PKCS_7_ASN_ENCODING, CERT_STORE_SAVE_AS_STORE, CERT_STORE_SAVE_TO_MEMORY, &blob, 0));
    }
    CHECK(CertCloseStore(store, CERT_CLOSE_STORE_CHECK_FLAG));
}

static void open_mutations(LPCSTR provider, encoded whole, unsigned times, encoded (*change)(mutator *, encoded), unsigned least_accepted)
{
    mutator *changes = mutator_make();
    tally all = {0, 0, 0, 0};
    for (unsigned i = 0; i < times; i++) {
        encoded wrong = change(changes, whole);
        CRYPT_DATA_BLOB blob = {wrong.length, wrong.bytes};
        tally_begin(&all);
        HCERTSTORE store = CertOpenStore(provider, X509_ASN_ENCODING | PKCS_7_ASN_ENCODING, 0, 0, &blob);
        if (store)
            read_and_close(store, i);
        else
            CHECK_DOCUMENTED("opening", i, CRYPT_E_FILE_ERROR, CRYPT_E_ASN1_BADTAG, ERROR_INVALID_PASSWORD, ERROR_NOT_SUPPORTED, E_INVALIDARG);
        tally_end(&all, store != NULL);
    }
    tally_check(&all, least_accepted, times / 10);
}

TEST(six_thousand_serialized_stores) { open_mutations(CERT_STORE_PROV_SERIALIZED, saved(CERT_STORE_SAVE_AS_STORE), SERIALIZED, mutate_bytes, 200); }

TEST(six_thousand_messages) { open_mutations(CERT_STORE_PROV_PKCS7, saved(CERT_STORE_SAVE_AS_PKCS7), MESSAGES, mutate, 200); }

TEST(three_thousand_pfx_files)
{
    CRYPT_DATA_BLOB file = pfx_file(pfx_unprotected);
    encoded whole = {file.pbData, file.cbData};
    open_mutations(CERT_STORE_PROV_PKCS12, whole, PFX_FILES, mutate, 200);
}

/* A password that is right reaches the encrypted parts where no MAC is in the way; a MAC that fails is an answer too. */
TEST(three_thousand_pfx_files_with_passwords)
{
    mutator *changes = mutator_make();
    tally all = {0, 0, 0, 0};
    CRYPT_DATA_BLOB file = pfx_file(pfx_legacy);
    encoded whole = {file.pbData, file.cbData};
    for (unsigned i = 0; i < PFX_FILES; i++) {
        encoded wrong = mutate(changes, whole);
        CRYPT_DATA_BLOB blob = {wrong.length, wrong.bytes};
        tally_begin(&all);
        BOOL is_pfx = PFXIsPFXBlob(&blob);
        HCERTSTORE store = PFXImportCertStore(&blob, W("secret"), i % 4 ? 0 : PKCS12_ONLY_NOT_ENCRYPTED_CERTIFICATES);
        if (store)
            read_and_close(store, i);
        else
            CHECK_DOCUMENTED("importing", i, ERROR_INVALID_PASSWORD, CRYPT_E_ASN1_BADTAG, ERROR_NOT_SUPPORTED, E_INVALIDARG);
        CHECK(is_pfx || !store);
        tally_end(&all, store != NULL);
    }
    tally_check(&all, 20, 1000);
}

TEST(fifteen_hundred_files)
{
    mutator *changes = mutator_make();
    tally all = {0, 0, 0, 0};
    char path[TEMPORARY_PATH];
    temporary_file(path, sizeof(path));
    const encoded forms[] = {saved(CERT_STORE_SAVE_AS_STORE), saved(CERT_STORE_SAVE_AS_PKCS7), specimen(SPECIMEN_CERTIFICATE, SERVER), saved_as_text()};
    for (unsigned i = 0; i < FILES; i++) {
        encoded wrong = i % 4 == 1 || i % 4 == 2 ? mutate(changes, forms[i % 4]) : mutate_bytes(changes, forms[i % 4]);
        FILE *file = fopen(path, "wb");
        CHECK(file && fwrite(wrong.bytes, 1, wrong.length, file) == wrong.length && fclose(file) == 0);
        tally_begin(&all);
        HCERTSTORE store = CertOpenStore(CERT_STORE_PROV_FILENAME_A, X509_ASN_ENCODING | PKCS_7_ASN_ENCODING, 0, CERT_STORE_OPEN_EXISTING_FLAG, path);
        if (store)
            read_and_close(store, i);
        else
            CHECK_DOCUMENTED("a file", i, CRYPT_E_FILE_ERROR);
        tally_end(&all, store != NULL);
    }
    remove(path);
    tally_check(&all, 200, 200);
}

TEST(four_thousand_crls_in_stores)
{
    mutator *changes = mutator_make();
    tally all = {0, 0, 0, 0};
    encoded server = specimen(SPECIMEN_CERTIFICATE, SERVER), authority = specimen(SPECIMEN_CERTIFICATE, AUTHORITY);
    PCCERT_CONTEXT subject = CertCreateCertificateContext(X509_ASN_ENCODING, server.bytes, server.length);
    PCCERT_CONTEXT issuer = CertCreateCertificateContext(X509_ASN_ENCODING, authority.bytes, authority.length);
    CRL_FIND_ISSUED_FOR_PARA both = {subject, issuer};
    unsigned found[4] = {0, 0, 0, 0};
    CHECK(subject && issuer);
    for (unsigned i = 0; i < CRLS; i++) {
        encoded wrong = mutate(changes, specimen(SPECIMEN_CRL, mutator_below(changes, 4)));
        HCERTSTORE store = open_memory();
        PCCRL_CONTEXT crl;
        tally_begin(&all);
        BOOL is_added = CertAddEncodedCRLToStore(store, X509_ASN_ENCODING, wrong.bytes, wrong.length, CERT_STORE_ADD_NEW, &crl);
        if (!is_added) {
            CHECK_DOCUMENTED("adding", i, CRYPT_E_ASN1_BADTAG, CRYPT_E_ASN1_EOD, E_INVALIDARG);
        } else {
            DWORD which = mutator_below(changes, 16);
            const void *const what[] = {NULL, issuer, crl, &both};
            for (DWORD type = CRL_FIND_ANY; type <= CRL_FIND_ISSUED_FOR; type++) {
                PCCRL_CONTEXT one = CertFindCRLInStore(store, X509_ASN_ENCODING, type == CRL_FIND_ANY || type == CRL_FIND_EXISTING ? 0 : which, type, what[type], NULL);
                if (one)
                    found[type]++;
                else
                    CHECK_DOCUMENTED("a search", i, CRYPT_E_NOT_FOUND, CRYPT_E_ASN1_BADTAG);
                CertFreeCRLContext(one);
            }
            DWORD checks = CERT_STORE_SIGNATURE_FLAG | CERT_STORE_TIME_VALIDITY_FLAG;
            CertFreeCRLContext(CertGetCRLFromStore(store, issuer, NULL, &checks));
            CHECK_PTR(CertEnumCRLsInStore(store, NULL), crl);
            CertFreeCRLContext(crl); /* the enumeration's */
            CertFreeCRLContext(crl);
        }
        CHECK(CertCloseStore(store, CERT_CLOSE_STORE_CHECK_FLAG));
        tally_end(&all, is_added);
    }
    printf("%u by issuer, %u for the certificate; ", found[CRL_FIND_ISSUED_BY], found[CRL_FIND_ISSUED_FOR]);
    tally_check(&all, 300, 300);
    CHECK(found[CRL_FIND_ANY] == all.accepted && found[CRL_FIND_EXISTING] == all.accepted);
    CHECK(found[CRL_FIND_ISSUED_BY] > 100 && found[CRL_FIND_ISSUED_FOR] > 100);
}

/* Finding in a store of so many certificates that it looks them up: what is found, in which order, and what comes behind. */
#include "fixture.h"

enum { SUBJECTS = 14, COPIES = 4, MANY = SUBJECTS * COPIES };

/* An authority's certificates, each several times: element i is copy i / SUBJECTS of certificate i % SUBJECTS. */
typedef struct crowd {
    identity *root;
    HCERTSTORE store;
    PCCERT_CONTEXT elements[MANY];
} crowd;

static crowd crowd_make(void)
{
    crowd made = {.root = pki_root("crowd root")};
    CHECK_OK((made.store = CertOpenStore(CERT_STORE_PROV_MEMORY, 0, 0, 0, NULL)));
    for (int i = 0; i < MANY; i++) {
        char name[32];
        snprintf(name, sizeof(name), "member %d", i);
        const identity *member = i < SUBJECTS ? pki_issue(made.root, name, (issue_options){.is_authority = 1}) : NULL;
        const BYTE *der = member ? member->der : made.elements[i % SUBJECTS]->pbCertEncoded;
        DWORD length = member ? member->der_length : made.elements[i % SUBJECTS]->cbCertEncoded;
        CHECK_OK(CertAddEncodedCertificateToStore(made.store, X509_ASN_ENCODING, der, length, CERT_STORE_ADD_ALWAYS, &made.elements[i]));
    }
    return made;
}

static void crowd_end(crowd *self)
{
    for (int i = 0; i < MANY; i++)
        CertFreeCertificateContext(self->elements[i]);
    CHECK_OK(CertCloseStore(self->store, CERT_CLOSE_STORE_CHECK_FLAG));
}

static PCCERT_CONTEXT find(const crowd *self, DWORD type, const void *para, PCCERT_CONTEXT previous)
{
    return CertFindCertificateInStore(self->store, X509_ASN_ENCODING, 0, type, para, previous);
}

/* Just the elements from first on, step apart. */
static void check_found(const crowd *self, DWORD type, const void *para, int first, int step)
{
    PCCERT_CONTEXT context = NULL;
    for (int i = first; i < MANY; i += step) {
        context = find(self, type, para, context);
        CHECK_PTR(context, self->elements[i]);
    }
    CHECK_FAILS(find(self, type, para, context), CRYPT_E_NOT_FOUND);
}

static CRYPT_DATA_BLOB property(PCCERT_CONTEXT context, DWORD id, BYTE value[64])
{
    DWORD size = 64;
    CHECK_OK(CertGetCertificateContextProperty(context, id, value, &size));
    return (CRYPT_DATA_BLOB){size, value};
}

TEST(each_is_found_as_often_as_it_is_there_in_the_order_of_the_store)
{
    crowd c = crowd_make();
    for (int i = 0; i < SUBJECTS; i++) {
        PCCERT_CONTEXT of = c.elements[i];
        BYTE value[64];
        check_found(&c, CERT_FIND_SUBJECT_NAME, &of->pCertInfo->Subject, i, SUBJECTS);
        check_found(&c, CERT_FIND_SUBJECT_CERT, of->pCertInfo, i, SUBJECTS);
        check_found(&c, CERT_FIND_EXISTING, of, i, SUBJECTS);
        check_found(&c, CERT_FIND_ISSUER_NAME, &of->pCertInfo->Issuer, 0, 1);
        CRYPT_HASH_BLOB blob = {pki_digest("SHA1", of->pbCertEncoded, of->cbCertEncoded, value), value};
        check_found(&c, CERT_FIND_SHA1_HASH, &blob, i, SUBJECTS);
        blob = property(of, CERT_KEY_IDENTIFIER_PROP_ID, value);
        check_found(&c, CERT_FIND_KEY_IDENTIFIER, &blob, i, SUBJECTS);
        PCCERT_CONTEXT found = CertGetSubjectCertificateFromStore(c.store, X509_ASN_ENCODING, of->pCertInfo);
        CHECK_PTR(found, of);
        CertFreeCertificateContext(found);
    }
    crowd_end(&c);
}

TEST(an_issuer_is_found_among_many)
{
    crowd c = crowd_make();
    const identity *leaf = pki_issue(c.root, "leaf", (issue_options){0});
    PCCERT_CONTEXT subject = CertCreateCertificateContext(X509_ASN_ENCODING, leaf->der, leaf->der_length), root;
    DWORD flags = CERT_STORE_SIGNATURE_FLAG;
    CHECK_FAILS(CertGetIssuerCertificateFromStore(c.store, subject, NULL, &flags), CRYPT_E_NOT_FOUND);
    CHECK_OK(CertAddEncodedCertificateToStore(c.store, X509_ASN_ENCODING, c.root->der, c.root->der_length, CERT_STORE_ADD_NEW, &root));
    flags = CERT_STORE_SIGNATURE_FLAG;
    PCCERT_CONTEXT found = CertGetIssuerCertificateFromStore(c.store, subject, NULL, &flags);
    CHECK_PTR(found, root);
    CHECK_EQ(flags, 0);
    CHECK_FAILS(CertGetIssuerCertificateFromStore(c.store, subject, found, &flags), CRYPT_E_NOT_FOUND);
    CertFreeCertificateContext(root);
    CertFreeCertificateContext(subject);
    crowd_end(&c);
}

TEST(a_search_goes_on_behind_what_was_deleted_and_behind_any_other)
{
    crowd c = crowd_make();
    const void *name = &c.elements[3]->pCertInfo->Subject;
    int deleted = 0;
    for (PCCERT_CONTEXT context = NULL; (context = find(&c, CERT_FIND_SUBJECT_NAME, name, context)) != NULL; deleted++)
        CHECK_OK(CertDeleteCertificateFromStore(CertDuplicateCertificateContext(context)));
    CHECK_EQ(deleted, COPIES);
    CHECK_FAILS(find(&c, CERT_FIND_SUBJECT_NAME, name, NULL), CRYPT_E_NOT_FOUND);

    name = &c.elements[5]->pCertInfo->Subject;
    PCCERT_CONTEXT found = find(&c, CERT_FIND_SUBJECT_NAME, name, CertDuplicateCertificateContext(c.elements[3]));
    CHECK_PTR(found, c.elements[5]);
    CertFreeCertificateContext(found);
    found = find(&c, CERT_FIND_SUBJECT_NAME, name, CertDuplicateCertificateContext(c.elements[6]));
    CHECK_PTR(found, c.elements[5 + SUBJECTS]);
    CertFreeCertificateContext(found);
    CHECK_FAILS(find(&c, CERT_FIND_SUBJECT_NAME, name, CertDuplicateCertificateContext(c.elements[MANY - 1])), CRYPT_E_NOT_FOUND);

    crowd other = crowd_make();
    CHECK_FAILS(find(&c, CERT_FIND_SUBJECT_NAME, name, CertDuplicateCertificateContext(other.elements[0])), E_INVALIDARG);
    crowd_end(&other);
    crowd_end(&c);
}

TEST(a_hash_that_was_set_is_the_one_to_find)
{
    crowd c = crowd_make();
    BYTE computed[64], chosen[4] = {1, 2, 3, 4};
    CRYPT_HASH_BLOB by_computed = {pki_digest("SHA1", c.elements[7]->pbCertEncoded, c.elements[7]->cbCertEncoded, computed), computed};
    CRYPT_HASH_BLOB by_chosen = {sizeof(chosen), chosen};
    check_found(&c, CERT_FIND_SHA1_HASH, &by_computed, 7, SUBJECTS);
    CHECK_OK(CertSetCertificateContextProperty(c.elements[7], CERT_SHA1_HASH_PROP_ID, 0, &by_chosen));
    /* As often as it takes until the store looks hashes up again. */
    for (int round = 0; round < 40; round++) {
        check_found(&c, CERT_FIND_SHA1_HASH, &by_computed, 7 + SUBJECTS, SUBJECTS);
        check_found(&c, CERT_FIND_SHA1_HASH, &by_chosen, 7, MANY);
    }
    CHECK_OK(CertSetCertificateContextProperty(c.elements[7], CERT_SHA1_HASH_PROP_ID, 0, NULL));
    check_found(&c, CERT_FIND_SHA1_HASH, &by_computed, 7, SUBJECTS);
    crowd_end(&c);
}

/* CRLs in stores: adding, listing, finding, deleting. */
#include "fixture.h"

#define DAY 86400L

static HCERTSTORE open_memory(void)
{
    HCERTSTORE store;
    CHECK_OK((store = CertOpenStore(CERT_STORE_PROV_MEMORY, 0, 0, 0, NULL)));
    return store;
}

static BOOL add(HCERTSTORE store, encoded crl, DWORD disposition, PCCRL_CONTEXT *added)
{
    return CertAddEncodedCRLToStore(store, X509_ASN_ENCODING, crl.bytes, crl.length, disposition, added);
}

static int count(HCERTSTORE store)
{
    int found = 0;
    for (PCCRL_CONTEXT context = NULL; (context = CertEnumCRLsInStore(store, context)) != NULL;)
        found++;
    CHECK_LAST_ERROR("CertEnumCRLsInStore", CRYPT_E_NOT_FOUND);
    return found;
}

static void check_only(HCERTSTORE store, encoded expected)
{
    PCCRL_CONTEXT context;
    CHECK_OK((context = CertEnumCRLsInStore(store, NULL)));
    CHECK_EQ(context->cbCrlEncoded, expected.length);
    CHECK_BYTES(context->pbCrlEncoded, expected.bytes, expected.length);
    CHECK_PTR(context->hCertStore, store);
    CHECK_FAILS(CertEnumCRLsInStore(store, context), CRYPT_E_NOT_FOUND);
}

static PCCERT_CONTEXT certificate_of(const identity *of)
{
    PCCERT_CONTEXT context;
    CHECK_OK((context = CertCreateCertificateContext(X509_ASN_ENCODING, of->der, of->der_length)));
    return context;
}

static encoded older_of(const identity *issuer) { return pki_crl(issuer, (crl_options){.starts_in = -3 * DAY}); }

TEST(a_crl_comes_back_as_it_was_added)
{
    HCERTSTORE store = open_memory();
    encoded crl = pki_crl(pki_root("CA"), (crl_options){.more = 2});
    PCCRL_CONTEXT added, again;
    CHECK_OK(add(store, crl, CERT_STORE_ADD_NEW, &added));
    CHECK_EQ(added->pCrlInfo->cCRLEntry, 2);
    check_only(store, crl);
    CHECK_OK((again = CertEnumCRLsInStore(store, NULL)));
    CHECK_PTR(again, added);
    CertFreeCRLContext(again);
    CertFreeCRLContext(added);
    CHECK_FAILS(CertEnumCertificatesInStore(store, NULL), CRYPT_E_NOT_FOUND);
    CHECK_OK(CertCloseStore(store, CERT_CLOSE_STORE_CHECK_FLAG));
}

TEST(dispositions_for_crls)
{
    HCERTSTORE store = open_memory();
    identity *root = pki_root("CA");
    encoded older = older_of(root), newer = pki_crl(root, (crl_options){0});
    PCCRL_CONTEXT first, found;
    CHECK_OK(add(store, older, CERT_STORE_ADD_NEW, &first));
    CHECK_FAILS(add(store, newer, CERT_STORE_ADD_NEW, &found), CRYPT_E_EXISTS);
    CHECK_PTR(found, NULL);
    CHECK_OK(add(store, newer, CERT_STORE_ADD_USE_EXISTING, &found));
    CHECK_PTR(found, first);
    CertFreeCRLContext(found);
    CHECK_OK(add(store, newer, CERT_STORE_ADD_NEWER, NULL));
    check_only(store, newer);
    CHECK_FAILS(add(store, older, CERT_STORE_ADD_NEWER, NULL), CRYPT_E_EXISTS);
    CHECK_FAILS(add(store, newer, CERT_STORE_ADD_NEWER_INHERIT_PROPERTIES, NULL), CRYPT_E_EXISTS);
    CHECK_OK(add(store, older, CERT_STORE_ADD_REPLACE_EXISTING, NULL));
    check_only(store, older);
    CHECK_OK(add(store, older, CERT_STORE_ADD_ALWAYS, NULL));
    CHECK_EQ(count(store), 2);
    CHECK_FAILS(add(store, older, 0, NULL), E_INVALIDARG);
    CHECK_FAILS(add(store, older, 8, NULL), E_INVALIDARG);
    CertFreeCRLContext(first);
    CHECK_OK(CertCloseStore(store, 0));
}

TEST(a_crl_context_takes_its_properties_along)
{
    HCERTSTORE store = open_memory();
    encoded crl = pki_crl(pki_root("CA"), (crl_options){0});
    PCCRL_CONTEXT alone, added;
    BYTE name[] = {'n', 0, 0, 0}, read[8];
    CRYPT_DATA_BLOB value = {sizeof(name), name};
    DWORD size = sizeof(read);
    CHECK_OK((alone = CertCreateCRLContext(X509_ASN_ENCODING, crl.bytes, crl.length)));
    CHECK_OK(CertSetCRLContextProperty(alone, CERT_FRIENDLY_NAME_PROP_ID, 0, &value));
    CHECK_OK(CertAddCRLContextToStore(store, alone, CERT_STORE_ADD_NEW, &added));
    CertFreeCRLContext(alone);
    CHECK_OK(CertGetCRLContextProperty(added, CERT_FRIENDLY_NAME_PROP_ID, read, &size));
    CHECK_EQ(size, sizeof(name));
    CHECK_BYTES(read, name, sizeof(name));
    CertFreeCRLContext(added);
    CHECK_FAILS(CertAddCRLContextToStore(store, NULL, CERT_STORE_ADD_NEW, NULL), E_INVALIDARG);
    CHECK_OK(CertCloseStore(store, 0));
}

TEST(without_a_store_a_crl_only_becomes_a_context)
{
    PCCRL_CONTEXT added;
    CHECK_OK(add(NULL, pki_crl(pki_root("CA"), (crl_options){0}), CERT_STORE_ADD_NEW, &added));
    CHECK_PTR(added->hCertStore, NULL);
    CertFreeCRLContext(added);
    CHECK_FAILS(CertAddEncodedCRLToStore(NULL, X509_ASN_ENCODING, (const BYTE *)"x", 1, CERT_STORE_ADD_NEW, &added), CRYPT_E_ASN1_BADTAG);
    CHECK_PTR(added, NULL);
}

TEST(a_deleted_crl_is_gone_and_its_context_stays)
{
    HCERTSTORE store = open_memory();
    PCCRL_CONTEXT kept;
    CHECK_OK(add(store, pki_crl(pki_root("CA"), (crl_options){.more = 1}), CERT_STORE_ADD_NEW, &kept));
    CHECK_OK(CertDeleteCRLFromStore(CertDuplicateCRLContext(kept)));
    CHECK_EQ(count(store), 0);
    CHECK_EQ(kept->pCrlInfo->cCRLEntry, 1);
    CHECK_FAILS(CertDeleteCRLFromStore(CertDuplicateCRLContext(kept)), CRYPT_E_NOT_FOUND);
    CHECK_FAILS(CertCloseStore(store, CERT_CLOSE_STORE_CHECK_FLAG), CRYPT_E_PENDING_CLOSE);
    CertFreeCRLContext(kept);
    CHECK_FAILS(CertDeleteCRLFromStore(NULL), E_INVALIDARG);
}

TEST(closing_by_force_ends_crl_contexts_too)
{
    HCERTSTORE store = open_memory();
    PCCRL_CONTEXT held;
    CHECK_OK(add(store, pki_crl(pki_root("CA"), (crl_options){0}), CERT_STORE_ADD_NEW, &held));
    CHECK_OK(CertCloseStore(store, CERT_CLOSE_STORE_FORCE_FLAG | CERT_CLOSE_STORE_CHECK_FLAG));
}

TEST(find_crls_of_an_issuer)
{
    HCERTSTORE store = open_memory();
    identity *a = pki_root("A"), *b = pki_root("B"), *leaf = pki_issue(a, "leaf", (issue_options){0});
    PCCERT_CONTEXT of_a = certificate_of(a), of_b = certificate_of(b), of_leaf = certificate_of(leaf);
    PCCRL_CONTEXT crl_of_a, delta_of_a, crl_of_b, found;
    CHECK_OK(add(store, pki_crl(b, (crl_options){0}), CERT_STORE_ADD_NEW, &crl_of_b));
    CHECK_OK(add(store, pki_crl(a, (crl_options){0}), CERT_STORE_ADD_NEW, &crl_of_a));
    CHECK_OK(add(store, pki_crl(a, (crl_options){.extensions = "2.5.29.27=critical,DER:02:01:01"}), CERT_STORE_ADD_NEW, &delta_of_a));

    CHECK_OK((found = CertFindCRLInStore(store, 0, 0, CRL_FIND_ISSUED_BY, of_a, NULL)));
    CHECK_PTR(found, crl_of_a);
    CHECK_OK((found = CertFindCRLInStore(store, 0, 0, CRL_FIND_ISSUED_BY, of_a, found)));
    CHECK_PTR(found, delta_of_a);
    CHECK_FAILS(CertFindCRLInStore(store, 0, 0, CRL_FIND_ISSUED_BY, of_a, found), CRYPT_E_NOT_FOUND);

    DWORD all = CRL_FIND_ISSUED_BY_AKI_FLAG | CRL_FIND_ISSUED_BY_SIGNATURE_FLAG;
    CHECK_OK((found = CertFindCRLInStore(store, 0, all | CRL_FIND_ISSUED_BY_DELTA_FLAG, CRL_FIND_ISSUED_BY, of_a, NULL)));
    CHECK_PTR(found, delta_of_a);
    CertFreeCRLContext(found);

    CRL_FIND_ISSUED_FOR_PARA para = {of_leaf, of_a};
    CHECK_OK((found = CertFindCRLInStore(store, 0, all | CRL_FIND_ISSUED_BY_BASE_FLAG, CRL_FIND_ISSUED_FOR, &para, NULL)));
    CHECK_PTR(found, crl_of_a);
    CertFreeCRLContext(found);
    para.pIssuerCert = of_b;
    CHECK_FAILS(CertFindCRLInStore(store, 0, CRL_FIND_ISSUED_BY_SIGNATURE_FLAG, CRL_FIND_ISSUED_FOR, &para, NULL), CRYPT_E_NOT_FOUND);

    CHECK_OK((found = CertFindCRLInStore(store, 0, 0, CRL_FIND_EXISTING, crl_of_b, NULL)));
    CHECK_PTR(found, crl_of_b);
    CertFreeCRLContext(found);
    CHECK_OK((found = CertFindCRLInStore(store, 0, 0, CRL_FIND_ANY, NULL, NULL)));
    CHECK_PTR(found, crl_of_b);
    CertFreeCRLContext(found);

    CHECK_FAILS(CertFindCRLInStore(store, 0, 0, CRL_FIND_EXISTING, NULL, NULL), E_INVALIDARG);
    CHECK_FAILS(CertFindCRLInStore(store, 0, 0, CRL_FIND_ISSUED_FOR, NULL, NULL), E_INVALIDARG);
    CHECK_FAILS(CertFindCRLInStore(store, 0, 0, 4, of_a, NULL), E_INVALIDARG);
    CHECK_FAILS(CertFindCRLInStore(store, 0, 0x100, CRL_FIND_ISSUED_BY, of_a, NULL), E_INVALIDARG);
}

TEST(get_crl_reports_the_checks_that_failed)
{
    HCERTSTORE store = open_memory();
    identity *a = pki_root("A"), *impostor = pki_root("A");
    PCCERT_CONTEXT of_a = certificate_of(a), of_impostor = certificate_of(impostor);
    PCCRL_CONTEXT expired, found;
    CHECK_OK(add(store, pki_crl(a, (crl_options){.starts_in = -9 * DAY, .ends_in = -DAY}), CERT_STORE_ADD_NEW, &expired));
    DWORD checks = CERT_STORE_SIGNATURE_FLAG | CERT_STORE_TIME_VALIDITY_FLAG, flags = checks;
    CHECK_OK((found = CertGetCRLFromStore(store, of_a, NULL, &flags)));
    CHECK_PTR(found, expired);
    CHECK_EQ(flags, CERT_STORE_TIME_VALIDITY_FLAG);
    CertFreeCRLContext(found);

    flags = CERT_STORE_SIGNATURE_FLAG;
    CHECK_OK((found = CertGetCRLFromStore(store, of_impostor, NULL, &flags)));
    CHECK_EQ(flags, CERT_STORE_SIGNATURE_FLAG);
    CertFreeCRLContext(found);

    flags = CERT_STORE_SIGNATURE_FLAG;
    CHECK_OK((found = CertGetCRLFromStore(store, NULL, NULL, &flags)));
    CHECK_EQ(flags, CERT_STORE_SIGNATURE_FLAG | CERT_STORE_NO_ISSUER_FLAG);
    flags = 0;
    CHECK_FAILS(CertGetCRLFromStore(store, NULL, found, &flags), CRYPT_E_NOT_FOUND);

    CHECK_OK(add(store, pki_crl(a, (crl_options){0}), CERT_STORE_ADD_REPLACE_EXISTING, NULL));
    flags = checks;
    CHECK_OK((found = CertGetCRLFromStore(store, of_a, NULL, &flags)));
    CHECK_EQ(flags, 0);
    CertFreeCRLContext(found);

    flags = CERT_STORE_BASE_CRL_FLAG;
    CHECK_OK((found = CertGetCRLFromStore(store, of_a, NULL, &flags)));
    CHECK_EQ(flags, 0);
    CertFreeCRLContext(found);
    flags = CERT_STORE_BASE_CRL_FLAG | CERT_STORE_DELTA_CRL_FLAG;
    CHECK_OK((found = CertGetCRLFromStore(store, of_a, NULL, &flags)));
    CHECK_EQ(flags, CERT_STORE_DELTA_CRL_FLAG);
    CertFreeCRLContext(found);
    flags = CERT_STORE_DELTA_CRL_FLAG;
    CHECK_FAILS(CertGetCRLFromStore(store, of_a, NULL, &flags), CRYPT_E_NOT_FOUND);
    flags = 0x8;
    CHECK_FAILS(CertGetCRLFromStore(store, of_a, NULL, &flags), E_INVALIDARG);
    CHECK_FAILS(CertGetCRLFromStore(store, of_a, NULL, NULL), E_INVALIDARG);
}

TEST(crls_through_a_collection)
{
    HCERTSTORE collection, a = open_memory(), b = open_memory();
    identity *root = pki_root("CA");
    encoded older = older_of(root), newer = pki_crl(root, (crl_options){0}), other = pki_crl(pki_root("other"), (crl_options){0});
    PCCRL_CONTEXT context;
    CHECK_OK((collection = CertOpenStore(CERT_STORE_PROV_COLLECTION, 0, 0, 0, NULL)));
    CHECK_OK(add(a, older, CERT_STORE_ADD_NEW, NULL));
    CHECK_OK(CertAddStoreToCollection(collection, a, 0, 0));
    CHECK_FAILS(add(collection, other, CERT_STORE_ADD_NEW, NULL), E_ACCESSDENIED);
    CHECK_OK(CertAddStoreToCollection(collection, b, CERT_PHYSICAL_STORE_ADD_ENABLE_FLAG, 1));
    CHECK_OK(add(collection, other, CERT_STORE_ADD_NEW, NULL));
    CHECK_EQ(count(b), 1);
    CHECK_OK(add(collection, newer, CERT_STORE_ADD_NEWER, NULL));
    check_only(a, newer);
    CHECK_OK((context = CertEnumCRLsInStore(collection, NULL)));
    CHECK_BYTES(context->pbCrlEncoded, other.bytes, other.length); /* the higher priority first */
    CHECK_OK((context = CertEnumCRLsInStore(collection, context)));
    CHECK_OK(CertDeleteCRLFromStore(context));
    CHECK_EQ(count(a), 0);
    CHECK_EQ(count(collection), 1);
}

TEST(an_archived_crl_is_passed_over_but_found)
{
    HCERTSTORE store = open_memory();
    PCCRL_CONTEXT context, found;
    CRYPT_DATA_BLOB nothing = {0, NULL};
    CHECK_OK(add(store, pki_crl(pki_root("CA"), (crl_options){0}), CERT_STORE_ADD_NEW, &context));
    CHECK_OK(CertSetCRLContextProperty(context, CERT_ARCHIVED_PROP_ID, 0, &nothing));
    CHECK_EQ(count(store), 0);
    CHECK_OK((found = CertFindCRLInStore(store, 0, 0, CRL_FIND_EXISTING, context, NULL)));
    CHECK_PTR(found, context);
}

TEST(crl_calls_and_stores_that_are_none)
{
    HCERTSTORE store = open_memory();
    encoded crl = pki_crl(pki_root("CA"), (crl_options){0});
    PCCRL_CONTEXT alone;
    DWORD flags = 0;
    CHECK_OK(CertCloseStore(store, 0));
    CHECK_FAILS(CertEnumCRLsInStore(NULL, NULL), E_INVALIDARG);
    CHECK_FAILS(CertEnumCRLsInStore(store, NULL), ERROR_INVALID_HANDLE);
    CHECK_FAILS(CertGetCRLFromStore(store, NULL, NULL, &flags), ERROR_INVALID_HANDLE);
    CHECK_FAILS(add(store, crl, CERT_STORE_ADD_NEW, NULL), ERROR_INVALID_HANDLE);
    /* A previous context that is not of the store. */
    store = open_memory();
    CHECK_OK((alone = CertCreateCRLContext(X509_ASN_ENCODING, crl.bytes, crl.length)));
    CHECK_FAILS(CertEnumCRLsInStore(store, alone), E_INVALIDARG);
    CHECK_OK(CertCloseStore(store, 0));
}

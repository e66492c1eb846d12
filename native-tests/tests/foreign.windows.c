/* What the system's own Crypt32 made, given to this library's functions, and the other way round. */
#include "fixture.h"

#define SYSTEM(name) __typeof__(&name) name##_

/* The system's functions. This program is linked with the library, which exports the same names. */
typedef struct system_crypt32 {
    SYSTEM(CertOpenStore);
    SYSTEM(CertCloseStore);
    SYSTEM(CertAddEncodedCertificateToStore);
    SYSTEM(CertAddEncodedCRLToStore);
    SYSTEM(CertEnumCertificatesInStore);
    SYSTEM(CertEnumCRLsInStore);
    SYSTEM(CertCreateCertificateContext);
    SYSTEM(CertFreeCertificateContext);
    SYSTEM(CertFreeCRLContext);
    SYSTEM(CertSetCertificateContextProperty);
    SYSTEM(CertGetCertificateContextProperty);
    SYSTEM(CertGetCertificateChain);
    SYSTEM(CertFreeCertificateChain);
    SYSTEM(CertFindExtension);
    SYSTEM(CertVerifyTimeValidity);
} system_crypt32;

static system_crypt32 system_load(void)
{
    system_crypt32 made;
    char path[MAX_PATH];
    UINT length = GetSystemDirectoryA(path, MAX_PATH);
    snprintf(path + length, sizeof(path) - length, "\\crypt32.dll");
    HMODULE module = LoadLibraryA(path);
    CHECK(module != NULL);
#define LOAD(name) CHECK((made.name##_ = (__typeof__(&name))(void *)GetProcAddress(module, #name)) != NULL)
    LOAD(CertOpenStore);
    LOAD(CertCloseStore);
    LOAD(CertAddEncodedCertificateToStore);
    LOAD(CertAddEncodedCRLToStore);
    LOAD(CertEnumCertificatesInStore);
    LOAD(CertEnumCRLsInStore);
    LOAD(CertCreateCertificateContext);
    LOAD(CertFreeCertificateContext);
    LOAD(CertFreeCRLContext);
    LOAD(CertSetCertificateContextProperty);
    LOAD(CertGetCertificateContextProperty);
    LOAD(CertGetCertificateChain);
    LOAD(CertFreeCertificateChain);
    LOAD(CertFindExtension);
    LOAD(CertVerifyTimeValidity);
    CHECK(made.CertOpenStore_ != &CertOpenStore);
    return made;
}

static HCERTSTORE system_store(const system_crypt32 *system, const identity *first, const identity *second, PCCERT_CONTEXT *of_first)
{
    HCERTSTORE store = system->CertOpenStore_(CERT_STORE_PROV_MEMORY, 0, 0, 0, NULL);
    CHECK(store != NULL);
    CHECK(system->CertAddEncodedCertificateToStore_(store, X509_ASN_ENCODING, first->der, first->der_length, CERT_STORE_ADD_NEW, of_first));
    if (second)
        CHECK(system->CertAddEncodedCertificateToStore_(store, X509_ASN_ENCODING, second->der, second->der_length, CERT_STORE_ADD_NEW, NULL));
    return store;
}

/* The chain of a leaf and its issuer as the system builds it: complete, although its root is not trusted. */
static PCCERT_CHAIN_CONTEXT system_chain(const system_crypt32 *system, const identity *leaf, const identity *issuer)
{
    PCCERT_CONTEXT certificate;
    HCERTSTORE store = system_store(system, leaf, issuer, &certificate);
    CERT_CHAIN_PARA para = {.cbSize = sizeof(para)};
    PCCERT_CHAIN_CONTEXT chain;
    CHECK(system->CertGetCertificateChain_(NULL, certificate, NULL, store, &para, 0, NULL, &chain));
    CHECK_EQ(chain->rgpChain[0]->cElement, 2);
    system->CertFreeCertificateContext_(certificate);
    system->CertCloseStore_(store, 0);
    return chain;
}

TEST(the_main_job_on_a_chain_of_the_system)
{
    system_crypt32 system = system_load();
    fixture f = fixture_make();
    PCCERT_CHAIN_CONTEXT chain = system_chain(&system, f.leaf, f.root);
    HCERT_SERVER_OCSP_RESPONSE handle = open_response(chain, 0);
    PCCERT_SERVER_OCSP_RESPONSE_CONTEXT context = get_response(handle);
    CHECK_EQ(verified_status(context, f.leaf, f.root), STATUS_GOOD);
    CHECK_EQ(responder_requests(f.responder), 1);
    CertFreeServerOcspResponseContext(context);
    CertCloseServerOcspResponse(handle, 0);
    system.CertFreeCertificateChain_(chain);
}

TEST(a_chain_of_the_system_may_be_freed_when_the_handle_is_open)
{
    system_crypt32 system = system_load();
    fixture f = fixture_make();
    refresh_every_second(f.responder);
    PCCERT_CHAIN_CONTEXT chain = system_chain(&system, f.leaf, f.root);
    HCERT_SERVER_OCSP_RESPONSE handle = open_response(chain, 0);
    system.CertFreeCertificateChain_(chain);
    PCCERT_SERVER_OCSP_RESPONSE_CONTEXT first = get_response(handle), next = wait_for_response(handle, first);
    CHECK_EQ(verified_status(next, f.leaf, f.root), STATUS_GOOD);
    CertFreeServerOcspResponseContext(first);
    CertFreeServerOcspResponseContext(next);
    CertCloseServerOcspResponse(handle, 0);
}

static void WINAPI keep_chain(PCCERT_CHAIN_CONTEXT chain, PCCERT_SERVER_OCSP_RESPONSE_CONTEXT response, PCCRL_CONTEXT crl, PCCRL_CONTEXT previous,
    PVOID argument, DWORD write_error)
{
    (void)response, (void)crl, (void)previous, (void)write_error;
    *(PCCERT_CHAIN_CONTEXT *)argument = CertDuplicateCertificateChain(chain);
}

TEST(the_callback_is_given_the_systems_chain)
{
    system_crypt32 system = system_load();
    fixture f = fixture_make();
    PCCERT_CHAIN_CONTEXT chain = system_chain(&system, f.leaf, f.root), seen = NULL;
    CERT_SERVER_OCSP_RESPONSE_OPEN_PARA para = {.cbSize = sizeof(para), .pfnUpdateCallback = keep_chain, .pvUpdateCallbackArg = &seen};
    HCERT_SERVER_OCSP_RESPONSE handle;
    CHECK_OK((handle = CertOpenServerOcspResponse(chain, 0, &para)));
    CHECK_PTR(seen, chain);
    CertCloseServerOcspResponse(handle, 0);
    system.CertFreeCertificateChain_(chain);
    /* The callback's reference is left. */
    CHECK_BYTES(seen->rgpChain[0]->rgpElement[0]->pCertContext->pbCertEncoded, f.leaf->der, f.leaf->der_length);
    CertFreeCertificateChain(seen);
}

TEST(references_of_a_chain_of_the_system)
{
    system_crypt32 system = system_load();
    fixture f = fixture_make();
    PCCERT_CHAIN_CONTEXT chain = system_chain(&system, f.leaf, f.root);
    CHECK_PTR(CertDuplicateCertificateChain(chain), chain);
    system.CertFreeCertificateChain_(chain);
    CHECK_BYTES(chain->rgpChain[0]->rgpElement[1]->pCertContext->pbCertEncoded, f.root->der, f.root->der_length);
    CertFreeCertificateChain(chain);
}

TEST(a_certificate_of_the_system)
{
    system_crypt32 system = system_load();
    identity *root = pki_root("root");
    PCCERT_CONTEXT context = system.CertCreateCertificateContext_(X509_ASN_ENCODING, root->der, root->der_length);
    CHECK(context != NULL);
    CHECK_PTR(CertDuplicateCertificateContext(context), context);
    CHECK_OK(CertFreeCertificateContext(context));

    BYTE ours[20], expected[64];
    DWORD size = sizeof(ours);
    CHECK_EQ(pki_digest("SHA1", root->der, root->der_length, expected), 20);
    CHECK_OK(CertGetCertificateContextProperty(context, CERT_SHA1_HASH_PROP_ID, ours, &size));
    CHECK_BYTES(ours, expected, 20);

    /* A property set through one is seen by the other. */
    CRYPT_DATA_BLOB blob = {5, (BYTE *)"hello"};
    BYTE seen[8];
    size = sizeof(seen);
    CHECK_OK(CertSetCertificateContextProperty(context, CERT_DESCRIPTION_PROP_ID, 0, &blob));
    CHECK(system.CertGetCertificateContextProperty_(context, CERT_DESCRIPTION_PROP_ID, seen, &size));
    CHECK_EQ(size, 5);
    CHECK_BYTES(seen, "hello", 5);
    CHECK(system.CertFreeCertificateContext_(context));
}

TEST(a_certificate_of_the_system_goes_into_a_store_of_ours)
{
    system_crypt32 system = system_load();
    identity *root = pki_root("root");
    PCCERT_CONTEXT context = system.CertCreateCertificateContext_(X509_ASN_ENCODING, root->der, root->der_length), added;
    HCERTSTORE store = CertOpenStore(CERT_STORE_PROV_MEMORY, 0, 0, 0, NULL);
    CHECK_OK(CertAddCertificateContextToStore(store, context, CERT_STORE_ADD_NEW, &added));
    system.CertFreeCertificateContext_(context);
    CHECK_PTR(added->hCertStore, store);
    CHECK_BYTES(added->pbCertEncoded, root->der, root->der_length);
    CHECK_OK(CertFreeCertificateContext(added));
    CHECK_OK(CertCloseStore(store, 0));
}

TEST(a_store_of_the_system_is_listed_and_closed)
{
    system_crypt32 system = system_load();
    identity *root = pki_root("root"), *leaf = pki_issue(root, "leaf", (issue_options){0});
    HCERTSTORE store = system_store(&system, root, leaf, NULL);
    int found = 0;
    for (PCCERT_CONTEXT context = NULL; (context = CertEnumCertificatesInStore(store, context)) != NULL; found++)
        CHECK(context->cbCertEncoded == root->der_length || context->cbCertEncoded == leaf->der_length);
    CHECK_EQ(found, 2);
    CHECK_OK(CertCloseStore(store, 0));
}

TEST(a_store_of_the_system_is_searched_for_issuers)
{
    system_crypt32 system = system_load();
    fixture f = fixture_make();
    identity *middle = pki_issue(f.root, "middle", (issue_options){.is_authority = 1});
    identity *leaf = pki_issue(middle, "leaf", (issue_options){.aia = responder_aia(f.responder)});
    HCERTSTORE store = system_store(&system, middle, f.root, NULL);
    PCCERT_CONTEXT certificate = CertCreateCertificateContext(X509_ASN_ENCODING, leaf->der, leaf->der_length);
    CERT_CHAIN_PARA para = {.cbSize = sizeof(para)};
    PCCERT_CHAIN_CONTEXT chain;
    CHECK_OK(CertGetCertificateChain(NULL, certificate, NULL, store, &para, 0, NULL, &chain));
    CHECK_EQ(chain->rgpChain[0]->cElement, 3);
    CHECK_BYTES(chain->rgpChain[0]->rgpElement[1]->pCertContext->pbCertEncoded, middle->der, middle->der_length);
    system.CertCloseStore_(store, 0);
    CHECK_BYTES(chain->rgpChain[0]->rgpElement[2]->pCertContext->pbCertEncoded, f.root->der, f.root->der_length);
    CertFreeCertificateChain(chain);
    CertFreeCertificateContext(certificate);
}

TEST(a_crl_of_the_system)
{
    system_crypt32 system = system_load();
    identity *root = pki_root("root"), *leaf = pki_issue(root, "leaf", (issue_options){0});
    const identity *revoked[] = {leaf, NULL};
    encoded crl = pki_crl(root, (crl_options){.revoked = revoked});
    HCERTSTORE store = system.CertOpenStore_(CERT_STORE_PROV_MEMORY, 0, 0, 0, NULL);
    PCCRL_CONTEXT context;
    CHECK(system.CertAddEncodedCRLToStore_(store, X509_ASN_ENCODING, crl.bytes, crl.length, CERT_STORE_ADD_NEW, &context));
    PCCERT_CONTEXT certificate = CertCreateCertificateContext(X509_ASN_ENCODING, leaf->der, leaf->der_length);
    PCRL_ENTRY entry = NULL;
    CHECK_OK(CertFindCertificateInCRL(certificate, context, 0, NULL, &entry));
    CHECK_PTR(entry, context->pCrlInfo->rgCRLEntry);
    CHECK_PTR(CertDuplicateCRLContext(context), context);
    CHECK_OK(CertFreeCRLContext(context));
    CHECK(system.CertFreeCRLContext_(context));
    CertFreeCertificateContext(certificate);
    system.CertCloseStore_(store, 0);
}

/* Functions of the system that only read. */
TEST(the_system_reads_a_certificate_of_ours)
{
    system_crypt32 system = system_load();
    identity *root = pki_root("root"), *leaf = pki_issue(root, "leaf", (issue_options){.must_staple = 1});
    PCCERT_CONTEXT context = CertCreateCertificateContext(X509_ASN_ENCODING, leaf->der, leaf->der_length);
    PCERT_INFO info = context->pCertInfo;
    CHECK_EQ(system.CertVerifyTimeValidity_(NULL, info), 0);
    PCERT_EXTENSION found = system.CertFindExtension_(szOID_TLS_FEATURES_EXT, info->cExtension, info->rgExtension);
    CHECK(found != NULL);
    CHECK_PTR(found, CertFindExtension(szOID_TLS_FEATURES_EXT, info->cExtension, info->rgExtension));
    CertFreeCertificateContext(context);
}

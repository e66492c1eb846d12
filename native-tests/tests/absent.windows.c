/* Where the system has no Crypt32. These cases run with WINEDLLOVERRIDES=crypt32= */
#include "fixture.h"

static void check_absent(void)
{
    CHECK(LoadLibraryA("crypt32.dll") == NULL);
    CHECK(GetModuleHandleA("crypt32.dll") == NULL);
}

TEST(the_main_job)
{
    check_absent();
    fixture f = fixture_make();
    refresh_every_second(f.responder);
    HCERT_SERVER_OCSP_RESPONSE handle = open_response(f.chain, 0);
    PCCERT_SERVER_OCSP_RESPONSE_CONTEXT first = get_response(handle), next = wait_for_response(handle, first);
    CHECK_EQ(verified_status(next, f.leaf, f.root), STATUS_GOOD);
    CertFreeServerOcspResponseContext(first);
    CertFreeServerOcspResponseContext(next);
    CertCloseServerOcspResponse(handle, 0);
    check_absent();
}

TEST(stores_and_the_system_roots)
{
    check_absent();
    identity *root = pki_root("root");
    HCERTSTORE memory, roots;
    CHECK_OK((memory = CertOpenStore(CERT_STORE_PROV_MEMORY, 0, 0, 0, NULL)));
    CHECK_OK(CertAddEncodedCertificateToStore(memory, X509_ASN_ENCODING, root->der, root->der_length, CERT_STORE_ADD_NEW, NULL));
    CHECK_OK((roots = CertOpenStore(CERT_STORE_PROV_SYSTEM_W, 0, 0, CERT_SYSTEM_STORE_CURRENT_USER, W("ROOT"))));
    CHECK_OK(CertCloseStore(roots, 0));
    CHECK_OK(CertCloseStore(memory, 0));
}

TEST(rsa_signatures)
{
    check_absent();
    identity *root = pki_self_signed("rsa", (issue_options){.is_authority = 1, .rsa = 1});
    responder *responder = responder_start(root);
    const identity *issuers[] = {root, NULL};
    identity *leaf = pki_issue(root, "leaf", (issue_options){.aia = responder_aia(responder), .rsa = 1});
    HCERT_SERVER_OCSP_RESPONSE handle = open_response(chain_of(leaf, issuers), 0);
    PCCERT_SERVER_OCSP_RESPONSE_CONTEXT context = get_response(handle);
    CHECK_EQ(verified_status(context, leaf, root), STATUS_GOOD);
    CertFreeServerOcspResponseContext(context);
    CertCloseServerOcspResponse(handle, 0);
}

TEST(contexts_filled_in_by_hand_are_read)
{
    check_absent();
    identity *root = pki_root("root");
    PCCERT_CONTEXT ours = CertCreateCertificateContext(X509_ASN_ENCODING, root->der, root->der_length);
    CERT_CONTEXT by_hand = *ours;
    PCCERT_CONTEXT copy = CertDuplicateCertificateContext(&by_hand);
    CHECK(copy != NULL && copy != &by_hand);
    CHECK_BYTES(copy->pbCertEncoded, root->der, root->der_length);
    CHECK_OK(CertFreeCertificateContext(copy));
    CHECK_OK(CertFreeCertificateContext(ours));
}

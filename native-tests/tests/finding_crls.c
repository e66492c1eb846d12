/* CertFindCRLInStore: the flag that leaves properties on what is found. */
#include "fixture.h"

static PCCERT_CONTEXT create(const identity *of)
{
    return CertCreateCertificateContext(X509_ASN_ENCODING, of->der, of->der_length);
}

TEST(find_sets_the_strong_signature_properties)
{
    HCERTSTORE store = CertOpenStore(CERT_STORE_PROV_MEMORY, 0, 0, 0, NULL);
    identity *a = pki_root("A"), *leaf = pki_issue(a, "leaf", (issue_options){0});
    PCCERT_CONTEXT of_a = create(a), of_leaf = create(leaf);
    encoded encoded_crl = pki_crl(a, (crl_options){0});
    PCCRL_CONTEXT crl, found;
    CRL_FIND_ISSUED_FOR_PARA para = {of_leaf, of_a};
    WCHAR algorithm[32] = {0};
    DWORD bits = 0, size = sizeof(bits);
    CHECK_OK(CertAddEncodedCRLToStore(store, X509_ASN_ENCODING, encoded_crl.bytes, encoded_crl.length, CERT_STORE_ADD_NEW, &crl));
    CHECK_OK((found = CertFindCRLInStore(store, 0, CRL_FIND_ISSUED_BY_SIGNATURE_FLAG, CRL_FIND_ISSUED_FOR, &para, NULL)));
    CHECK_FAILS(CertGetCRLContextProperty(found, CERT_ISSUER_PUB_KEY_BIT_LENGTH_PROP_ID, &bits, &size), CRYPT_E_NOT_FOUND);
    CertFreeCRLContext(found);

    const DWORD strong = CRL_FIND_ISSUED_FOR_SET_STRONG_PROPERTIES_FLAG;
    CHECK_OK((found = CertFindCRLInStore(store, 0, strong | CRL_FIND_ISSUED_BY_SIGNATURE_FLAG, CRL_FIND_ISSUED_FOR, &para, NULL)));
    CHECK_PTR(found, crl);
    size = sizeof(algorithm);
    CHECK_OK(CertGetCRLContextProperty(found, CERT_SIGN_HASH_CNG_ALG_PROP_ID, algorithm, &size));
    CHECK_BYTES(algorithm, W("ECDSA/SHA256"), sizeof(WCHAR) * 13);
    size = sizeof(bits);
    CHECK_OK(CertGetCRLContextProperty(found, CERT_ISSUER_PUB_KEY_BIT_LENGTH_PROP_ID, &bits, &size));
    CHECK_EQ(size, sizeof(bits));
    CHECK_EQ(bits, 256);
    CertFreeCRLContext(found);
    CertFreeCRLContext(crl);
    /* It belongs to one find type. */
    CHECK_FAILS(CertFindCRLInStore(store, 0, strong, CRL_FIND_ISSUED_BY, of_a, NULL), E_INVALIDARG);
    CertFreeCertificateContext(of_a);
    CertFreeCertificateContext(of_leaf);
    CHECK_OK(CertCloseStore(store, 0));
}

/* CertGetCertificateContextProperty and CertSetCertificateContextProperty. */
#include "fixture.h"

static PCCERT_CONTEXT create(issue_options options)
{
    identity *leaf = pki_issue(pki_root("root"), "leaf", options);
    PCCERT_CONTEXT context = CertCreateCertificateContext(X509_ASN_ENCODING, leaf->der, leaf->der_length);
    CHECK(context != NULL);
    return context;
}

static void check_property(PCCERT_CONTEXT context, DWORD id, const void *expected, DWORD length)
{
    BYTE value[256];
    DWORD size = 4711;
    CHECK_OK(CertGetCertificateContextProperty(context, id, NULL, &size));
    CHECK_EQ(size, length);
    size = sizeof(value);
    CHECK_OK(CertGetCertificateContextProperty(context, id, value, &size));
    CHECK_EQ(size, length);
    CHECK_BYTES(value, expected, length);
}

TEST(hashes_are_those_of_the_encoding)
{
    PCCERT_CONTEXT context = create((issue_options){0});
    unsigned char hash[64];
    CHECK_EQ(pki_digest("SHA1", context->pbCertEncoded, context->cbCertEncoded, hash), 20);
    check_property(context, CERT_SHA1_HASH_PROP_ID, hash, 20);
    CHECK_EQ(pki_digest("SHA256", context->pbCertEncoded, context->cbCertEncoded, hash), 32);
    check_property(context, CERT_SHA256_HASH_PROP_ID, hash, 32);
    CHECK_EQ(pki_digest("MD5", context->pbCertEncoded, context->cbCertEncoded, hash), 16);
    check_property(context, CERT_MD5_HASH_PROP_ID, hash, 16);
    CertFreeCertificateContext(context);
}

TEST(the_key_identifier_is_that_of_the_extension)
{
    PCCERT_CONTEXT context = create((issue_options){0});
    PCERT_EXTENSION extension =
        CertFindExtension(szOID_SUBJECT_KEY_IDENTIFIER, context->pCertInfo->cExtension, context->pCertInfo->rgExtension);
    CHECK(extension != NULL);
    check_property(context, CERT_KEY_IDENTIFIER_PROP_ID, extension->Value.pbData + 2, extension->Value.cbData - 2);
    CertFreeCertificateContext(context);
}

TEST(must_staple_is_one_byte_and_only_where_it_is_asked_for)
{
    DWORD size = 0;
    PCCERT_CONTEXT context = create((issue_options){.must_staple = 1});
    check_property(context, CERT_OCSP_MUST_STAPLE_PROP_ID, "\1", 1);
    CertFreeCertificateContext(context);
    context = create((issue_options){0});
    CHECK_FAILS(CertGetCertificateContextProperty(context, CERT_OCSP_MUST_STAPLE_PROP_ID, NULL, &size), CRYPT_E_NOT_FOUND);
    CertFreeCertificateContext(context);
}

TEST(a_buffer_that_is_too_small_is_told_the_size)
{
    PCCERT_CONTEXT context = create((issue_options){0});
    BYTE value[20];
    memset(value, 0xcc, sizeof(value));
    for (DWORD given = 0; given < 20; given++) {
        DWORD size = given;
        CHECK_FAILS(CertGetCertificateContextProperty(context, CERT_SHA1_HASH_PROP_ID, value, &size), ERROR_MORE_DATA);
        CHECK_EQ(size, 20);
        CHECK_EQ(value[0], 0xcc);
    }
    CertFreeCertificateContext(context);
}

TEST(a_property_that_is_not_set)
{
    PCCERT_CONTEXT context = create((issue_options){0});
    DWORD size = 100;
    CHECK_FAILS(CertGetCertificateContextProperty(context, CERT_OCSP_RESPONSE_PROP_ID, NULL, &size), CRYPT_E_NOT_FOUND);
    CHECK_FAILS(CertGetCertificateContextProperty(context, CERT_FRIENDLY_NAME_PROP_ID, NULL, &size), CRYPT_E_NOT_FOUND);
    CHECK_FAILS(CertGetCertificateContextProperty(context, 12345, NULL, &size), CRYPT_E_NOT_FOUND);
    CertFreeCertificateContext(context);
}

TEST(a_property_is_set_read_replaced_and_removed)
{
    PCCERT_CONTEXT context = create((issue_options){0});
    DWORD size;
    static const DWORD ids[] = {
        CERT_AUTHORITY_INFO_ACCESS_PROP_ID, CERT_OCSP_RESPONSE_PROP_ID, CERT_FRIENDLY_NAME_PROP_ID, CERT_FIRST_USER_PROP_ID, CERT_LAST_USER_PROP_ID};
    for (size_t i = 0; i < sizeof(ids) / sizeof(*ids); i++) {
        CRYPT_DATA_BLOB blob = {5, (BYTE *)"first"};
        CHECK_OK(CertSetCertificateContextProperty(context, ids[i], 0, &blob));
        check_property(context, ids[i], "first", 5);
        blob = (CRYPT_DATA_BLOB){6, (BYTE *)"second"};
        CHECK_OK(CertSetCertificateContextProperty(context, ids[i], 0, &blob));
        check_property(context, ids[i], "second", 6);
        CHECK_OK(CertSetCertificateContextProperty(context, ids[i], 0, NULL));
        CHECK_FAILS(CertGetCertificateContextProperty(context, ids[i], NULL, &size), CRYPT_E_NOT_FOUND);
        CHECK_OK(CertSetCertificateContextProperty(context, ids[i], 0, NULL));
    }
    CertFreeCertificateContext(context);
}

TEST(what_is_set_is_copied)
{
    PCCERT_CONTEXT context = create((issue_options){0});
    BYTE mine[4] = {1, 2, 3, 4};
    CRYPT_DATA_BLOB blob = {sizeof(mine), mine};
    CHECK_OK(CertSetCertificateContextProperty(context, CERT_OCSP_RESPONSE_PROP_ID, 0, &blob));
    memset(mine, 0xcc, sizeof(mine));
    check_property(context, CERT_OCSP_RESPONSE_PROP_ID, "\1\2\3\4", 4);
    CertFreeCertificateContext(context);
}

TEST(duplicates_share_their_properties_and_other_contexts_do_not)
{
    identity *root = pki_root("root");
    PCCERT_CONTEXT context = CertCreateCertificateContext(X509_ASN_ENCODING, root->der, root->der_length);
    PCCERT_CONTEXT other = CertCreateCertificateContext(X509_ASN_ENCODING, root->der, root->der_length);
    PCCERT_CONTEXT duplicate = CertDuplicateCertificateContext(context);
    CRYPT_DATA_BLOB blob = {1, (BYTE *)"x"};
    DWORD size;
    CHECK_OK(CertSetCertificateContextProperty(context, CERT_DESCRIPTION_PROP_ID, 0, &blob));
    check_property(duplicate, CERT_DESCRIPTION_PROP_ID, "x", 1);
    CHECK_FAILS(CertGetCertificateContextProperty(other, CERT_DESCRIPTION_PROP_ID, NULL, &size), CRYPT_E_NOT_FOUND);
    CertFreeCertificateContext(duplicate);
    CertFreeCertificateContext(context);
    CertFreeCertificateContext(other);
}

TEST(properties_go_into_a_store_with_their_certificate)
{
    PCCERT_CONTEXT context = create((issue_options){0}), stored;
    HCERTSTORE store = CertOpenStore(CERT_STORE_PROV_MEMORY, 0, 0, 0, NULL);
    CRYPT_DATA_BLOB blob = {1, (BYTE *)"x"};
    CHECK_OK(CertSetCertificateContextProperty(context, CERT_DESCRIPTION_PROP_ID, 0, &blob));
    CHECK_OK(CertAddCertificateContextToStore(store, context, CERT_STORE_ADD_NEW, &stored));
    check_property(stored, CERT_DESCRIPTION_PROP_ID, "x", 1);
    CertFreeCertificateContext(context);
    CertFreeCertificateContext(stored);
    CertCloseStore(store, 0);
}

TEST(bad_arguments)
{
    PCCERT_CONTEXT context = create((issue_options){0});
    CRYPT_DATA_BLOB blob = {1, (BYTE *)"x"}, no_bytes = {1, NULL};
    DWORD size = 0;
    CHECK_FAILS(CertGetCertificateContextProperty(NULL, CERT_SHA1_HASH_PROP_ID, NULL, &size), E_INVALIDARG);
    CHECK_FAILS(CertGetCertificateContextProperty(context, CERT_SHA1_HASH_PROP_ID, NULL, NULL), E_INVALIDARG);
    CHECK_FAILS(CertSetCertificateContextProperty(NULL, CERT_DESCRIPTION_PROP_ID, 0, &blob), E_INVALIDARG);
    CHECK_FAILS(CertSetCertificateContextProperty(context, 0, 0, &blob), E_INVALIDARG);
    CHECK_FAILS(CertSetCertificateContextProperty(context, 0x10000, 0, &blob), E_INVALIDARG);
    CHECK_FAILS(CertSetCertificateContextProperty(context, CERT_DESCRIPTION_PROP_ID, 0x100, &blob), E_INVALIDARG);
    CHECK_FAILS(CertSetCertificateContextProperty(context, CERT_DESCRIPTION_PROP_ID, 0, &no_bytes), E_INVALIDARG);
    CertFreeCertificateContext(context);
}

TEST(properties_are_listed_in_ascending_order_once_they_are_there)
{
    PCCERT_CONTEXT context = create((issue_options){0});
    BYTE value[64];
    DWORD size = sizeof(value);
    CRYPT_DATA_BLOB blob = {1, (BYTE *)"x"};
    CHECK_EQ(CertEnumCertificateContextProperties(context, 0), 0);
    CHECK_OK(CertSetCertificateContextProperty(context, CERT_FIRST_USER_PROP_ID, 0, &blob));
    CHECK_OK(CertSetCertificateContextProperty(context, CERT_DESCRIPTION_PROP_ID, 0, &blob));
    CHECK_OK(CertGetCertificateContextProperty(context, CERT_SHA1_HASH_PROP_ID, value, &size));
    /* The access state is a state, not a property that was set. */
    size = sizeof(value);
    CHECK_OK(CertGetCertificateContextProperty(context, CERT_ACCESS_STATE_PROP_ID, value, &size));
    static const DWORD expected[] = {CERT_SHA1_HASH_PROP_ID, CERT_DESCRIPTION_PROP_ID, CERT_FIRST_USER_PROP_ID, 0};
    DWORD id = 0;
    for (int i = 0; i < 4; i++) {
        id = CertEnumCertificateContextProperties(context, id);
        CHECK_EQ(id, expected[i]);
    }
    CHECK_EQ(CertEnumCertificateContextProperties(context, CERT_SHA1_HASH_PROP_ID + 1), CERT_DESCRIPTION_PROP_ID);
    CHECK_EQ(CertEnumCertificateContextProperties(context, CERT_LAST_USER_PROP_ID), 0);
    CHECK_FAILS(CertEnumCertificateContextProperties(NULL, 0), E_INVALIDARG);
    CertFreeCertificateContext(context);
}

TEST(facts_of_the_certificate_are_computed)
{
    PCCERT_CONTEXT context = create((issue_options){0});
    const CERT_INFO *info = context->pCertInfo;
    static const WCHAR algorithm[] = {'E', 'C', 'D', 'S', 'A', '/', 'S', 'H', 'A', '2', '5', '6', 0}, key[] = {'E', 'C', 'D', 'S', 'A', '/', '2', '5', '6', 0};
    BYTE hash[64];
    DWORD bits = 256;
    CHECK_EQ(pki_digest("MD5", info->Subject.pbData, info->Subject.cbData, hash), 16);
    check_property(context, CERT_SUBJECT_NAME_MD5_HASH_PROP_ID, hash, 16);
    CHECK_EQ(pki_digest("MD5", info->SubjectPublicKeyInfo.PublicKey.pbData, info->SubjectPublicKeyInfo.PublicKey.cbData, hash), 16);
    check_property(context, CERT_SUBJECT_PUBLIC_KEY_MD5_HASH_PROP_ID, hash, 16);
    check_property(context, CERT_SUBJECT_PUB_KEY_BIT_LENGTH_PROP_ID, &bits, sizeof(bits));
    check_property(context, CERT_SIGN_HASH_CNG_ALG_PROP_ID, algorithm, sizeof(algorithm));
    check_property(context, CERT_PUB_KEY_CNG_ALG_BIT_LENGTH_PROP_ID, key, sizeof(key));
    DWORD size = 0;
    CHECK_OK(CertGetCertificateContextProperty(context, CERT_SIGNATURE_HASH_PROP_ID, NULL, &size));
    CHECK_EQ(size, 32);
    CHECK_FAILS(CertGetCertificateContextProperty(context, CERT_ISSUER_PUB_KEY_BIT_LENGTH_PROP_ID, NULL, &size), CRYPT_E_NOT_FOUND);
    CHECK_FAILS(CertGetCertificateContextProperty(context, CERT_SUBJECT_INFO_ACCESS_PROP_ID, NULL, &size), CRYPT_E_NOT_FOUND);
    CertFreeCertificateContext(context);
}

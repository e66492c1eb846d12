/* CertFindChainInStore and CertSelectCertificateChains. */
#define CERT_CHAIN_FIND_BY_ISSUER_PARA_HAS_EXTRA_FIELDS
#include "fixture.h"

typedef struct shop {
    identity *root, *authority, *server, *client, *stranger;
    HCERTSTORE store;   /* all of them but the root */
    HCERTCHAINENGINE engine; /* which trusts the root */
} shop;

static PCCERT_CONTEXT put(HCERTSTORE store, const identity *of)
{
    PCCERT_CONTEXT added;
    CHECK_OK(CertAddEncodedCertificateToStore(store, X509_ASN_ENCODING, of->der, of->der_length, CERT_STORE_ADD_NEW, &added));
    return added;
}

static shop shop_make(void)
{
    shop made;
    made.root = pki_root("root");
    made.authority = pki_issue(made.root, "CA", (issue_options){.is_authority = 1});
    made.server = pki_issue(made.authority, "www.example.com", (issue_options){0});
    made.client = pki_issue(made.authority, "client", (issue_options){.extensions = "extendedKeyUsage=clientAuth"});
    made.stranger = pki_self_signed("stranger", (issue_options){0});
    made.store = CertOpenStore(CERT_STORE_PROV_MEMORY, 0, 0, 0, NULL);
    HCERTSTORE roots = CertOpenStore(CERT_STORE_PROV_MEMORY, 0, 0, 0, NULL);
    CertFreeCertificateContext(put(roots, made.root));
    CertFreeCertificateContext(put(made.store, made.authority));
    CertFreeCertificateContext(put(made.store, made.server));
    CertFreeCertificateContext(put(made.store, made.client));
    CertFreeCertificateContext(put(made.store, made.stranger));
    CERT_CHAIN_ENGINE_CONFIG config = {.cbSize = sizeof(config), .hExclusiveRoot = roots};
    CHECK_OK(CertCreateCertificateChainEngine(&config, &made.engine));
    CHECK_OK(CertCloseStore(roots, 0));
    return made;
}

static void check_end(PCCERT_CHAIN_CONTEXT chain, const identity *expected)
{
    CHECK(chain != NULL);
    PCCERT_CONTEXT end = chain->rgpChain[0]->rgpElement[0]->pCertContext;
    CHECK_EQ(end->cbCertEncoded, expected->der_length);
    CHECK_BYTES(end->pbCertEncoded, expected->der, expected->der_length);
}

static PCCERT_CHAIN_CONTEXT find(const shop *self, DWORD flags, CERT_CHAIN_FIND_BY_ISSUER_PARA *para, PCCERT_CHAIN_CONTEXT previous)
{
    return CertFindChainInStore(self->store, X509_ASN_ENCODING, CERT_CHAIN_FIND_BY_ISSUER_NO_KEY_FLAG | CERT_CHAIN_FIND_BY_ISSUER_CACHE_ONLY_URL_FLAG | flags,
        CERT_CHAIN_FIND_BY_ISSUER, para, previous);
}

TEST(every_certificate_of_the_store_one_after_the_other)
{
    shop s = shop_make();
    CERT_CHAIN_FIND_BY_ISSUER_PARA para = {.cbSize = sizeof(para)};
    const identity *expected[] = {s.authority, s.server, s.client, s.stranger};
    PCCERT_CHAIN_CONTEXT chain = NULL;
    for (int i = 0; i < 4; i++) {
        CHECK_OK((chain = find(&s, 0, &para, chain)));
        check_end(chain, expected[i]);
        CHECK_PTR(chain->rgpChain[0]->rgpElement[0]->pCertContext->hCertStore, s.store);
    }
    CHECK_FAILS(find(&s, 0, &para, chain), CRYPT_E_NOT_FOUND);
}

TEST(without_keys_nothing_is_found_unless_none_is_asked_for)
{
    shop s = shop_make();
    CERT_CHAIN_FIND_BY_ISSUER_PARA para = {.cbSize = sizeof(para)};
    CHECK_FAILS(CertFindChainInStore(s.store, X509_ASN_ENCODING, 0, CERT_CHAIN_FIND_BY_ISSUER, &para, NULL), CRYPT_E_NOT_FOUND);
    para.dwKeySpec = 1;
    CHECK_FAILS(find(&s, 0, &para, NULL), CRYPT_E_NOT_FOUND);
}

TEST(an_issuer_anywhere_in_the_chain)
{
    shop s = shop_make();
    encoded root = pki_facts(s.root).subject, authority = pki_facts(s.authority).subject;
    CERT_NAME_BLOB names[] = {{root.length, root.bytes}, {authority.length, authority.bytes}};
    DWORD chain_index = 77, element_index = 77;
    CERT_CHAIN_FIND_BY_ISSUER_PARA para = {.cbSize = sizeof(para), .pszUsageIdentifier = szOID_PKIX_KP_CLIENT_AUTH, .cIssuer = 1, .rgIssuer = names};
    para.pdwIssuerChainIndex = &chain_index;
    para.pdwIssuerElementIndex = &element_index;

    /* The CA has no purposes, so it allows the client's; the root would be behind the last element, since no engine of the
     * system's knows it. */
    PCCERT_CHAIN_CONTEXT chain;
    CHECK_OK((chain = find(&s, 0, &para, NULL)));
    check_end(chain, s.authority);
    CHECK_EQ(chain_index, 0);
    CHECK_EQ(element_index, 1);
    CHECK_OK((chain = find(&s, 0, &para, chain)));
    check_end(chain, s.client);
    CHECK_EQ(element_index, 2);
    CHECK_EQ(chain->rgpChain[0]->cElement, 2);
    CHECK_FAILS(find(&s, 0, &para, chain), CRYPT_E_NOT_FOUND);

    para.rgIssuer = names + 1;
    CHECK_OK((chain = find(&s, 0, &para, NULL)));
    check_end(chain, s.client);
    CHECK_EQ(element_index, 1);
    CertFreeCertificateChain(chain);

    /* Shorter: without the indices. */
    para.cbSize = 56;
    element_index = 77;
    CHECK_OK((chain = find(&s, 0, &para, NULL)));
    CHECK_EQ(element_index, 77);
    CertFreeCertificateChain(chain);
}

static BOOL WINAPI only_those_that_end_in(PCCERT_CONTEXT certificate, void *argument)
{
    const identity *wanted = (const identity *)argument;
    CHECK(CertDuplicateCertificateContext(certificate) == certificate);
    CHECK(CertFreeCertificateContext(certificate));
    return certificate->cbCertEncoded == wanted->der_length && memcmp(certificate->pbCertEncoded, wanted->der, wanted->der_length) == 0;
}

TEST(a_callback_chooses)
{
    shop s = shop_make();
    CERT_CHAIN_FIND_BY_ISSUER_PARA para = {.cbSize = sizeof(para), .pfnFindCallback = only_those_that_end_in, .pvFindArg = s.client};
    PCCERT_CHAIN_CONTEXT chain;
    CHECK_OK((chain = find(&s, 0, &para, NULL)));
    check_end(chain, s.client);
    CHECK_FAILS(find(&s, 0, &para, chain), CRYPT_E_NOT_FOUND);
}

TEST(searches_that_cannot_be_made)
{
    shop s = shop_make(), other = shop_make();
    CERT_CHAIN_FIND_BY_ISSUER_PARA para = {.cbSize = sizeof(para)}, cut = {.cbSize = 48};
    CHECK_FAILS(CertFindChainInStore(s.store, X509_ASN_ENCODING, 0, 2, &para, NULL), E_INVALIDARG);
    CHECK_FAILS(CertFindChainInStore(s.store, X509_ASN_ENCODING, 0, CERT_CHAIN_FIND_BY_ISSUER, NULL, NULL), E_INVALIDARG);
    CHECK_FAILS(CertFindChainInStore(s.store, X509_ASN_ENCODING, 0x10000, CERT_CHAIN_FIND_BY_ISSUER, &para, NULL), E_INVALIDARG);
    CHECK_FAILS(find(&s, 0, &cut, NULL), E_INVALIDARG);
    CHECK_FAILS(find(&s, CERT_CHAIN_FIND_BY_ISSUER_COMPARE_KEY_FLAG, &para, NULL), ERROR_NOT_SUPPORTED);
    CHECK_FAILS(CertFindChainInStore((HCERTSTORE)0xdeadbeef, X509_ASN_ENCODING, 0, CERT_CHAIN_FIND_BY_ISSUER, &para, NULL), ERROR_INVALID_HANDLE);
    PCCERT_CHAIN_CONTEXT elsewhere = find(&other, 0, &para, NULL);
    CHECK(elsewhere != NULL);
    CHECK_FAILS(find(&s, 0, &para, elsewhere), E_INVALIDARG);
}

static DWORD select_chains(const shop *self, DWORD flags, DWORD count, const CERT_SELECT_CRITERIA *criteria, PCCERT_CHAIN_CONTEXT **list)
{
    CERT_SELECT_CHAIN_PARA para = {.hChainEngine = self->engine};
    DWORD selected = 77;
    CHECK_OK(CertSelectCertificateChains(NULL, flags, &para, count, criteria, self->store, &selected, list));
    CHECK((selected == 0) == (*list == NULL));
    return selected;
}

static void free_chains(DWORD count, PCCERT_CHAIN_CONTEXT *list)
{
    for (DWORD i = 0; i < count; i++)
        CertFreeCertificateChain(list[i]);
    CertFreeCertificateChainList(list);
}

static void check_selection(const shop *self, DWORD flags, DWORD type, const void *value, const identity *expected)
{
    void *values[] = {(void *)value};
    CERT_SELECT_CRITERIA criteria = {type, 1, values};
    PCCERT_CHAIN_CONTEXT *list;
    DWORD count = select_chains(self, flags, 1, &criteria, &list);
    CHECK_EQ(count, expected ? 1 : 0);
    if (expected)
        check_end(list[0], expected);
    free_chains(count, list);
}

TEST(without_criteria_everything_is_selected_what_is_good_first)
{
    shop s = shop_make();
    PCCERT_CHAIN_CONTEXT *list;
    CHECK_EQ(select_chains(&s, 0, 0, NULL, &list), 4);
    check_end(list[3], s.stranger);
    for (int i = 0; i < 3; i++)
        CHECK_EQ(list[i]->TrustStatus.dwErrorStatus, CERT_TRUST_NO_ERROR);
    free_chains(4, list);
    CHECK_EQ(select_chains(&s, CERT_SELECT_TRUSTED_ROOT, 0, NULL, &list), 3);
    free_chains(3, list);
    CHECK_EQ(select_chains(&s, CERT_SELECT_DISALLOW_SELFSIGNED, 0, NULL, &list), 3);
    free_chains(3, list);
    CHECK_EQ(select_chains(&s, CERT_SELECT_HAS_PRIVATE_KEY, 0, NULL, &list), 0);
    CertFreeCertificateChainList(NULL);
}

TEST(one_criterion_of_each_kind)
{
    shop s = shop_make();
    encoded authority = pki_facts(s.authority).subject;
    CERT_NAME_BLOB issuer = {authority.length, authority.bytes};
    PCCERT_CONTEXT client = CertCreateCertificateContext(X509_ASN_ENCODING, s.client->der, s.client->der_length);
    PCERT_EXTENSION purpose = CertFindExtension(szOID_ENHANCED_KEY_USAGE, client->pCertInfo->cExtension, client->pCertInfo->rgExtension);
    BYTE signs_crls[] = {0x03, 0x02, 0x01, 0x02};
    char key_usage_oid[] = szOID_KEY_USAGE;
    CERT_EXTENSION key_usage = {key_usage_oid, FALSE, {sizeof(signs_crls), signs_crls}};
    const DWORD trusted = CERT_SELECT_TRUSTED_ROOT;

    check_selection(&s, trusted, CERT_SELECT_BY_SUBJECT_HOST_NAME, W("WWW.example.com"), s.server);
    check_selection(&s, trusted, CERT_SELECT_BY_SUBJECT_HOST_NAME, W("example.com"), NULL);
    check_selection(&s, trusted, CERT_SELECT_BY_KEY_USAGE, &key_usage, s.authority);
    check_selection(&s, trusted, CERT_SELECT_BY_EXTENSION, purpose, s.client);
    check_selection(&s, trusted, CERT_SELECT_BY_PUBLIC_KEY, &client->pCertInfo->SubjectPublicKeyInfo, s.client);
    char common_name[] = szOID_COMMON_NAME;
    CERT_RDN_ATTR attribute = {common_name, CERT_RDN_ANY_TYPE, {12, (BYTE *)W("client")}};
    CERT_RDN attributes = {1, &attribute};
    check_selection(&s, trusted, CERT_SELECT_BY_SUBJECT_ATTR, &attributes, s.client);
    check_selection(&s, trusted, CERT_SELECT_BY_ISSUER_ATTR, &attributes, NULL);
    attribute.Value.cbData = 0; /* to the terminator */
    attribute.Value.pbData = (BYTE *)W("ca");
    check_selection(&s, trusted, CERT_SELECT_BY_SUBJECT_ATTR, &attributes, s.authority);
    check_selection(&s, trusted, CERT_SELECT_BY_POLICY_OID, "1.2.3.4", NULL);
    check_selection(&s, 0, CERT_SELECT_BY_PROV_NAME, W("Microsoft Software Key Storage Provider"), NULL);

    /* All criteria, one value of each. */
    void *purposes[] = {(void *)szOID_PKIX_KP_CODE_SIGNING, (void *)szOID_PKIX_KP_CLIENT_AUTH}, *issuers[] = {&issuer};
    CERT_SELECT_CRITERIA both[] = {{CERT_SELECT_BY_ENHKEY_USAGE, 2, purposes}, {CERT_SELECT_BY_ISSUER_NAME, 1, issuers}};
    PCCERT_CHAIN_CONTEXT *list;
    CHECK_EQ(select_chains(&s, 0, 2, both, &list), 1);
    check_end(list[0], s.client);
    free_chains(1, list);
    CertFreeCertificateContext(client);
}

TEST(expired_ones_and_older_ones_on_demand_only)
{
    shop s = shop_make();
    identity *expired = pki_issue(s.authority, "expired", (issue_options){.starts_in = -7200, .ends_in = -3600});
    identity *older = pki_issue(s.authority, "www.example.com", (issue_options){.starts_in = -172800});
    CertFreeCertificateContext(put(s.store, expired));
    CertFreeCertificateContext(put(s.store, older));
    PCCERT_CHAIN_CONTEXT *list;
    CHECK_EQ(select_chains(&s, 0, 0, NULL, &list), 4);
    free_chains(4, list);
    CHECK_EQ(select_chains(&s, CERT_SELECT_ALLOW_DUPLICATES, 0, NULL, &list), 5);
    check_end(list[3], older);
    free_chains(5, list);
    CHECK_EQ(select_chains(&s, CERT_SELECT_ALLOW_EXPIRED | CERT_SELECT_ALLOW_DUPLICATES, 0, NULL, &list), 6);
    free_chains(6, list);
}

TEST(selections_that_cannot_be_made)
{
    shop s = shop_make();
    void *values[] = {(void *)"1.2.3"}, *nothing[] = {NULL};
    CERT_SELECT_CRITERIA unknown = {15, 1, values}, zero = {0, 1, values}, tls = {CERT_SELECT_BY_TLS_SIGNATURES, 1, values},
                         empty = {CERT_SELECT_BY_ENHKEY_USAGE, 0, values}, many = {CERT_SELECT_BY_ENHKEY_USAGE, CERT_SELECT_MAX_PARA + 1, values},
                         null = {CERT_SELECT_BY_ENHKEY_USAGE, 1, nothing}, good = {CERT_SELECT_BY_ENHKEY_USAGE, 1, values};
    const CERT_SELECT_CRITERIA *bad[] = {&unknown, &zero, &empty, &many, &null};
    DWORD count;
    PCCERT_CHAIN_CONTEXT *list;
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
        CHECK_FAILS(CertSelectCertificateChains(NULL, 0, NULL, 1, bad[i], s.store, &count, &list), E_INVALIDARG);
    CHECK_FAILS(CertSelectCertificateChains(NULL, 0, NULL, 1, &tls, s.store, &count, &list), ERROR_NOT_SUPPORTED);
    CHECK_FAILS(CertSelectCertificateChains(NULL, 0x200, NULL, 1, &good, s.store, &count, &list), E_INVALIDARG);
    CHECK_FAILS(CertSelectCertificateChains(NULL, 0, NULL, 1, NULL, s.store, &count, &list), E_INVALIDARG);
    CHECK_FAILS(CertSelectCertificateChains(NULL, 0, NULL, 1, &good, NULL, &count, &list), E_INVALIDARG);
    CHECK_FAILS(CertSelectCertificateChains(NULL, 0, NULL, 1, &good, s.store, NULL, &list), E_INVALIDARG);
    CHECK_FAILS(CertSelectCertificateChains(NULL, 0, NULL, 1, &good, s.store, &count, NULL), E_INVALIDARG);
}

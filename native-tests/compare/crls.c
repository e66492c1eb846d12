/* CRL contexts, and CRLs in stores. */
#include "compare.h"

static void fields(const item *item)
{
    about("%s", item->name);
    PCCRL_CONTEXT context = CRL_FOUND("create", CertCreateCRLContext(X509_ASN_ENCODING, item->der, item->length));
    const CRL_INFO *info = context->pCrlInfo;
    say("encoding", "%u", (unsigned)context->dwCertEncodingType);
    say("version", "%u", (unsigned)info->dwVersion);
    say("signature algorithm", "%s", info->SignatureAlgorithm.pszObjId);
    say_bytes("issuer", info->Issuer.pbData, info->Issuer.cbData);
    say("this update", "%08x%08x", (unsigned)info->ThisUpdate.dwHighDateTime, (unsigned)info->ThisUpdate.dwLowDateTime);
    say("next update", "%08x%08x", (unsigned)info->NextUpdate.dwHighDateTime, (unsigned)info->NextUpdate.dwLowDateTime);
    say("counts", "%u entries, %u extensions", (unsigned)info->cCRLEntry, (unsigned)info->cExtension);
    for (DWORD i = 0; i < info->cCRLEntry; i++) {
        char what[40];
        snprintf(what, sizeof(what), "entry %u", (unsigned)i);
        say_bytes(what, info->rgCRLEntry[i].SerialNumber.pbData, info->rgCRLEntry[i].SerialNumber.cbData);
        snprintf(what, sizeof(what), "entry %u, time and extensions", (unsigned)i);
        say(what, "%08x%08x, %u", (unsigned)info->rgCRLEntry[i].RevocationDate.dwHighDateTime,
            (unsigned)info->rgCRLEntry[i].RevocationDate.dwLowDateTime, (unsigned)info->rgCRLEntry[i].cExtension);
    }
    BOOL_OF("free", CertFreeCRLContext(context));
}

AREA(crls)
{
    fields(&item_crl);
    fields(&item_delta);
    fields(&item_bare);

    about("creating");
    CRL_FOUND("no encoding", CertCreateCRLContext(0, DER(crl)));
    CRL_FOUND("cut off", CertCreateCRLContext(X509_ASN_ENCODING, item_crl.der, item_crl.length - 1));
    CRL_FOUND("nothing", CertCreateCRLContext(X509_ASN_ENCODING, item_crl.der, 0));
    CRL_FOUND("a certificate", CertCreateCRLContext(X509_ASN_ENCODING, DER(leaf)));
    PCCRL_CONTEXT crl = CRL_OF(crl), twice = CertDuplicateCRLContext(crl);
    say("a duplicate", "%s", twice == crl ? "is the same" : "is another");
    BOOL_OF("free one", CertFreeCRLContext(twice));
    BOOL_OF("free nothing", CertFreeCRLContext(NULL));
    say("a duplicate of nothing", "%s", CertDuplicateCRLContext(NULL) ? "not NULL" : "NULL");
    CertFreeCRLContext(crl);
}

AREA(revoked)
{
    PCCRL_CONTEXT crl = CRL_OF(crl), roots = CRL_OF(roots), delta = CRL_OF(delta);
    PCCERT_CONTEXT leaf = CERTIFICATE_OF(leaf), renewed = CERTIFICATE_OF(renewed), other = CERTIFICATE_OF(other), ca = CERTIFICATE_OF(ca);
    PCRL_ENTRY entry = NULL;
    about("find in a CRL");
    BOOL_OF("a revoked one", CertFindCertificateInCRL(leaf, crl, 0, NULL, &entry));
    say("its entry", "%s", entry ? entry == crl->pCrlInfo->rgCRLEntry ? "the first" : "another" : "none");
    entry = (PCRL_ENTRY)1;
    BOOL_OF("a good one", CertFindCertificateInCRL(renewed, crl, 0, NULL, &entry));
    say("its entry, good", "%s", entry ? "some" : "none");
    BOOL_OF("one of another issuer", CertFindCertificateInCRL(other, delta, 0, NULL, &entry));
    say("its entry, other issuer", "%s", entry ? "some" : "none");

    about("valid for");
    BOOL_OF("its issuer's", CertIsValidCRLForCertificate(leaf, crl, 0, NULL));
    BOOL_OF("another issuer's", CertIsValidCRLForCertificate(leaf, roots, 0, NULL));
    BOOL_OF("nothing's", CertIsValidCRLForCertificate(NULL, crl, 0, NULL));

    about("verify revocation");
    PCRL_INFO infos[] = {crl->pCrlInfo, roots->pCrlInfo};
    BOOL_OF("revoked", CertVerifyCRLRevocation(X509_ASN_ENCODING, leaf->pCertInfo, 2, infos));
    BOOL_OF("good", CertVerifyCRLRevocation(X509_ASN_ENCODING, renewed->pCertInfo, 2, infos));
    BOOL_OF("without CRLs", CertVerifyCRLRevocation(X509_ASN_ENCODING, leaf->pCertInfo, 0, NULL));
    BOOL_OF("the CA", CertVerifyCRLRevocation(X509_ASN_ENCODING, ca->pCertInfo, 2, infos));

    about("time");
    FILETIME time = crl->pCrlInfo->ThisUpdate;
    say("at the first moment", "%d", (int)CertVerifyCRLTimeValidity(&time, crl->pCrlInfo));
    time.dwLowDateTime--;
    say("just before", "%d", (int)CertVerifyCRLTimeValidity(&time, crl->pCrlInfo));
    time = crl->pCrlInfo->NextUpdate;
    say("at the last moment", "%d", (int)CertVerifyCRLTimeValidity(&time, crl->pCrlInfo));
    time.dwLowDateTime++;
    say("just after", "%d", (int)CertVerifyCRLTimeValidity(&time, crl->pCrlInfo));
    say("now", "%d, %d", (int)CertVerifyCRLTimeValidity(NULL, crl->pCrlInfo), (int)CertVerifyCRLTimeValidity(NULL, roots->pCrlInfo));
    CertFreeCRLContext(crl);
    CertFreeCRLContext(roots);
    CertFreeCRLContext(delta);
    CertFreeCertificateContext(leaf);
    CertFreeCertificateContext(renewed);
    CertFreeCertificateContext(other);
    CertFreeCertificateContext(ca);
}

static HCERTSTORE crl_store(void)
{
    static const item *const items[] = {&item_crl, &item_delta, &item_roots};
    HCERTSTORE store = memory_store();
    for (size_t i = 0; i < sizeof(items) / sizeof(*items); i++)
        CertAddEncodedCRLToStore(store, X509_ASN_ENCODING, items[i]->der, items[i]->length, CERT_STORE_ADD_ALWAYS, NULL);
    return store;
}

AREA(crl_dispositions)
{
    static const char *const names[] = {
        "zero", "new", "use existing", "replace existing", "always", "replace, inherit", "newer", "newer, inherit", "eight"};
    static const struct { const char *name; const item *held, *added; } pairs[] = {
        {"nothing there", NULL, &item_crl},
        {"the same there", &item_crl, &item_crl},
        {"an older one there", &item_crl, &item_newer},
        {"a newer one there", &item_newer, &item_crl},
        {"a base one there", &item_crl, &item_delta},
        {"another issuer's there", &item_roots, &item_crl},
    };
    for (size_t pair = 0; pair < sizeof(pairs) / sizeof(*pairs); pair++) {
        for (DWORD disposition = 0; disposition < 9; disposition++) {
            about("%s, %s", pairs[pair].name, names[disposition]);
            HCERTSTORE store = memory_store();
            PCCRL_CONTEXT context = NULL;
            if (pairs[pair].held)
                CertAddEncodedCRLToStore(store, X509_ASN_ENCODING, pairs[pair].held->der, pairs[pair].held->length, CERT_STORE_ADD_ALWAYS, NULL);
            BOOL_OF("add", CertAddEncodedCRLToStore(store, X509_ASN_ENCODING, pairs[pair].added->der, pairs[pair].added->length, disposition, &context));
            if (context)
                CRL_FOUND("given", context);
            CertFreeCRLContext(context);
            say_crls("contents", store);
            CertCloseStore(store, 0);
        }
    }
}

static void get_all(const char *what, HCERTSTORE store, PCCERT_CONTEXT issuer, DWORD flags)
{
    struct list list = {{NULL}, 0, 0};
    PCCRL_CONTEXT found = NULL;
    char left[100] = "", full[100];
    DWORD checks = flags;
    SetLastError(0x20202020);
    while (list.count < 20 && (found = CertGetCRLFromStore(store, issuer, found, &checks)) != NULL) {
        list_crl(&list, found);
        snprintf(left, sizeof(left), "0x%x", (unsigned)checks);
        checks = flags;
        SetLastError(0x20202020);
    }
    list.error = GetLastError();
    say_list(what, &list);
    snprintf(full, sizeof(full), "%s, flags left", what);
    say(full, "%s", list.count == 1 ? left : "of several");
}

static void find_all(const char *what, HCERTSTORE store, DWORD flags, DWORD type, const void *para)
{
    struct list list = {{NULL}, 0, 0};
    PCCRL_CONTEXT found = NULL;
    SetLastError(0x20202020);
    while (list.count < 20 && (found = CertFindCRLInStore(store, X509_ASN_ENCODING, flags, type, para, found)) != NULL) {
        list_crl(&list, found);
        SetLastError(0x20202020);
    }
    list.error = GetLastError();
    say_list(what, &list);
}

AREA(crls_in_stores)
{
    HCERTSTORE store = crl_store();
    PCCERT_CONTEXT root = CERTIFICATE_OF(root), ca = CERTIFICATE_OF(ca), leaf = CERTIFICATE_OF(leaf), odd = CERTIFICATE_OF(odd);
    PCCRL_CONTEXT crl = CRL_OF(crl), newer = CRL_OF(newer);
    about("listing");
    say_crls("all", store);
    say_contents("the certificates", store);

    about("get");
    get_all("any", store, NULL, 0);
    get_all("of the CA", store, ca, 0);
    get_all("of the root", store, root, 0);
    get_all("of one without", store, odd, 0);
    get_all("of the root, signature", store, root, CERT_STORE_SIGNATURE_FLAG);
    get_all("of the root, time", store, root, CERT_STORE_TIME_VALIDITY_FLAG);
    get_all("of the CA, base", store, ca, CERT_STORE_BASE_CRL_FLAG);
    get_all("of the CA, delta", store, ca, CERT_STORE_DELTA_CRL_FLAG);
    get_all("of the CA, revocation", store, ca, CERT_STORE_REVOCATION_FLAG);
    get_all("of the CA, an unknown flag", store, ca, 0x00100000);

    about("find");
    find_all("any", store, 0, CRL_FIND_ANY, NULL);
    find_all("issued by the CA", store, 0, CRL_FIND_ISSUED_BY, ca);
    find_all("issued by anybody", store, 0, CRL_FIND_ISSUED_BY, NULL);
    find_all("issued by the root, key identifier", store, CRL_FIND_ISSUED_BY_AKI_FLAG, CRL_FIND_ISSUED_BY, root);
    find_all("issued by the root, signature", store, CRL_FIND_ISSUED_BY_SIGNATURE_FLAG, CRL_FIND_ISSUED_BY, root);
    find_all("issued by the CA, delta", store, CRL_FIND_ISSUED_BY_DELTA_FLAG, CRL_FIND_ISSUED_BY, ca);
    find_all("issued by the CA, base", store, CRL_FIND_ISSUED_BY_BASE_FLAG, CRL_FIND_ISSUED_BY, ca);
    find_all("existing", store, 0, CRL_FIND_EXISTING, crl);
    find_all("existing, an updated one", store, 0, CRL_FIND_EXISTING, newer);
    CRL_FIND_ISSUED_FOR_PARA pair = {leaf, ca};
    find_all("issued for the leaf", store, 0, CRL_FIND_ISSUED_FOR, &pair);
    pair.pSubjectCert = ca;
    pair.pIssuerCert = root;
    find_all("issued for the CA", store, 0, CRL_FIND_ISSUED_FOR, &pair);
    find_all("an unknown type", store, 0, 4711, NULL);

    about("delete");
    PCCRL_CONTEXT held = CertFindCRLInStore(store, X509_ASN_ENCODING, 0, CRL_FIND_ISSUED_BY, root, NULL);
    say("store of a context", "%s", held->hCertStore == store ? "this" : "another");
    BOOL_OF("one", CertDeleteCRLFromStore(held));
    say_crls("contents", store);
    BOOL_OF("one of no store", CertDeleteCRLFromStore(CRL_OF(bare)));
    CertFreeCRLContext(crl);
    CertFreeCRLContext(newer);
    CertFreeCertificateContext(root);
    CertFreeCertificateContext(ca);
    CertFreeCertificateContext(leaf);
    CertFreeCertificateContext(odd);
    CertCloseStore(store, 0);
}

AREA(adding_crls)
{
    about("encoded");
    HCERTSTORE store = memory_store();
    BOOL_OF("no encoding", CertAddEncodedCRLToStore(store, 0, DER(crl), CERT_STORE_ADD_NEW, NULL));
    BOOL_OF("cut off", CertAddEncodedCRLToStore(store, X509_ASN_ENCODING, item_crl.der, item_crl.length - 1, CERT_STORE_ADD_NEW, NULL));
    PCCRL_CONTEXT context = NULL;
    BOOL_OF("without a store", CertAddEncodedCRLToStore(NULL, X509_ASN_ENCODING, DER(crl), CERT_STORE_ADD_NEW, &context));
    CRL_FOUND("context without a store", context);
    about("context");
    BOOL_OF("new", CertAddCRLContextToStore(store, context, CERT_STORE_ADD_NEW, NULL));
    BOOL_OF("new again", CertAddCRLContextToStore(store, context, CERT_STORE_ADD_NEW, NULL));
    say_crls("contents", store);
    CertFreeCRLContext(context);
    CertCloseStore(store, 0);
}

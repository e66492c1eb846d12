/* Opening, adding, deleting, closing. */
#include "compare.h"

AREA(opening)
{
    static const struct { const char *name; LPCSTR provider; DWORD flags; const void *para; } cases[] = {
        {"memory", CERT_STORE_PROV_MEMORY, 0, NULL},
        {"memory by name", sz_CERT_STORE_PROV_MEMORY, 0, NULL},
        {"memory by name in capitals", "MEMORY", 0, NULL},
        {"memory, create new", CERT_STORE_PROV_MEMORY, CERT_STORE_CREATE_NEW_FLAG, NULL},
        {"memory, open existing", CERT_STORE_PROV_MEMORY, CERT_STORE_OPEN_EXISTING_FLAG, NULL},
        {"memory, read only", CERT_STORE_PROV_MEMORY, CERT_STORE_READONLY_FLAG, NULL},
        {"memory, defer close", CERT_STORE_PROV_MEMORY, CERT_STORE_DEFER_CLOSE_UNTIL_LAST_FREE_FLAG, NULL},
        {"collection", CERT_STORE_PROV_COLLECTION, 0, NULL},
        {"collection by name", sz_CERT_STORE_PROV_COLLECTION, 0, NULL},
        {"unknown number", (LPCSTR)4711, 0, NULL},
        {"unknown name", "Staple32 Unknown", 0, NULL},
        {"missing file", CERT_STORE_PROV_FILENAME_A, CERT_STORE_OPEN_EXISTING_FLAG, "no such file.pem"},
        {"missing directory", CERT_STORE_PROV_FILENAME_A, CERT_STORE_OPEN_EXISTING_FLAG, "no such directory/file.pem"},
        {"file without a name", CERT_STORE_PROV_FILENAME_A, CERT_STORE_OPEN_EXISTING_FLAG, NULL},
        {"wide file without a name", CERT_STORE_PROV_FILENAME_W, CERT_STORE_OPEN_EXISTING_FLAG, NULL},
        {"file, delete", CERT_STORE_PROV_FILENAME_A, CERT_STORE_DELETE_FLAG, "no such file.pem"},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        about("%s", cases[i].name);
        HCERTSTORE store = POINTER_OF("open", CertOpenStore(cases[i].provider, X509_ASN_ENCODING, 0, cases[i].flags, cases[i].para));
        if (store)
            BOOL_OF("close", CertCloseStore(store, 0));
    }
}

AREA(adding)
{
    about("encoded");
    HCERTSTORE store = memory_store();
    PCCERT_CONTEXT context = NULL;
    BOOL_OF("new", CertAddEncodedCertificateToStore(store, X509_ASN_ENCODING, DER(root), CERT_STORE_ADD_NEW, &context));
    CERT_OF("context", context);
    say("store", "%s", context->hCertStore == store ? "this" : "another");
    CertFreeCertificateContext(context);
    context = (PCCERT_CONTEXT)1;
    BOOL_OF("new again", CertAddEncodedCertificateToStore(store, X509_ASN_ENCODING, DER(root), CERT_STORE_ADD_NEW, &context));
    say("context after failure", "%s", context == NULL ? "NULL" : context == (PCCERT_CONTEXT)1 ? "untouched" : "set");
    BOOL_OF("both encodings", CertAddEncodedCertificateToStore(store, X509_ASN_ENCODING | PKCS_7_ASN_ENCODING, DER(ca), CERT_STORE_ADD_NEW, NULL));
    BOOL_OF("no encoding", CertAddEncodedCertificateToStore(store, 0, DER(leaf), CERT_STORE_ADD_NEW, NULL));
    BOOL_OF("message encoding", CertAddEncodedCertificateToStore(store, PKCS_7_ASN_ENCODING, DER(leaf), CERT_STORE_ADD_NEW, NULL));
    BOOL_OF("cut off", CertAddEncodedCertificateToStore(store, X509_ASN_ENCODING, item_leaf.der, item_leaf.length - 1, CERT_STORE_ADD_NEW, NULL));
    BOOL_OF("nothing", CertAddEncodedCertificateToStore(store, X509_ASN_ENCODING, item_leaf.der, 0, CERT_STORE_ADD_NEW, NULL));
    BOOL_OF("disposition 0", CertAddEncodedCertificateToStore(store, X509_ASN_ENCODING, DER(leaf), 0, NULL));
    BOOL_OF("disposition 8", CertAddEncodedCertificateToStore(store, X509_ASN_ENCODING, DER(leaf), 8, NULL));
    context = NULL;
    BOOL_OF("without a store", CertAddEncodedCertificateToStore(NULL, X509_ASN_ENCODING, DER(leaf), CERT_STORE_ADD_NEW, &context));
    CERT_OF("context without a store", context);
    CertFreeCertificateContext(context);
    say_contents("contents", store);
    CertCloseStore(store, 0);

    about("context");
    store = memory_store();
    PCCERT_CONTEXT leaf = CERTIFICATE_OF(leaf), first = NULL, second = NULL;
    BOOL_OF("new", CertAddCertificateContextToStore(store, leaf, CERT_STORE_ADD_NEW, &first));
    say("is a copy", "%s", first == leaf ? "no" : "yes");
    BOOL_OF("always", CertAddCertificateContextToStore(store, leaf, CERT_STORE_ADD_ALWAYS, &second));
    say("is another", "%s", first == second ? "no" : "yes");
    CertFreeCertificateContext(second);
    second = NULL;
    BOOL_OF("one of its own", CertAddCertificateContextToStore(store, first, CERT_STORE_ADD_USE_EXISTING, &second));
    CERT_OF("one of its own, given", second);
    CertFreeCertificateContext(second);
    BOOL_OF("one of its own, new", CertAddCertificateContextToStore(store, first, CERT_STORE_ADD_NEW, NULL));
    second = NULL;
    BOOL_OF("without a store", CertAddCertificateContextToStore(NULL, leaf, CERT_STORE_ADD_NEW, &second));
    say("without a store, given", "%s", second == NULL ? "NULL" : second == leaf ? "the same" : "a copy");
    CertFreeCertificateContext(second);
    say_contents("contents", store);
    CertFreeCertificateContext(first);
    CertFreeCertificateContext(leaf);
    CertCloseStore(store, 0);
}

AREA(dispositions)
{
    static const char *const names[] = {
        "zero", "new", "use existing", "replace existing", "always", "replace, inherit", "newer",
        "newer, inherit", "eight"};
    static const struct { const char *name; const item *held, *added; } pairs[] = {
        {"nothing there", NULL, &item_leaf},
        {"the same there", &item_leaf, &item_leaf},
        {"an older one of that name there", &item_leaf, &item_renewed},
        {"a newer one of that name there", &item_renewed, &item_leaf},
        {"one of that serial number and another issuer there", &item_other, &item_renewed},
        {"an older one of that serial number and issuer there", &item_leaf, &item_twin},
        {"a newer one of that serial number and issuer there", &item_twin, &item_leaf},
    };
    for (size_t pair = 0; pair < sizeof(pairs) / sizeof(*pairs); pair++) {
        for (DWORD disposition = 0; disposition < 9; disposition++) {
            about("%s, %s", pairs[pair].name, names[disposition]);
            HCERTSTORE store = memory_store();
            PCCERT_CONTEXT given, held, context = NULL;
            if (pairs[pair].held) {
                add_to(store, pairs[pair].held);
                held = CertEnumCertificatesInStore(store, NULL);
                CRYPT_DATA_BLOB note = {6, (BYTE *)"h\0e\0\0"};
                CertSetCertificateContextProperty(held, CERT_FRIENDLY_NAME_PROP_ID, 0, &note);
                CertFreeCertificateContext(held);
            }
            given = certificate_of(pairs[pair].added);
            CRYPT_DATA_BLOB note = {6, (BYTE *)"a\0d\0\0"};
            CertSetCertificateContextProperty(given, CERT_DESCRIPTION_PROP_ID, 0, &note);
            if (BOOL_OF("add", CertAddCertificateContextToStore(store, given, disposition, &context)) && context) {
                DWORD size = 0;
                BOOL_OF("has the property of the one held", CertGetCertificateContextProperty(context, CERT_FRIENDLY_NAME_PROP_ID, NULL, &size));
                BOOL_OF("has the property of the one added", CertGetCertificateContextProperty(context, CERT_DESCRIPTION_PROP_ID, NULL, &size));
                CertFreeCertificateContext(context);
            }
            say_contents("contents", store);
            CertFreeCertificateContext(given);
            CertCloseStore(store, 0);
        }
    }
}

static HCERTSTORE store_of_four(void)
{
    HCERTSTORE store = memory_store();
    add_to(store, &item_root);
    add_to(store, &item_ca);
    add_to(store, &item_leaf);
    add_to(store, &item_odd);
    return store;
}

AREA(order)
{
    about("listing");
    HCERTSTORE store = store_of_four();
    CERT_OF("comes first", CertEnumCertificatesInStore(store, NULL));
    PCCERT_CONTEXT first = CertEnumCertificatesInStore(store, NULL), again = CertEnumCertificatesInStore(store, NULL);
    say("the same element", "%s", first == again ? "is the same context" : "is another context");
    CERT_OF("comes second", CertEnumCertificatesInStore(store, first));
}

AREA(deleting)
{
    about("delete");
    HCERTSTORE store = store_of_four();
    PCCERT_CONTEXT root = held_in(store, &item_root);
    CertDuplicateCertificateContext(root);
    CertDuplicateCertificateContext(root);
    BOOL_OF("once", CertDeleteCertificateFromStore(root));
    say_contents("contents", store);
    BOOL_OF("twice", CertDeleteCertificateFromStore(root));
    CERT_OF("the context afterwards", root);
    CertFreeCertificateContext(root);
    BOOL_OF("of no store", CertDeleteCertificateFromStore(CERTIFICATE_OF(leaf)));
    CertCloseStore(store, 0);

    about("while others are found");
    store = store_of_four();
    PCCERT_CONTEXT at = CertEnumCertificatesInStore(store, NULL);
    /* As the reference page of CertDeleteCertificateFromStore wants it: delete a duplicate, go on with the original. */
    for (int i = 0; at && i < 10; i++) {
        CertDeleteCertificateFromStore(CertDuplicateCertificateContext(at));
        at = CertEnumCertificatesInStore(store, at);
    }
    say("a loop that deletes everything", "%s", at ? "does not end" : "ends");
    say_contents("contents", store);
    CertCloseStore(store, 0);

    about("while it is listed");
    store = store_of_four();
    at = CertEnumCertificatesInStore(store, NULL);
    add_to(store, &item_renewed);
    int further = 0;
    while (at && ++further < 10)
        at = CertEnumCertificatesInStore(store, at);
    say("a listing to which one is added", "%s", further == 4 || further == 5 ? "ends" : "loses its way");
    CertCloseStore(store, 0);

    about("every other one");
    store = store_of_four();
    int left = 0;
    for (at = NULL; (at = CertFindCertificateInStore(store, X509_ASN_ENCODING, 0, CERT_FIND_ANY, NULL, at)) != NULL && left < 10; left++) {
        CertDeleteCertificateFromStore(at);
        at = NULL;
    }
    say("deleted", "%d", left);
    say_contents("contents", store);
    CertCloseStore(store, 0);
}

AREA(closing)
{
    about("close");
    BOOL_OF("nothing", CertCloseStore(NULL, 0));
    HCERTSTORE store = memory_store();
    HCERTSTORE again = CertDuplicateStore(store);
    say("a duplicate", "%s", again == store ? "is the same handle" : "is another handle");
    BOOL_OF("a duplicate, checked", CertCloseStore(again, CERT_CLOSE_STORE_CHECK_FLAG));
    BOOL_OF("the last, checked", CertCloseStore(store, CERT_CLOSE_STORE_CHECK_FLAG));

    about("close with a context held");
    store = memory_store();
    add_to(store, &item_root);
    PCCERT_CONTEXT held = CertEnumCertificatesInStore(store, NULL);
    BOOL_OF("checked", CertCloseStore(store, CERT_CLOSE_STORE_CHECK_FLAG));
    CERT_OF("the context afterwards", held);
    BOOL_OF("free", CertFreeCertificateContext(held));

    store = memory_store();
    add_to(store, &item_root);
    held = CertEnumCertificatesInStore(store, NULL);
    BOOL_OF("unchecked", CertCloseStore(store, 0));
    CERT_OF("the context after that", held);
    CertFreeCertificateContext(held);

    about("force");
    store = memory_store();
    add_to(store, &item_root);
    BOOL_OF("nothing held", CertCloseStore(store, CERT_CLOSE_STORE_FORCE_FLAG));
    say("a duplicate of nothing", "%s", CertDuplicateStore(NULL) == NULL ? "NULL" : "not NULL");
}

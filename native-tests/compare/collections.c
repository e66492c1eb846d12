/* Collections and their members. */
#include "compare.h"

static HCERTSTORE collection(void) { return CertOpenStore(CERT_STORE_PROV_COLLECTION, 0, 0, 0, NULL); }

AREA(members)
{
    about("plain");
    HCERTSTORE all = collection(), one = memory_store(), two = memory_store();
    add_to(one, &item_root);
    add_to(one, &item_ca);
    add_to(two, &item_leaf);
    add_to(two, &item_ca);
    say_contents("empty", all);
    BOOL_OF("add one", CertAddStoreToCollection(all, one, 0, 0));
    BOOL_OF("add two", CertAddStoreToCollection(all, two, 0, 0));
    say_contents("both", all);
    PCCERT_CONTEXT first = CertEnumCertificatesInStore(all, NULL);
    say("store of a context", "%s", first->hCertStore == all ? "the collection" : first->hCertStore == one ? "the member" : "another");
    CertFreeCertificateContext(first);
    BOOL_OF("add one again", CertAddStoreToCollection(all, one, 0, 0));
    say_contents("one twice", all);
    CertRemoveStoreFromCollection(all, one);
    say_contents("removed once", all);
    CertRemoveStoreFromCollection(all, one);
    CertRemoveStoreFromCollection(all, one);
    say_contents("removed more often", all);
    add_to(two, &item_odd);
    say_contents("the member has grown", all);
    BOOL_OF("close the member", CertCloseStore(two, 0));
    say_contents("the member's handle is closed", all);
    BOOL_OF("close the collection", CertCloseStore(all, 0));
    CertCloseStore(one, 0);

    about("wrong");
    one = memory_store(), two = memory_store();
    BOOL_OF("to a memory store", CertAddStoreToCollection(one, two, 0, 0));
    CertCloseStore(one, 0);
    CertCloseStore(two, 0);
}

AREA(priorities)
{
    about("order");
    HCERTSTORE all = collection(), low = memory_store(), middle = memory_store(), high = memory_store(), middle2 = memory_store();
    add_to(low, &item_root);
    add_to(middle, &item_ca);
    add_to(high, &item_leaf);
    add_to(middle2, &item_odd);
    CertAddStoreToCollection(all, low, 0, 0);
    CertAddStoreToCollection(all, middle, 0, 5);
    CertAddStoreToCollection(all, high, 0, 10);
    CertAddStoreToCollection(all, middle2, 0, 5);
    say_contents("by priority, then as they came", all);
    CertCloseStore(all, 0);
    CertCloseStore(low, 0);
    CertCloseStore(middle, 0);
    CertCloseStore(middle2, 0);
    CertCloseStore(high, 0);
}

AREA(adding_to_collections)
{
    about("no member takes it");
    HCERTSTORE all = collection(), closed = memory_store(), open = memory_store(), open2 = memory_store();
    BOOL_OF("empty", CertAddEncodedCertificateToStore(all, X509_ASN_ENCODING, DER(root), CERT_STORE_ADD_NEW, NULL));
    CertAddStoreToCollection(all, closed, 0, 9);
    BOOL_OF("without the flag", CertAddEncodedCertificateToStore(all, X509_ASN_ENCODING, DER(root), CERT_STORE_ADD_NEW, NULL));

    about("a member takes it");
    CertAddStoreToCollection(all, open, CERT_PHYSICAL_STORE_ADD_ENABLE_FLAG, 0);
    CertAddStoreToCollection(all, open2, CERT_PHYSICAL_STORE_ADD_ENABLE_FLAG, 5);
    PCCERT_CONTEXT context = NULL;
    BOOL_OF("add", CertAddEncodedCertificateToStore(all, X509_ASN_ENCODING, DER(root), CERT_STORE_ADD_NEW, &context));
    say("store of the context", "%s", !context ? "none" : context->hCertStore == all ? "the collection" :
        context->hCertStore == open ? "the lower member" : context->hCertStore == open2 ? "the higher member" : "another");
    CertFreeCertificateContext(context);
    say_contents("lower", open);
    say_contents("higher", open2);
    say_contents("closed", closed);
    add_to(closed, &item_leaf);
    BOOL_OF("new, though a member without the flag has it", CertAddEncodedCertificateToStore(all, X509_ASN_ENCODING, DER(leaf), CERT_STORE_ADD_NEW, NULL));
    BOOL_OF("new, though the higher one has it", CertAddEncodedCertificateToStore(all, X509_ASN_ENCODING, DER(root), CERT_STORE_ADD_NEW, NULL));
    add_to(open, &item_ca);
    BOOL_OF("new, though the lower one has it", CertAddEncodedCertificateToStore(all, X509_ASN_ENCODING, DER(ca), CERT_STORE_ADD_NEW, NULL));
    BOOL_OF("use existing, of the lower one", CertAddEncodedCertificateToStore(all, X509_ASN_ENCODING, DER(ca), CERT_STORE_ADD_USE_EXISTING, NULL));
    say_contents("lower at last", open);
    say_contents("higher at last", open2);
    say_contents("all at last", all);

    about("deleting through it");
    context = CertFindCertificateInStore(all, X509_ASN_ENCODING, 0, CERT_FIND_ANY, NULL, NULL);
    BOOL_OF("delete", CertDeleteCertificateFromStore(context));
    say_contents("all", all);
    CertCloseStore(all, 0);
    CertCloseStore(open, 0);
    CertCloseStore(open2, 0);
    CertCloseStore(closed, 0);
}

AREA(nested_collections)
{
    about("nested");
    HCERTSTORE outer = collection(), inner = collection(), memory = memory_store();
    add_to(memory, &item_root);
    BOOL_OF("a store into the inner one", CertAddStoreToCollection(inner, memory, CERT_PHYSICAL_STORE_ADD_ENABLE_FLAG, 0));
    BOOL_OF("the inner one into the outer one", CertAddStoreToCollection(outer, inner, CERT_PHYSICAL_STORE_ADD_ENABLE_FLAG, 0));
    say_contents("outer", outer);
    BOOL_OF("add through both", CertAddEncodedCertificateToStore(outer, X509_ASN_ENCODING, DER(leaf), CERT_STORE_ADD_NEW, NULL));
    say_contents("memory", memory);
    say_contents("outer at last", outer);
    CertCloseStore(outer, 0);
    CertCloseStore(inner, 0);
    CertCloseStore(memory, 0);
}

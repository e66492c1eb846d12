/* Links to the elements of other stores; properties of stores; listing properties. */
#include "compare.h"

static void note(PCCERT_CONTEXT context, DWORD property, const char *bytes)
{
    CRYPT_DATA_BLOB blob = {4, (BYTE *)bytes};
    CertSetCertificateContextProperty(context, property, 0, &blob);
}

static void has(const char *what, PCCERT_CONTEXT context, DWORD property)
{
    DWORD size = 0;
    BOOL_OF(what, CertGetCertificateContextProperty(context, property, NULL, &size));
}

AREA(links)
{
    HCERTSTORE target = memory_store(), store = memory_store();
    add_to(target, &item_leaf);
    PCCERT_CONTEXT leaf = held_in(target, &item_leaf), link = NULL;
    about("adding");
    BOOL_OF("new", CertAddCertificateLinkToStore(store, leaf, CERT_STORE_ADD_NEW, &link));
    CERT_OF("the link", link);
    say("is", "%s", link == leaf ? "the same context" : "another context");
    say("store of it", "%s", link->hCertStore == store ? "where the link is" : link->hCertStore == target ? "where the certificate is" : "another");
    BOOL_OF("new again", CertAddCertificateLinkToStore(store, leaf, CERT_STORE_ADD_NEW, NULL));
    BOOL_OF("always", CertAddCertificateLinkToStore(store, leaf, CERT_STORE_ADD_ALWAYS, NULL));
    say_contents("contents", store);

    about("properties");
    note(leaf, CERT_FRIENDLY_NAME_PROP_ID, "a\0\0");
    has("set on the certificate, seen on the link", link, CERT_FRIENDLY_NAME_PROP_ID);
    note(link, CERT_DESCRIPTION_PROP_ID, "b\0\0");
    has("set on the link, seen on the certificate", leaf, CERT_DESCRIPTION_PROP_ID);

    about("deleting");
    BOOL_OF("the link", CertDeleteCertificateFromStore(CertDuplicateCertificateContext(link)));
    say_contents("links left", store);
    say_contents("the target", target);
    CertFreeCertificateContext(link);
    CertFreeCertificateContext(leaf);
    CertCloseStore(store, 0);
    CertCloseStore(target, 0);
}

AREA(listing_properties)
{
    PCCERT_CONTEXT leaf = CERTIFICATE_OF(leaf);
    about("nothing set");
    COUNT_OF("first", CertEnumCertificateContextProperties(leaf, 0));
    about("three set");
    note(leaf, CERT_DESCRIPTION_PROP_ID, "b\0\0");
    note(leaf, CERT_FRIENDLY_NAME_PROP_ID, "a\0\0");
    BYTE hash[32];
    DWORD size = sizeof(hash);
    CertGetCertificateContextProperty(leaf, CERT_SHA1_HASH_PROP_ID, hash, &size);
    int count = 0, friendly = 0, description = 0, sha1 = 0;
    for (DWORD id = 0; (id = CertEnumCertificateContextProperties(leaf, id)) != 0 && count < 20; count++) {
        friendly += id == CERT_FRIENDLY_NAME_PROP_ID;
        description += id == CERT_DESCRIPTION_PROP_ID;
        sha1 += id == CERT_SHA1_HASH_PROP_ID;
    }
    say("listed", "%d: %d %d %d", count, friendly, description, sha1);
    CertFreeCertificateContext(leaf);
}

AREA(store_properties)
{
    HCERTSTORE store = memory_store();
    BYTE value[40] = {0};
    DWORD size = 0;
    about("localized name");
    BOOL_OF("not set", CertGetStoreProperty(store, CERT_STORE_LOCALIZED_NAME_PROP_ID, NULL, &size));
    CRYPT_DATA_BLOB blob = {6, (BYTE *)"a\0b\0\0"};
    BOOL_OF("set", CertSetStoreProperty(store, CERT_STORE_LOCALIZED_NAME_PROP_ID, 0, &blob));
    BOOL_OF("size", CertGetStoreProperty(store, CERT_STORE_LOCALIZED_NAME_PROP_ID, NULL, &size));
    say("bytes", "%u", (unsigned)size);
    size = 2;
    BOOL_OF("a small buffer", CertGetStoreProperty(store, CERT_STORE_LOCALIZED_NAME_PROP_ID, value, &size));
    say("bytes wanted", "%u", (unsigned)size);
    size = sizeof(value);
    BOOL_OF("get", CertGetStoreProperty(store, CERT_STORE_LOCALIZED_NAME_PROP_ID, value, &size));
    say_bytes("value", value, size);
    BOOL_OF("remove", CertSetStoreProperty(store, CERT_STORE_LOCALIZED_NAME_PROP_ID, 0, NULL));
    BOOL_OF("removed", CertGetStoreProperty(store, CERT_STORE_LOCALIZED_NAME_PROP_ID, NULL, &size));

    about("others");
    size = sizeof(DWORD);
    BOOL_OF("access state", CertGetStoreProperty(store, CERT_ACCESS_STATE_PROP_ID, value, &size));
    say_bytes("its value", value, size);
    DWORD state = 0;
    BOOL_OF("set the access state", CertSetStoreProperty(store, CERT_ACCESS_STATE_PROP_ID, 0, &state));
    size = 0;
    BOOL_OF("number 0", CertGetStoreProperty(store, 0, NULL, &size));
    CertCloseStore(store, 0);
    store = CertOpenStore(CERT_STORE_PROV_MEMORY, 0, 0, CERT_STORE_READONLY_FLAG, NULL);
    size = sizeof(DWORD);
    BOOL_OF("access state, read only", CertGetStoreProperty(store, CERT_ACCESS_STATE_PROP_ID, value, &size));
    say_bytes("its value, read only", value, size);
    BOOL_OF("add, read only", CertAddEncodedCertificateToStore(store, X509_ASN_ENCODING, DER(root), CERT_STORE_ADD_NEW, NULL));
    CertCloseStore(store, 0);

    about("control");
    store = memory_store();
    BOOL_OF("resync memory", CertControlStore(store, 0, CERT_STORE_CTRL_RESYNC, NULL));
    BOOL_OF("commit memory", CertControlStore(store, 0, CERT_STORE_CTRL_COMMIT, NULL));
    CertCloseStore(store, 0);
}

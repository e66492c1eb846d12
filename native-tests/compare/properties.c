/* Properties of certificate contexts. */
#include "compare.h"

static void get(PCCERT_CONTEXT context, const char *what, DWORD property)
{
    BYTE value[1024] = {0};
    DWORD size = sizeof(value);
    SetLastError(0x20202020);
    if (CertGetCertificateContextProperty(context, property, value, &size))
        say_bytes(what, value, size);
    else
        say(what, "none 0x%08x", (unsigned)GetLastError());
}

static BOOL set(PCCERT_CONTEXT context, DWORD property, DWORD flags, const char *bytes, DWORD length)
{
    CRYPT_DATA_BLOB blob = {length, (BYTE *)bytes};
    return CertSetCertificateContextProperty(context, property, flags, &blob);
}

AREA(computed_properties)
{
    const item *items[] = {&item_root, &item_leaf, &item_odd};
    for (size_t i = 0; i < sizeof(items) / sizeof(*items); i++) {
        PCCERT_CONTEXT context = certificate_of(items[i]);
        about("%s", items[i]->name);
        for (DWORD property = 1; property <= 130; property++) {
            char what[30];
            snprintf(what, sizeof(what), "property %u", (unsigned)property);
            get(context, what, property);
        }
        CertFreeCertificateContext(context);
    }
}

AREA(stored_properties)
{
    PCCERT_CONTEXT leaf = CERTIFICATE_OF(leaf);
    about("user's own");
    BOOL_OF("set", set(leaf, 0x8000, 0, "abc", 3));
    get(leaf, "get", 0x8000);
    DWORD size = 0;
    BOOL_OF("its size", CertGetCertificateContextProperty(leaf, 0x8000, NULL, &size));
    say("the size", "%u", (unsigned)size);
    BYTE small[2] = {1, 2};
    size = 2;
    BOOL_OF("a small buffer", CertGetCertificateContextProperty(leaf, 0x8000, small, &size));
    say("the small buffer", "%u, %u %u", (unsigned)size, small[0], small[1]);
    BOOL_OF("set again", set(leaf, 0x8000, 0, "defg", 4));
    get(leaf, "get again", 0x8000);
    BOOL_OF("set to no bytes", set(leaf, 0x8000, 0, "", 0));
    get(leaf, "no bytes", 0x8000);
    BOOL_OF("remove", CertSetCertificateContextProperty(leaf, 0x8000, 0, NULL));
    get(leaf, "removed", 0x8000);
    BOOL_OF("remove again", CertSetCertificateContextProperty(leaf, 0x8000, 0, NULL));
    BOOL_OF("beyond the last number", set(leaf, 0x10000, 0, "abc", 3));
    get(leaf, "get 0x10000", 0x10000);
    BOOL_OF("number 0", set(leaf, 0, 0, "abc", 3));
    BOOL_OF("remove number 0", CertSetCertificateContextProperty(leaf, 0, 0, NULL));
    get(leaf, "get number 0", 0);

    about("well known");
    BOOL_OF("friendly name", set(leaf, CERT_FRIENDLY_NAME_PROP_ID, 0, "a\0b\0\0", 6));
    get(leaf, "get the friendly name", CERT_FRIENDLY_NAME_PROP_ID);
    BOOL_OF("a hash, wrongly", set(leaf, CERT_SHA1_HASH_PROP_ID, 0, "01234567890123456789", 20));
    get(leaf, "the hash", CERT_SHA1_HASH_PROP_ID);
    BOOL_OF("remove the hash", CertSetCertificateContextProperty(leaf, CERT_SHA1_HASH_PROP_ID, 0, NULL));
    get(leaf, "the hash, removed", CERT_SHA1_HASH_PROP_ID);
    BOOL_OF("access state", set(leaf, CERT_ACCESS_STATE_PROP_ID, 0, "\1\0\0", 4));
    BOOL_OF("archived", set(leaf, CERT_ARCHIVED_PROP_ID, 0, "", 0));
    get(leaf, "get archived", CERT_ARCHIVED_PROP_ID);

    about("copies");
    PCCERT_CONTEXT twice = CertDuplicateCertificateContext(leaf), another = CERTIFICATE_OF(leaf), stored = NULL, bystander;
    get(twice, "of a duplicate", CERT_FRIENDLY_NAME_PROP_ID);
    get(another, "of another context", CERT_FRIENDLY_NAME_PROP_ID);
    HCERTSTORE store = memory_store();
    CertAddCertificateContextToStore(store, leaf, CERT_STORE_ADD_NEW, &stored);
    get(stored, "of the one in a store", CERT_FRIENDLY_NAME_PROP_ID);
    set(stored, CERT_DESCRIPTION_PROP_ID, 0, "c\0\0", 4);
    get(leaf, "of the first, after the stored one's was set", CERT_DESCRIPTION_PROP_ID);
    bystander = CertFindCertificateInStore(store, X509_ASN_ENCODING, 0, CERT_FIND_EXISTING, leaf, NULL);
    get(bystander, "of the stored one, found", CERT_DESCRIPTION_PROP_ID);
    CertFreeCertificateContext(bystander);
    CertFreeCertificateContext(stored);
    CertFreeCertificateContext(another);
    CertFreeCertificateContext(twice);
    CertFreeCertificateContext(leaf);
    CertCloseStore(store, 0);
}

/* Stores that are written and read again. */
#include "compare.h"

static HCERTSTORE full_store(void)
{
    HCERTSTORE store = memory_store();
    add_to(store, &item_root);
    add_to(store, &item_leaf);
    CertAddEncodedCRLToStore(store, X509_ASN_ENCODING, DER(crl), CERT_STORE_ADD_ALWAYS, NULL);
    PCCERT_CONTEXT leaf = held_in(store, &item_leaf);
    CRYPT_DATA_BLOB blob = {6, (BYTE *)"a\0b\0\0"};
    CertSetCertificateContextProperty(leaf, CERT_FRIENDLY_NAME_PROP_ID, 0, &blob);
    CertFreeCertificateContext(leaf);
    return store;
}

static void say_store(HCERTSTORE store)
{
    if (!store)
        return;
    say_contents("certificates", store);
    say_crls("CRLs", store);
    PCCERT_CONTEXT leaf = held_in(store, &item_leaf);
    DWORD size = 0;
    if (leaf)
        BOOL_OF("friendly name", CertGetCertificateContextProperty(leaf, CERT_FRIENDLY_NAME_PROP_ID, NULL, &size));
    CertFreeCertificateContext(leaf);
    BOOL_OF("close", CertCloseStore(store, 0));
}

static void through_memory(const char *name, DWORD form, LPCSTR provider)
{
    HCERTSTORE store = full_store();
    CRYPT_DATA_BLOB blob = {0, NULL};
    about("%s, memory", name);
    BOOL_OF("size", CertSaveStore(store, X509_ASN_ENCODING | PKCS_7_ASN_ENCODING, form, CERT_STORE_SAVE_TO_MEMORY, &blob, 0));
    DWORD needed = blob.cbData;
    blob.pbData = (BYTE *)malloc(needed + 1);
    blob.cbData = needed > 9 ? 9 : 0;
    BOOL_OF("a small buffer", CertSaveStore(store, X509_ASN_ENCODING | PKCS_7_ASN_ENCODING, form, CERT_STORE_SAVE_TO_MEMORY, &blob, 0));
    say("asks for as much", "%s", blob.cbData == needed ? "yes" : "no");
    blob.cbData = needed;
    BOOL_OF("save", CertSaveStore(store, X509_ASN_ENCODING | PKCS_7_ASN_ENCODING, form, CERT_STORE_SAVE_TO_MEMORY, &blob, 0));
    CertCloseStore(store, 0);
    store = POINTER_OF("open", CertOpenStore(provider, X509_ASN_ENCODING | PKCS_7_ASN_ENCODING, 0, 0, &blob));
    say_store(store);
    free(blob.pbData);
}

static void through_file(const char *name, DWORD form)
{
    char path[600];
    snprintf(path, sizeof(path), "%s", file_path(name));
    HCERTSTORE store = full_store();
    about("%s, file", name);
    BOOL_OF("save", CertSaveStore(store, X509_ASN_ENCODING | PKCS_7_ASN_ENCODING, form, CERT_STORE_SAVE_TO_FILENAME_A, path, 0));
    CertCloseStore(store, 0);
    store = POINTER_OF("open", CertOpenStore(CERT_STORE_PROV_FILENAME_A, X509_ASN_ENCODING | PKCS_7_ASN_ENCODING, 0, CERT_STORE_OPEN_EXISTING_FLAG, path));
    say_store(store);
    store = CertOpenStore(CERT_STORE_PROV_FILENAME_W, X509_ASN_ENCODING | PKCS_7_ASN_ENCODING, 0, CERT_STORE_READONLY_FLAG, wide(path));
    say("open by a wide name", "%s", store ? "works" : "fails");
    if (store)
        CertCloseStore(store, 0);
}

static void write_file(const char *path, const void *bytes, size_t length)
{
    FILE *file = fopen(path, "wb");
    if (file) {
        fwrite(bytes, 1, length, file);
        fclose(file);
    }
}

AREA(saving)
{
    through_memory("serialized", CERT_STORE_SAVE_AS_STORE, CERT_STORE_PROV_SERIALIZED);
    through_memory("message", CERT_STORE_SAVE_AS_PKCS7, CERT_STORE_PROV_PKCS7);
    through_file("serialized", CERT_STORE_SAVE_AS_STORE);
    through_file("message", CERT_STORE_SAVE_AS_PKCS7);

    about("wrong");
    HCERTSTORE store = full_store();
    CRYPT_DATA_BLOB blob = {0, NULL};
    BOOL_OF("an unknown form", CertSaveStore(store, X509_ASN_ENCODING, 99, CERT_STORE_SAVE_TO_MEMORY, &blob, 0));
    BOOL_OF("an unknown place", CertSaveStore(store, X509_ASN_ENCODING, CERT_STORE_SAVE_AS_STORE, 99, &blob, 0));
    CertCloseStore(store, 0);
    CRYPT_DATA_BLOB junk = {12, (BYTE *)"no such data"};
    POINTER_OF("open junk as serialized", CertOpenStore(CERT_STORE_PROV_SERIALIZED, X509_ASN_ENCODING, 0, 0, &junk));
    POINTER_OF("open junk as message", CertOpenStore(CERT_STORE_PROV_PKCS7, X509_ASN_ENCODING | PKCS_7_ASN_ENCODING, 0, 0, &junk));
    CRYPT_DATA_BLOB short_one = {3, (BYTE *)"abc"};
    POINTER_OF("open too little as serialized", CertOpenStore(CERT_STORE_PROV_SERIALIZED, X509_ASN_ENCODING, 0, 0, &short_one));
}

AREA(certificate_files)
{
    char path[600];
    snprintf(path, sizeof(path), "%s", file_path("leaf.cer"));
    write_file(path, item_leaf.der, item_leaf.length);
    about("one certificate");
    HCERTSTORE store = POINTER_OF("open", CertOpenStore(CERT_STORE_PROV_FILENAME_A, X509_ASN_ENCODING, 0, CERT_STORE_OPEN_EXISTING_FLAG, path));
    say_store(store);
    about("open new");
    POINTER_OF("one that is there", CertOpenStore(CERT_STORE_PROV_FILENAME_A, X509_ASN_ENCODING, 0, CERT_STORE_CREATE_NEW_FLAG, path));
    about("junk");
    snprintf(path, sizeof(path), "%s", file_path("junk.cer"));
    write_file(path, "junk", 4);
    POINTER_OF("open", CertOpenStore(CERT_STORE_PROV_FILENAME_A, X509_ASN_ENCODING, 0, CERT_STORE_OPEN_EXISTING_FLAG, path));
    write_file(path, "", 0);
    store = POINTER_OF("an empty file", CertOpenStore(CERT_STORE_PROV_FILENAME_A, X509_ASN_ENCODING, 0, CERT_STORE_OPEN_EXISTING_FLAG, path));
    say_store(store);
}

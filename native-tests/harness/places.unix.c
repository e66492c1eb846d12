#include "places.unix.h"

#include <sys/stat.h>

char users[TEMPORARY_PATH / 2], machines[TEMPORARY_PATH / 2];

void use_new_places(void)
{
    temporary_subdirectory(users, sizeof(users));
    temporary_subdirectory(machines, sizeof(machines));
    set_environment("STAPLE32_USER_STORES_DIR", users);
    set_environment("STAPLE32_MACHINE_STORES_DIR", machines);
    set_environment("SSL_CERT_FILE", "/dev/null");
    set_environment("SSL_CERT_DIR", "/nonexistent");
}

void remove_places(void)
{
    remove_tree(users);
    remove_tree(machines);
}

void put(const char *place, const char *store, const char *name, const identity *certificate)
{
    char path[TEMPORARY_PATH];
    snprintf(path, sizeof(path), "%s/%s", place, store);
    mkdir(path, 0755);
    snprintf(path, sizeof(path), "%s/%s/%s", place, store, name);
    encoded pem = pki_pem(certificate);
    FILE *file = fopen(path, "wb");
    CHECK(file && fwrite(pem.bytes, 1, pem.length, file) == pem.length && fclose(file) == 0);
}

BOOL add(HCERTSTORE store, const identity *made, PCCERT_CONTEXT *added)
{
    return CertAddEncodedCertificateToStore(store, X509_ASN_ENCODING, made->der, made->der_length, CERT_STORE_ADD_NEW, added);
}

int count(HCERTSTORE store)
{
    int found = 0;
    for (PCCERT_CONTEXT context = NULL; (context = CertEnumCertificatesInStore(store, context)) != NULL;)
        found++;
    return found;
}

HCERTSTORE open_store(DWORD flags, const char *name) { return CertOpenStore(CERT_STORE_PROV_SYSTEM_A, 0, 0, flags, name); }

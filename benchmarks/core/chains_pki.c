/* The certificates of chains.c: see chains.h. */
#include "chains.h"

#include <openssl/ec.h>
#include <openssl/pem.h>

/* Signs the certificate anew with another serial number. */
static encoded issue_again(X509 *certificate, long serial, EVP_PKEY *key)
{
    encoded made = {0};
    ASN1_INTEGER_set(X509_get_serialNumber(certificate), serial);
    if (!X509_sign(certificate, key, EVP_sha256()))
        stop("cannot sign");
    int length = i2d_X509(certificate, &made.bytes);
    if (length <= 0)
        stop("cannot encode");
    made.length = (unsigned)length;
    return made;
}

static void set_name(X509 *certificate, const char *common_name, encoded *written)
{
    X509_NAME *name = X509_NAME_new();
    X509_NAME_add_entry_by_txt(name, "O", MBSTRING_UTF8, (const unsigned char *)"Staple32 benchmarks", -1, -1, 0);
    X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_UTF8, (const unsigned char *)common_name, -1, -1, 0);
    X509_set_subject_name(certificate, name);
    if (written) {
        *written = (encoded){0};
        written->length = (unsigned)i2d_X509_NAME(name, &written->bytes);
    }
    X509_NAME_free(name);
}

static void append(FILE *to, const char *path)
{
    char buffer[1 << 16];
    FILE *from = fopen(path, "rb");
    if (!from)
        stop(path);
    for (size_t got; (got = fread(buffer, 1, sizeof(buffer), from)) > 0;)
        fwrite(buffer, 1, got, to);
    fclose(from);
}

void make_bundle(setting settings[2], const char *directory, const char *machine_bundle)
{
    char path[4096];
    snprintf(path, sizeof(path), "%s/bundle.pem", directory);
    FILE *bundle = fopen(path, "wb");
    if (!bundle)
        stop(path);
    append(bundle, machine_bundle);
    for (int rsa = 0; rsa < 2; rsa++) {
        setting *s = &settings[rsa];
        *s = (setting){.kind = rsa ? "RSA-2048" : "P-256"};
        s->root = pki_self_signed(rsa ? "RSA root" : "P-256 root", (issue_options){.is_authority = 1, .rsa = rsa});
        s->intermediate = pki_issue(s->root, "Issuing CA", (issue_options){.is_authority = 1, .rsa = rsa});
        s->leaf = pki_issue(s->intermediate, "leaf.example",
            (issue_options){.rsa = rsa, .aia = "OCSP;URI:http://ocsp.example/", .extensions = "subjectAltName=DNS:leaf.example"});
        PEM_write_X509(bundle, s->root->material->certificate);
    }
    fclose(bundle);
    write_file(directory, "leaf.der", settings[0].leaf->der, settings[0].leaf->der_length);
    write_file(directory, "intermediate.der", settings[0].intermediate->der, settings[0].intermediate->der_length);
}

X509_STORE *roots_of_openssl(const char *directory)
{
    char path[4096];
    snprintf(path, sizeof(path), "%s/bundle.pem", directory);
    X509_STORE *store = X509_STORE_new();
    if (X509_STORE_load_file(store, path) != 1)
        stop("OpenSSL cannot read the bundle");
    return store;
}

void load_setting(setting *s, const library *lib, const char *directory)
{
    s->lib = lib;
    s->others = memory_store(lib);
    add_to_store(lib, s->others, s->intermediate->der, s->intermediate->der_length);
    s->root_store = memory_store(lib);
    add_to_store(lib, s->root_store, s->root->der, s->root->der_length);
    s->openssl_roots = roots_of_openssl(directory);
    s->openssl_others = sk_X509_new_null();
    sk_X509_push(s->openssl_others, s->intermediate->material->certificate);
}

void load_dotnet(setting *s, const char *managed, const char *directory)
{
    char path[4096];
    snprintf(path, sizeof(path), "%s/root.pem", directory);
    encoded root = pki_pem(s->root);
    write_file(directory, "root.pem", root.bytes, root.length);
    void *handle = dlopen(managed, RTLD_NOW | RTLD_LOCAL);
    if (!handle)
        stop(dlerror());
    s->dotnet_build = (int (*)(const unsigned char *, int))load_symbol(handle, "managed_chain_build");
    ((void (*)(const char *))load_symbol(handle, "managed_chain_roots"))(path);
    ((void (*)(const unsigned char *, int))load_symbol(handle, "managed_chain_add"))(s->intermediate->der, (int)s->intermediate->der_length);
}

void make_leaves(setting *s, int count)
{
    X509 *leaf = X509_dup(s->leaf->material->certificate);
    s->leaves = malloc((size_t)count * sizeof(*s->leaves));
    for (int i = 0; i < count; i++)
        s->leaves[i] = issue_again(leaf, i + 1, s->intermediate->material->key);
    X509_free(leaf);
}

void make_crowd(setting *s, int count, double filling[2])
{
    X509 *member = X509_dup(s->leaf->material->certificate);
    encoded *members = malloc((size_t)count * sizeof(*members));
    s->crowd_names = malloc((size_t)count * sizeof(*s->crowd_names));
    s->crowd_size = count;
    for (int i = 0; i < count; i++) {
        char name[64];
        snprintf(name, sizeof(name), "host-%d.example", i);
        set_name(member, name, &s->crowd_names[i]);
        members[i] = issue_again(member, i + 1, s->intermediate->material->key);
    }
    X509_free(member);

    double start = cpu_us();
    s->crowd = memory_store(s->lib);
    for (int i = 0; i < count; i++)
        add_to_store(s->lib, s->crowd, members[i].bytes, members[i].length);
    add_to_store(s->lib, s->crowd, s->intermediate->der, s->intermediate->der_length);
    filling[0] = cpu_us() - start;

    start = cpu_us();
    s->openssl_crowd = X509_STORE_new();
    for (int i = 0; i < count; i++) {
        X509 *parsed = parse(members[i]);
        X509_STORE_add_cert(s->openssl_crowd, parsed);
        X509_free(parsed);
    }
    filling[1] = cpu_us() - start;
    X509_STORE_add_cert(s->openssl_crowd, s->intermediate->material->certificate);
    X509_STORE_add_cert(s->openssl_crowd, s->root->material->certificate);
}

void make_hostile(setting *s, int count, int keys)
{
    EVP_PKEY *key[1024], *stranger = EVP_EC_gen("P-256");
    X509 *member = X509_new();
    X509_set_version(member, 2);
    set_name(member, "the same name", NULL);
    X509_set_issuer_name(member, X509_get_subject_name(member));
    X509_gmtime_adj(X509_getm_notBefore(member), -3600);
    X509_gmtime_adj(X509_getm_notAfter(member), 86400);
    for (int i = 0; i < keys; i++)
        key[i] = EVP_EC_gen("P-256");
    s->hostile = memory_store(s->lib);
    s->openssl_hostile = sk_X509_new_null();
    for (int i = 0; i < count; i++) {
        X509_set_pubkey(member, key[i % keys]);
        encoded made = issue_again(member, i + 1, stranger);
        add_to_store(s->lib, s->hostile, made.bytes, made.length);
        sk_X509_push(s->openssl_hostile, parse(made));
    }
    set_name(member, "leaf", NULL);
    X509_set_pubkey(member, stranger);
    s->hostile_leaf = issue_again(member, 0, stranger);
    X509_free(member);
}

/*
 * Makes a set: a root, issuers below it, leaf certificates with the address of a responder, and responses signed in
 * advance.
 *
 *   generate set DIRECTORY LEAVES ISSUERS ec|rsa direct|delegated URL
 *   generate responses DIRECTORY NAME LIFE STEP COUNT   for each leaf COUNT responses that live LIFE seconds, one STEP
 *                                                       seconds after the other, the first one from now on
 *   generate pem DIRECTORY TARGET COUNT                 TARGET/N.pem: key, leaf, issuer and root, for COUNT leaves
 *
 * The leaves share one key, the issuers each have their own: nobody's time to freshness depends on the leaf's key.
 */
#include <openssl/evp.h>
#include <openssl/ocsp.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/rsa.h>
#include <openssl/x509v3.h>

#include "set.h"

typedef struct authority {
    X509 *certificate;
    EVP_PKEY *key;
    X509 *signer; /* of responses */
    EVP_PKEY *signer_key;
} authority;

static EVP_PKEY *make_key(int is_rsa) { return is_rsa ? EVP_RSA_gen(2048) : EVP_EC_gen("P-256"); }

static void set_random_serial(X509 *certificate)
{
    /* Sixteen octets, the first neither zero nor negative: the same length whether written or read. */
    unsigned char octets[SERIAL_SIZE];
    RAND_bytes(octets, sizeof(octets));
    octets[0] = (unsigned char)((octets[0] & 0x3F) | 0x40);
    BIGNUM *number = BN_bin2bn(octets, sizeof(octets), NULL);
    BN_to_ASN1_INTEGER(number, X509_get_serialNumber(certificate));
    BN_free(number);
}

static void add_extension(X509 *certificate, X509 *issuer, int nid, const char *value)
{
    X509V3_CTX context;
    X509V3_set_ctx(&context, issuer, certificate, NULL, NULL, 0);
    X509_EXTENSION *extension = X509V3_EXT_conf_nid(NULL, &context, nid, value);
    if (!extension)
        stop("no such extension", value);
    X509_add_ext(certificate, extension, -1);
    X509_EXTENSION_free(extension);
}

static X509 *make_certificate(const char *name, EVP_PKEY *key, X509 *issuer, int days)
{
    X509 *made = X509_new();
    X509_set_version(made, X509_VERSION_3);
    set_random_serial(made);
    X509_gmtime_adj(X509_getm_notBefore(made), -86400);
    X509_gmtime_adj(X509_getm_notAfter(made), 86400L * days);
    X509_NAME *subject = X509_get_subject_name(made);
    X509_NAME_add_entry_by_txt(subject, "O", MBSTRING_ASC, (const unsigned char *)"Staple32 fleet", -1, -1, 0);
    X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_ASC, (const unsigned char *)name, -1, -1, 0);
    X509_set_issuer_name(made, X509_get_subject_name(issuer ? issuer : made));
    X509_set_pubkey(made, key);
    add_extension(made, issuer, NID_subject_key_identifier, "hash");
    if (issuer)
        add_extension(made, issuer, NID_authority_key_identifier, "keyid");
    return made;
}

static X509 *make_ca(const char *name, EVP_PKEY *key, const authority *issuer)
{
    X509 *made = make_certificate(name, key, issuer ? issuer->certificate : NULL, 3650);
    add_extension(made, made, NID_basic_constraints, "critical,CA:TRUE");
    add_extension(made, made, NID_key_usage, "critical,keyCertSign,cRLSign,digitalSignature");
    X509_sign(made, issuer ? issuer->key : key, EVP_sha256());
    return made;
}

static X509 *make_signer(EVP_PKEY *key, const authority *issuer)
{
    X509 *made = make_certificate("Responses", key, issuer->certificate, 365);
    add_extension(made, made, NID_key_usage, "critical,digitalSignature");
    add_extension(made, made, NID_ext_key_usage, "OCSPSigning");
    add_extension(made, made, NID_id_pkix_OCSP_noCheck, "NULL");
    X509_sign(made, issuer->key, EVP_sha256());
    return made;
}

static void write_pem(const char *directory, const char *name, X509 *certificate, EVP_PKEY *key, const char *mode)
{
    FILE *file = fopen(path_in(directory, name), mode);
    if (!file)
        stop("cannot write", path_in(directory, name));
    if (key)
        PEM_write_PrivateKey(file, key, NULL, NULL, 0, NULL, NULL);
    if (certificate)
        PEM_write_X509(file, certificate);
    fclose(file);
}

static void append(FILE *file, X509 *certificate, uint32_t issuer)
{
    unsigned char *der = NULL;
    int length = i2d_X509(certificate, &der);
    certificate_head head = {.length = (uint32_t)length, .issuer = issuer};
    fwrite(&head, sizeof(head), 1, file);
    fwrite(der, (size_t)length, 1, file);
    OPENSSL_free(der);
}

static FILE *create(const char *directory, const char *name)
{
    FILE *file = fopen(path_in(directory, name), "wb");
    if (!file)
        stop("cannot write", path_in(directory, name));
    return file;
}

static void make_set(char **arguments)
{
    const char *directory = arguments[0];
    int leaves = atoi(arguments[1]), issuers = atoi(arguments[2]);
    int is_rsa = strcmp(arguments[3], "rsa") == 0, is_delegated = strcmp(arguments[4], "delegated") == 0;
    char access[512], name[64];
    snprintf(access, sizeof(access), "OCSP;URI:%s", arguments[5]);

    authority root = {.key = make_key(is_rsa)};
    root.certificate = make_ca("Root", root.key, NULL);
    write_pem(directory, "root.pem", root.certificate, NULL, "w");
    FILE *der = create(directory, "root.der");
    i2d_X509_fp(der, root.certificate);
    fclose(der);
    EVP_PKEY *leaf_key = make_key(is_rsa);
    write_pem(directory, "leaf.key", NULL, leaf_key, "w");

    authority *authorities = calloc((size_t)issuers, sizeof(*authorities));
    FILE *file = create(directory, "issuers");
    for (int i = 0; i < issuers; i++) {
        authority *made = &authorities[i];
        made->key = make_key(is_rsa);
        snprintf(name, sizeof(name), "Issuer %d", i);
        made->certificate = make_ca(name, made->key, &root);
        append(file, made->certificate, 0);
        made->signer_key = is_delegated ? make_key(is_rsa) : made->key;
        made->signer = is_delegated ? make_signer(made->signer_key, made) : made->certificate;
        snprintf(name, sizeof(name), "signer-%d.pem", i);
        write_pem(directory, name, made->signer, made->signer_key, "w");
    }
    fclose(file);

    file = create(directory, "leaves");
    for (int i = 0; i < leaves; i++) {
        authority *issuer = &authorities[i % issuers];
        snprintf(name, sizeof(name), "host-%d.test", i);
        X509 *leaf = make_certificate(name, leaf_key, issuer->certificate, 90);
        add_extension(leaf, issuer->certificate, NID_key_usage, "critical,digitalSignature");
        add_extension(leaf, issuer->certificate, NID_ext_key_usage, "serverAuth");
        add_extension(leaf, issuer->certificate, NID_info_access, access);
        snprintf(name, sizeof(name), "DNS:host-%d.test", i);
        add_extension(leaf, issuer->certificate, NID_subject_alt_name, name);
        X509_sign(leaf, issuer->key, EVP_sha256());
        append(file, leaf, (uint32_t)(i % issuers));
        X509_free(leaf);
    }
    fclose(file);
}

static X509 *parse(const unsigned char *der, uint32_t length) { return d2i_X509(NULL, &der, (long)length); }

static int load_issuers(const char *directory, authority *into, int capacity)
{
    mapped file = map_file(directory, "issuers");
    certificate_head head;
    int count = 0;
    for (const unsigned char *der; count < capacity && (der = next_certificate(&file, &head)) != NULL; count++) {
        char name[64];
        snprintf(name, sizeof(name), "signer-%d.pem", count);
        FILE *pem = fopen(path_in(directory, name), "r");
        if (!pem)
            stop("cannot read", path_in(directory, name));
        into[count].certificate = parse(der, head.length);
        into[count].signer_key = PEM_read_PrivateKey(pem, NULL, NULL, NULL);
        into[count].signer = PEM_read_X509(pem, NULL, NULL, NULL);
        fclose(pem);
    }
    return count;
}

static OCSP_RESPONSE *sign(X509 *leaf, const authority *issuer, time_t this_update, long life)
{
    OCSP_BASICRESP *basic = OCSP_BASICRESP_new();
    OCSP_CERTID *id = OCSP_cert_to_id(EVP_sha1(), leaf, issuer->certificate);
    ASN1_TIME *from = ASN1_GENERALIZEDTIME_adj(NULL, this_update, 0, 0);
    ASN1_TIME *until = ASN1_GENERALIZEDTIME_adj(NULL, this_update, 0, life);
    OCSP_basic_add1_status(basic, id, V_OCSP_CERTSTATUS_GOOD, 0, NULL, from, until);
    int is_direct = X509_cmp(issuer->signer, issuer->certificate) == 0;
    OCSP_basic_sign(basic, issuer->signer, issuer->signer_key, EVP_sha256(), NULL,
                    OCSP_RESPID_KEY | (is_direct ? OCSP_NOCERTS : 0));
    OCSP_RESPONSE *response = OCSP_response_create(OCSP_RESPONSE_STATUS_SUCCESSFUL, basic);
    OCSP_BASICRESP_free(basic);
    OCSP_CERTID_free(id);
    ASN1_TIME_free(from);
    ASN1_TIME_free(until);
    return response;
}

static void make_responses(char **arguments)
{
    const char *directory = arguments[0];
    long life = atol(arguments[2]), step = atol(arguments[3]), count = atol(arguments[4]);
    time_t start = time(NULL);
    authority issuers[64];
    load_issuers(directory, issuers, 64);
    mapped leaves = map_file(directory, "leaves");
    FILE *file = create(directory, arguments[1]);
    certificate_head head;
    uint32_t number = 0;
    for (const unsigned char *der; (der = next_certificate(&leaves, &head)) != NULL; number++) {
        X509 *leaf = parse(der, head.length);
        const ASN1_INTEGER *serial = X509_get0_serialNumber(leaf);
        for (long i = 0; i < count; i++) {
            response_head made = {.this_update = start + i * step, .leaf = number};
            memcpy(made.serial, serial->data, SERIAL_SIZE);
            OCSP_RESPONSE *response = sign(leaf, &issuers[head.issuer], made.this_update, life);
            unsigned char *encoded = NULL;
            made.length = (uint32_t)i2d_OCSP_RESPONSE(response, &encoded);
            fwrite(&made, sizeof(made), 1, file);
            fwrite(encoded, made.length, 1, file);
            OPENSSL_free(encoded);
            OCSP_RESPONSE_free(response);
        }
        X509_free(leaf);
    }
    fclose(file);
}

static void make_pem(char **arguments)
{
    authority issuers[64];
    load_issuers(arguments[0], issuers, 64);
    FILE *pem = fopen(path_in(arguments[0], "leaf.key"), "r");
    EVP_PKEY *key = pem ? PEM_read_PrivateKey(pem, NULL, NULL, NULL) : NULL;
    FILE *root_file = fopen(path_in(arguments[0], "root.pem"), "r");
    X509 *root = root_file ? PEM_read_X509(root_file, NULL, NULL, NULL) : NULL;
    if (!key || !root)
        stop("not a set", arguments[0]);
    mapped leaves = map_file(arguments[0], "leaves");
    certificate_head head;
    long count = atol(arguments[2]);
    for (long i = 0; i < count; i++) {
        const unsigned char *der = next_certificate(&leaves, &head);
        if (!der)
            break;
        char name[64];
        snprintf(name, sizeof(name), "%ld.pem", i);
        X509 *leaf = parse(der, head.length);
        write_pem(arguments[1], name, leaf, key, "w");
        write_pem(arguments[1], name, issuers[head.issuer].certificate, NULL, "a");
        write_pem(arguments[1], name, root, NULL, "a");
        X509_free(leaf);
    }
}

int main(int argc, char **argv)
{
    if (argc == 8 && strcmp(argv[1], "set") == 0)
        make_set(argv + 2);
    else if (argc == 7 && strcmp(argv[1], "responses") == 0)
        make_responses(argv + 2);
    else if (argc == 5 && strcmp(argv[1], "pem") == 0)
        make_pem(argv + 2);
    else
        stop("usage", "see the first lines of generate.c");
    return 0;
}

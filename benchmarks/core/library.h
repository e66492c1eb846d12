/* The library's functions that the benchmarks call, from a library that is loaded at run time: loading is part of what is measured. */
#ifndef LIBRARY_H
#define LIBRARY_H

#include <dlfcn.h>

#include <staple32/wincrypt.h>
/* Names of OpenSSL's types: both headers in one file, as on Windows, where OpenSSL does this itself. */
#undef X509_NAME
#undef X509_EXTENSIONS
#undef PKCS7_ISSUER_AND_SERIAL
#undef PKCS7_SIGNER_INFO
#undef OCSP_REQUEST
#undef OCSP_RESPONSE

#include "measure.h"
#include "pki.h"

#define LIBRARY_FUNCTIONS(F) \
    F(CertOpenStore) F(CertCloseStore) F(CertAddEncodedCertificateToStore) F(CertFindCertificateInStore) \
    F(CertCreateCertificateContext) F(CertFreeCertificateContext) F(CertGetCertificateChain) F(CertFreeCertificateChain) \
    F(CertCreateCertificateChainEngine) F(CertFreeCertificateChainEngine) F(CertOpenServerOcspResponse) F(CertCloseServerOcspResponse) \
    F(CertGetServerOcspResponseContext) F(CertFreeServerOcspResponseContext)

typedef struct library {
#define MEMBER(name) __typeof__(&name) name;
    LIBRARY_FUNCTIONS(MEMBER)
#undef MEMBER
} library;

static inline void *load_symbol(void *handle, const char *name)
{
    void *found = dlsym(handle, name);
    if (!found)
        stop(name);
    return found;
}

static inline library load_library(const char *path)
{
    void *handle = dlopen(path, RTLD_NOW | RTLD_LOCAL);
    if (!handle)
        stop(dlerror());
    library made;
#define LOAD(name) made.name = (__typeof__(&name))load_symbol(handle, #name);
    LIBRARY_FUNCTIONS(LOAD)
#undef LOAD
    return made;
}

static inline HCERTSTORE memory_store(const library *lib) { return lib->CertOpenStore(CERT_STORE_PROV_MEMORY, 0, 0, 0, NULL); }

static inline void add_to_store(const library *lib, HCERTSTORE store, const unsigned char *bytes, unsigned length)
{
    if (!lib->CertAddEncodedCertificateToStore(store, X509_ASN_ENCODING, bytes, length, CERT_STORE_ADD_ALWAYS, NULL))
        stop("a certificate is not accepted");
}

/* The chain of a certificate that is parsed anew; the caller frees both. */
static inline PCCERT_CHAIN_CONTEXT chain_of(const library *lib, HCERTCHAINENGINE engine, const unsigned char *bytes, unsigned length,
    HCERTSTORE others, PCCERT_CONTEXT *certificate)
{
    CERT_CHAIN_PARA para = {.cbSize = sizeof(para)};
    PCCERT_CHAIN_CONTEXT chain;
    *certificate = lib->CertCreateCertificateContext(X509_ASN_ENCODING, bytes, length);
    if (!*certificate || !lib->CertGetCertificateChain(engine, *certificate, NULL, others, &para, 0, NULL, &chain))
        stop("no chain");
    return chain;
}

/* A file of a directory, whole (up to a megabyte, with room for a zero byte and more). */
static inline encoded read_file(const char *directory, const char *name)
{
    char path[8192];
    snprintf(path, sizeof(path), "%s/%s", directory, name);
    FILE *f = fopen(path, "rb");
    if (!f)
        stop(path);
    encoded made = {malloc((1 << 20) + (1 << 16)), 0};
    made.length = (unsigned)fread(made.bytes, 1, 1 << 20, f);
    fclose(f);
    return made;
}

static inline void write_file(const char *directory, const char *name, const void *bytes, unsigned length)
{
    char path[8192];
    snprintf(path, sizeof(path), "%s/%s", directory, name);
    FILE *f = fopen(path, "wb");
    if (!f || fwrite(bytes, 1, length, f) != length || fclose(f))
        stop(path);
}

#endif

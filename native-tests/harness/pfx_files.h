/* PKCS #12 files made by `openssl pkcs12 -export`, in Base64. */
#ifndef PFX_FILES_H
#define PFX_FILES_H

#include "fixture.h"

#ifdef __cplusplus
extern "C" {
#endif

/* "CN=PFX example" with its key and the name "My n\u00e4me", and "CN=PFX authority"; AES-256, password "p\u00e4ssword". */
extern const char pfx_modern[];

/* The same certificates, -legacy: RC2 with 40 bits and triple DES, password "secret". */
extern const char pfx_legacy[];

/* The same certificates without their key, without encryption and MAC. */
extern const char pfx_unprotected[];

/* The bytes of one of them, for the caller to change. */
CRYPT_DATA_BLOB pfx_file(const char *text);

#ifdef __cplusplus
}
#endif

#endif

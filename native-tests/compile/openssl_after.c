/* OpenSSL's headers behind ours, for which the macro of the SDK is there. */
#define WINCRYPT_USE_SYMBOL_PREFIX
#include <staple32/staple32.h>
#include <openssl/ssl.h>
#include <openssl/ocsp.h>
#include <openssl/pkcs7.h>
#include <openssl/x509v3.h>

const X509_NAME *name;
const OCSP_REQUEST *request;
const OCSP_RESPONSE *response;
LPCSTR names(void);
LPCSTR names(void) { return WINCRYPT_PKCS7_SIGNER_INFO; }

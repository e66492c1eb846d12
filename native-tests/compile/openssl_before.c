/* OpenSSL's headers first: the names that both want get their prefix by themselves. */
#include <openssl/ssl.h>
#include <openssl/ocsp.h>
#include <openssl/pkcs7.h>
#include <openssl/x509v3.h>
#include <staple32/staple32.h>

const X509_NAME *name;
const OCSP_REQUEST *request;
const OCSP_RESPONSE *response;
const PKCS7_SIGNER_INFO *signer;
LPCSTR names(void);
LPCSTR names(void) { return WINCRYPT_X509_NAME == WINCRYPT_OCSP_REQUEST ? WINCRYPT_OCSP_RESPONSE : WINCRYPT_X509_EXTENSIONS; }

/* With WIN32_LEAN_AND_MEAN the certificate functions come only with their own header. */
#define WIN32_LEAN_AND_MEAN
#include <windows.h>

#ifdef X509_ASN_ENCODING
#error "windows.h should be lean"
#endif

#include <wincrypt.h>

extern const DWORD encoding;
const DWORD encoding = X509_ASN_ENCODING;

/* UNICODE turns the names without A or W to the wide functions. */
#define UNICODE
#include <staple32/wincrypt.h>

extern const TCHAR text[];
const TCHAR text[] = TEXT("wide");
BOOL convert(LPCTSTR string, DWORD *size);
BOOL convert(LPCTSTR string, DWORD *size) { return CryptStringToBinary(string, 0, CRYPT_STRING_BASE64, NULL, size, NULL, NULL); }

DWORD show(PCCERT_CONTEXT context, LPTSTR name, DWORD size);
DWORD show(PCCERT_CONTEXT context, LPTSTR name, DWORD size) { return CertGetNameString(context, CERT_NAME_SIMPLE_DISPLAY_TYPE, 0, NULL, name, size); }

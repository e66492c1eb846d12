/* A program as it is written for Windows, unchanged. */
#include <windows.h>
#include <wincrypt.h>

#ifdef __cplusplus
extern "C"
#endif
DWORD staple(PCCERT_CHAIN_CONTEXT chain, BYTE *buffer, DWORD size);

DWORD staple(PCCERT_CHAIN_CONTEXT chain, BYTE *buffer, DWORD size)
{
    HCERT_SERVER_OCSP_RESPONSE response = CertOpenServerOcspResponse(chain, 0, NULL);
    PCCERT_SERVER_OCSP_RESPONSE_CONTEXT context = CertGetServerOcspResponseContext(response, 0, NULL);
    DWORD written = 0;
    ZeroMemory(buffer, size);
    if (context == NULL) {
        SetLastError((DWORD)CRYPT_E_REVOCATION_OFFLINE);
    } else if (context->cbEncodedOcspResponse <= size) {
        written = context->cbEncodedOcspResponse;
        CopyMemory(buffer, context->pbEncodedOcspResponse, written);
    }
    CertFreeServerOcspResponseContext(context);
    CertCloseServerOcspResponse(response, 0);
    return written;
}

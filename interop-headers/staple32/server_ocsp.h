/* staple32/server_ocsp.h: the server's own OCSP response, fetched ahead of time and handed out to be stapled.
 *
 * Part of <wincrypt.h>; include staple32/wincrypt.h. On Windows only what the SDK in use does not declare is added.
 *
 * SPDX-License-Identifier: MIT */
#ifndef STAPLE32_SERVER_OCSP_H
#define STAPLE32_SERVER_OCSP_H

#ifdef __cplusplus
extern "C" {
#endif

/* CertOpenServerOcspResponse: return at once and make the first retrieval in the background. */
#ifndef CERT_SERVER_OCSP_RESPONSE_ASYNC_FLAG
#define CERT_SERVER_OCSP_RESPONSE_ASYNC_FLAG 0x00000001
#endif

#ifndef _WIN32

typedef VOID *HCERT_SERVER_OCSP_RESPONSE;

typedef struct _CERT_SERVER_OCSP_RESPONSE_CONTEXT {
    DWORD cbSize;
    BYTE *pbEncodedOcspResponse; /* DER of the OCSPResponse, as CertificateStatus of TLS wants it */
    DWORD cbEncodedOcspResponse;
} CERT_SERVER_OCSP_RESPONSE_CONTEXT, *PCERT_SERVER_OCSP_RESPONSE_CONTEXT;
typedef const CERT_SERVER_OCSP_RESPONSE_CONTEXT *PCCERT_SERVER_OCSP_RESPONSE_CONTEXT;

#endif

#ifndef CERT_SERVER_OCSP_RESPONSE_OPEN_PARA_READ_FLAG

/* Called for every newly accepted response. The arguments are borrowed until it returns. dwWriteOcspFileError is the
 * Win32 error of writing the file, 0 if it was written or none was asked for. */
typedef VOID(CALLBACK *PFN_CERT_SERVER_OCSP_RESPONSE_UPDATE_CALLBACK)(
    PCCERT_CHAIN_CONTEXT pChainContext, PCCERT_SERVER_OCSP_RESPONSE_CONTEXT pServerOcspResponseContext,
    PCCRL_CONTEXT pNewCrlContext, PCCRL_CONTEXT pPrevCrlContext /*opt*/, PVOID pvArg /*opt*/, DWORD dwWriteOcspFileError);

typedef struct _CERT_SERVER_OCSP_RESPONSE_OPEN_PARA {
    DWORD cbSize;
    DWORD dwFlags;
    DWORD *pcbUsedSize; /* opt: receives how much of cbSize was understood */
    PWSTR pwszOcspDirectory; /* opt: holds <thumbprint>.ocsp files */
    PFN_CERT_SERVER_OCSP_RESPONSE_UPDATE_CALLBACK pfnUpdateCallback; /* opt */
    PVOID pvUpdateCallbackArg;
} CERT_SERVER_OCSP_RESPONSE_OPEN_PARA, *PCERT_SERVER_OCSP_RESPONSE_OPEN_PARA;

/* dwFlags: take responses from the directory only; write accepted responses to it. Not both. */
#define CERT_SERVER_OCSP_RESPONSE_OPEN_PARA_READ_FLAG  0x00000001
#define CERT_SERVER_OCSP_RESPONSE_OPEN_PARA_WRITE_FLAG 0x00000002

#endif

#ifndef _WIN32

/* Opens the response for the end certificate of a chain and keeps it fresh until the last Close. Blocks for the first
 * retrieval unless ASYNC is given, and succeeds even if that fails. Each Open and each AddRef wants one Close. */
HCERT_SERVER_OCSP_RESPONSE WINAPI CertOpenServerOcspResponse(
    PCCERT_CHAIN_CONTEXT pChainContext, DWORD dwFlags, PCERT_SERVER_OCSP_RESPONSE_OPEN_PARA pOpenPara /*opt*/);
VOID WINAPI CertAddRefServerOcspResponse(HCERT_SERVER_OCSP_RESPONSE hServerOcspResponse /*opt*/);
VOID WINAPI CertCloseServerOcspResponse(HCERT_SERVER_OCSP_RESPONSE hServerOcspResponse /*opt*/, DWORD dwFlags /*0*/);

/* The current response if it is time valid, else NULL with CRYPT_E_REVOCATION_OFFLINE. Never blocks. The same pointer
 * comes back until a newer response is installed. Each Get and each AddRef wants one Free. */
PCCERT_SERVER_OCSP_RESPONSE_CONTEXT WINAPI CertGetServerOcspResponseContext(
    HCERT_SERVER_OCSP_RESPONSE hServerOcspResponse, DWORD dwFlags /*0*/, LPVOID pvReserved /*NULL*/);
VOID WINAPI CertAddRefServerOcspResponseContext(PCCERT_SERVER_OCSP_RESPONSE_CONTEXT pServerOcspResponseContext /*opt*/);
VOID WINAPI CertFreeServerOcspResponseContext(PCCERT_SERVER_OCSP_RESPONSE_CONTEXT pServerOcspResponseContext /*opt*/);

#endif

/* Where Windows keeps the settings (HKLM); elsewhere STAPLE32_CONFIG names a file. */
#ifndef CERT_CHAIN_CONFIG_REGPATH
#define CERT_CHAIN_CONFIG_REGPATH \
    u"Software\\Microsoft\\Cryptography\\OID\\EncodingType 0\\CertDllCreateCertificateChainEngine\\Config"
#endif

#ifdef __cplusplus
}
#endif

#endif

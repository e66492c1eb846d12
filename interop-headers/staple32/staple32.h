/* staple32/staple32.h: what Staple32 has beyond Crypt32. None of it is needed to staple.
 *
 * SPDX-License-Identifier: MIT */
#ifndef STAPLE32_STAPLE32_H
#define STAPLE32_STAPLE32_H

#include "wincrypt.h"

#ifdef __cplusplus
extern "C" {
#endif

#define STAPLE32_VERSION_MAJOR 0
#define STAPLE32_VERSION_MINOR 1
#define STAPLE32_VERSION_PATCH 0
#define STAPLE32_VERSION \
    ((DWORD)(STAPLE32_VERSION_MAJOR << 16 | STAPLE32_VERSION_MINOR << 8 | STAPLE32_VERSION_PATCH))

/* The version of the library in use, in the form of STAPLE32_VERSION. */
DWORD WINAPI Staple32GetVersion(VOID);

/* ---- The state of a server OCSP response ------------------------------------------------------------------------- */

#define STAPLE32_STATUS_NONE    0 /* no response has been accepted yet */
#define STAPLE32_STATUS_GOOD    1
#define STAPLE32_STATUS_REVOKED 2
#define STAPLE32_STATUS_UNKNOWN 3 /* the responder does not know the certificate: nothing is handed out */

/* Times are UTC, 0 if there is none. Text is UTF-8, always terminated, cut off if it is longer than its array. */
typedef struct _STAPLE32_SERVER_OCSP_STATUS {
    DWORD cbSize;                /* in: sizeof(STAPLE32_SERVER_OCSP_STATUS); fields beyond it are not written */
    DWORD dwStatus;              /* STAPLE32_STATUS_* */
    FILETIME ThisUpdate;         /* of the response that is held */
    FILETIME NextUpdate;
    FILETIME ServedUntil;        /* CertGetServerOcspResponseContext hands it out until then */
    FILETIME NextRetrieval;      /* when the responder is asked next */
    FILETIME LastAttempt;
    DWORD dwLastError;           /* of the last attempt: a Win32 error or an HRESULT, 0 if it succeeded */
    DWORD cConsecutiveFailures;
    ULONGLONG cRetrievals;       /* attempts since the response was opened, whether they succeeded or not */
    CHAR szUrl[512];             /* the URL in use */
    CHAR szLastFailure[256];     /* what went wrong in the last attempt, one line; empty if it succeeded */
} STAPLE32_SERVER_OCSP_STATUS, *PSTAPLE32_SERVER_OCSP_STATUS;

/* A snapshot; never blocks on the network. FALSE with ERROR_INVALID_HANDLE for a closed or invented handle, with
 * ERROR_INVALID_PARAMETER for a NULL pStatus or a cbSize that does not reach dwStatus. */
BOOL WINAPI Staple32QueryServerOcspResponse(
    HCERT_SERVER_OCSP_RESPONSE hServerOcspResponse, PSTAPLE32_SERVER_OCSP_STATUS pStatus);

/* ---- Memory ------------------------------------------------------------------------------------------------------ */

/* The library's own garbage-collected heap. Responses and contexts that are handed out are not in it: they are malloc's. */
typedef struct _STAPLE32_MEMORY_STATUS {
    DWORD cbSize;          /* in: sizeof(STAPLE32_MEMORY_STATUS); fields beyond it are not written */
    DWORD cCollections;    /* since the library was loaded */
    ULONGLONG cbAllocated; /* since the library was loaded, whether still in use or not */
    ULONGLONG cbHeap;      /* in use, garbage that has not been collected yet included */
} STAPLE32_MEMORY_STATUS, *PSTAPLE32_MEMORY_STATUS;

/* Stops the library's threads, and callers inside the library, for a moment: for monitors and tests. FALSE with
 * ERROR_INVALID_PARAMETER for a NULL pStatus or a cbSize that does not reach cCollections. */
BOOL WINAPI Staple32QueryMemory(PSTAPLE32_MEMORY_STATUS pStatus);

/* ---- Log --------------------------------------------------------------------------------------------------------- */

#define STAPLE32_LOG_OFF     0
#define STAPLE32_LOG_ERROR   1
#define STAPLE32_LOG_WARNING 2
#define STAPLE32_LOG_INFO    3
#define STAPLE32_LOG_DEBUG   4

/* pszMessage is one line of UTF-8 without its end, borrowed until the callback returns. Called on any thread, also on
 * several at once. */
typedef VOID(CALLBACK *PFN_STAPLE32_LOG_CALLBACK)(DWORD dwLevel, LPCSTR pszMessage, PVOID pvArg /*opt*/);

/* Sends messages of dwLevel and graver ones to pfnCallback instead of where STAPLE32_LOG says; NULL gives them back. */
BOOL WINAPI Staple32SetLogCallback(DWORD dwLevel, PFN_STAPLE32_LOG_CALLBACK pfnCallback /*opt*/, PVOID pvArg /*opt*/);

#ifdef __cplusplus
}
#endif

#endif

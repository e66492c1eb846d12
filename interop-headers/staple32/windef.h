/* staple32/windef.h: the Windows types, error codes and helpers that the certificate API is written in.
 *
 * On Windows this is <windows.h>. Elsewhere it defines the same names with the same widths: DWORD and LONG are 32 bits
 * on every system, WCHAR is a UTF-16 code unit, strings of A functions are UTF-8.
 *
 * SPDX-License-Identifier: MIT */
#ifndef STAPLE32_WINDEF_H
#define STAPLE32_WINDEF_H

#ifdef _WIN32

#include <windows.h>

#else

#include <stddef.h>
#include <stdint.h>
#ifndef __cplusplus
#include <uchar.h>
#endif

#define WINAPI
#define CALLBACK
#ifndef VOID
#define VOID void
#endif
#ifndef CONST
#define CONST const
#endif
#ifndef TRUE
#define TRUE 1
#endif
#ifndef FALSE
#define FALSE 0
#endif

typedef uint8_t BYTE, *PBYTE, *LPBYTE;
typedef uint16_t WORD, USHORT;
typedef int32_t BOOL, *PBOOL, *LPBOOL;
typedef int32_t INT;
typedef uint32_t UINT;
typedef int32_t LONG;
typedef uint32_t ULONG;
typedef uint32_t DWORD, *PDWORD, *LPDWORD;
typedef int64_t LONGLONG;
typedef uint64_t ULONGLONG;
typedef uint64_t DWORD64;
typedef uintptr_t ULONG_PTR;
typedef uintptr_t DWORD_PTR;
typedef size_t SIZE_T;
typedef LONG HRESULT;

typedef void *PVOID, *LPVOID;
typedef const void *LPCVOID;
typedef void *HANDLE;
typedef HANDLE HLOCAL;

typedef char CHAR, *PSTR, *LPSTR;
typedef const char *PCSTR, *LPCSTR;
typedef char16_t WCHAR, *PWSTR, *LPWSTR; /* UTF-16 code unit: u"..." literals, not L"..." */
typedef const char16_t *PCWSTR, *LPCWSTR;

#ifdef UNICODE
typedef WCHAR TCHAR, *LPTSTR;
typedef LPCWSTR LPCTSTR;
#define __TEXT(quote) u##quote
#else
typedef CHAR TCHAR, *LPTSTR;
typedef LPCSTR LPCTSTR;
#define __TEXT(quote) quote
#endif
#ifndef TEXT
#define TEXT(quote) __TEXT(quote)
#endif

/* 100 ns intervals since 1601-01-01 00:00 UTC. */
typedef struct _FILETIME {
    DWORD dwLowDateTime;
    DWORD dwHighDateTime;
} FILETIME, *PFILETIME, *LPFILETIME;

typedef struct _GUID {
    uint32_t Data1;
    uint16_t Data2;
    uint16_t Data3;
    uint8_t Data4[8];
} GUID, *LPGUID;
typedef const GUID *LPCGUID;

/* Win32 errors that the library sets. */
#define ERROR_SUCCESS                0
#define ERROR_FILE_NOT_FOUND         2
#define ERROR_PATH_NOT_FOUND         3
#define ERROR_TOO_MANY_OPEN_FILES    4
#define ERROR_ACCESS_DENIED          5
#define ERROR_INVALID_HANDLE         6
#define ERROR_NOT_ENOUGH_MEMORY      8
#define ERROR_BAD_FORMAT             11
#define ERROR_INVALID_DATA           13
#define ERROR_OUTOFMEMORY            14
#define ERROR_WRITE_PROTECT          19
#define ERROR_WRITE_FAULT            29
#define ERROR_READ_FAULT             30
#define ERROR_GEN_FAILURE            31
#define ERROR_SHARING_VIOLATION      32
#define ERROR_NOT_SUPPORTED          50
#define ERROR_FILE_EXISTS            80
#define ERROR_INVALID_PASSWORD       86
#define ERROR_INVALID_PARAMETER      87
#define ERROR_DISK_FULL              112
#define ERROR_CALL_NOT_IMPLEMENTED   120
#define ERROR_INSUFFICIENT_BUFFER    122
#define ERROR_BUSY                   170
#define ERROR_ALREADY_EXISTS         183
#define ERROR_FILENAME_EXCED_RANGE   206
#define ERROR_FILE_TOO_LARGE         223
#define ERROR_MORE_DATA              234
#define ERROR_NO_MORE_ITEMS          259
#define ERROR_ARITHMETIC_OVERFLOW    534
#define ERROR_INVALID_FLAGS          1004
#define ERROR_NO_UNICODE_TRANSLATION 1113
#define ERROR_NOT_FOUND              1168
#define ERROR_DISK_QUOTA_EXCEEDED    1295
#define ERROR_INTERNAL_ERROR         1359
#define ERROR_TIMEOUT                1460
#define NO_ERROR 0
#define S_OK     ((HRESULT)0)
#define S_FALSE  ((HRESULT)1)
#define E_NOTIMPL      ((HRESULT)0x80004001)
#define E_POINTER      ((HRESULT)0x80004003)
#define E_FAIL         ((HRESULT)0x80004005)
#define E_UNEXPECTED   ((HRESULT)0x8000FFFF)
#define E_ACCESSDENIED ((HRESULT)0x80070005)
#define E_OUTOFMEMORY  ((HRESULT)0x8007000E)
#define E_INVALIDARG   ((HRESULT)0x80070057)

#define SUCCEEDED(hr) ((HRESULT)(hr) >= 0)
#define FAILED(hr)    ((HRESULT)(hr) < 0)
#define HRESULT_FROM_WIN32(x) \
    ((HRESULT)(x) <= 0 ? (HRESULT)(x) : (HRESULT)(((uint32_t)(x) & 0x0000FFFFu) | 0x80070000u))

/* LocalAlloc flags. Memory is always fixed: the handle is the address. */
#define LMEM_FIXED    0x00000000
#define LMEM_MOVEABLE 0x00000002
#define LMEM_ZEROINIT 0x00000040
#define LPTR 0x00000040
#define LHND 0x00000042

#ifdef __cplusplus
extern "C" {
#endif

/* The calling thread's last error. Set by every call that fails; a call that succeeds leaves it alone. */
DWORD WINAPI GetLastError(VOID);
VOID WINAPI SetLastError(DWORD dwErrCode);

/* Fixed memory; LocalFree returns NULL on success and takes NULL. */
HLOCAL WINAPI LocalAlloc(UINT uFlags, SIZE_T uBytes);
HLOCAL WINAPI LocalFree(HLOCAL hMem);

#ifdef __cplusplus
}
#endif

#endif /* _WIN32 */
#endif

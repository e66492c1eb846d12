/* The include name that unchanged programs use, for systems that are not Windows: put this directory on the include
 * path there. Only what the certificate API needs of <windows.h> is here.
 *
 * SPDX-License-Identifier: MIT */
#ifndef STAPLE32_COMPAT_WINDOWS_H
#define STAPLE32_COMPAT_WINDOWS_H

#ifdef _WIN32
#error "on Windows use the SDK's own windows.h: take this directory off the include path"
#endif

#include <string.h>

#include "../staple32/windef.h"

#define UNREFERENCED_PARAMETER(p)       ((void)(p))
#define ZeroMemory(destination, length) memset((destination), 0, (length))
#define FillMemory(destination, length, fill) memset((destination), (fill), (length))
#define CopyMemory(destination, source, length) memcpy((destination), (source), (length))
#define MoveMemory(destination, source, length) memmove((destination), (source), (length))

/* As on Windows, unless WIN32_LEAN_AND_MEAN keeps it out. */
#ifndef WIN32_LEAN_AND_MEAN
#include "../staple32/wincrypt.h"
#endif

#endif

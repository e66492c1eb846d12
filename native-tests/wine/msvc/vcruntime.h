/* Stands in for the header of this name in Visual C++, which Microsoft's SDK is written on and does not contain: as much
 * of it as the SDK's C headers use when clang reads them. */
#ifndef STAPLE32_TESTS_VCRUNTIME_H
#define STAPLE32_TESTS_VCRUNTIME_H

#include <sal.h>
#include <vadefs.h>

#define _VCRT_COMPILER_PREPROCESSOR 1
#define _CRTIMP
#define _VCRTIMP
#define _CRTNOALIAS
#define _CRTRESTRICT
#define _UNALIGNED __unaligned
#define __CRTDECL __cdecl
#define _CRT_ALIGN(bytes) __declspec(align(bytes))
#define _CRT_PACKING 8
#define _NODISCARD
#define _HAS_NODISCARD 0

#ifdef __cplusplus
#define _CRT_BEGIN_C_HEADER extern "C" {
#define _CRT_END_C_HEADER }
typedef bool __crt_bool;
#else
#define _CRT_BEGIN_C_HEADER
#define _CRT_END_C_HEADER
typedef _Bool __crt_bool;
#endif

#define _CRT_STRINGIZE_(text) #text
#define _CRT_STRINGIZE(text) _CRT_STRINGIZE_(text)
#define _CRT_WIDE_(text) L##text
#define _CRT_WIDE(text) _CRT_WIDE_(text)
#define _CRT_CONCATENATE_(a, b) a##b
#define _CRT_CONCATENATE(a, b) _CRT_CONCATENATE_(a, b)
#define _CRT_UNPARENTHESIZE_(...) __VA_ARGS__
#define _CRT_UNPARENTHESIZE(...) _CRT_UNPARENTHESIZE_ __VA_ARGS__
#define _CRT_DEPRECATE_TEXT(text)
#define _CRT_INSECURE_DEPRECATE(replacement)
#define _CRT_INSECURE_DEPRECATE_MEMORY(replacement)
#define _VCRT_DEFINED_CRTALIGN
#define __crt_countof(array) (sizeof(array) / sizeof((array)[0]))
#define _crt_countof __crt_countof
#define _STATIC_ASSERT(condition) _Static_assert(condition, #condition)

typedef __SIZE_TYPE__ size_t;
typedef __PTRDIFF_TYPE__ ptrdiff_t;
#if !defined(__cplusplus) && !defined(_WCHAR_T_DEFINED)
#define _WCHAR_T_DEFINED
typedef unsigned short wchar_t;
#endif
#ifndef NULL
#ifdef __cplusplus
#define NULL 0
#else
#define NULL ((void *)0)
#endif
#endif

#endif

/* As vcruntime.h: the header of Visual C++ on which clang's own of this name stands. */
#ifndef STAPLE32_TESTS_VADEFS_H
#define STAPLE32_TESTS_VADEFS_H

#ifndef _VA_LIST_DEFINED
#define _VA_LIST_DEFINED
typedef char *va_list;
#endif
#ifndef _UINTPTR_T_DEFINED
#define _UINTPTR_T_DEFINED /* clang's <stdint.h> asks */
typedef unsigned long long uintptr_t;
typedef long long intptr_t;
#endif
#define __crt_va_start(list, last) __builtin_va_start(list, last)
#define __crt_va_arg(list, type) __builtin_va_arg(list, type)
#define __crt_va_end(list) __builtin_va_end(list)

#endif

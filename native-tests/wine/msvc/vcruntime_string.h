/* As vcruntime.h: what the Visual C++ runtime has of <string.h>. */
#ifndef STAPLE32_TESTS_VCRUNTIME_STRING_H
#define STAPLE32_TESTS_VCRUNTIME_STRING_H

#include <vcruntime.h>

_CRT_BEGIN_C_HEADER

void *memchr(const void *, int, size_t);
int memcmp(const void *, const void *, size_t);
void *memcpy(void *, const void *, size_t);
void *memmove(void *, const void *, size_t);
void *memset(void *, int, size_t);
char *strchr(const char *, int);
char *strrchr(const char *, int);
char *strstr(const char *, const char *);
wchar_t *wcschr(const wchar_t *, wchar_t);
wchar_t *wcsrchr(const wchar_t *, wchar_t);
wchar_t *wcsstr(const wchar_t *, const wchar_t *);

_CRT_END_C_HEADER

#endif

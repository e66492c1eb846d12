#pragma once
#include <stddef.h>
extern "C" {
int memcmp(const void *, const void *, size_t);
void *memset(void *, int, size_t);
int _wcsicmp(const wchar_t *, const wchar_t *);
}

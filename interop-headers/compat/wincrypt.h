/* The include name that unchanged programs use, for systems that are not Windows; see windows.h beside it.
 *
 * SPDX-License-Identifier: MIT */
#ifndef STAPLE32_COMPAT_WINCRYPT_H
#define STAPLE32_COMPAT_WINCRYPT_H

#include "../staple32/wincrypt.h"

#endif

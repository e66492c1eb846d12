/* Holds the headers against the SDK's numbers: sizes, offsets, constants, prototypes. Compiles as C11 and as C++17, with
 * our headers, and with -DSTAPLE32_COMPARE_SDK against the SDK's own (any compiler for x64 Windows), which shows that the
 * numbers are the SDK's. */
#define CERT_CHAIN_PARA_HAS_EXTRA_FIELDS
#define CERT_REVOCATION_PARA_HAS_EXTRA_FIELDS
#define CERT_CHAIN_FIND_BY_ISSUER_PARA_HAS_EXTRA_FIELDS
#ifdef STAPLE32_COMPARE_SDK
#include <windows.h>
#include <wincrypt.h>
#else
#include <staple32/wincrypt.h>
#endif
#include <assert.h>
#include <stddef.h>

#define SIZE(structure, bytes) static_assert(sizeof(structure) == bytes, "size of " #structure);
#define FIELD(structure, field, offset, bytes)                                                             \
    static_assert(offsetof(structure, field) == offset, "offset of " #structure "." #field);               \
    static_assert(sizeof(((structure *)0)->field) == bytes, "size of " #structure "." #field);
#include "layouts.inc"

typedef void(CALLBACK update_callback)(PCCERT_CHAIN_CONTEXT, PCCERT_SERVER_OCSP_RESPONSE_CONTEXT, PCCRL_CONTEXT, PCCRL_CONTEXT, PVOID, DWORD);
update_callback *callback_has_its_type(PFN_CERT_SERVER_OCSP_RESPONSE_UPDATE_CALLBACK callback);
update_callback *callback_has_its_type(PFN_CERT_SERVER_OCSP_RESPONSE_UPDATE_CALLBACK callback) { return callback; }

#define FUNCTION(result, name, parameters)         \
    typedef result(WINAPI type_of_##name) parameters; \
    static inline type_of_##name *name##_has_its_type(void) { return name; }
#include "prototypes.inc"

/* A cast to a pointer is no constant expression; the same digits cast to an integer are. */
#define LPCSTR ULONG_PTR
#define HCERTCHAINENGINE ULONG_PTR
#undef NULL
#define NULL 0
#define VALUE(name, value)                                            \
    static_assert((DWORD)(name) == (DWORD)(value), #name);             \
    static_assert(sizeof(name) == 4, "width of " #name);
#define POINTER(name, value) static_assert((name) == (value), #name);
#define STRING(name, value) static_assert(sizeof(name) == sizeof(value), #name);
#include "constants.inc"

/* The three structures that macros of the SDK lengthen, without them. */
#include <staple32/wincrypt.h>
#include <assert.h>

static_assert(sizeof(CERT_CHAIN_PARA) == 32, "CERT_CHAIN_PARA");
static_assert(sizeof(CERT_REVOCATION_PARA) == 48, "CERT_REVOCATION_PARA");
static_assert(sizeof(CERT_CHAIN_FIND_BY_ISSUER_PARA) == 56, "CERT_CHAIN_FIND_BY_ISSUER_PARA");

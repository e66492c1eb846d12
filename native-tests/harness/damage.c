#include "damage.h"

#define SLOW_SECONDS 20.0 /* a hostile iteration count takes half a second, on a machine that is busy several */
#define PROPERTIES 130

mutator *mutator_make(void)
{
    mutator *made = (mutator *)calloc(1, sizeof(*made));
    CHECK(made != NULL);
    const char *seed = getenv("STAPLE32_TEST_SEED");
    mutator_seed(made, seed ? strtoull(seed, NULL, 10) : 20260501);
    return made;
}

void check_documented(const char *what, unsigned number, const long *errors, size_t count)
{
    DWORD error = GetLastError();
    for (size_t i = 0; i < count; i++) {
        if ((DWORD)errors[i] == error)
            return;
    }
    FAIL("%s of mutation %u fails with 0x%x", what, number, (unsigned)error);
}

unsigned sum_of(const void *bytes, size_t length)
{
    unsigned total = 0;
    for (size_t i = 0; i < length; i++)
        total = total * 31 + ((const BYTE *)bytes)[i];
    return total;
}

unsigned sum_of_extensions(DWORD count, PCERT_EXTENSION extensions)
{
    unsigned total = 0;
    for (DWORD i = 0; i < count; i++) {
        total += sum_of(extensions[i].pszObjId, strlen(extensions[i].pszObjId)) + sum_of(extensions[i].Value.pbData, extensions[i].Value.cbData);
        CHECK(CertFindExtension(extensions[i].pszObjId, count, extensions) != NULL);
    }
    return total;
}

static void check_property_failure(unsigned number)
{
    CHECK_DOCUMENTED("a property", number, CRYPT_E_NOT_FOUND, ERROR_NOT_SUPPORTED, ERROR_INVALID_PARAMETER, E_INVALIDARG, CRYPT_E_ASN1_BADTAG);
}

void read_certificate_properties(PCCERT_CONTEXT context, unsigned number)
{
    for (DWORD property = 1; property < PROPERTIES; property++) {
        BYTE value[512];
        DWORD size = 0;
        if (!CertGetCertificateContextProperty(context, property, NULL, &size)) {
            check_property_failure(number);
        } else if (size <= sizeof(value)) {
            CHECK(CertGetCertificateContextProperty(context, property, value, &size));
        }
    }
}

void read_crl_properties(PCCRL_CONTEXT context, unsigned number)
{
    for (DWORD property = 1; property < PROPERTIES; property++) {
        DWORD size = 0;
        if (!CertGetCRLContextProperty(context, property, NULL, &size))
            check_property_failure(number);
    }
}

void tally_begin(tally *self) { self->begun = seconds_now(); }

void tally_end(tally *self, int was_accepted)
{
    double taken = seconds_now() - self->begun;
    self->slowest = taken > self->slowest ? taken : self->slowest;
    if (was_accepted)
        self->accepted++;
    else
        self->refused++;
}

void tally_check(const tally *self, unsigned least_accepted, unsigned least_refused)
{
    printf("%u accepted, %u refused, slowest %.1f ms\n", self->accepted, self->refused, self->slowest * 1000);
    CHECK(self->slowest < SLOW_SECONDS);
    CHECK(self->accepted >= least_accepted && self->refused >= least_refused);
}

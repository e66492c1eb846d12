/* CertFindCertificateInStore by extended key usages. */
#include "finding.h"

static const char server[] = "1.3.6.1.5.5.7.3.1", client[] = "1.3.6.1.5.5.7.3.2", mail[] = "1.3.6.1.5.5.7.3.4";

/* Up to two usages, NULL for none. */
static const char *with_usage(HCERTSTORE store, DWORD flags, const char *first, const char *second)
{
    LPSTR identifiers[2] = {(LPSTR)first, (LPSTR)second};
    CERT_ENHKEY_USAGE usage = {(DWORD)((first != NULL) + (second != NULL)), identifiers};
    return names_found(store, flags, CERT_FIND_ENHKEY_USAGE, &usage);
}

/* none: neither extension nor property. ext: the extension allows server and client. prop: the property allows client and
 * mail. both: ext and prop. */
static HCERTSTORE open_usages(void)
{
    HCERTSTORE store = open_memory();
    CertFreeCertificateContext(put_authority(store, "none", NULL));
    CertFreeCertificateContext(put_authority(store, "ext", "extendedKeyUsage=serverAuth,clientAuth\n"));
    PCCERT_CONTEXT prop = put_authority(store, "prop", NULL), both = put_authority(store, "both", "extendedKeyUsage=serverAuth,clientAuth\n");
    LPSTR identifiers[2] = {(LPSTR)client, (LPSTR)mail};
    CERT_ENHKEY_USAGE usage = {2, identifiers};
    CHECK_OK(CertSetEnhancedKeyUsage(prop, &usage));
    CHECK_OK(CertSetEnhancedKeyUsage(both, &usage));
    CertFreeCertificateContext(prop);
    CertFreeCertificateContext(both);
    return store;
}

TEST(usages_of_extension_and_property)
{
    HCERTSTORE store = open_usages();
    CHECK_EQ(CERT_FIND_CTL_USAGE, CERT_FIND_ENHKEY_USAGE);
    CHECK_STR(with_usage(store, 0, client, NULL), "ext prop both ");
    /* Both have it, or it is not allowed. */
    CHECK_STR(with_usage(store, 0, server, NULL), "ext ");
    CHECK_STR(with_usage(store, 0, mail, NULL), "prop ");
    CHECK_STR(with_usage(store, 0, server, client), "ext ");
    CHECK_STR(with_usage(store, 0, server, mail), "");
    CHECK_STR(with_usage(store, CERT_FIND_OR_ENHKEY_USAGE_FLAG, server, mail), "ext prop ");
    CHECK_STR(with_usage(store, CERT_FIND_OPTIONAL_ENHKEY_USAGE_FLAG, server, NULL), "none ext ");
    /* No usage in particular. */
    CHECK_STR(with_usage(store, 0, NULL, NULL), "ext prop both ");
    CHECK_STR(names_found(store, 0, CERT_FIND_ENHKEY_USAGE, NULL), "ext prop both ");
    CHECK_STR(names_found(store, CERT_FIND_OPTIONAL_ENHKEY_USAGE_FLAG, CERT_FIND_ENHKEY_USAGE, NULL), "none ext prop both ");
    CHECK_STR(names_found(store, CERT_FIND_NO_ENHKEY_USAGE_FLAG, CERT_FIND_ENHKEY_USAGE, NULL), "none ");
    CHECK_STR(with_usage(store, CERT_FIND_NO_ENHKEY_USAGE_FLAG, client, NULL), "none ");
    CHECK_OK(CertCloseStore(store, 0));
}

TEST(usages_of_the_extension_only)
{
    HCERTSTORE store = open_usages();
    const DWORD only = CERT_FIND_EXT_ONLY_ENHKEY_USAGE_FLAG;
    CHECK_STR(with_usage(store, only, server, NULL), "ext both ");
    CHECK_STR(with_usage(store, only, mail, NULL), "");
    CHECK_STR(with_usage(store, only | CERT_FIND_OR_ENHKEY_USAGE_FLAG, mail, client), "ext both ");
    CHECK_STR(names_found(store, only, CERT_FIND_ENHKEY_USAGE, NULL), "ext both ");
    CHECK_STR(with_usage(store, only | CERT_FIND_OPTIONAL_ENHKEY_USAGE_FLAG, mail, NULL), "none prop ");
    CHECK_STR(names_found(store, only | CERT_FIND_NO_ENHKEY_USAGE_FLAG, CERT_FIND_ENHKEY_USAGE, NULL), "none prop ");
    CHECK_OK(CertCloseStore(store, 0));
}

TEST(usages_of_the_property_only)
{
    HCERTSTORE store = open_usages();
    const DWORD only = CERT_FIND_PROP_ONLY_ENHKEY_USAGE_FLAG;
    CHECK_STR(with_usage(store, only, mail, client), "prop both ");
    CHECK_STR(with_usage(store, only, server, NULL), "");
    CHECK_STR(names_found(store, only, CERT_FIND_ENHKEY_USAGE, NULL), "prop both ");
    CHECK_STR(with_usage(store, only | CERT_FIND_OPTIONAL_ENHKEY_USAGE_FLAG, server, NULL), "none ext ");
    CHECK_STR(names_found(store, only | CERT_FIND_NO_ENHKEY_USAGE_FLAG, CERT_FIND_ENHKEY_USAGE, NULL), "none ext ");
    CHECK_OK(CertCloseStore(store, 0));
}

TEST(usages_that_are_valid)
{
    HCERTSTORE store = open_usages();
    const DWORD valid = CERT_FIND_VALID_ENHKEY_USAGE_FLAG;
    CHECK_STR(with_usage(store, valid, client, NULL), "none ext prop both ");
    CHECK_STR(with_usage(store, valid, server, client), "none ext ");
    CHECK_STR(with_usage(store, valid | CERT_FIND_OR_ENHKEY_USAGE_FLAG, server, mail), "none ext prop ");
    CHECK_STR(names_found(store, valid, CERT_FIND_ENHKEY_USAGE, NULL), "none ext prop both ");
    /* Only the flag for one of several counts beside it. */
    CHECK_STR(with_usage(store, 0x2f, server, NULL), "none ext ");
    CHECK_OK(CertCloseStore(store, 0));
}

TEST(usages_that_cannot_be_asked_for)
{
    HCERTSTORE store = open_usages();
    CERT_ENHKEY_USAGE usage = {1, NULL};
    CHECK_FAILS(CertFindCertificateInStore(store, 0, 0, CERT_FIND_ENHKEY_USAGE, &usage, NULL), E_INVALIDARG);
    CHECK_FAILS(CertFindCertificateInStore(store, 0, 0x40, CERT_FIND_ENHKEY_USAGE, NULL, NULL), E_INVALIDARG);
    CHECK_FAILS(CertFindCertificateInStore(store, 0, CERT_FIND_EXT_ONLY_ENHKEY_USAGE_FLAG | CERT_FIND_PROP_ONLY_ENHKEY_USAGE_FLAG,
                    CERT_FIND_ENHKEY_USAGE, NULL, NULL), E_INVALIDARG);
    LPSTR identifiers[1] = {(LPSTR)"server"};
    usage.rgpszUsageIdentifier = identifiers;
    CHECK_FAILS(CertFindCertificateInStore(store, 0, 0, CERT_FIND_ENHKEY_USAGE, &usage, NULL), CRYPT_E_OID_FORMAT);
    CHECK_OK(CertCloseStore(store, 0));
}

TEST(an_extension_that_cannot_be_read_allows_nothing)
{
    HCERTSTORE store = open_memory();
    CertFreeCertificateContext(put_authority(store, "broken", "2.5.29.37=DER:05:00\n"));
    CHECK_STR(with_usage(store, CERT_FIND_OPTIONAL_ENHKEY_USAGE_FLAG, server, NULL), "");
    CHECK_STR(with_usage(store, CERT_FIND_VALID_ENHKEY_USAGE_FLAG, server, NULL), "");
    CHECK_STR(names_found(store, CERT_FIND_NO_ENHKEY_USAGE_FLAG, CERT_FIND_ENHKEY_USAGE, NULL), "");
    CHECK_STR(names_found(store, 0, CERT_FIND_ENHKEY_USAGE, NULL), "broken ");
    CHECK_OK(CertCloseStore(store, 0));
}

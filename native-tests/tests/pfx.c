/* PKCS #12 files: what is in them, and whose password opens them. */
#include "pfx_files.h"

static int count_of(HCERTSTORE store)
{
    int count = 0;
    for (PCCERT_CONTEXT each = NULL; (each = CertEnumCertificatesInStore(store, each));)
        count++;
    return count;
}

static PCCERT_CONTEXT named(HCERTSTORE store, const char *name)
{
    return CertFindCertificateInStore(store, X509_ASN_ENCODING, 0, CERT_FIND_SUBJECT_STR_A, name, NULL);
}

TEST(certificates_with_their_names)
{
    static const WCHAR expected[] = W("My n\u00e4me");
    CRYPT_DATA_BLOB file = pfx_file(pfx_modern);
    HCERTSTORE store;
    CHECK_OK((store = PFXImportCertStore(&file, W("p\u00e4ssword"), CRYPT_EXPORTABLE)));
    CHECK_EQ(count_of(store), 2);
    PCCERT_CONTEXT leaf = named(store, "PFX example"), authority = named(store, "PFX authority");
    CHECK(leaf && authority);
    WCHAR name[32];
    DWORD size = sizeof(name);
    CHECK_OK(CertGetCertificateContextProperty(leaf, CERT_FRIENDLY_NAME_PROP_ID, name, &size));
    CHECK_EQ(size, sizeof(expected));
    CHECK_BYTES(name, expected, sizeof(expected));
    CHECK_FAILS(CertGetCertificateContextProperty(authority, CERT_FRIENDLY_NAME_PROP_ID, NULL, &size), CRYPT_E_NOT_FOUND);
    CertFreeCertificateContext(leaf);
    CertFreeCertificateContext(authority);
    CHECK_OK(CertCloseStore(store, CERT_CLOSE_STORE_CHECK_FLAG));
}

TEST(files_of_old_programs)
{
    CRYPT_DATA_BLOB file = pfx_file(pfx_legacy);
    HCERTSTORE store;
    CHECK_OK((store = PFXImportCertStore(&file, W("secret"), PKCS12_ONLY_CERTIFICATES)));
    CHECK_EQ(count_of(store), 2);
    CertCloseStore(store, 0);
}

TEST(wrong_passwords)
{
    CRYPT_DATA_BLOB file = pfx_file(pfx_modern);
    CHECK_FAILS(PFXImportCertStore(&file, W("password"), 0), ERROR_INVALID_PASSWORD);
    CHECK_FAILS(PFXImportCertStore(&file, W(""), 0), ERROR_INVALID_PASSWORD);
    CHECK_FAILS(PFXImportCertStore(&file, NULL, 0), ERROR_INVALID_PASSWORD);
    CHECK_FAILS(PFXVerifyPassword(&file, W("password"), 0), ERROR_INVALID_PASSWORD);
    CHECK_OK(PFXVerifyPassword(&file, W("p\u00e4ssword"), 0));
}

TEST(without_a_password_as_a_provider_too)
{
    CRYPT_DATA_BLOB file = pfx_file(pfx_unprotected);
    HCERTSTORE store;
    CHECK_OK((store = CertOpenStore(CERT_STORE_PROV_PKCS12, 0, 0, CERT_STORE_READONLY_FLAG, &file)));
    CHECK_EQ(count_of(store), 2);
    CertCloseStore(store, 0);
    CHECK_OK((store = PFXImportCertStore(&file, NULL, PKCS12_ONLY_NOT_ENCRYPTED_CERTIFICATES)));
    CHECK_EQ(count_of(store), 2);
    CertCloseStore(store, 0);
    /* Everything in the other file is encrypted. */
    file = pfx_file(pfx_modern);
    CHECK_OK((store = PFXImportCertStore(&file, NULL, PKCS12_ONLY_NOT_ENCRYPTED_CERTIFICATES)));
    CHECK_EQ(count_of(store), 0);
    CertCloseStore(store, 0);
    CHECK_FAILS(CertOpenStore(CERT_STORE_PROV_PKCS12, 0, 0, 0, &file), ERROR_INVALID_PASSWORD);
}

TEST(what_is_no_such_file)
{
    CRYPT_DATA_BLOB file = pfx_file(pfx_legacy);
    CHECK_OK(PFXIsPFXBlob(&file));
    file.cbData--;
    CHECK(!PFXIsPFXBlob(&file));
    CHECK_FAILS(PFXImportCertStore(&file, W("secret"), 0), CRYPT_E_ASN1_BADTAG);
    file.cbData = 0;
    CHECK(!PFXIsPFXBlob(&file));
    CHECK_FAILS(PFXIsPFXBlob(NULL), E_INVALIDARG);
    CHECK_FAILS(PFXImportCertStore(NULL, NULL, 0), E_INVALIDARG);
    file = pfx_file(pfx_legacy);
    CHECK_FAILS(PFXImportCertStore(&file, W("secret"), 0x80000000), E_INVALIDARG);
    CHECK_FAILS(PFXVerifyPassword(&file, W("secret"), 1), E_INVALIDARG);
}

/* One damaged byte anywhere is an error that is documented, and nothing worse. */
TEST(damaged_files)
{
    CRYPT_DATA_BLOB file = pfx_file(pfx_legacy);
    for (DWORD i = 0; i < file.cbData; i += 3) {
        file.pbData[i] ^= 0x41;
        HCERTSTORE store = PFXImportCertStore(&file, W("secret"), 0);
        DWORD error = GetLastError();
        if (store)
            CertCloseStore(store, 0);
        else if (error != ERROR_INVALID_PASSWORD && error != (DWORD)CRYPT_E_ASN1_BADTAG && error != ERROR_NOT_SUPPORTED)
            FAIL("byte %u: last error 0x%x", (unsigned)i, (unsigned)error);
        file.pbData[i] ^= 0x41;
    }
}

static VOID CALLBACK count_warnings(DWORD level, LPCSTR message, PVOID argument)
{
    if (level == STAPLE32_LOG_WARNING && strstr(message, "1 private keys were left out"))
        ++*(int *)argument;
}

TEST(who_imports_keys_is_warned_that_they_are_left_out)
{
    CRYPT_DATA_BLOB file = pfx_file(pfx_legacy);
    int warnings = 0;
    CHECK_OK(Staple32SetLogCallback(STAPLE32_LOG_WARNING, count_warnings, &warnings));
    CHECK_OK(PFXVerifyPassword(&file, W("secret"), 0));
    CertCloseStore(PFXImportCertStore(&file, W("secret"), PKCS12_ONLY_CERTIFICATES), 0);
    CertCloseStore(PFXImportCertStore(&file, W("secret"), PKCS12_ONLY_NOT_ENCRYPTED_CERTIFICATES), 0);
    CHECK_EQ(warnings, 0);
    CertCloseStore(PFXImportCertStore(&file, W("secret"), 0), 0);
    CHECK_EQ(warnings, 1);
    CHECK_OK(Staple32SetLogCallback(STAPLE32_LOG_OFF, NULL, NULL));
}

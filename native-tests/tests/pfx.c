/* PKCS #12 files: what is in them, and whose password opens them. The files were made by `openssl pkcs12 -export`. */
#include "fixture.h"

/* "CN=PFX example" with its key and the name "My n\u00e4me", and "CN=PFX authority"; AES-256, password "p\u00e4ssword". */
static const char modern[] =
    "MIIGCwIBAzCCBcEGCSqGSIb3DQEHAaCCBbIEggWuMIIFqjCCBEIGCSqGSIb3DQEHBqCCBDMwggQvAgEAMIIEKAYJKoZIhvcNAQcB"
    "MFcGCSqGSIb3DQEFDTBKMCkGCSqGSIb3DQEFDDAcBAhP7xHdXnBZCwICCAAwDAYIKoZIhvcNAgkFADAdBglghkgBZQMEASoEEFtL"
    "nsjycXueNUVMRFkJTpWAggPAYpEKspdpLw0iU0RBiOfT/wg1er1SWBLM+H6RTnrzgsFoQUjk2atZoWncZz8Qw2yvWuuLmHowGzd/"
    "WM/POGjm15FRGoDwcwVEMwZRiYh2LEG+w4j+pck4SOULdTMP/TjPndYqe+L1pD5eFFHD0r5Vy7CTqbid4dKJ5VZ9qtfjVxRAMqn+"
    "C4r8cNnEWjKUf132jY4slGyGOaPxUpwBXbSLrjE+0PLWt7mYd0AFbCE6HYg3ZksZ5nWrmbrKCVEqpVP00168F8e9+FGm207oiRsm"
    "o0S0zefiJohqflBESK8gx5N8dM/r2DKFZqunxEqnujZCwoSjmB/h0VVewHpNWI+QhGpa6LVqjg99qpeTO+0DWspZcHP54tKL5yeC"
    "7HiynH4stYe5SnhP6z1BrwumRJBnX7ddmbiVXyxq9PM43DxrV9zyYRLpFEB3cxF1nQM9NpHLF+secubx8svo6fFnXj47afYjLAn1"
    "7IuNAdo0QG7PJU+UTY3wnGEHQHdAmS4+yyp/KrGjXP3ARdPvXQIrlTtl1xsWwArtRB0LL/7U1Hokm6b12GdRdQKfVqBysoqA/jb9"
    "hJmRKfencOFnARgzjuqkL/ZzxDuCmnG3eztcWMOZjoBb2PBvK6JHaX1mZoSvcjRqemRkK5JH5dr6tj5NImi8GUEEaZpMuaMqBKmP"
    "HzlV02O8g7QQeReJKsyxIchXsBpjz5MQGt5Or7vgWtOwWG4l2KcolJZSCx9ASz8DATW8k/AxvtJiRgn9rN8nwASEz6G/wXY05RtU"
    "3a2vx3WJd3hnT2xArrCHSQflIzoR3pqo553y280nVg/snXkGrtoXhlBtXhx+sf088/5/6PGm+DUiMaXwsQZ+Yh9DCVan3YT6rtGy"
    "YhQ+TWZ7GzI/r2SO5Symg5fLBCBA9aKnNdtWarfVFbqPEDJC4jNIJx9b576g98Ou85tv5l1c3lQSDxcp/o6exUILsRw8UjkpqQHP"
    "oZ6mk0o9PIXhfG0KWHfhu/6CM97waBU8e6HDcNRsmjMbFHMlq6XOOIxeG5joBw95r7wth61Vu8ZABBakO0en744aoFrKFdsjFqcj"
    "niornYvosPtTQW8AyPc/Wu18jezZojRpderbjDP9XpWYEVuxZX6DKCsfhUccTEchRcJj+U1CWWnP0ozO+ddecYJCeFSwh9yHs2JF"
    "xcd43UgjhA6R3SfWkRQ5sMF13p++9ZxvqFHG6PpxwUj0w0N5mXKgLEKQEBQEa0OdCQSIU1UDbfg6lXCGLyb34BHC7OUBwz/o0L3H"
    "evUsMIIBYAYJKoZIhvcNAQcBoIIBUQSCAU0wggFJMIIBRQYLKoZIhvcNAQwKAQKgge8wgewwVwYJKoZIhvcNAQUNMEowKQYJKoZI"
    "hvcNAQUMMBwECHPTDELIzyu4AgIIADAMBggqhkiG9w0CCQUAMB0GCWCGSAFlAwQBKgQQfxwy31dBSOJhJKAmEjkEZASBkIMmlKa/"
    "w722Pasp3PvxjqoW6dsrUUKNK13yFhddvLEL+EhQTJFW2IVnsobtg7FQCYPPbqv3w1zqD8Bx90LgFtHsmia+X85wCdOx1XJwffdK"
    "Ox0V6c4oIvYCmo9rEwIy1zOTG8E19EzHsreloGP3mifIgha3S/tMt5Mdjm3KYwOol57tSq1fzRV0CCEmJenP+DFEMB0GCSqGSIb3"
    "DQEJFDEQHg4ATQB5ACAAbgDkAG0AZTAjBgkqhkiG9w0BCRUxFgQU/OtIZbzWv3UGCUIaZS86yjpTlXIwQTAxMA0GCWCGSAFlAwQC"
    "AQUABCAp83ajCXh6i5+Bn7J1PhYe0PajPhVo3PUZULJrilQUTgQIYShyA1UbAFsCAggA";

/* The same certificates, -legacy: RC2 with 40 bits and triple DES, password "secret". */
static const char legacy[] =
    "MIIFOgIBAzCCBQAGCSqGSIb3DQEHAaCCBPEEggTtMIIE6TCCA98GCSqGSIb3DQEHBqCCA9AwggPMAgEAMIIDxQYJKoZIhvcNAQcB"
    "MBwGCiqGSIb3DQEMAQYwDgQIqvpv2mzZ5mICAggAgIIDmDE4nOEcwZRuAKR66oVaSLS8X7Q7fnUmBV3vWZA5+kF8iaMXQ6W14hMU"
    "5Rv4+2VRL8R6Oqxg6RIIKTK2lNupCBfT3L4Y18OGqIe5wpEMAppvWvJivpURRHyp0j+zBZm+f8sPrSNBh8vrAKzI2fCOT0Ix+H2N"
    "DRSoYTvX7ske4feTdAyePVOyIxwoHJkTYppbjMvswl7wDPFIBRrG3wvf5pzS18R0sbvIVo9pq9puqI2ICO4KAQXXlTxsxh/FxIEX"
    "kHaq9hHcyiNZ0beS1BSV0BwGBuo4UTyvzHaDIwG7qj8oiayjw5e2f0ViBluKPpoudbVhRwFwHXQqxnJSDLJiRhXkmFScF+N4vOJL"
    "awYFW8xB0F1nY2YMGZ7xUoBcyAiofz/QFGFh4zhXz8Qid/d8IAYtUXeUULnTY0JGOgps6um8tVEQt/mq+eIF+BZlra3X4+mxTS0I"
    "T8J2Nl1ObhHhRMrreQfp6vrSWbPBqc9j5vI8cV3Xlmx+PRpACEQOA5S9fhy/AE0b1Q15acCgg/WX31FovrO8FUpn81W/okzUEmOW"
    "V7EiNArzCCfef0gdbw2RgBtVG0Zadm6Hhb7IW6pwQupIOCBtWkdVXy6dpgbdzgenPhMVex6cAu3aI+fB2R1tQlymk72zElXhhN5s"
    "E6jWxw8jff+1GX1O1WW2CyYT8UtjLmziBNhvEWsO2PSCpsilicnr6mJKoakHfuWa40lwq/HmCmC1iZI4upFOLlteO1c+Wbii6lRR"
    "brPMvrqA8NmvU6U727eFmuDQRlpk49qHuhVBFRs0kPyn/btlT4UWZuzPd6BrU17tUHyK9wsoaDhLZcW6b3M3x6ZPUw+78ICl2u2G"
    "cPDLEd4Rh5EyBKBDbODKivPZUgA+M80r20w1ccGSK1U27VikYNRFGhgDioPpmRc5lJaqZrlJ+eLlcNRQcygCoaucv2f1Nh3OD82h"
    "LnSAvmHT6poT/kCzPCRooDQeLS0oWA0dDesHrCWfB31GATVj0nADv4kdxGEZOReIR1oQ334qeyDwfxzvWtxEQ6GYS5n38g3ZjXl0"
    "TN1rdcnDygsNKuHSB4gJ4sXk7MjAX8BZJGPsY4xA1oPHad/9N48OhlJ9wWXWUvdn1svwXWA9A+TtjsAmyrnlUAircbsP/rCL3lgJ"
    "f5XKRXSjvP5JD9/xJaL5xuxEGFjIxAsCO6YoYprRimNnTed5++afh9iGadJUeNqlqXJRhELHMIIBAgYJKoZIhvcNAQcBoIH0BIHx"
    "MIHuMIHrBgsqhkiG9w0BDAoBAqCBtDCBsTAcBgoqhkiG9w0BDAEDMA4ECBN4ZW0xNA9CAgIIAASBkNFuhWfA/KEg4JzGy32EvLny"
    "skhVQvOUmM4et91BfRjQFUrB6ib63816qdD1Liq05lwjMTFQwmWWSew8qUMImSJy4T6A3QJRRkkFUld8gAsGmEIYBFUrNJ7n9TkH"
    "YyTS8FShPv1dg/+Od3+erFfBvbaPA++1aCfLkm6shxUfA7lFr1Fipe4b2kqYl6FjJJcc/jElMCMGCSqGSIb3DQEJFTEWBBT860hl"
    "vNa/dQYJQhplLzrKOlOVcjAxMCEwCQYFKw4DAhoFAAQUNyYA7pBct+hAAVzUQb0ooXfJ+YsECDYfpDjyKesXAgIIAA==";

/* The same certificates without their key, without encryption and MAC. */
static const char unprotected[] =
    "MIIDpAIBAzCCA50GCSqGSIb3DQEHAaCCA44EggOKMIIDhjCCA4IGCSqGSIb3DQEHAaCCA3MEggNvMIIDazCCAbAGCyqGSIb3DQEM"
    "CgEDoIIBnzCCAZsGCiqGSIb3DQEJFgGgggGLBIIBhzCCAYMwggEpoAMCAQICFDVPzHzfXKdgNAHxN2YRBNbRX7/zMAoGCCqGSM49"
    "BAMCMBYxFDASBgNVBAMMC1BGWCBleGFtcGxlMCAXDTI2MTEyNjEyMjkwNFoYDzIxMjYxMTAyMTIyOTA0WjAWMRQwEgYDVQQDDAtQ"
    "RlggZXhhbXBsZTBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABN3KKXQM7ApoF8o4jQ1HEv9cWZhS/T6VHWi35wNQW7jAEw7J0R6a"
    "NnBVj/XL6kWXKWqtZbUo9ABiOOAU41DbG0+jUzBRMB0GA1UdDgQWBBTxIiw23v0Hw+l9ZnW2NJX1xpdW/TAfBgNVHSMEGDAWgBTx"
    "Iiw23v0Hw+l9ZnW2NJX1xpdW/TAPBgNVHRMBAf8EBTADAQH/MAoGCCqGSM49BAMCA0gAMEUCIFNz+Qj3iEv8aZzA3t+caveztlJD"
    "3L1itQTNO4g0I2tzAiEAoN5PnLlMteMBxJL92gjd8NmdZq9jVtsU1+xR5icuTY4wggGzBgsqhkiG9w0BDAoBA6CCAaIwggGeBgoq"
    "hkiG9w0BCRYBoIIBjgSCAYowggGGMIIBLaADAgECAhQxLcg30MXJh0Os2BNQPLSUtWnA2jAKBggqhkjOPQQDAjAYMRYwFAYDVQQD"
    "DA1QRlggYXV0aG9yaXR5MCAXDTI2MTEyNjEyMjkwNFoYDzIxMjYxMTAyMTIyOTA0WjAYMRYwFAYDVQQDDA1QRlggYXV0aG9yaXR5"
    "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE+XrtT+Gu/Yn65rgzdaxxhly5LetgUpxjfgsL4Kz4iF+DXd74bU8EX0CYHo6QaU/F"
    "y1mKwhkoMfd9MLKYx0aTUaNTMFEwHQYDVR0OBBYEFEGgImB1F20oGtAKtIVkQKT3D9rRMB8GA1UdIwQYMBaAFEGgImB1F20oGtAK"
    "tIVkQKT3D9rRMA8GA1UdEwEB/wQFMAMBAf8wCgYIKoZIzj0EAwIDRwAwRAIgCLmGuBquN7mIbRuCLL7p0h9B3nIBSSNfD5BNriUr"
    "VyoCIFk88flPlLEeu9qKUIQMfUdrK58aIgzAA9gMwqP7P/hf";

static CRYPT_DATA_BLOB file_of(const char *text)
{
    CRYPT_DATA_BLOB file = {0, NULL};
    CHECK(CryptStringToBinaryA(text, 0, CRYPT_STRING_BASE64, NULL, &file.cbData, NULL, NULL));
    file.pbData = (BYTE *)malloc(file.cbData);
    CHECK(CryptStringToBinaryA(text, 0, CRYPT_STRING_BASE64, file.pbData, &file.cbData, NULL, NULL));
    return file;
}

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
    CRYPT_DATA_BLOB file = file_of(modern);
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
    CRYPT_DATA_BLOB file = file_of(legacy);
    HCERTSTORE store;
    CHECK_OK((store = PFXImportCertStore(&file, W("secret"), PKCS12_ONLY_CERTIFICATES)));
    CHECK_EQ(count_of(store), 2);
    CertCloseStore(store, 0);
}

TEST(wrong_passwords)
{
    CRYPT_DATA_BLOB file = file_of(modern);
    CHECK_FAILS(PFXImportCertStore(&file, W("password"), 0), ERROR_INVALID_PASSWORD);
    CHECK_FAILS(PFXImportCertStore(&file, W(""), 0), ERROR_INVALID_PASSWORD);
    CHECK_FAILS(PFXImportCertStore(&file, NULL, 0), ERROR_INVALID_PASSWORD);
    CHECK_FAILS(PFXVerifyPassword(&file, W("password"), 0), ERROR_INVALID_PASSWORD);
    CHECK_OK(PFXVerifyPassword(&file, W("p\u00e4ssword"), 0));
}

TEST(without_a_password_as_a_provider_too)
{
    CRYPT_DATA_BLOB file = file_of(unprotected);
    HCERTSTORE store;
    CHECK_OK((store = CertOpenStore(CERT_STORE_PROV_PKCS12, 0, 0, CERT_STORE_READONLY_FLAG, &file)));
    CHECK_EQ(count_of(store), 2);
    CertCloseStore(store, 0);
    CHECK_OK((store = PFXImportCertStore(&file, NULL, PKCS12_ONLY_NOT_ENCRYPTED_CERTIFICATES)));
    CHECK_EQ(count_of(store), 2);
    CertCloseStore(store, 0);
    /* Everything in the other file is encrypted. */
    file = file_of(modern);
    CHECK_OK((store = PFXImportCertStore(&file, NULL, PKCS12_ONLY_NOT_ENCRYPTED_CERTIFICATES)));
    CHECK_EQ(count_of(store), 0);
    CertCloseStore(store, 0);
    CHECK_FAILS(CertOpenStore(CERT_STORE_PROV_PKCS12, 0, 0, 0, &file), ERROR_INVALID_PASSWORD);
}

TEST(what_is_no_such_file)
{
    CRYPT_DATA_BLOB file = file_of(legacy);
    CHECK_OK(PFXIsPFXBlob(&file));
    file.cbData--;
    CHECK(!PFXIsPFXBlob(&file));
    CHECK_FAILS(PFXImportCertStore(&file, W("secret"), 0), CRYPT_E_ASN1_BADTAG);
    file.cbData = 0;
    CHECK(!PFXIsPFXBlob(&file));
    CHECK_FAILS(PFXIsPFXBlob(NULL), E_INVALIDARG);
    CHECK_FAILS(PFXImportCertStore(NULL, NULL, 0), E_INVALIDARG);
    file = file_of(legacy);
    CHECK_FAILS(PFXImportCertStore(&file, W("secret"), 0x80000000), E_INVALIDARG);
    CHECK_FAILS(PFXVerifyPassword(&file, W("secret"), 1), E_INVALIDARG);
}

/* One damaged byte anywhere is an error that is documented, and nothing worse. */
TEST(damaged_files)
{
    CRYPT_DATA_BLOB file = file_of(legacy);
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
    CRYPT_DATA_BLOB file = file_of(legacy);
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

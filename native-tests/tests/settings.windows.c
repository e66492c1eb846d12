/* Settings in the registry: HKLM counts, HKCU does not. */
#include "fixture.h"

#define KEY "Software\\Microsoft\\Cryptography\\OID\\EncodingType 0\\CertDllCreateCertificateChainEngine\\Config"

static void set_value(HKEY hive, const char *name, DWORD type, const void *data, DWORD size)
{
    HKEY key;
    CHECK_EQ(RegCreateKeyExA(hive, KEY, 0, NULL, 0, KEY_SET_VALUE, NULL, &key, NULL), ERROR_SUCCESS);
    CHECK_EQ(RegSetValueExA(key, name, 0, type, (const BYTE *)data, size), ERROR_SUCCESS);
    RegCloseKey(key);
}

/* Whether a response with less than ten minutes left, which is the default of the least validity, is handed out. */
static int is_handed_out(const fixture *f)
{
    responder_set_validity(f->responder, -3600, 599);
    HCERT_SERVER_OCSP_RESPONSE handle = open_response(f->chain, 0);
    PCCERT_SERVER_OCSP_RESPONSE_CONTEXT context = CertGetServerOcspResponseContext(handle, 0, NULL);
    CertFreeServerOcspResponseContext(context);
    CertCloseServerOcspResponse(handle, 0);
    return context != NULL;
}

TEST(the_machines_settings_count)
{
    DWORD value = 60;
    set_value(HKEY_LOCAL_MACHINE, "SrvOcspRespMinValiditySeconds", REG_DWORD, &value, sizeof(value));
    fixture f = fixture_make();
    CHECK(is_handed_out(&f));
}

TEST(the_users_settings_do_not_count)
{
    DWORD value = 60;
    set_value(HKEY_CURRENT_USER, "SrvOcspRespMinValiditySeconds", REG_DWORD, &value, sizeof(value));
    fixture f = fixture_make();
    CHECK(!is_handed_out(&f));
}

TEST(the_environment_does_not_count)
{
    set_environment("STAPLE32_SrvOcspRespMinValiditySeconds", "60");
    fixture f = fixture_make();
    CHECK(!is_handed_out(&f));
}

TEST(they_are_read_at_every_open)
{
    fixture f = fixture_make();
    DWORD value = 60;
    CHECK(!is_handed_out(&f));
    set_value(HKEY_LOCAL_MACHINE, "SrvOcspRespMinValiditySeconds", REG_DWORD, &value, sizeof(value));
    CHECK(is_handed_out(&f));
    clear_settings();
    CHECK(!is_handed_out(&f));
}

TEST(values_of_another_type_or_out_of_range_do_not_count)
{
    DWORD nothing = 0;
    set_value(HKEY_LOCAL_MACHINE, "SrvOcspRespMinValiditySeconds", REG_SZ, "60", 3);
    set_value(HKEY_LOCAL_MACHINE, "SrvOcspRespMinRetrySeconds", REG_DWORD, &nothing, sizeof(nothing));
    set_value(HKEY_LOCAL_MACHINE, "SrvOcspRespUrlRetrievalTimeoutMilliseconds", REG_DWORD, &nothing, sizeof(nothing));
    fixture f = fixture_make();
    CHECK(!is_handed_out(&f));
    /* The others are as if they had not been written. */
    responder_set_validity(f.responder, -3600, 86400);
    HCERT_SERVER_OCSP_RESPONSE handle = open_response(f.chain, 0);
    CertFreeServerOcspResponseContext(get_response(handle));
    CertCloseServerOcspResponse(handle, 0);
}

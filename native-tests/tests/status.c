/* Staple32GetVersion, Staple32QueryServerOcspResponse, Staple32SetLogCallback. */
#include "atomics.h"
#include "fixture.h"

#include <stddef.h>
#include <time.h>

/* Seconds since 1970, 0 for none. */
static long long seconds_of(FILETIME time) { return time.dwLowDateTime || time.dwHighDateTime ? unix_time(time) : 0; }

static STAPLE32_SERVER_OCSP_STATUS query(HCERT_SERVER_OCSP_RESPONSE handle)
{
    STAPLE32_SERVER_OCSP_STATUS status;
    memset(&status, 0xcc, sizeof(status));
    status.cbSize = sizeof(status);
    CHECK_OK(Staple32QueryServerOcspResponse(handle, &status));
    CHECK_EQ(status.cbSize, sizeof(status));
    return status;
}

static void check_near(long long actual, long long expected)
{
    if (actual < expected - 10 || actual > expected + 10)
        FAIL("%lld is not within 10 s of %lld", actual, expected);
}

TEST(the_version_is_that_of_the_header) { CHECK_EQ(Staple32GetVersion(), STAPLE32_VERSION); }

TEST(a_good_response)
{
    fixture f = fixture_make();
    HCERT_SERVER_OCSP_RESPONSE handle = open_response(f.chain, 0);
    STAPLE32_SERVER_OCSP_STATUS status = query(handle);
    long long now = (long long)time(NULL);
    CHECK_EQ(status.dwStatus, STAPLE32_STATUS_GOOD);
    check_near(seconds_of(status.ThisUpdate), now - 3600);
    check_near(seconds_of(status.NextUpdate), now + 86400);
    check_near(seconds_of(status.ServedUntil), now + 86400 - 600);
    check_near(seconds_of(status.LastAttempt), now);
    /* The window opens 4 hours before the end, or at half the validity: here at 12.5 - 1 hours from now. */
    CHECK(seconds_of(status.NextRetrieval) > now + 3600 && seconds_of(status.NextRetrieval) < now + 86400);
    CHECK_EQ(status.dwLastError, 0);
    CHECK_EQ(status.cConsecutiveFailures, 0);
    CHECK_EQ(status.cRetrievals, 1);
    CHECK_STR(status.szUrl, responder_url(f.responder));
    CHECK_STR(status.szLastFailure, "");
    CertCloseServerOcspResponse(handle, 0);
}

TEST(a_revoked_response)
{
    fixture f = fixture_make();
    responder_set_answer(f.responder, ANSWER_REVOKED);
    HCERT_SERVER_OCSP_RESPONSE handle = open_response(f.chain, 0);
    CHECK_EQ(query(handle).dwStatus, STAPLE32_STATUS_REVOKED);
    CertCloseServerOcspResponse(handle, 0);
}

TEST(no_response)
{
    fixture f = fixture_make();
    responder_set_answer(f.responder, ANSWER_BAD_SIGNATURE);
    HCERT_SERVER_OCSP_RESPONSE handle = open_response(f.chain, 0);
    STAPLE32_SERVER_OCSP_STATUS status = query(handle);
    CHECK_EQ(status.dwStatus, STAPLE32_STATUS_NONE);
    CHECK_EQ(seconds_of(status.ThisUpdate), 0);
    CHECK_EQ(seconds_of(status.NextUpdate), 0);
    CHECK_EQ(seconds_of(status.ServedUntil), 0);
    check_near(seconds_of(status.LastAttempt), (long long)time(NULL));
    CHECK(status.dwLastError != 0);
    CHECK_EQ(status.cConsecutiveFailures, 1);
    CHECK(strlen(status.szLastFailure) > 0 && strchr(status.szLastFailure, '\n') == NULL);
    CertCloseServerOcspResponse(handle, 0);
}

TEST(a_responder_that_does_not_know_the_certificate)
{
    fixture f = fixture_make();
    responder_set_answer(f.responder, ANSWER_UNKNOWN);
    HCERT_SERVER_OCSP_RESPONSE handle = open_response(f.chain, 0);
    CHECK_EQ(query(handle).dwStatus, STAPLE32_STATUS_UNKNOWN);
    CertCloseServerOcspResponse(handle, 0);
}

TEST(fields_beyond_the_size_are_not_written)
{
    fixture f = fixture_make();
    HCERT_SERVER_OCSP_RESPONSE handle = open_response(f.chain, 0);
    STAPLE32_SERVER_OCSP_STATUS status;
    memset(&status, 0xcc, sizeof(status));
    status.cbSize = offsetof(STAPLE32_SERVER_OCSP_STATUS, NextUpdate);
    CHECK_OK(Staple32QueryServerOcspResponse(handle, &status));
    CHECK_EQ(status.dwStatus, STAPLE32_STATUS_GOOD);
    for (size_t i = status.cbSize; i < sizeof(status); i++)
        CHECK_EQ(((unsigned char *)&status)[i], 0xcc);
    CertCloseServerOcspResponse(handle, 0);
}

TEST(a_structure_from_a_later_header)
{
    fixture f = fixture_make();
    HCERT_SERVER_OCSP_RESPONSE handle = open_response(f.chain, 0);
    struct {
        STAPLE32_SERVER_OCSP_STATUS status;
        BYTE more[16];
    } longer;
    memset(&longer, 0xcc, sizeof(longer));
    longer.status.cbSize = sizeof(longer);
    CHECK_OK(Staple32QueryServerOcspResponse(handle, &longer.status));
    CHECK_EQ(longer.status.dwStatus, STAPLE32_STATUS_GOOD);
    CertCloseServerOcspResponse(handle, 0);
}

TEST(bad_arguments)
{
    fixture f = fixture_make();
    HCERT_SERVER_OCSP_RESPONSE handle = open_response(f.chain, 0);
    STAPLE32_SERVER_OCSP_STATUS status = {.cbSize = sizeof(status)};
    CHECK_FAILS(Staple32QueryServerOcspResponse(NULL, &status), ERROR_INVALID_HANDLE);
    CHECK_FAILS(Staple32QueryServerOcspResponse((void *)0xdeadbeef, &status), ERROR_INVALID_HANDLE);
    CHECK_FAILS(Staple32QueryServerOcspResponse(handle, NULL), ERROR_INVALID_PARAMETER);
    for (DWORD size = 0; size < 8; size++) {
        status.cbSize = size;
        CHECK_FAILS(Staple32QueryServerOcspResponse(handle, &status), ERROR_INVALID_PARAMETER);
    }
    CertCloseServerOcspResponse(handle, 0);
    status.cbSize = sizeof(status);
    CHECK_FAILS(Staple32QueryServerOcspResponse(handle, &status), ERROR_INVALID_HANDLE);
}

typedef struct collected {
    atomic_int is_taken;
    int count;
    DWORD gravest;
    char text[8192];
} collected;

static VOID CALLBACK collect(DWORD level, LPCSTR message, PVOID argument)
{
    collected *all = (collected *)argument;
    while (atomic_fetch_add(&all->is_taken, 1) != 0) {
        atomic_fetch_sub(&all->is_taken, 1);
        sleep_milliseconds(0);
    }
    all->count++;
    if (!all->gravest || level < all->gravest)
        all->gravest = level;
    CHECK(strchr(message, '\n') == NULL);
    strncat(all->text, message, sizeof(all->text) - strlen(all->text) - 1);
    atomic_fetch_sub(&all->is_taken, 1);
}

TEST(failures_are_logged_to_the_callback)
{
    collected all = {0};
    fixture f = fixture_make();
    CHECK_OK(Staple32SetLogCallback(STAPLE32_LOG_DEBUG, collect, &all));
    responder_set_answer(f.responder, ANSWER_BAD_SIGNATURE);
    HCERT_SERVER_OCSP_RESPONSE handle = open_response(f.chain, 0);
    CertCloseServerOcspResponse(handle, 0);
    CHECK_OK(Staple32SetLogCallback(STAPLE32_LOG_OFF, NULL, NULL));
    CHECK(all.count > 0);
    CHECK(all.gravest == STAPLE32_LOG_ERROR || all.gravest == STAPLE32_LOG_WARNING);
    CHECK(strstr(all.text, responder_url(f.responder)) != NULL);
}

TEST(no_message_comes_after_the_callback_was_taken_away)
{
    collected all = {0};
    fixture f = fixture_make();
    CHECK_OK(Staple32SetLogCallback(STAPLE32_LOG_DEBUG, collect, &all));
    CHECK_OK(Staple32SetLogCallback(STAPLE32_LOG_OFF, NULL, NULL));
    responder_set_answer(f.responder, ANSWER_BAD_SIGNATURE);
    HCERT_SERVER_OCSP_RESPONSE handle = open_response(f.chain, 0);
    CertCloseServerOcspResponse(handle, 0);
    CHECK_EQ(all.count, 0);
}

TEST(lighter_messages_are_kept_back)
{
    collected all = {0};
    fixture f = fixture_make();
    CHECK_OK(Staple32SetLogCallback(STAPLE32_LOG_ERROR, collect, &all));
    HCERT_SERVER_OCSP_RESPONSE handle = open_response(f.chain, 0);
    CertCloseServerOcspResponse(handle, 0);
    CHECK_EQ(all.count, 0);
}

TEST(an_unknown_level_is_refused) { CHECK_FAILS(Staple32SetLogCallback(STAPLE32_LOG_DEBUG + 1, collect, NULL), ERROR_INVALID_PARAMETER); }

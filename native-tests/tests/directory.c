/* The OCSP directory of OPEN_PARA, in one process. */
#include "fleet.h"

static CERT_SERVER_OCSP_RESPONSE_OPEN_PARA parameters(const fleet *fleet, DWORD flags)
{
    return (CERT_SERVER_OCSP_RESPONSE_OPEN_PARA){
        .cbSize = sizeof(CERT_SERVER_OCSP_RESPONSE_OPEN_PARA), .dwFlags = flags, .pwszOcspDirectory = fleet_directory(fleet)};
}

static HCERT_SERVER_OCSP_RESPONSE open_on(const fleet *fleet, const fixture *fixture, DWORD flags)
{
    CERT_SERVER_OCSP_RESPONSE_OPEN_PARA para = parameters(fleet, flags);
    HCERT_SERVER_OCSP_RESPONSE handle;
    CHECK_OK((handle = CertOpenServerOcspResponse(fixture->chain, 0, &para)));
    return handle;
}

static void put_file(const fleet *fleet, const void *data, size_t length)
{
    char temporary[sizeof(fleet->response_path) + 8];
    snprintf(temporary, sizeof(temporary), "%s.new", fleet->response_path);
    FILE *file = fopen(temporary, "wb");
    CHECK(file && fwrite(data, 1, length, file) == length && fclose(file) == 0);
    replace_file(temporary, fleet->response_path);
}

TEST(write_keeps_the_response_in_a_file_named_by_the_thumbprint)
{
    fixture fixture = fixture_make();
    fleet fleet = fleet_make(&fixture);
    HCERT_SERVER_OCSP_RESPONSE handle = open_on(&fleet, &fixture, CERT_SERVER_OCSP_RESPONSE_OPEN_PARA_WRITE_FLAG);
    CertFreeServerOcspResponseContext(get_response(handle));
    CHECK(fleet_response_is_whole(&fleet, &fixture));
    CertCloseServerOcspResponse(handle, 0);
    fleet_remove(&fleet);
}

TEST(read_never_asks_the_network_and_picks_up_a_file)
{
    fixture fixture = fixture_make();
    fleet fleet = fleet_make(&fixture);
    HCERT_SERVER_OCSP_RESPONSE reader = open_on(&fleet, &fixture, CERT_SERVER_OCSP_RESPONSE_OPEN_PARA_READ_FLAG);
    CHECK_FAILS(CertGetServerOcspResponseContext(reader, 0, NULL), CRYPT_E_REVOCATION_OFFLINE);
    CHECK_EQ(responder_requests(fixture.responder), 0);

    HCERT_SERVER_OCSP_RESPONSE writer = open_on(&fleet, &fixture, CERT_SERVER_OCSP_RESPONSE_OPEN_PARA_WRITE_FLAG);
    PCCERT_SERVER_OCSP_RESPONSE_CONTEXT response = wait_for_response(reader, NULL);
    CHECK_EQ(verified_status(response, fixture.leaf, fixture.root), 0);
    CHECK_EQ(responder_requests(fixture.responder), 1);
    CertFreeServerOcspResponseContext(response);
    CertCloseServerOcspResponse(reader, 0);
    CertCloseServerOcspResponse(writer, 0);
    fleet_remove(&fleet);
}

TEST(bad_files_leave_the_last_good_response_alone)
{
    fixture fixture = fixture_make();
    fleet fleet = fleet_make(&fixture);
    CertCloseServerOcspResponse(open_on(&fleet, &fixture, CERT_SERVER_OCSP_RESPONSE_OPEN_PARA_WRITE_FLAG), 0);
    HCERT_SERVER_OCSP_RESPONSE reader = open_on(&fleet, &fixture, CERT_SERVER_OCSP_RESPONSE_OPEN_PARA_READ_FLAG);
    PCCERT_SERVER_OCSP_RESPONSE_CONTEXT good = get_response(reader);

    put_file(&fleet, good->pbEncodedOcspResponse, good->cbEncodedOcspResponse / 2);
    STAPLE32_SERVER_OCSP_STATUS status = {.cbSize = sizeof(status)};
    for (double deadline = seconds_now() + 20; status.cConsecutiveFailures == 0; sleep_milliseconds(20)) {
        CHECK(seconds_now() < deadline);
        CHECK_OK(Staple32QueryServerOcspResponse(reader, &status));
    }
    CHECK(remove(fleet.response_path) == 0);
    PCCERT_SERVER_OCSP_RESPONSE_CONTEXT still = get_response(reader);
    CHECK_PTR(still, good);
    CertFreeServerOcspResponseContext(still);
    CertFreeServerOcspResponseContext(good);
    CertCloseServerOcspResponse(reader, 0);
    fleet_remove(&fleet);
}

TEST(open_refuses_what_cannot_be)
{
    fixture fixture = fixture_make();
    fleet fleet = fleet_make(&fixture);
    CERT_SERVER_OCSP_RESPONSE_OPEN_PARA para = parameters(&fleet, 3);
    CHECK_FAILS(CertOpenServerOcspResponse(fixture.chain, 0, &para), ERROR_INVALID_PARAMETER);
    para = parameters(&fleet, 4);
    CHECK_FAILS(CertOpenServerOcspResponse(fixture.chain, 0, &para), ERROR_INVALID_PARAMETER);
    para = parameters(&fleet, CERT_SERVER_OCSP_RESPONSE_OPEN_PARA_WRITE_FLAG);
    para.pwszOcspDirectory = NULL;
    CHECK_FAILS(CertOpenServerOcspResponse(fixture.chain, 0, &para), ERROR_INVALID_PARAMETER);
    para = parameters(&fleet, CERT_SERVER_OCSP_RESPONSE_OPEN_PARA_WRITE_FLAG);
    para.cbSize = 16; /* the directory counts as absent */
    CHECK_FAILS(CertOpenServerOcspResponse(fixture.chain, 0, &para), ERROR_INVALID_PARAMETER);
    para.cbSize = 7;
    CHECK_FAILS(CertOpenServerOcspResponse(fixture.chain, 0, &para), ERROR_INVALID_PARAMETER);
    fleet_remove(&fleet);
    para = parameters(&fleet, CERT_SERVER_OCSP_RESPONSE_OPEN_PARA_WRITE_FLAG);
    CHECK_FAILS(CertOpenServerOcspResponse(fixture.chain, 0, &para), ERROR_PATH_NOT_FOUND);
}

TEST(used_size_tells_what_was_understood)
{
    fixture fixture = fixture_make();
    DWORD used = 0;
    CERT_SERVER_OCSP_RESPONSE_OPEN_PARA para[2] = {{.cbSize = sizeof(para), .pcbUsedSize = &used}};
    HCERT_SERVER_OCSP_RESPONSE handle;
    CHECK_OK((handle = CertOpenServerOcspResponse(fixture.chain, 0, para)));
    CHECK_EQ(used, 40);
    CertCloseServerOcspResponse(handle, 0);
    para[0].cbSize = 16;
    CHECK_OK((handle = CertOpenServerOcspResponse(fixture.chain, 0, para)));
    CHECK_EQ(used, 16);
    CertCloseServerOcspResponse(handle, 0);
}

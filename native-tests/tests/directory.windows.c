/* OCSP directories that only Windows has. */
#include "fleet.h"

static void check_written_and_read(const fixture *f, const WCHAR *directory)
{
    CERT_SERVER_OCSP_RESPONSE_OPEN_PARA para = {.cbSize = sizeof(para), .dwFlags = CERT_SERVER_OCSP_RESPONSE_OPEN_PARA_WRITE_FLAG,
        .pwszOcspDirectory = (PWSTR)directory};
    HCERT_SERVER_OCSP_RESPONSE writer, reader;
    CHECK_OK((writer = CertOpenServerOcspResponse(f->chain, 0, &para)));
    CertFreeServerOcspResponseContext(get_response(writer));
    CertCloseServerOcspResponse(writer, 0);
    int requests = responder_requests(f->responder);
    para.dwFlags = CERT_SERVER_OCSP_RESPONSE_OPEN_PARA_READ_FLAG;
    CHECK_OK((reader = CertOpenServerOcspResponse(f->chain, 0, &para)));
    PCCERT_SERVER_OCSP_RESPONSE_CONTEXT context = get_response(reader);
    CHECK_EQ(verified_status(context, f->leaf, f->root), STATUS_GOOD);
    CHECK_EQ(responder_requests(f->responder), requests);
    CertFreeServerOcspResponseContext(context);
    CertCloseServerOcspResponse(reader, 0);
}

static void directory_of(const fleet *fleet, WCHAR *path)
{
    widen(path, MAX_PATH, fleet->directory);
    for (WCHAR *at = path; *at; at++) {
        if (*at == L'/')
            *at = L'\\';
    }
}

static void extend(WCHAR *path, const WCHAR *name)
{
    wcscat(path, L"\\");
    wcscat(path, name);
    CHECK(CreateDirectoryW(path, NULL));
}

TEST(a_path_with_spaces_and_letters_that_are_not_ascii)
{
    fixture f = fixture_make();
    fleet fleet = fleet_make(&f);
    WCHAR path[2 * MAX_PATH];
    directory_of(&fleet, path);
    extend(path, L"Stapel f\u00fcr \u041e\u0442\u0432\u0435\u0442\u044b \u5fdc\u7b54");
    check_written_and_read(&f, path);
}

TEST(a_path_beyond_max_path)
{
    fixture f = fixture_make();
    fleet fleet = fleet_make(&f);
    static WCHAR path[2000], long_name[120];
    for (int i = 0; i < 110; i++)
        long_name[i] = L'x';
    wcscpy(path, L"\\\\?\\");
    directory_of(&fleet, path + 4);
    for (int i = 0; i < 4; i++)
        extend(path, long_name);
    CHECK(wcslen(path) > 2 * MAX_PATH - 100);
    check_written_and_read(&f, path);
    /* Without the prefix, too: the caller need not know of the limit. */
    check_written_and_read(&f, path + 4);
}

TEST(forward_slashes)
{
    fixture f = fixture_make();
    fleet fleet = fleet_make(&f);
    WCHAR path[2 * MAX_PATH];
    widen(path, 2 * MAX_PATH, fleet.directory);
    for (WCHAR *at = path; *at; at++) {
        if (*at == L'\\')
            *at = L'/';
    }
    check_written_and_read(&f, path);
    fleet_remove(&fleet);
}

/* Another program may have the file open, as virus scanners do, when it is replaced. */
TEST(a_file_that_somebody_reads_is_replaced)
{
    fixture f = fixture_make();
    fleet fleet = fleet_make(&f);
    check_written_and_read(&f, fleet_directory(&fleet));
    HANDLE file = CreateFileA(fleet.response_path, GENERIC_READ, FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE, NULL, OPEN_EXISTING, 0, NULL);
    CHECK(file != INVALID_HANDLE_VALUE);
    check_written_and_read(&f, fleet_directory(&fleet));
    CloseHandle(file);
    CHECK(fleet_response_is_whole(&fleet, &f));
    fleet_remove(&fleet);
}

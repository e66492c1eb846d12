/* Permissions in the OCSP directory. */
#include "fleet.h"

#include <sys/stat.h>

TEST(everybody_may_read_the_file)
{
    fixture fixture = fixture_make();
    fleet fleet = fleet_make(&fixture);
    CERT_SERVER_OCSP_RESPONSE_OPEN_PARA para = {.cbSize = sizeof(para), .dwFlags = CERT_SERVER_OCSP_RESPONSE_OPEN_PARA_WRITE_FLAG,
        .pwszOcspDirectory = fleet_directory(&fleet)};
    HCERT_SERVER_OCSP_RESPONSE handle;
    CHECK_OK((handle = CertOpenServerOcspResponse(fixture.chain, 0, &para)));
    struct stat facts;
    CHECK(stat(fleet.response_path, &facts) == 0);
    CHECK_EQ(facts.st_mode & 07777, 0644);
    CertCloseServerOcspResponse(handle, 0);
    fleet_remove(&fleet);
}

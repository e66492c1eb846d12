/* A host that has used OpenSSL, opens responses, and calls exit() without closing any of them.
 *
 *   leaver MICROSECONDS ROOT.der LEAF.der...: so long after the last was opened. */
#include <openssl/evp.h>

#include "chain_files.h"

#include <stdlib.h>
#include <unistd.h>

int main(int count, char **arguments)
{
    unsigned char digest[EVP_MAX_MD_SIZE];
    if (count < 4 || !EVP_Digest("", 0, digest, NULL, EVP_sha256(), NULL))
        return 2;
    for (int i = 3; i < count; i++) {
        if (!CertOpenServerOcspResponse(chain_of_files(arguments[i], arguments[2]), CERT_SERVER_OCSP_RESPONSE_ASYNC_FLAG, NULL))
            return 3;
    }
    usleep((useconds_t)atol(arguments[1]));
    exit(0);
}

#include "entries.h"

#include "check.h"
#include "pki_openssl.h"

#include <openssl/ocsp.h>

#include <cstdio>
#include <ctime>

/* Responses begin two days ago and grow newer by a second each: there is room for 172 800 of one certificate. */
static const long OLDEST = 2 * 86400, VALID_FOR = 7 * 86400;

entries::entries(int count) : root_(pki_root("Benchmark root")), made_((size_t)count)
{
    issue_options signer = {};
    signer.is_ocsp_signer = 1;
    responder_ = pki_issue(root_, "Benchmark responder", signer);
    for (int i = 0; i < count; i++) {
        char name[32];
        std::snprintf(name, sizeof(name), "host%d.example", i);
        leaves_.push_back(pki_issue(root_, name, issue_options{}));
    }
}

bytes entries::next_response(int index)
{
    time_t begins = time(nullptr) - OLDEST + made_[(size_t)index]++, ends = begins + VALID_FOR;
    ASN1_TIME *from = ASN1_GENERALIZEDTIME_set(nullptr, begins), *until = ASN1_GENERALIZEDTIME_set(nullptr, ends);
    OCSP_CERTID *id = OCSP_cert_to_id(EVP_sha1(), leaf(index)->material->certificate, root_->material->certificate);
    OCSP_BASICRESP *basic = OCSP_BASICRESP_new();
    CHECK(OCSP_basic_add1_status(basic, id, V_OCSP_CERTSTATUS_GOOD, 0, nullptr, from, until));
    CHECK(OCSP_basic_sign(basic, responder_->material->certificate, responder_->material->key, EVP_sha256(), nullptr, 0));
    OCSP_RESPONSE *response = OCSP_response_create(OCSP_RESPONSE_STATUS_SUCCESSFUL, basic);
    unsigned char *der = nullptr;
    int length = i2d_OCSP_RESPONSE(response, &der);
    CHECK(length > 0);
    bytes made(der, der + length);
    OPENSSL_free(der);
    OCSP_RESPONSE_free(response);
    OCSP_BASICRESP_free(basic);
    OCSP_CERTID_free(id);
    ASN1_TIME_free(from);
    ASN1_TIME_free(until);
    return made;
}

void response_directory::put(const identity *leaf, const bytes &response) const
{
    unsigned char hash[64];
    unsigned length = pki_digest("SHA1", leaf->der, leaf->der_length, hash);
    std::string name = path_ + "/";
    for (unsigned i = 0; i < length; i++) {
        char digits[3];
        std::snprintf(digits, sizeof(digits), "%02X", hash[i]);
        name += digits;
    }
    name += ".ocsp";
    std::string partial = path_ + "/new";
    FILE *file = std::fopen(partial.c_str(), "wb");
    CHECK(file && std::fwrite(response.data(), 1, response.size(), file) == response.size() && std::fclose(file) == 0);
    CHECK(std::rename(partial.c_str(), name.c_str()) == 0);
}

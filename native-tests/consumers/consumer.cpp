// The smallest C++ program: it compiles against the installed headers, links, and gets a documented error.
#include <staple32/staple32.h>

#include <cstdio>
#include <memory>

struct close_store {
    void operator()(void *store) const { CertCloseStore(store, 0); }
};

int main()
{
    std::unique_ptr<void, close_store> store(CertOpenStore(CERT_STORE_PROV_MEMORY, 0, 0, 0, nullptr));
    if (!store || CertOpenServerOcspResponse(nullptr, 0, nullptr) || GetLastError() != ERROR_INVALID_PARAMETER) {
        std::puts("not as documented");
        return 1;
    }
    return Staple32GetVersion() == STAPLE32_VERSION ? 0 : 1;
}

/* Five ways for a thread that serves a handshake to borrow the current response of an entry and to give it back, while
 * another thread replaces responses. Each has get_and_free(entry), inlined into the loop that is measured, and
 * replace(entry, response). */
#ifndef SUBJECTS_H
#define SUBJECTS_H

#include "entries.h"

#include <staple32/wincrypt.h>

#include <pthread.h>

#include <atomic>
#include <cstdlib>
#include <cstring>
#include <memory>

/* Looks at the first byte, as whoever borrows a response will; nothing of it can be left out. */
static inline void use(const unsigned char *response) { asm volatile("" : : "r"(*response) : "memory"); }

using get_function = PCCERT_SERVER_OCSP_RESPONSE_CONTEXT(WINAPI *)(HCERT_SERVER_OCSP_RESPONSE, DWORD, LPVOID);
using free_function = void(WINAPI *)(PCCERT_SERVER_OCSP_RESPONSE_CONTEXT);

/* Two exports through function pointers: the library's, and the floor's, which do nothing. */
template <bool HAS_RESPONSES> struct exported {
    get_function get;
    free_function free;
    const std::vector<HCERT_SERVER_OCSP_RESPONSE> &handles;
    const entries &certificates;
    const response_directory &directory;

    void get_and_free(size_t entry)
    {
        PCCERT_SERVER_OCSP_RESPONSE_CONTEXT context = get(handles[entry], 0, nullptr);
        if (HAS_RESPONSES)
            use(context->pbEncodedOcspResponse);
        free(context);
    }

    /* The library finds the new file, verifies it and puts it in place. */
    void replace(size_t entry, const bytes &response) { directory.put(certificates.leaf((int)entry), response); }
};

/* What servers do: a copy for every handshake, made under a lock. */
class mutex_and_copy {
public:
    explicit mutex_and_copy(size_t count) : slots_(count) {}

    void get_and_free(size_t entry)
    {
        slot &of = slots_[entry];
        pthread_mutex_lock(&of.lock);
        auto copy = (unsigned char *)std::malloc(of.response.size());
        std::memcpy(copy, of.response.data(), of.response.size());
        pthread_mutex_unlock(&of.lock);
        use(copy);
        std::free(copy);
    }

    void replace(size_t entry, bytes response)
    {
        slot &of = slots_[entry];
        pthread_mutex_lock(&of.lock);
        of.response.swap(response);
        pthread_mutex_unlock(&of.lock);
    }

private:
    struct alignas(64) slot {
        pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
        bytes response;
    };
    std::vector<slot> slots_;
};

class shared_pointer {
public:
    explicit shared_pointer(size_t count) : slots_(count) {}

    void get_and_free(size_t entry)
    {
        std::shared_ptr<const bytes> borrowed = slots_[entry].response.load();
        use(borrowed->data());
    }

    void replace(size_t entry, const bytes &response) { slots_[entry].response.store(std::make_shared<const bytes>(response)); }

private:
    struct alignas(64) slot {
        std::atomic<std::shared_ptr<const bytes>> response;
    };
    std::vector<slot> slots_;
};

/* Readers hold the lock as long as they look at the response. */
class reader_lock {
public:
    explicit reader_lock(size_t count) : slots_(count) {}

    void get_and_free(size_t entry)
    {
        slot &of = slots_[entry];
        pthread_rwlock_rdlock(&of.lock);
        use(of.response.data());
        pthread_rwlock_unlock(&of.lock);
    }

    void replace(size_t entry, bytes response)
    {
        slot &of = slots_[entry];
        pthread_rwlock_wrlock(&of.lock);
        of.response.swap(response);
        pthread_rwlock_unlock(&of.lock);
    }

private:
    struct alignas(64) slot {
        pthread_rwlock_t lock = PTHREAD_RWLOCK_INITIALIZER;
        bytes response;
    };
    std::vector<slot> slots_;
};

#endif

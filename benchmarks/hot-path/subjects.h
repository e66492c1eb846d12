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

/* One of the three below for each entry, in cache lines of its own. */
template <class place> class per_entry {
public:
    explicit per_entry(size_t count) : places_(count) {}

    void get_and_free(size_t entry) { places_[entry].get_and_free(); }
    void replace(size_t entry, const bytes &response) { places_[entry].replace(response); }

private:
    std::vector<place> places_;
};

/* What servers do: a copy for every handshake, made under a lock. */
class alignas(64) mutex_and_copy {
public:
    void get_and_free()
    {
        pthread_mutex_lock(&lock_);
        auto copy = (unsigned char *)std::malloc(response_.size());
        std::memcpy(copy, response_.data(), response_.size());
        pthread_mutex_unlock(&lock_);
        use(copy);
        std::free(copy);
    }

    void replace(bytes response)
    {
        pthread_mutex_lock(&lock_);
        response_.swap(response);
        pthread_mutex_unlock(&lock_);
    }

private:
    pthread_mutex_t lock_ = PTHREAD_MUTEX_INITIALIZER;
    bytes response_;
};

class alignas(64) shared_pointer {
public:
    void get_and_free()
    {
        std::shared_ptr<const bytes> borrowed = response_.load();
        use(borrowed->data());
    }

    void replace(const bytes &response) { response_.store(std::make_shared<const bytes>(response)); }

private:
    std::atomic<std::shared_ptr<const bytes>> response_;
};

/* Readers hold the lock as long as they look at the response. */
class alignas(64) reader_lock {
public:
    void get_and_free()
    {
        pthread_rwlock_rdlock(&lock_);
        use(response_.data());
        pthread_rwlock_unlock(&lock_);
    }

    void replace(bytes response)
    {
        pthread_rwlock_wrlock(&lock_);
        response_.swap(response);
        pthread_rwlock_unlock(&lock_);
    }

private:
    pthread_rwlock_t lock_ = PTHREAD_RWLOCK_INITIALIZER;
    bytes response_;
};

#endif

/*
 * What CertGetServerOcspResponseContext and CertFreeServerOcspResponseContext cost a thread that serves handshakes, beside
 * two exports that do nothing and three ways to do the same in C and C++ (subjects.h), in one run.
 *
 *   hot_path LIBFLOOR PAIRS ROUNDS DIRECTORY      PAIRS: how many are made to look for managed allocations
 *
 * 10 000 certificates are opened in DIRECTORY, the empty OCSP directory, with READ; while a subject is measured, a response
 * of the entries in use is replaced every 5 ms: signed anew and, for the library, written into the directory, where it is
 * found, verified and put in place by the library itself. All subjects take turns in slices of 20 ms, and a figure is the
 * median over the rounds, so that what disturbs the machine disturbs all of them.
 */
#include "check.h"
#include "crew.h"
#include "subjects.h"

#include <staple32/staple32.h>

#include <dlfcn.h>

#include <algorithm>
#include <random>
#include <string>

enum { ENTRIES = 10000, MAX_ROUNDS = 15, MAX_THREADS = 4, HANDSHAKES = 1 << 16 };
enum subject_name { OURS, FLOOR, MUTEX, SHARED, RWLOCK, SUBJECTS };
static const char *const subject_names[SUBJECTS] = {"staple32", "two empty exports", "mutex and copy", "atomic<shared_ptr>", "rwlock"};
static const double SLICE_MILLISECONDS = 20, REPLACEMENT_MILLISECONDS = 5;

enum pattern { ONE, EACH_ITS_OWN, RANDOM };
struct setting {
    int threads;
    pattern entries;
    const char *name;
};
static const setting settings[] = {
    {1, ONE, "1 thread, one handle"},
    {2, ONE, "2 threads, one handle"},
    {4, ONE, "4 threads, one handle"},
    {2, EACH_ITS_OWN, "2 threads, a handle each"},
    {1, RANDOM, "1 thread, 10 000 handles"},
    {2, RANDOM, "2 threads, 10 000 handles"},
    {4, RANDOM, "4 threads, 10 000 handles"},
};
enum { SETTINGS = sizeof(settings) / sizeof(*settings), ONE_THREAD = 0, TWO_ON_ONE = 1, TWO_APART = 3 };

static slice samples[SETTINGS][SUBJECTS][MAX_ROUNDS];
static int rounds;

static void print(const char *name, const std::string &metric, double value, const char *unit)
{
    std::printf("hot-path\t%s\t%s\t%.4g\t%s\n", name, metric.c_str(), value, unit);
}

static double median(std::vector<double> values)
{
    std::sort(values.begin(), values.end());
    return values[values.size() / 2];
}

/* The median of something over the rounds. */
template <class F> static double over_rounds(F figure)
{
    std::vector<double> values;
    for (int round = 0; round < rounds; round++)
        values.push_back(figure(round));
    return median(values);
}

/* --- the library --- */

struct opened {
    HCERTSTORE roots;
    HCERTCHAINENGINE engine;
    std::vector<HCERT_SERVER_OCSP_RESPONSE> handles;
};

static HCERT_SERVER_OCSP_RESPONSE open_entry(const opened &library, const identity *leaf, const response_directory &directory)
{
    std::u16string path(directory.path().begin(), directory.path().end());
    CERT_SERVER_OCSP_RESPONSE_OPEN_PARA para = {};
    para.cbSize = sizeof(para);
    para.dwFlags = CERT_SERVER_OCSP_RESPONSE_OPEN_PARA_READ_FLAG;
    para.pwszOcspDirectory = (PWSTR)path.data();
    CERT_CHAIN_PARA usage = {};
    usage.cbSize = sizeof(usage);
    PCCERT_CHAIN_CONTEXT chain = nullptr;
    PCCERT_CONTEXT certificate = CertCreateCertificateContext(X509_ASN_ENCODING, leaf->der, leaf->der_length);
    CHECK(CertGetCertificateChain(library.engine, certificate, nullptr, nullptr, &usage, 0, nullptr, &chain));
    HCERT_SERVER_OCSP_RESPONSE handle = CertOpenServerOcspResponse(chain, CERT_SERVER_OCSP_RESPONSE_ASYNC_FLAG, &para);
    if (!handle)
        FAIL("CertOpenServerOcspResponse fails with 0x%x", GetLastError());
    CertFreeCertificateChain(chain);
    CertFreeCertificateContext(certificate);
    return handle;
}

static DWORD wait_for_response(HCERT_SERVER_OCSP_RESPONSE handle)
{
    for (double end = seconds_now() + 60; seconds_now() < end; sleep_milliseconds(1)) {
        PCCERT_SERVER_OCSP_RESPONSE_CONTEXT context = CertGetServerOcspResponseContext(handle, 0, nullptr);
        if (!context)
            continue;
        DWORD length = context->cbEncodedOcspResponse;
        CertFreeServerOcspResponseContext(context);
        return length;
    }
    FAIL("no response within a minute: 0x%x", GetLastError());
}

static opened open_engine(const entries &certificates)
{
    opened made = {CertOpenStore(CERT_STORE_PROV_MEMORY, 0, 0, 0, nullptr), nullptr, {}};
    CHECK(CertAddEncodedCertificateToStore(
        made.roots, X509_ASN_ENCODING, certificates.root()->der, certificates.root()->der_length, CERT_STORE_ADD_NEW, nullptr));
    CERT_CHAIN_ENGINE_CONFIG config = {};
    config.cbSize = sizeof(config);
    config.hExclusiveRoot = made.roots;
    CHECK(CertCreateCertificateChainEngine(&config, &made.engine));
    return made;
}

/* How often files were read, over all handles. */
static double retrievals(const opened &library)
{
    double sum = 0;
    for (HCERT_SERVER_OCSP_RESPONSE handle : library.handles) {
        STAPLE32_SERVER_OCSP_STATUS status = {};
        status.cbSize = sizeof(status);
        CHECK(Staple32QueryServerOcspResponse(handle, &status));
        sum += (double)status.cRetrievals;
    }
    return sum;
}

static void look_for_allocations(HCERT_SERVER_OCSP_RESPONSE handle, long pairs)
{
    STAPLE32_MEMORY_STATUS before = {}, after = {};
    before.cbSize = after.cbSize = sizeof(before);
    CHECK(Staple32QueryMemory(&before));
    for (long i = 0; i < pairs; i++) {
        PCCERT_SERVER_OCSP_RESPONSE_CONTEXT context = CertGetServerOcspResponseContext(handle, 0, nullptr);
        use(context->pbEncodedOcspResponse);
        CertFreeServerOcspResponseContext(context);
    }
    CHECK(Staple32QueryMemory(&after));
    print("allocations", "pairs", (double)pairs, "pairs");
    print("allocations", "managed bytes per pair", (double)(after.cbAllocated - before.cbAllocated) / (double)pairs, "bytes");
    print("allocations", "collections", (double)(after.cCollections - before.cCollections), "collections");
}

/* --- measuring --- */

class bench {
public:
    explicit bench(entries &certificates) : certificates_(certificates), order_(MAX_THREADS)
    {
        std::mt19937 random(4711);
        for (std::vector<unsigned> &order : order_) {
            order.resize(HANDSHAKES);
            for (unsigned &entry : order)
                entry = (unsigned)(random() % ENTRIES);
        }
    }

    template <class S> slice measure(const setting &how, S &subject, bool has_responses)
    {
        std::atomic<bool> stop{false};
        std::thread replacer([&] {
            while (has_responses && !stop) {
                sleep_milliseconds(REPLACEMENT_MILLISECONDS);
                int entry = how.entries == RANDOM ? (int)(replaced_ * 7919 % ENTRIES) : (int)(replaced_ % (how.entries == ONE ? 1 : how.threads));
                subject.replace((size_t)entry, certificates_.next_response(entry));
                replaced_++;
            }
        });
        slice made = how.entries == RANDOM ? measure_random(how, subject) : measure_fixed(how, subject);
        stop = true;
        replacer.join();
        return made;
    }

    crew &threads() { return crew_; }

private:
    template <class S> slice measure_fixed(const setting &how, S &subject)
    {
        bool own = how.entries == EACH_ITS_OWN;
        return crew_.run(how.threads, SLICE_MILLISECONDS, [&subject, own](int thread) {
            size_t entry = own ? (size_t)thread : 0;
            for (int i = 0; i < crew::LOOPS_BETWEEN_LOOKS; i++)
                subject.get_and_free(entry);
        });
    }

    template <class S> slice measure_random(const setting &how, S &subject)
    {
        struct alignas(64) place {
            size_t next;
        } places[MAX_THREADS] = {};
        return crew_.run(how.threads, SLICE_MILLISECONDS, [&](int thread) {
            const unsigned *order = order_[(size_t)thread].data() + places[thread].next;
            for (int i = 0; i < crew::LOOPS_BETWEEN_LOOKS; i++)
                subject.get_and_free(order[i]);
            places[thread].next = (places[thread].next + crew::LOOPS_BETWEEN_LOOKS) % HANDSHAKES;
        });
    }

    entries &certificates_;
    std::vector<std::vector<unsigned>> order_;
    crew crew_{MAX_THREADS};
    long replaced_ = 0;
};

static void report(int index)
{
    const char *name = settings[index].name;
    for (int subject = 0; subject < SUBJECTS; subject++) {
        auto &of = samples[index][subject];
        print(name, std::string(subject_names[subject]) + ", processor time per pair", over_rounds([&](int r) { return of[r].cpu_per_pair; }), "ns");
        print(name, std::string(subject_names[subject]) + ", throughput", over_rounds([&](int r) { return of[r].rate * 1e3; }), "million pairs/s");
    }
    auto &ours = samples[index][OURS];
    print(name, "against two empty exports", over_rounds([&](int r) { return ours[r].cpu_per_pair / samples[index][FLOOR][r].cpu_per_pair; }), "x the time");
    for (int peer = MUTEX; peer < SUBJECTS; peer++)
        print(name, std::string("against ") + subject_names[peer], over_rounds([&](int r) { return samples[index][peer][r].rate / ours[r].rate; }), "x the time");
}

static void report_scaling()
{
    auto growth = [](int index, int subject, int r) { return samples[index][subject][r].rate / samples[ONE_THREAD][subject][r].rate; };
    print(settings[TWO_ON_ONE].name, "throughput against one thread", over_rounds([&](int r) { return growth(TWO_ON_ONE, OURS, r); }), "x");
    print(settings[TWO_APART].name, "throughput against one thread", over_rounds([&](int r) { return growth(TWO_APART, OURS, r); }), "x");
    /* In processor time: replacing and verifying responses meanwhile takes processors from the threads, but not from the floor's. */
    auto cost = [](int subject, int r) { return samples[TWO_APART][subject][r].cpu_per_pair / samples[ONE_THREAD][subject][r].cpu_per_pair; };
    print(settings[TWO_APART].name, "scaling against that of two empty exports",
        over_rounds([&](int r) { return cost(FLOOR, r) / cost(OURS, r); }), "x");
}

static void *symbol(void *library, const char *name)
{
    void *found = dlsym(library, name);
    if (!found)
        FAIL("%s: not exported", name);
    return found;
}

int main(int count, char **arguments)
{
    rounds = count == 5 ? std::atoi(arguments[3]) : 0;
    if (rounds < 1 || rounds > MAX_ROUNDS)
        FAIL("usage: hot_path LIBFLOOR PAIRS ROUNDS DIRECTORY, with up to %d rounds", MAX_ROUNDS);
    void *floor_library = dlopen(arguments[1], RTLD_NOW | RTLD_LOCAL);
    if (!floor_library)
        FAIL("%s", dlerror());
    entries certificates(ENTRIES);
    response_directory directory(arguments[4]);

    per_entry<mutex_and_copy> mutex(ENTRIES);
    per_entry<shared_pointer> shared(ENTRIES);
    per_entry<reader_lock> rwlock(ENTRIES);
    opened library = open_engine(certificates);
    for (int i = 0; i < ENTRIES; i++) {
        bytes response = certificates.next_response(i);
        directory.put(certificates.leaf(i), response);
        if (i == 0) {
            /* First, with one file in the directory: the library looks at all of them every few seconds. */
            library.handles.push_back(open_entry(library, certificates.leaf(0), directory));
            print("all", "size of a response", wait_for_response(library.handles[0]), "bytes");
            look_for_allocations(library.handles[0], std::atol(arguments[2]));
        }
        mutex.replace((size_t)i, response);
        shared.replace((size_t)i, response);
        rwlock.replace((size_t)i, response);
    }
    for (int i = 1; i < ENTRIES; i++)
        library.handles.push_back(open_entry(library, certificates.leaf(i), directory));
    for (HCERT_SERVER_OCSP_RESPONSE handle : library.handles)
        wait_for_response(handle);

    exported<true> ours = {(get_function)symbol(RTLD_DEFAULT, "CertGetServerOcspResponseContext"),
        (free_function)symbol(RTLD_DEFAULT, "CertFreeServerOcspResponseContext"), library.handles, certificates, directory};
    exported<false> floor = {(get_function)symbol(floor_library, "FloorGet"), (free_function)symbol(floor_library, "FloorFree"), library.handles, certificates, directory};
    bench bench(certificates);
    double before = retrievals(library);
    for (int round = -1; round < rounds; round++) { /* the first one warms up */
        for (int index = 0; index < SETTINGS; index++) {
            slice made[SUBJECTS] = {bench.measure(settings[index], ours, true), bench.measure(settings[index], floor, false),
                bench.measure(settings[index], mutex, true), bench.measure(settings[index], shared, true), bench.measure(settings[index], rwlock, true)};
            for (int subject = 0; round >= 0 && subject < SUBJECTS; subject++)
                samples[index][subject][round] = made[subject];
        }
    }
    sleep_milliseconds(500);
    print("all", "responses replaced in the library meanwhile", retrievals(library) - before, "responses");
    for (int index = 0; index < SETTINGS; index++)
        report(index);
    report_scaling();
    std::fflush(stdout);
    end_process(0);
}

/* Threads that all run one loop for a while, and what that took them. */
#ifndef CREW_H
#define CREW_H

#include <pthread.h>
#include <time.h>

#include <atomic>
#include <barrier>
#include <functional>
#include <memory>
#include <semaphore>
#include <thread>
#include <vector>

struct slice {
    double cpu_per_pair; /* ns of processor time, over all threads */
    double rate;         /* pairs per ns, all threads together */
};

static inline double clock_ns(clockid_t clock)
{
    struct timespec now;
    clock_gettime(clock, &now);
    return (double)now.tv_sec * 1e9 + (double)now.tv_nsec;
}

/* The threads live as long as the crew, so that none begins or ends while anything is measured. */
class crew {
public:
    static constexpr int LOOPS_BETWEEN_LOOKS = 64;

    explicit crew(int size)
    {
        for (int i = 0; i < size; i++)
            members_.push_back(std::make_unique<member>());
        for (int i = 0; i < size; i++)
            members_[(size_t)i]->thread = std::thread([this, i] { live(i); });
    }

    ~crew()
    {
        work_ = nullptr;
        for (auto &member : members_)
            member->start.release();
        for (auto &member : members_)
            member->thread.join();
    }

    /* pairs(thread) makes LOOPS_BETWEEN_LOOKS pairs; the first `threads` of the crew call it until the time is over. */
    template <class F> slice run(int threads, double milliseconds, F pairs)
    {
        std::barrier<> together(threads);
        stop_ = false;
        work_ = [&](int index) {
            member &self = *members_[(size_t)index];
            together.arrive_and_wait();
            double begun = clock_ns(CLOCK_MONOTONIC), cpu = clock_ns(CLOCK_THREAD_CPUTIME_ID);
            long rounds = 0;
            for (; !stop_.load(std::memory_order_relaxed); rounds++)
                pairs(index);
            self.cpu = clock_ns(CLOCK_THREAD_CPUTIME_ID) - cpu;
            self.wall = clock_ns(CLOCK_MONOTONIC) - begun;
            self.pairs = (double)rounds * LOOPS_BETWEEN_LOOKS;
        };
        for (int i = 0; i < threads; i++)
            members_[(size_t)i]->start.release();
        struct timespec time = {0, (long)(milliseconds * 1e6)};
        nanosleep(&time, nullptr);
        stop_ = true;
        slice made = {};
        double cpu = 0, done = 0;
        for (int i = 0; i < threads; i++) {
            member &self = *members_[(size_t)i];
            self.finished.acquire();
            cpu += self.cpu;
            done += self.pairs;
            made.rate += self.pairs / self.wall;
        }
        made.cpu_per_pair = cpu / done;
        return made;
    }

private:
    struct member {
        std::thread thread;
        std::binary_semaphore start{0}, finished{0};
        double cpu = 0, wall = 0, pairs = 0;
    };

    void live(int index)
    {
        for (;;) {
            members_[(size_t)index]->start.acquire();
            if (!work_)
                return;
            work_(index);
            members_[(size_t)index]->finished.release();
        }
    }

    std::vector<std::unique_ptr<member>> members_;
    std::function<void(int)> work_;
    std::atomic<bool> stop_{false};
};

#endif

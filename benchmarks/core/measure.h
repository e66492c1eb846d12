/* What the C benchmarks share: clocks, and the lines that the report reads. */
#ifndef MEASURE_H
#define MEASURE_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static inline void stop(const char *what)
{
    fprintf(stderr, "bench: %s\n", what);
    exit(1);
}

/* Microseconds. */
static inline double clock_us(clockid_t clock)
{
    struct timespec t;
    clock_gettime(clock, &t);
    return (double)t.tv_sec * 1e6 + (double)t.tv_nsec / 1e3;
}

static inline double cpu_us(void) { return clock_us(CLOCK_PROCESS_CPUTIME_ID); }

static inline double wall_us(void) { return clock_us(CLOCK_MONOTONIC); }

static inline void result(const char *bench, const char *case_name, const char *metric, double value, const char *unit)
{
    printf("%s\t%s\t%s\t%.6g\t%s\n", bench, case_name, metric, value, unit);
    fflush(stdout);
}

static inline void peer_version(const char *bench, const char *peer, const char *version)
{
    printf("%s\t%s\tversion\t-\t%s\n", bench, peer, version);
}

static inline int compare_doubles(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* Sorts the values. */
static inline double median(double *values, int count)
{
    qsort(values, (size_t)count, sizeof(*values), compare_doubles);
    return count % 2 ? values[count / 2] : (values[count / 2 - 1] + values[count / 2]) / 2;
}

/*
 * Runs two or three bodies of work in turns, `blocks` times `rounds` each, so that whatever disturbs the machine disturbs
 * all of them; gives the median over the blocks of the CPU time of one round, in microseconds.
 */
typedef void work(void *context, int round);

static inline void in_turns(work *const *works, int count, void *context, int blocks, int rounds, double *medians)
{
    double *times = malloc((size_t)count * (size_t)blocks * sizeof(*times));
    for (int b = 0; b < blocks; b++) {
        for (int w = 0; w < count; w++) {
            double start = cpu_us();
            for (int r = 0; r < rounds; r++)
                works[w](context, b * rounds + r);
            times[w * blocks + b] = (cpu_us() - start) / rounds;
        }
    }
    for (int w = 0; w < count; w++)
        medians[w] = median(times + w * blocks, blocks);
    free(times);
}

#endif

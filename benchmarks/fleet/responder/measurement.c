#include "measurement.h"

double delay;
uint64_t connection_count;

static double start, last_served, first_request;
static uint32_t expected, hang_permille, random_state = 1;
static uint64_t request_count, distinct_count, hung_count, unknown_count;

static unsigned parameter(const char *path, const char *name)
{
    const char *found = strstr(path, name);
    return found ? (unsigned)atoi(found + strlen(name)) : 0;
}

void begin_measurement(void) { start = now(); }

void begin_measurement_by(const char *path)
{
    expected = parameter(path, "count=");
    delay = parameter(path, "delay=") / 1000.0;
    hang_permille = parameter(path, "hang=");
    for (uint32_t i = 0; i < subject_count; i++)
        subjects[i].served = 0;
    request_count = distinct_count = hung_count = unknown_count = connection_count = 0;
    begin_measurement();
    first_request = last_served = start;
}

void count_request(void)
{
    if (request_count++ == 0)
        first_request = now();
}

void count_unknown(void) { unknown_count++; }

int hangs_next(void)
{
    random_state = random_state * 1664525 + 1013904223;
    int hangs = (random_state >> 8) % 1000 < hang_permille;
    hung_count += (unsigned)hangs;
    return hangs;
}

void count_served(subject *asked)
{
    last_served = now();
    if (asked->served == 0) {
        asked->served = last_served;
        distinct_count++;
    }
}

static int by_time(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return x < y ? -1 : x > y;
}

void write_stats(char *text, size_t size)
{
    double *times = calloc(subject_count, sizeof(*times));
    uint32_t count = 0;
    for (uint32_t i = 0; i < subject_count; i++) {
        if (subjects[i].served != 0)
            times[count++] = subjects[i].served - start;
    }
    qsort(times, count, sizeof(*times), by_time);
    uint32_t whole = expected ? expected : subject_count, ranks[3] = {(whole + 1) / 2, (whole * 99 + 99) / 100, whole};
    double at[3];
    for (int i = 0; i < 3; i++)
        at[i] = count >= ranks[i] ? times[ranks[i] - 1] : -1;
    snprintf(text, size,
             "requests %lu\ndistinct %lu\nhung %lu\nunknown %lu\nconnections %lu\nfirst_request %.6f\nlast_served %.6f\n"
             "t50 %.6f\nt99 %.6f\nt100 %.6f\nelapsed %.6f\ncpu %.6f\n",
             request_count, distinct_count, hung_count, unknown_count, connection_count, first_request - start, last_served - start, at[0],
             at[1], at[2], now() - start, seconds_of(CLOCK_PROCESS_CPUTIME_ID));
    free(times);
}

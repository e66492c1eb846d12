/* A measurement: how the responder is to behave, and what it has seen since. Times are CLOCK_MONOTONIC's, in seconds. */
#ifndef STAPLE32_BENCHMARKS_FLEET_MEASUREMENT_H
#define STAPLE32_BENCHMARKS_FLEET_MEASUREMENT_H

#include "answers.h"

/* How long each answer is held back. */
extern double delay;
extern uint64_t connection_count;

static inline double now(void) { return seconds_of(CLOCK_MONOTONIC); }

/* Time 0 is now. */
void begin_measurement(void);

/* The same, by the parameters of a path: count, delay and hang. */
void begin_measurement_by(const char *path);

void count_request(void);

/* A request for a certificate that is not known. */
void count_unknown(void);

/* Whether the next one is among those that are never answered. */
int hangs_next(void);

/* A certificate's response has been sent. */
void count_served(subject *asked);

/* Lines "name value". Times are in seconds since the reset; -1 as long as not so many have been served. */
void write_stats(char *text, size_t size);

#endif

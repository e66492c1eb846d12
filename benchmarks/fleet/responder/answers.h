/* What is answered: responses that were signed in advance, found by the serial number of the certificate. */
#ifndef STAPLE32_BENCHMARKS_FLEET_ANSWERS_H
#define STAPLE32_BENCHMARKS_FLEET_ANSWERS_H

#include "../set.h"

typedef struct response {
    const unsigned char *bytes;
    uint32_t length;
    int64_t this_update;
} response;

/* One certificate: its responses stand side by side. */
typedef struct subject {
    unsigned char serial[SERIAL_SIZE];
    uint32_t first;
    uint32_t count;
    double served; /* 0 if not since the last reset */
} subject;

extern subject *subjects;
extern uint32_t subject_count;

/* Reads the responses of that name from a set. */
void load_answers(const char *directory, const char *name);

/* NULL if there is none. */
subject *find_subject(const unsigned char *serial);

/* The newest that is not ahead of the clock. */
const response *current_response(const subject *of);

#endif

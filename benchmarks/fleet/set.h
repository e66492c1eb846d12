/*
 * A set of certificates and responses, as generate.c writes it and everybody else here reads it. Each file is a row of
 * records: a head of fixed size, then bytes.
 */
#ifndef STAPLE32_BENCHMARKS_FLEET_SET_H
#define STAPLE32_BENCHMARKS_FLEET_SET_H

#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define SERIAL_SIZE 16

/* leaves, issuers (root.der beside them is a plain file) */
typedef struct certificate_head {
    uint32_t length;
    uint32_t issuer; /* of a leaf: which record of issuers */
} certificate_head;

/* responses: for each leaf one or more, in the order of thisUpdate */
typedef struct response_head {
    int64_t this_update; /* seconds since 1970 */
    uint32_t length;
    uint32_t leaf;
    unsigned char serial[SERIAL_SIZE];
} response_head;

typedef struct mapped {
    const unsigned char *at;
    const unsigned char *end;
} mapped;

static inline void stop(const char *what, const char *which)
{
    fprintf(stderr, "fleet: %s: %s\n", what, which);
    exit(1);
}

static inline double seconds_of(clockid_t clock)
{
    struct timespec t;
    clock_gettime(clock, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static inline const char *path_in(const char *directory, const char *name)
{
    static char path[4096];
    snprintf(path, sizeof(path), "%s/%s", directory, name);
    return path;
}

/* A file's bytes; the pages are the page cache's and count as nobody's anonymous memory. */
static inline mapped map_file(const char *directory, const char *name)
{
    const char *path = path_in(directory, name);
    struct stat found;
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0 || fstat(fd, &found) != 0 || found.st_size == 0)
        stop("cannot read", path);
    const unsigned char *bytes = mmap(NULL, (size_t)found.st_size, PROT_READ, MAP_SHARED, fd, 0);
    if (bytes == MAP_FAILED)
        stop("cannot map", path);
    close(fd);
    return (mapped){bytes, bytes + found.st_size};
}

/* Takes the next record apart; its bytes, or NULL at the end. */
static inline const unsigned char *next_record(mapped *file, void *head, size_t head_size, const uint32_t *length)
{
    if ((size_t)(file->end - file->at) < head_size)
        return NULL;
    memcpy(head, file->at, head_size);
    const unsigned char *bytes = file->at + head_size;
    file->at = bytes + *length;
    return bytes;
}

static inline const unsigned char *next_certificate(mapped *file, certificate_head *head)
{
    return next_record(file, head, sizeof(*head), &head->length);
}

static inline const unsigned char *next_response(mapped *file, response_head *head)
{
    return next_record(file, head, sizeof(*head), &head->length);
}

#endif

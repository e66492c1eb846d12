/* What is asked: an HTTP request and the OCSP request in it. */
#ifndef STAPLE32_BENCHMARKS_FLEET_REQUEST_H
#define STAPLE32_BENCHMARKS_FLEET_REQUEST_H

#include <stddef.h>

#define REQUEST_SIZE 4096

/* Points into the buffer that it was read from. */
typedef struct request {
    char *path;
    const unsigned char *body; /* of a POST; else NULL */
    size_t length;             /* of the body */
    size_t whole;              /* of all in the buffer */
    int closes;                /* the connection is not to be kept */
} request;

typedef enum reading {
    READ_BAD,
    READ_UNFINISHED,
    READ_WHOLE
} reading;

/* Reads the first request of a buffer, which has room for one octet behind what is filled; what is whole is cut into strings. */
reading read_request(char *buffer, size_t filled, request *read);

/* The serial number of the certificate that is asked for, SERIAL_SIZE octets, in the POST's body or at a place that the next
 * call uses again; NULL if there is none. */
const unsigned char *serial_asked_for(const request *asked);

#endif

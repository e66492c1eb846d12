#ifndef TLS_SERVER_REPORT_H
#define TLS_SERVER_REPORT_H

#include "staple.h"

/* What the library knows about this handle: key=value lines on standard output, closed by a line "report=end". */
void report_print(const staple *staple, const server_chain *chain);

#endif

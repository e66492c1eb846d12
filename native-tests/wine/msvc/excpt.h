/* As vcruntime.h: structured exceptions, as far as <winnt.h> names them. */
#ifndef STAPLE32_TESTS_EXCPT_H
#define STAPLE32_TESTS_EXCPT_H

typedef enum _EXCEPTION_DISPOSITION {
    ExceptionContinueExecution,
    ExceptionContinueSearch,
    ExceptionNestedException,
    ExceptionCollidedUnwind
} EXCEPTION_DISPOSITION;

#endif

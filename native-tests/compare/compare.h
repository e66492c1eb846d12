/* One program that prints one line for everything it sees of stores and contexts: with this library on Linux, with it on
 * Windows, with another Crypt32. Equal lines are the test (compare.sh). */
#ifndef COMPARE_H
#define COMPARE_H

#include "platform.h"

#include <staple32/wincrypt.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The material: certificates.inc. */
typedef struct item {
    const char *name, *text;
    int is_crl;
    BYTE der[2048];
    DWORD length;
} item;

#define CERTIFICATE(name, text) extern item item_##name;
#define CRL(name, text) extern item item_##name;
#include "certificates.inc"
#undef CERTIFICATE
#undef CRL

/* Arguments pbEncoded, cbEncoded. */
#define DER(name) item_##name.der, item_##name.length

PCCERT_CONTEXT certificate_of(const item *item);
PCCRL_CONTEXT crl_of(const item *item);
HCERTSTORE memory_store(void);
#define CERTIFICATE_OF(name) certificate_of(&item_##name)
#define CRL_OF(name) crl_of(&item_##name)

/* Adds a certificate that is not there yet; without a line. */
void add_to(HCERTSTORE store, const item *item);

/* Every area is a process of its own: AREA(name) { ... } in any of the files. */
struct area {
    const char *name;
    void (*run)(void);
    struct area *next;
};
void area_register(struct area *area);

#define AREA(area_name)                                                             \
    static void area_name(void);                                                    \
    __attribute__((constructor)) static void area_name##_register(void)             \
    {                                                                               \
        static struct area self = {#area_name, area_name, NULL};                    \
        area_register(&self);                                                       \
    }                                                                               \
    static void area_name(void)

/* What the lines that follow are about: the first part of their names. */
void about(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* The line "AREA.SUBJECT.WHAT: TEXT". Names are unique within an area. */
void say(const char *what, const char *format, ...) __attribute__((format(printf, 2, 3)));
void say_bytes(const char *what, const void *bytes, DWORD length);
void say_wide(const char *what, const WCHAR *text);

/* Results, with the last error where they say failure. What success leaves in the last error is nobody's promise. */
BOOL say_bool(const char *what, BOOL result, DWORD error);
DWORD say_count(const char *what, DWORD result, DWORD error);
void *say_pointer(const char *what, const void *result, DWORD error);
PCCERT_CONTEXT say_certificate(const char *what, PCCERT_CONTEXT result, DWORD error);
PCCRL_CONTEXT say_crl(const char *what, PCCRL_CONTEXT result, DWORD error);

#define SAID(how, type, what, call)                         \
    ({                                                      \
        SetLastError(0x20202020);                           \
        type said_result = (call);                          \
        DWORD said_error = GetLastError();                  \
        how(what, said_result, said_error);                 \
    })
#define BOOL_OF(what, call) SAID(say_bool, BOOL, what, call)
#define COUNT_OF(what, call) SAID(say_count, DWORD, what, call)
#define POINTER_OF(what, call) SAID(say_pointer, const void *, what, call)
#define CERT_OF(what, call) SAID(say_certificate, PCCERT_CONTEXT, what, call)
#define CRL_FOUND(what, call) SAID(say_crl, PCCRL_CONTEXT, what, call)

/* Everything that calls in a row give, on one line, closed by the last error of the end. In the order of the alphabet: the
 * order of stores is nowhere documented (area order). */
struct list {
    const char *names[40];
    int count;
    DWORD error;
};
void list_certificate(struct list *list, PCCERT_CONTEXT context);
void list_crl(struct list *list, PCCRL_CONTEXT context);
void say_list(const char *what, struct list *list);

void say_contents(const char *what, HCERTSTORE store);
void say_crls(const char *what, HCERTSTORE store);

/* The certificate of a store that is this one; NULL if it is not there. */
PCCERT_CONTEXT held_in(HCERTSTORE store, const item *item);

/* The name of a file in the directory of this run. */
const char *file_path(const char *name);
const WCHAR *wide(const char *ascii);

#endif

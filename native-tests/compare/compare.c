/* Lines, and what they are about. */
#include "compare.h"

#include <ctype.h>
#include <stdarg.h>

#define CERTIFICATE(name, text) item item_##name = {#name, text, 0, {0}, 0};
#define CRL(name, text) item item_##name = {#name, text, 1, {0}, 0};
#include "certificates.inc"
#undef CERTIFICATE
#undef CRL

#define CERTIFICATE(name, text) &item_##name,
#define CRL(name, text) &item_##name,
static item *const items[] = {
#include "certificates.inc"
};

#define COUNT(array) (sizeof(array) / sizeof(*(array)))

static struct area *areas;
static const char *current_area, *directory;
static char subject[100];

void area_register(struct area *area)
{
    area->next = areas;
    areas = area;
}

static void give_up(const char *what)
{
    printf("compare: %s, last error 0x%08x\n", what, (unsigned)GetLastError());
    exit(2);
}

/* Not CryptStringToBinary: it is one of those that are compared. */
static void decode(item *item)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    unsigned bits = 0, held = 0;
    for (const char *c = item->text; *c && *c != '='; c++) {
        bits = bits << 6 | (unsigned)(strchr(digits, *c) - digits);
        held += 6;
        if (held >= 8) {
            held -= 8;
            item->der[item->length++] = (BYTE)(bits >> held);
        }
    }
}

static const char *name_of(const BYTE *der, DWORD length)
{
    for (size_t i = 0; i < COUNT(items); i++)
        if (items[i]->length == length && memcmp(items[i]->der, der, length) == 0)
            return items[i]->name;
    return "unknown";
}

PCCERT_CONTEXT certificate_of(const item *item)
{
    PCCERT_CONTEXT context = CertCreateCertificateContext(X509_ASN_ENCODING, item->der, item->length);
    if (!context)
        give_up(item->name);
    return context;
}

PCCRL_CONTEXT crl_of(const item *item)
{
    PCCRL_CONTEXT context = CertCreateCRLContext(X509_ASN_ENCODING, item->der, item->length);
    if (!context)
        give_up(item->name);
    return context;
}

HCERTSTORE memory_store(void)
{
    HCERTSTORE store = CertOpenStore(CERT_STORE_PROV_MEMORY, 0, 0, 0, NULL);
    if (!store)
        give_up("no memory store");
    return store;
}

void add_to(HCERTSTORE store, const item *item)
{
    if (!CertAddEncodedCertificateToStore(store, X509_ASN_ENCODING, item->der, item->length, CERT_STORE_ADD_ALWAYS, NULL))
        give_up(item->name);
}

void about(const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(subject, sizeof(subject), format, arguments);
    va_end(arguments);
}

static void begin(const char *what) { printf("%s.%s.%s: ", current_area, subject, what); }

void say(const char *what, const char *format, ...)
{
    va_list arguments;
    begin(what);
    va_start(arguments, format);
    vprintf(format, arguments);
    va_end(arguments);
    printf("\n");
}

/* Ends the line, and before that what was said so far: a crash must not take it along. */
static void end(DWORD error)
{
    printf(" 0x%08x\n", (unsigned)error);
    fflush(stdout);
}

void say_bytes(const char *what, const void *bytes, DWORD length)
{
    begin(what);
    for (DWORD i = 0; i < length; i++)
        printf("%02x", ((const BYTE *)bytes)[i]);
    printf(" (%u)\n", (unsigned)length);
}

void say_wide(const char *what, const WCHAR *text)
{
    begin(what);
    if (text)
        printf("\"");
    for (; text && *text; text++)
        printf(*text >= ' ' && *text < 127 ? "%c" : "\\u%04x", (unsigned)*text);
    printf("%s\n", text ? "\"" : "NULL");
}

BOOL say_bool(const char *what, BOOL result, DWORD error)
{
    begin(what);
    if (result)
        printf(result == 1 ? "TRUE\n" : "%d\n", (int)result);
    else
        printf("FALSE"), end(error);
    return result;
}

DWORD say_count(const char *what, DWORD result, DWORD error)
{
    begin(what);
    if (result)
        printf("%u\n", (unsigned)result);
    else
        printf("0"), end(error);
    return result;
}

void *say_pointer(const char *what, const void *result, DWORD error)
{
    begin(what);
    if (result)
        printf("not NULL\n");
    else
        printf("NULL"), end(error);
    return (void *)result;
}

PCCERT_CONTEXT say_certificate(const char *what, PCCERT_CONTEXT result, DWORD error)
{
    begin(what);
    if (result)
        printf("%s\n", name_of(result->pbCertEncoded, result->cbCertEncoded));
    else
        printf("NULL"), end(error);
    return result;
}

PCCRL_CONTEXT say_crl(const char *what, PCCRL_CONTEXT result, DWORD error)
{
    begin(what);
    if (result)
        printf("%s\n", name_of(result->pbCrlEncoded, result->cbCrlEncoded));
    else
        printf("NULL"), end(error);
    return result;
}

void list_certificate(struct list *list, PCCERT_CONTEXT context)
{
    if (list->count < (int)COUNT(list->names))
        list->names[list->count++] = name_of(context->pbCertEncoded, context->cbCertEncoded);
}

void list_crl(struct list *list, PCCRL_CONTEXT context)
{
    if (list->count < (int)COUNT(list->names))
        list->names[list->count++] = name_of(context->pbCrlEncoded, context->cbCrlEncoded);
}

static int by_name(const void *a, const void *b) { return strcmp(*(const char *const *)a, *(const char *const *)b); }

void say_list(const char *what, struct list *list)
{
    qsort(list->names, (size_t)list->count, sizeof(*list->names), by_name);
    begin(what);
    for (int i = 0; i < list->count; i++)
        printf("%s, ", list->names[i]);
    printf("end"), end(list->error);
}

void say_contents(const char *what, HCERTSTORE store)
{
    struct list list = {{NULL}, 0, 0};
    SetLastError(0x20202020);
    for (PCCERT_CONTEXT context = NULL; (context = CertEnumCertificatesInStore(store, context)) != NULL; SetLastError(0x20202020))
        list_certificate(&list, context);
    list.error = GetLastError();
    say_list(what, &list);
}

void say_crls(const char *what, HCERTSTORE store)
{
    struct list list = {{NULL}, 0, 0};
    SetLastError(0x20202020);
    for (PCCRL_CONTEXT context = NULL; (context = CertEnumCRLsInStore(store, context)) != NULL; SetLastError(0x20202020))
        list_crl(&list, context);
    list.error = GetLastError();
    say_list(what, &list);
}

PCCERT_CONTEXT held_in(HCERTSTORE store, const item *item)
{
    PCCERT_CONTEXT context = NULL;
    while ((context = CertEnumCertificatesInStore(store, context)) != NULL)
        if (context->cbCertEncoded == item->length && memcmp(context->pbCertEncoded, item->der, item->length) == 0)
            break;
    return context;
}

const char *file_path(const char *name)
{
    static char path[600];
    snprintf(path, sizeof(path), "%s/%s", directory, name);
    return path;
}

const WCHAR *wide(const char *ascii)
{
    static WCHAR text[4][600];
    static int next;
    WCHAR *copy = text[next++ % 4];
    for (size_t i = 0; i == 0 || ascii[i - 1]; i++)
        copy[i] = (WCHAR)ascii[i];
    return copy;
}

int main(int count, char **arguments)
{
    if (count != 3) {
        printf("usage: compare DIRECTORY AREA, with one of\n");
        for (const struct area *area = areas; area; area = area->next)
            printf("  %s\n", area->name);
        return 2;
    }
    for (size_t i = 0; i < COUNT(items); i++)
        decode(items[i]);
    directory = arguments[1];
    for (const struct area *area = areas; area; area = area->next) {
        if (strcmp(area->name, arguments[2]) == 0) {
            current_area = area->name;
            area->run();
            printf("end\n");
            fflush(stdout);
            return 0;
        }
    }
    printf("compare: there is no area %s\n", arguments[2]);
    return 2;
}

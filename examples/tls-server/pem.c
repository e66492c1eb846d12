#include "pem.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char s_begin[] = "-----BEGIN CERTIFICATE-----";
static const char s_end[] = "-----END CERTIFICATE-----";

enum { LARGEST_FILE = 1 << 20 };

/* The whole file as a string the caller frees, or NULL. */
static char *read_text(const char *file, problem *problem)
{
    FILE *stream = fopen(file, "rb");
    if (!stream) {
        problem_set(problem, "%s: %s", file, strerror(errno));
        return NULL;
    }
    char *text = malloc(LARGEST_FILE + 1);
    size_t length = text ? fread(text, 1, LARGEST_FILE + 1, stream) : 0;
    if (!text)
        problem_set(problem, "%s: out of memory", file);
    else if (ferror(stream))
        problem_set(problem, "%s: %s", file, strerror(errno));
    else if (length > LARGEST_FILE)
        problem_set(problem, "%s: larger than 1 MiB", file);
    else {
        fclose(stream);
        text[length] = '\0';
        return text;
    }
    fclose(stream);
    free(text);
    return NULL;
}

static int line_of(const char *text, const char *position)
{
    int line = 1;
    for (; text < position; text++)
        line += *text == '\n';
    return line;
}

/* One block from its BEGIN line to its END line, both included. */
static PCCERT_CONTEXT decode(const char *block, DWORD length)
{
    DWORD size = 0;
    if (!CryptStringToBinaryA(block, length, CRYPT_STRING_BASE64HEADER, NULL, &size, NULL, NULL))
        return NULL;
    BYTE *encoded = malloc(size ? size : 1);
    PCCERT_CONTEXT certificate = NULL;
    if (encoded && CryptStringToBinaryA(block, length, CRYPT_STRING_BASE64HEADER, encoded, &size, NULL, NULL))
        certificate = CertCreateCertificateContext(X509_ASN_ENCODING, encoded, size);
    free(encoded);
    return certificate;
}

bool pem_load(pem_certificates *certificates, const char *file, problem *problem)
{
    certificates->count = 0;
    char *text = read_text(file, problem);
    if (!text)
        return false;

    bool good = true;
    for (const char *block = text; good && (block = strstr(block, s_begin)) != NULL;) {
        const char *end = strstr(block, s_end);
        const char *next = strstr(block + 1, s_begin);
        int line = line_of(text, block);
        if (!end || (next && next < end)) {
            good = problem_set(problem, "%s:%d: this certificate has no END line", file, line);
            break;
        }
        end += sizeof s_end - 1;
        if (certificates->count == PEM_MAX_CERTIFICATES)
            good = problem_set(problem, "%s:%d: more than %d certificates", file, line, PEM_MAX_CERTIFICATES);
        else if (!(certificates->items[certificates->count] = decode(block, (DWORD)(end - block))))
            good = problem_set(problem, "%s:%d: not a certificate (error 0x%08x)", file, line, (unsigned)GetLastError());
        else
            certificates->count++;
        block = end;
    }
    if (good && certificates->count == 0)
        good = problem_set(problem, "%s: holds no PEM certificate", file);
    free(text);
    if (!good)
        pem_free(certificates);
    return good;
}

void pem_free(pem_certificates *certificates)
{
    while (certificates->count > 0)
        CertFreeCertificateContext(certificates->items[--certificates->count]);
}

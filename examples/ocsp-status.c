/* Opens a handle for every chain file on the command line and prints the state of all of them, as a monitor would. */
#include <staple32/staple32.h>
#include <stdio.h>
#include <time.h>

static HCERT_SERVER_OCSP_RESPONSE open_file(const char *file)
{
    HCERTSTORE store = CertOpenStore(CERT_STORE_PROV_FILENAME_A, X509_ASN_ENCODING, 0, CERT_STORE_OPEN_EXISTING_FLAG, file);
    PCCERT_CONTEXT leaf = store ? CertEnumCertificatesInStore(store, NULL) : NULL; /* the first one in the file */
    CERT_CHAIN_PARA usage = { .cbSize = sizeof usage };
    PCCERT_CHAIN_CONTEXT chain;
    HCERT_SERVER_OCSP_RESPONSE handle = NULL;
    if (leaf && CertGetCertificateChain(NULL, leaf, NULL, store, &usage, 0, NULL, &chain)) {
        handle = CertOpenServerOcspResponse(chain, 0, NULL);
        CertFreeCertificateChain(chain); /* the handle holds a reference of its own */
    }
    if (!handle)
        fprintf(stderr, "ocsp-status: %s: error 0x%08x\n", file, (unsigned)GetLastError());
    CertFreeCertificateContext(leaf);
    CertCloseStore(store, 0);
    return handle;
}

static const char *text_of(FILETIME time, char *text)
{
    long long ticks = (long long)time.dwHighDateTime << 32 | time.dwLowDateTime; /* 100 ns since 1601 */
    time_t seconds = (time_t)(ticks / 10000000 - 11644473600);
    strftime(text, 20, "%Y-%m-%d %H:%M", gmtime(&seconds));
    return ticks ? text : "-";
}

static void print_state(const char *file, const STAPLE32_SERVER_OCSP_STATUS *status)
{
    static const char *const names[] = { "none", "good", "revoked", "unknown" };
    char until[20], next[20];
    printf("%-8s  %-16s  %-16s  %8u  %s %s %s\n", names[status->dwStatus & 3], text_of(status->ServedUntil, until),
        text_of(status->NextRetrieval, next), (unsigned)status->cConsecutiveFailures, file, status->szUrl, status->szLastFailure);
}

int main(int argc, char **argv)
{
    HCERT_SERVER_OCSP_RESPONSE handles[256] = { NULL };
    int count = argc - 1 < 256 ? argc - 1 : 256, without = count < 1;
    for (int i = 0; i < count; i++)
        handles[i] = open_file(argv[i + 1]);

    printf("%-8s  %-16s  %-16s  %8s  %s\n", "status", "served until", "next retrieval", "failures", "file, URL, last failure");
    for (int i = 0; i < count; i++) {
        STAPLE32_SERVER_OCSP_STATUS status = { .cbSize = sizeof status };
        Staple32QueryServerOcspResponse(handles[i], &status);
        print_state(argv[i + 1], &status);
        without |= status.dwStatus == STAPLE32_STATUS_NONE;
        CertCloseServerOcspResponse(handles[i], 0);
    }
    return without; /* 1: at least one file has no response */
}

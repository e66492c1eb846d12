#include "search.h"

HCERTSTORE searched;

void open_searched(void)
{
    searched = memory_store();
    add_to(searched, &item_root);
    add_to(searched, &item_ca);
    add_to(searched, &item_leaf);
    add_to(searched, &item_other);
    add_to(searched, &item_odd);
}

void all_of(const char *what, DWORD flags, DWORD type, const void *para)
{
    struct list list = {{NULL}, 0, 0};
    PCCERT_CONTEXT found = NULL;
    SetLastError(0x20202020);
    while (list.count < 20 && (found = CertFindCertificateInStore(searched, X509_ASN_ENCODING, flags, type, para, found)) != NULL) {
        list_certificate(&list, found);
        SetLastError(0x20202020);
    }
    list.error = GetLastError();
    say_list(what, &list);
}

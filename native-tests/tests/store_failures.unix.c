/* Stores that cannot be written: what the last error says, and that nothing has changed. */
#include "places.unix.h"

#include <dirent.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/statvfs.h>

/* No file of this process may be longer: a write that fails without rights, disks or luck being needed. */
static void limit_files(rlim_t bytes)
{
    struct rlimit limit;
    signal(SIGXFSZ, SIG_IGN);
    CHECK(getrlimit(RLIMIT_FSIZE, &limit) == 0);
    limit.rlim_cur = bytes;
    CHECK(setrlimit(RLIMIT_FSIZE, &limit) == 0);
}

static void lift_limit(void) { limit_files(RLIM_INFINITY); }

/* Files in a store's directory, hidden ones too. */
static int files_in(const char *place, const char *store)
{
    char path[TEMPORARY_PATH];
    int found = 0;
    snprintf(path, sizeof(path), "%s/%s", place, store);
    DIR *directory = opendir(path);
    if (!directory)
        return 0;
    for (struct dirent *entry; (entry = readdir(directory)) != NULL;)
        found += strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0;
    closedir(directory);
    return found;
}

TEST(what_cannot_be_added_is_not_there)
{
    use_new_places();
    HCERTSTORE store;
    identity *made = pki_root("x");
    CHECK_OK((store = open_store(user, "CA")));
    limit_files(16);
    CHECK_FAILS(add(store, made, NULL), ERROR_FILE_TOO_LARGE);
    lift_limit();
    CHECK_EQ(count(store), 0);
    CHECK_EQ(files_in(users, "CA"), 0);
    CHECK_OK(add(store, made, NULL));
    CHECK_EQ(count(store), 1);
    CHECK_EQ(files_in(users, "CA"), 1);
    CHECK_OK(CertCloseStore(store, 0));
    remove_places();
}

TEST(a_property_that_cannot_be_kept_is_what_it_was)
{
    use_new_places();
    HCERTSTORE store;
    PCCERT_CONTEXT context;
    BYTE number = 7;
    DWORD size = 1;
    CRYPT_DATA_BLOB value = {1, &number};
    CHECK_OK((store = open_store(user, "CA")));
    CHECK_OK(add(store, pki_root("x"), &context));
    CHECK_OK(CertSetCertificateContextProperty(context, CERT_FIRST_USER_PROP_ID, 0, &value));
    limit_files(16);
    number = 8;
    CHECK_FAILS(CertSetCertificateContextProperty(context, CERT_FIRST_USER_PROP_ID, 0, &value), ERROR_FILE_TOO_LARGE);
    CHECK_FAILS(CertSetCertificateContextProperty(context, CERT_FIRST_USER_PROP_ID, 0, NULL), ERROR_FILE_TOO_LARGE);
    CHECK_OK(CertGetCertificateContextProperty(context, CERT_FIRST_USER_PROP_ID, &number, &size));
    CHECK_EQ(number, 7);
    /* To be in memory, whatever becomes of the file. */
    number = 9;
    CHECK_OK(CertSetCertificateContextProperty(context, CERT_FIRST_USER_PROP_ID, CERT_SET_PROPERTY_IGNORE_PERSIST_ERROR_FLAG, &value));
    lift_limit();
    CHECK_OK(CertGetCertificateContextProperty(context, CERT_FIRST_USER_PROP_ID, &number, &size));
    CHECK_EQ(number, 9);
    CertFreeCertificateContext(context);
    CHECK_OK(CertCloseStore(store, 0));
    CHECK_EQ(files_in(users, "CA"), 1);

    CHECK_OK((store = open_store(user, "CA")));
    CHECK_OK((context = CertEnumCertificatesInStore(store, NULL)));
    CHECK_OK(CertGetCertificateContextProperty(context, CERT_FIRST_USER_PROP_ID, &number, &size));
    CHECK_EQ(number, 7);
    CertFreeCertificateContext(context);
    CHECK_OK(CertCloseStore(store, 0));
    remove_places();
}

TEST(a_file_that_cannot_be_committed_keeps_what_it_held)
{
    char path[TEMPORARY_PATH];
    HCERTSTORE store;
    const DWORD flags = CERT_FILE_STORE_COMMIT_ENABLE_FLAG;
    struct stat before, after;
    temporary_file(path, sizeof(path));
    CHECK_OK((store = CertOpenStore(CERT_STORE_PROV_FILENAME_A, 0, 0, flags, path)));
    CHECK_OK(add(store, pki_root("first"), NULL));
    CHECK_OK(CertControlStore(store, 0, CERT_STORE_CTRL_COMMIT, NULL));
    CHECK(stat(path, &before) == 0);
    CHECK_OK(add(store, pki_root("second"), NULL));
    limit_files(16);
    CHECK_FAILS(CertControlStore(store, 0, CERT_STORE_CTRL_COMMIT, NULL), ERROR_FILE_TOO_LARGE);
    lift_limit();
    CHECK(stat(path, &after) == 0 && after.st_size == before.st_size && after.st_ino == before.st_ino);
    CHECK_EQ(count(store), 2);
    CHECK_OK(CertCloseStore(store, 0));
    CHECK_OK((store = CertOpenStore(CERT_STORE_PROV_FILENAME_A, 0, 0, 0, path)));
    CHECK_EQ(count(store), 2);
    CHECK_OK(CertCloseStore(store, 0));
    remove(path);
}

TEST(a_full_disk)
{
    HCERTSTORE store;
    CHECK_OK((store = CertOpenStore(CERT_STORE_PROV_MEMORY, 0, 0, 0, NULL)));
    CHECK_OK(add(store, pki_root("x"), NULL));
    CHECK_FAILS(CertSaveStore(store, X509_ASN_ENCODING, CERT_STORE_SAVE_AS_STORE, CERT_STORE_SAVE_TO_FILENAME_A, (void *)"/dev/full", 0),
                ERROR_DISK_FULL);
    CHECK_FAILS(CertSaveStore(store, X509_ASN_ENCODING, CERT_STORE_SAVE_AS_STORE, CERT_STORE_SAVE_TO_FILENAME_A, (void *)"/dev/null/x", 0),
                ERROR_PATH_NOT_FOUND);
    CHECK_EQ(count(store), 1);
    CHECK_OK(CertCloseStore(store, 0));
}

/* Nobody, the superuser neither, makes directories in /sys. */
TEST(a_place_where_nothing_may_be_made)
{
    struct statvfs facts;
    HCERTSTORE store;
    use_new_places();
    set_environment("STAPLE32_USER_STORES_DIR", "/sys/staple32");
    CHECK(statvfs("/sys", &facts) == 0);
    DWORD expected = facts.f_flag & ST_RDONLY ? ERROR_WRITE_PROTECT : ERROR_ACCESS_DENIED;
    CHECK_OK((store = open_store(user, "CA")));
    CHECK_FAILS(add(store, pki_root("x"), NULL), expected);
    CHECK_EQ(count(store), 0);
    CHECK_OK(CertCloseStore(store, 0));
    CHECK_FAILS(open_store(user, "Mine"), expected);
    remove_places();
}

#include "fleet.h"

#define PATIENCE_MILLISECONDS 20000

static void write_file(const char *path, const void *data, size_t length)
{
    FILE *file = fopen(path, "wb");
    CHECK(file && fwrite(data, 1, length, file) == length && fclose(file) == 0);
}

fleet fleet_make(const fixture *fixture)
{
    fleet made;
    temporary_subdirectory(made.home, sizeof(made.home));
    snprintf(made.directory, sizeof(made.directory), "%s/ocsp", made.home);
    snprintf(made.leaf_path, sizeof(made.leaf_path), "%s/leaf.der", made.home);
    snprintf(made.root_path, sizeof(made.root_path), "%s/root.der", made.home);
    make_directory(made.directory);
    write_file(made.leaf_path, fixture->leaf->der, fixture->leaf->der_length);
    write_file(made.root_path, fixture->root->der, fixture->root->der_length);

    unsigned char hash[64];
    unsigned hash_length = pki_digest("SHA1", fixture->leaf->der, fixture->leaf->der_length, hash);
    int length = snprintf(made.response_path, sizeof(made.response_path), "%s/", made.directory);
    for (unsigned i = 0; i < hash_length; i++)
        length += snprintf(made.response_path + length, sizeof(made.response_path) - (size_t)length, "%02X", hash[i]);
    snprintf(made.response_path + length, sizeof(made.response_path) - (size_t)length, ".ocsp");
    return made;
}

void fleet_remove(const fleet *self) { remove_tree(self->home); }

child *member_start(const fleet *self, const char *mode)
{
    const char *arguments[] = {"fleet-member", mode, self->directory, self->leaf_path, self->root_path, NULL};
    return child_start(arguments);
}

const char *member_wait(child *member, const char *word)
{
    static char line[256];
    size_t length = strlen(word);
    while (child_says_something(member, PATIENCE_MILLISECONDS) && child_line(member, line, sizeof(line))) {
        if (strncmp(line, word, length) == 0 && line[length] == ' ')
            return line + length + 1;
    }
    FAIL("the member does not say \"%s\"", word);
}

int fleet_response_is_whole(const fleet *self, const fixture *fixture)
{
    static unsigned char bytes[65536];
    FILE *file = open_replaced(self->response_path);
    if (!file)
        return 0;
    size_t length = fread(bytes, 1, sizeof(bytes), file);
    fclose(file);
    CERT_SERVER_OCSP_RESPONSE_CONTEXT context = {
        .cbSize = sizeof(context), .pbEncodedOcspResponse = bytes, .cbEncodedOcspResponse = (DWORD)length};
    (void)verified_status(&context, fixture->leaf, fixture->root);
    return 1;
}

PWSTR fleet_directory(const fleet *self)
{
    static WCHAR wide[sizeof(self->directory)];
    widen(wide, sizeof(self->directory), self->directory);
    return wide;
}

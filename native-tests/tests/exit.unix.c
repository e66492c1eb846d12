/* A process that ends while the library is at work. */
#include "child.h"
#include "fixture.h"

#define LEAVES 30
#define PROCESSES 100

static char paths[LEAVES + 1][TEMPORARY_PATH + 32];

static void write_certificate(const char *home, int number, const identity *of)
{
    snprintf(paths[number], sizeof(paths[number]), "%s/%d.der", home, number);
    FILE *file = fopen(paths[number], "wb");
    CHECK(file && fwrite(of->der, 1, of->der_length, file) == of->der_length && fclose(file) == 0);
}

/* Responses are being verified when exit() runs libcrypto's handler: that must not be seen. */
TEST(exit_in_the_middle_of_verification)
{
    char home[TEMPORARY_PATH];
    fixture f = fixture_make();
    const char *arguments[LEAVES + 4] = {"leaver", NULL, paths[0]};
    temporary_subdirectory(home, sizeof(home));
    write_certificate(home, 0, f.root);
    for (int i = 1; i <= LEAVES; i++) {
        write_certificate(home, i, pki_issue(f.root, "leaf", (issue_options){.aia = responder_aia(f.responder)}));
        arguments[2 + i] = paths[i];
    }
    for (int i = 0; i < PROCESSES; i++) {
        char wait[16];
        snprintf(wait, sizeof(wait), "%d", i * 37 % PROCESSES * 200);
        arguments[1] = wait;
        child_end(child_start(arguments));
    }
    remove_tree(home);
}

#include "fleet.h"

#include <openssl/evp.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define PATIENCE_MILLISECONDS 20000

extern char **environ;

static void write_file(const char *path, const void *data, size_t length)
{
    FILE *file = fopen(path, "wb");
    CHECK(file && fwrite(data, 1, length, file) == length && fclose(file) == 0);
}

fleet fleet_make(const fixture *fixture)
{
    fleet made = {.home = "/tmp/staple32-fleet-XXXXXX"};
    CHECK(mkdtemp(made.home) != NULL);
    snprintf(made.directory, sizeof(made.directory), "%s/ocsp", made.home);
    snprintf(made.leaf_path, sizeof(made.leaf_path), "%s/leaf.der", made.home);
    snprintf(made.root_path, sizeof(made.root_path), "%s/root.der", made.home);
    CHECK(mkdir(made.directory, 0755) == 0);
    write_file(made.leaf_path, fixture->leaf->der, fixture->leaf->der_length);
    write_file(made.root_path, fixture->root->der, fixture->root->der_length);

    unsigned char hash[EVP_MAX_MD_SIZE];
    unsigned hash_length;
    CHECK(EVP_Digest(fixture->leaf->der, fixture->leaf->der_length, hash, &hash_length, EVP_sha1(), NULL));
    int length = snprintf(made.response_path, sizeof(made.response_path), "%s/", made.directory);
    for (unsigned i = 0; i < hash_length; i++)
        length += snprintf(made.response_path + length, sizeof(made.response_path) - (size_t)length, "%02X", hash[i]);
    snprintf(made.response_path + length, sizeof(made.response_path) - (size_t)length, ".ocsp");
    return made;
}

void fleet_remove(const fleet *self)
{
    char command[128];
    snprintf(command, sizeof(command), "rm -rf '%s'", self->home);
    CHECK(system(command) == 0);
}

member member_start(const fleet *self, const char *mode)
{
    char program[512];
    ssize_t length = readlink("/proc/self/exe", program, sizeof(program) - 16);
    CHECK(length > 0);
    program[length] = 0;
    strcpy(strrchr(program, '/'), "/fleet-member");

    /* No member keeps another's pipes open: they are closed on exec, but for the copies made here. */
    int input[2], output[2];
    CHECK(pipe2(input, O_CLOEXEC) == 0 && pipe2(output, O_CLOEXEC) == 0);
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, input[0], STDIN_FILENO);
    posix_spawn_file_actions_adddup2(&actions, output[1], STDOUT_FILENO);
    char *arguments[] = {program, (char *)mode, (char *)self->directory, (char *)self->leaf_path, (char *)self->root_path, NULL};
    member started;
    CHECK(posix_spawn(&started.process, program, &actions, NULL, arguments, environ) == 0);
    posix_spawn_file_actions_destroy(&actions);
    close(input[0]);
    close(output[1]);
    started.input = input[1];
    started.output = fdopen(output[0], "r");
    setvbuf(started.output, NULL, _IONBF, 0); /* poll() must see what has not been read */
    return started;
}

int member_says_something(member *self, int milliseconds)
{
    struct pollfd ready = {.fd = fileno(self->output), .events = POLLIN};
    return poll(&ready, 1, milliseconds) == 1 && (ready.revents & POLLIN);
}

const char *member_wait(member *self, const char *word)
{
    static char line[256];
    size_t length = strlen(word);
    while (member_says_something(self, PATIENCE_MILLISECONDS) && fgets(line, sizeof(line), self->output)) {
        if (strncmp(line, word, length) == 0 && line[length] == ' ')
            return line + length + 1;
    }
    FAIL("the member does not say \"%s\"", word);
}

void member_end(member *self)
{
    int status;
    close(self->input);
    CHECK(waitpid(self->process, &status, 0) == self->process);
    CHECK_EQ(status, 0);
    fclose(self->output);
}

void member_kill(member *self)
{
    CHECK(kill(self->process, SIGKILL) == 0);
    CHECK(waitpid(self->process, NULL, 0) == self->process);
    close(self->input);
    fclose(self->output);
}

int fleet_response_is_whole(const fleet *self, const fixture *fixture)
{
    static unsigned char bytes[65536];
    FILE *file = fopen(self->response_path, "rb");
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
    for (size_t i = 0; i < sizeof(self->directory); i++)
        wide[i] = (WCHAR)(unsigned char)self->directory[i];
    return wide;
}

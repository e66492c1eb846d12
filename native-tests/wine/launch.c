/* Runs a Windows program under Wine, as one test:
 *
 *   wine-launch PREFIXES WINE PROGRAM [ARGUMENT...]
 *
 * in a Wine prefix of PREFIXES that no other test uses at the time (registry and services are a test's own), with a
 * service that plays authority and responder for it. Ends with the program's exit code. */
#include "check.h"
#include "wire.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/file.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#define MOST_PREFIXES 64

/* The lock is held until this process ends; Wine does not inherit it. */
static int lock(const char *prefixes, int number, char *prefix, size_t size)
{
    char path[600];
    snprintf(prefix, size, "%s/%d", prefixes, number);
    snprintf(path, sizeof(path), "%s/lock", prefix);
    int file = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0644);
    if (file < 0)
        return -1;
    if (flock(file, LOCK_EX | LOCK_NB) == 0)
        return 1;
    close(file);
    return 0;
}

static void take_prefix(const char *prefixes)
{
    char prefix[512];
    for (;; sleep_milliseconds(10)) {
        for (int number = 1; number <= MOST_PREFIXES; number++) {
            int locked = lock(prefixes, number, prefix, sizeof(prefix));
            if (locked == 1) {
                set_environment("WINEPREFIX", prefix);
                return;
            }
            if (locked < 0 && number == 1)
                FAIL("no Wine prefix in %s", prefixes);
            if (locked < 0)
                break;
        }
    }
}

/* What the program writes goes through a file: a program that is the first in its prefix starts servers there, which
 * outlive it and hold whatever its output went to. */
static FILE *output_file(void)
{
    FILE *output = tmpfile();
    CHECK(output != NULL);
    return output;
}

static void pass_on(FILE *output, FILE *to)
{
    char buffer[4096];
    size_t length;
    rewind(output);
    while ((length = fread(buffer, 1, sizeof(buffer), output)) > 0)
        fwrite(buffer, 1, length, to);
    fflush(to);
}

int main(int count, char **arguments)
{
    if (count < 4) {
        fprintf(stderr, "usage: wine-launch PREFIXES WINE PROGRAM [ARGUMENT...]\n");
        return 2;
    }
    test_running = "wine-launch";
    take_prefix(arguments[1]);
    set_environment("WINEDEBUG", "-all");
    set_environment("DISPLAY", NULL);

    int listener = service_listen(), status;
    FILE *output = output_file(), *errors = output_file();
    pid_t program = fork();
    CHECK(program >= 0);
    if (program == 0) {
        dup2(fileno(output), STDOUT_FILENO);
        dup2(fileno(errors), STDERR_FILENO);
        /* Whatever ends the service ends the test. */
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        execv(arguments[2], arguments + 2);
        fprintf(stderr, "wine-launch: cannot run %s\n", arguments[2]);
        _exit(2);
    }
    service_start(listener);
    CHECK(waitpid(program, &status, 0) == program);
    pass_on(output, stdout);
    pass_on(errors, stderr);
    if (WIFSIGNALED(status))
        FAIL("Wine was ended by signal %d", WTERMSIG(status));
    end_process(WEXITSTATUS(status));
}

#include "check.h"
#include "child.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

struct child {
    pid_t process;
    int input;
    FILE *output;
};

child *child_start(const char *const *arguments)
{
    char program[512];
    ssize_t length = readlink("/proc/self/exe", program, sizeof(program) - 64);
    CHECK(length > 0);
    program[length] = 0;
    snprintf(strrchr(program, '/') + 1, 63, "%s", arguments[0]);

    /* No child keeps another's pipes open: they are closed on exec, but for the copies made here. */
    int input[2], output[2];
    CHECK(pipe2(input, O_CLOEXEC) == 0 && pipe2(output, O_CLOEXEC) == 0);
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, input[0], STDIN_FILENO);
    posix_spawn_file_actions_adddup2(&actions, output[1], STDOUT_FILENO);
    child *started = malloc(sizeof(*started));
    CHECK(started && posix_spawn(&started->process, program, &actions, NULL, (char *const *)arguments, environ) == 0);
    posix_spawn_file_actions_destroy(&actions);
    close(input[0]);
    close(output[1]);
    started->input = input[1];
    started->output = fdopen(output[0], "r");
    setvbuf(started->output, NULL, _IONBF, 0); /* poll() must see what has not been read */
    return started;
}

int child_says_something(child *self, int milliseconds)
{
    struct pollfd ready = {.fd = fileno(self->output), .events = POLLIN};
    return poll(&ready, 1, milliseconds) == 1 && (ready.revents & POLLIN);
}

int child_line(child *self, char *line, size_t size) { return fgets(line, (int)size, self->output) != NULL; }

static void let_go(child *self)
{
    fclose(self->output);
    free(self);
}

void child_end(child *self)
{
    int status;
    close(self->input);
    CHECK(waitpid(self->process, &status, 0) == self->process);
    CHECK_EQ(status, 0);
    let_go(self);
}

void child_kill(child *self)
{
    CHECK(kill(self->process, SIGKILL) == 0);
    CHECK(waitpid(self->process, NULL, 0) == self->process);
    close(self->input);
    let_go(self);
}

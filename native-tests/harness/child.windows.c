#include "check.h"
#include "child.h"

#include <windows.h>

#define LOOKS_PER_SECOND 200

struct child {
    HANDLE process, input, output;
};

/* One end of a pipe is the child's, the other one is ours. */
static void make_pipe(HANDLE *childs, HANDLE *ours, int childs_end)
{
    SECURITY_ATTRIBUTES inherited = {.nLength = sizeof(inherited), .bInheritHandle = TRUE};
    HANDLE ends[2];
    CHECK(CreatePipe(&ends[0], &ends[1], &inherited, 0));
    *childs = ends[childs_end];
    *ours = ends[1 - childs_end];
    CHECK(SetHandleInformation(*ours, HANDLE_FLAG_INHERIT, 0));
}

child *child_start(const char *const *arguments)
{
    char program[MAX_PATH], command[8 * MAX_PATH];
    DWORD length = GetModuleFileNameA(NULL, program, sizeof(program));
    CHECK(length > 0 && length < sizeof(program));
    *(strrchr(program, '\\') + 1) = 0;
    int written = snprintf(command, sizeof(command), "\"%s%s.exe\"", program, arguments[0]);
    for (int i = 1; arguments[i]; i++)
        written += snprintf(command + written, sizeof(command) - (size_t)written, " \"%s\"", arguments[i]);
    CHECK(written < (int)sizeof(command));

    child *started = (child *)malloc(sizeof(*started));
    STARTUPINFOA startup = {.cb = sizeof(startup), .dwFlags = STARTF_USESTDHANDLES, .hStdError = GetStdHandle(STD_ERROR_HANDLE)};
    PROCESS_INFORMATION information;
    CHECK(started != NULL);
    make_pipe(&startup.hStdInput, &started->input, 0);
    make_pipe(&startup.hStdOutput, &started->output, 1);
    CHECK(CreateProcessA(NULL, command, NULL, NULL, TRUE, 0, NULL, NULL, &startup, &information));
    CloseHandle(startup.hStdInput);
    CloseHandle(startup.hStdOutput);
    CloseHandle(information.hThread);
    started->process = information.hProcess;
    return started;
}

int child_says_something(child *self, int milliseconds)
{
    for (double deadline = seconds_now() + milliseconds / 1000.0;; sleep_milliseconds(1000 / LOOKS_PER_SECOND)) {
        DWORD there = 0;
        if (!PeekNamedPipe(self->output, NULL, 0, NULL, &there, NULL))
            return 0;
        if (there > 0)
            return 1;
        if (seconds_now() >= deadline)
            return 0;
    }
}

int child_line(child *self, char *line, size_t size)
{
    size_t length = 0;
    DWORD got;
    char next;
    while (length < size - 1 && ReadFile(self->output, &next, 1, &got, NULL) && got == 1) {
        if (next != '\r')
            line[length++] = next;
        if (next == '\n')
            break;
    }
    line[length] = 0;
    return length > 0;
}

static void let_go(child *self, DWORD expected)
{
    DWORD code;
    CHECK(WaitForSingleObject(self->process, INFINITE) == WAIT_OBJECT_0);
    CHECK(GetExitCodeProcess(self->process, &code));
    CHECK_EQ(code, expected);
    CloseHandle(self->process);
    CloseHandle(self->output);
    free(self);
}

void child_end(child *self)
{
    CloseHandle(self->input);
    let_go(self, 0);
}

#define KILLED 99

void child_kill(child *self)
{
    CHECK(TerminateProcess(self->process, KILLED));
    CloseHandle(self->input);
    let_go(self, KILLED);
}

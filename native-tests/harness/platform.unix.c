#include "platform.h"
#include "check.h"

#include <dirent.h>
#include <malloc.h>
#include <pthread.h>
#include <signal.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

struct thread {
    pthread_t handle;
};

thread *thread_start(void *(*work)(void *), void *argument)
{
    thread *started = malloc(sizeof(*started));
    CHECK(started && pthread_create(&started->handle, NULL, work, argument) == 0);
    return started;
}

void thread_join(thread *thread)
{
    CHECK(pthread_join(thread->handle, NULL) == 0);
    free(thread);
}

void sleep_milliseconds(double milliseconds)
{
    long whole = (long)milliseconds;
    struct timespec time = {.tv_sec = whole / 1000, .tv_nsec = whole % 1000 * 1000000 + (long)((milliseconds - (double)whole) * 1e6)};
    nanosleep(&time, NULL);
}

double seconds_now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

void set_environment(const char *name, const char *value) { CHECK((value ? setenv(name, value, 1) : unsetenv(name)) == 0); }

void clear_settings(void)
{
    set_environment("STAPLE32_CONFIG", "/dev/null");
    /* Nothing can be made below a file. */
    set_environment("STAPLE32_USER_STORES_DIR", "/dev/null/user");
    set_environment("STAPLE32_MACHINE_STORES_DIR", "/dev/null/machine");
}

void write_setting(const char *name, long value)
{
    char variable[128], text[32];
    snprintf(variable, sizeof(variable), "STAPLE32_%s", name);
    snprintf(text, sizeof(text), "%ld", value);
    set_environment(variable, text);
}

const char *temporary_directory(void) { return "/tmp"; }

void temporary_file(char *path, size_t size)
{
    snprintf(path, size, "%s/staple32-XXXXXX", temporary_directory());
    int file = mkstemp(path);
    CHECK(file >= 0 && close(file) == 0);
}

void temporary_subdirectory(char *path, size_t size)
{
    snprintf(path, size, "%s/staple32-XXXXXX", temporary_directory());
    CHECK(mkdtemp(path) != NULL);
}

void make_directory(const char *path) { CHECK(mkdir(path, 0755) == 0); }

void remove_tree(const char *path)
{
    char command[256];
    snprintf(command, sizeof(command), "rm -rf '%s'", path);
    CHECK(system(command) == 0);
}

void replace_file(const char *from, const char *to) { CHECK(rename(from, to) == 0); }

FILE *open_replaced(const char *path) { return fopen(path, "rb"); }

void change_directory(const char *path) { CHECK(chdir(path) == 0); }

void current_directory(char *path, size_t size) { CHECK(getcwd(path, size) != NULL); }

int may_change_last_error(void) { return 0; }

/* What was freed and is still in the allocator's hands does not count. */
long resident_bytes(void)
{
    long total, resident;
    malloc_trim(0);
    FILE *file = fopen("/proc/self/statm", "r");
    CHECK(file && fscanf(file, "%ld %ld", &total, &resident) == 2);
    fclose(file);
    return resident * sysconf(_SC_PAGESIZE);
}

static int entries_of(const char *path)
{
    int count = 0;
    DIR *directory = opendir(path);
    CHECK(directory != NULL);
    while (readdir(directory))
        count++;
    closedir(directory);
    return count;
}

int open_descriptors(void) { return entries_of("/proc/self/fd"); }

int running_threads(void) { return entries_of("/proc/self/task") - 2; }

int running_threads_named(const char *beginning)
{
    int count = 0;
    DIR *tasks = opendir("/proc/self/task");
    CHECK(tasks != NULL);
    for (struct dirent *task; (task = readdir(tasks)) != NULL;) {
        char path[300], name[32] = "";
        snprintf(path, sizeof(path), "/proc/self/task/%s/comm", task->d_name);
        FILE *comm = fopen(path, "r");
        /* The system keeps 15 characters of a name. */
        if (comm && fgets(name, sizeof(name), comm) && strncmp(name, beginning, strlen(beginning) < 15 ? strlen(beginning) : 15) == 0)
            count++;
        if (comm)
            fclose(comm);
    }
    closedir(tasks);
    return count;
}

unsigned current_thread(void) { return (unsigned)gettid(); }

int is_thread_running(unsigned number)
{
    char path[64];
    snprintf(path, sizeof(path), "/proc/self/task/%u", number);
    return access(path, F_OK) == 0;
}

void set_deadline(unsigned seconds) { alarm(seconds); }

void end_process(int code) { _exit(code); }

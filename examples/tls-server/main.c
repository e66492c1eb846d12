/*
 * A TLS server over OpenSSL that staples OCSP responses through Staple32.
 *
 *   chain.c       certificate files to a chain context
 *   staple.c      chain context to a handle that keeps a fresh response
 *   report.c      what the library knows about that handle
 *   site.c        key, certificates and handle become an SSL_CTX: the three calls that stapling costs a server
 *   listener.c, connection.c     sockets and threads, nothing about OCSP
 */
#include "connection.h"
#include "listener.h"
#include "report.h"

#include <pthread.h>
#include <signal.h>
#include <stdio.h>

static void report_current(void)
{
    site *current = listener_site();
    report_print(&current->staple, &current->chain);
    site_release(current);
}

static void reload(const options *options)
{
    problem problem;
    site *next = site_load(options, &problem);
    if (!next) {
        log_event("reload-failed reason=\"%s\"", problem.text); /* the files before are still good: go on with them */
        return;
    }
    listener_use(next);
    log_event("reloaded chain=%s", options->chain_file);
}

static int save(site *loaded, const options *options)
{
    problem problem;
    bool saved = staple_save(&loaded->staple, options->save_staple, &problem);
    if (!saved)
        fprintf(stderr, "tls-server: %s\n", problem.text);
    report_print(&loaded->staple, &loaded->chain);
    site_release(loaded);
    return saved ? 0 : 1;
}

static int serve(site *loaded, const options *options, const sigset_t *signals)
{
    problem problem;
    int port;
    if (!listener_start(options, loaded, &port, &problem)) {
        fprintf(stderr, "tls-server: %s\n", problem.text);
        return 1;
    }
    report_current();
    printf("port=%d\n", port);
    fflush(stdout);
    log_event("listening address=%s port=%d", options->address, port);

    for (int signal;;) {
        if (sigwait(signals, &signal) != 0)
            continue;
        if (signal == SIGHUP)
            reload(options);
        else if (signal == SIGUSR1)
            report_current();
        else
            break;
    }
    log_event("stopping");
    listener_stop();
    int left = connections_drain(5);
    log_event("stopped connections-cut-off=%d", left);
    return 0;
}

int main(int argc, char **argv)
{
    options options;
    problem problem;
    if (!options_parse(&options, argc, argv, &problem)) {
        fprintf(stderr, "tls-server: %s\n", problem.text);
        return 2;
    }
    if (options.help) {
        fputs(options_usage, stdout);
        return 0;
    }

    /* Blocked before the first thread exists: every thread, the library's too, inherits it and sigwait alone sees them. */
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGHUP);
    sigaddset(&signals, SIGUSR1);
    sigaddset(&signals, SIGTERM);
    sigaddset(&signals, SIGINT);
    pthread_sigmask(SIG_BLOCK, &signals, NULL);
    signal(SIGPIPE, SIG_IGN); /* a client that went away is an error of one connection */

    site *loaded = site_load(&options, &problem);
    if (!loaded) {
        fprintf(stderr, "tls-server: %s\n", problem.text);
        return 1;
    }
    return options.save_staple ? save(loaded, &options) : serve(loaded, &options, &signals);
}

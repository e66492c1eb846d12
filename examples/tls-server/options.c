#include "options.h"

#include <getopt.h>
#include <stdlib.h>
#include <string.h>

const char options_usage[] =
    "usage: tls-server --chain FILE --key FILE [options]\n"
    "  --chain FILE         PEM certificates: the server's own first, then its issuers\n"
    "  --key FILE           PEM private key\n"
    "  --ca FILE            PEM certificates to build the chain up to (default: the last one of --chain)\n"
    "  --address ADDRESS    numeric address to listen on (default 127.0.0.1)\n"
    "  --port PORT          port to listen on; 0 takes a free one and prints it (default 0)\n"
    "  --async              start serving before the first OCSP response has come\n"
    "  --save-staple FILE   fetch the staple, write it to FILE, report and exit; needs no key\n"
    "signals: HUP loads the files again, USR1 prints a report, TERM and INT end the server\n";

static bool is_port(const char *text)
{
    size_t length = strlen(text);
    return length >= 1 && length <= 5 && strspn(text, "0123456789") == length && atoi(text) <= 65535;
}

bool options_parse(options *options, int argc, char **argv, problem *problem)
{
    enum { CHAIN = 256, KEY, CA, ADDRESS, PORT, ASYNC, SAVE, HELP };
    static const struct option known[] = {
        { "chain", required_argument, NULL, CHAIN },
        { "key", required_argument, NULL, KEY },
        { "ca", required_argument, NULL, CA },
        { "address", required_argument, NULL, ADDRESS },
        { "port", required_argument, NULL, PORT },
        { "async", no_argument, NULL, ASYNC },
        { "save-staple", required_argument, NULL, SAVE },
        { "help", no_argument, NULL, HELP },
        { NULL, 0, NULL, 0 },
    };
    memset(options, 0, sizeof *options);
    options->address = "127.0.0.1";
    options->port = "0";

    opterr = 0; /* the one line about what is wrong is ours */
    for (int found; (found = getopt_long(argc, argv, ":", known, NULL)) != -1;) {
        switch (found) {
        case CHAIN: options->chain_file = optarg; break;
        case KEY: options->key_file = optarg; break;
        case CA: options->ca_file = optarg; break;
        case ADDRESS: options->address = optarg; break;
        case PORT: options->port = optarg; break;
        case ASYNC: options->async = true; break;
        case SAVE: options->save_staple = optarg; break;
        case HELP: options->help = true; return true;
        case ':': return problem_set(problem, "%s needs a value (see --help)", argv[optind - 1]);
        default: return problem_set(problem, "%s is not an option (see --help)", argv[optind - 1]);
        }
    }
    if (optind < argc)
        return problem_set(problem, "%s: unexpected argument (see --help)", argv[optind]);
    if (!options->chain_file)
        return problem_set(problem, "--chain FILE is missing (see --help)");
    if (!options->key_file && !options->save_staple)
        return problem_set(problem, "--key FILE is missing (see --help)");
    if (!is_port(options->port))
        return problem_set(problem, "--port %s: not a port number (0 to 65535)", options->port);
    return true;
}

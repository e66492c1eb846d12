/* The runtime that NativeAOT links in sets SIGPIPE to ignored for the whole process when it starts, which is
   at the first exported call. That disposition belongs to the host, and .NET's sockets do not need it (they
   send with MSG_NOSIGNAL). The library is linked with --wrap=signal, so that the runtime's call arrives here. */
#include <signal.h>

typedef void (*signal_handler)(int);
signal_handler __real_signal(int number, signal_handler handler);
signal_handler __wrap_signal(int number, signal_handler handler);

signal_handler __wrap_signal(int number, signal_handler handler)
{
    return number == SIGPIPE ? SIG_DFL : __real_signal(number, handler);
}

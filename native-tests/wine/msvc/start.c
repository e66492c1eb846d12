/* What Visual C++'s runtime does before main: runs what stands in the sections for that, and hands over the arguments.
 * Also the marks by which objects ask for parts of it. */
#include <stdlib.h>

typedef void (*initializer)(void);
typedef enum { unexpanded_arguments = 1 } arguments_mode;

int _configure_narrow_argv(arguments_mode mode);
int _initialize_narrow_environment(void);
int *__p___argc(void);
char ***__p___argv(void);
int main(int count, char **arguments);

int _fltused = 1;

__attribute__((section(".CRT$XCA"), used)) static const initializer first = NULL;
__attribute__((section(".CRT$XCZ"), used)) static const initializer last = NULL;

void mainCRTStartup(void)
{
    /* The linker sorts the sections by name: what stands between the two belongs to the other objects. */
    const initializer *at = &first, *end = &last;
    __asm__("" : "+r"(at), "+r"(end));
    for (; at < end; at++) {
        if (*at)
            (*at)();
    }
    _configure_narrow_argv(unexpanded_arguments);
    _initialize_narrow_environment();
    exit(main(*__p___argc(), *__p___argv()));
}

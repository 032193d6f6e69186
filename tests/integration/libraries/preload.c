// preload.so: says into which program it was loaded.
#define _GNU_SOURCE
#include <errno.h>
#include <stdio.h>

__attribute__((constructor)) static void say(void)
{
    dprintf(2, "loaded into %s\n", program_invocation_short_name);
}

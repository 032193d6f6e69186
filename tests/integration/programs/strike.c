// strike SIGNAL: sends it again and again to all processes that the kernel lets it reach, as kill(2) does for -1. It does
// not reach itself.
#include <signal.h>
#include <string.h>

int main(int argc, char **argv)
{
    int signal = argc == 2 && strcmp(argv[1], "STOP") == 0 ? SIGSTOP : SIGKILL;
    while (1)
        kill(-1, signal);
}

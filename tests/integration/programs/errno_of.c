// errno_of sysinfo|getitimer: makes the system call, with nothing but zeros, and prints the errno. Of its own it is EFAULT.
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

int main(int argc, char **argv)
{
    if (argc != 2)
        return 2;
    long number = strcmp(argv[1], "sysinfo") == 0 ? SYS_sysinfo : SYS_getitimer;
    printf("%d\n", syscall(number, 0, 0) < 0 ? errno : 0);
    return 0;
}

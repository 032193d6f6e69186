// meddle PID: what one process tries on another of the same uid. Prints a line a way: "WAY worked" or "WAY ERRNO", and
// kills it last.
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

static void report(const char *way, int failed)
{
    printf("%s %s\n", way, failed ? strerrorname_np(errno) : "worked");
}

static int open_proc(pid_t pid, const char *file, int flags)
{
    char path[64];
    snprintf(path, sizeof path, "/proc/%d/%s", pid, file);
    return open(path, flags | O_CLOEXEC);
}

int main(int argc, char **argv)
{
    if (argc != 2)
        return 2;
    pid_t pid = atoi(argv[1]);
    char byte;
    // Where to read does not matter: an address that is not there gives EFAULT, a process that may not be read EPERM.
    struct iovec mine = { &byte, 1 }, theirs = { (void *)0x1000, 1 };
    int vm = process_vm_readv(pid, &mine, 1, &theirs, 1, 0) < 0 && errno != EFAULT;
    report("process_vm_readv", vm);
    report("environ", open_proc(pid, "environ", O_RDONLY) < 0);
    report("mem", open_proc(pid, "mem", O_RDWR) < 0);
    report("maps", open_proc(pid, "maps", O_RDONLY) < 0);
    report("root", open_proc(pid, "root/", O_RDONLY | O_DIRECTORY) < 0);
    report("cwd", open_proc(pid, "cwd/", O_RDONLY | O_DIRECTORY) < 0);
    int pidfd = (int)syscall(SYS_pidfd_open, pid, 0);
    report("pidfd_getfd", syscall(SYS_pidfd_getfd, pidfd, 0, 0) < 0);
    report("ptrace", ptrace(PTRACE_SEIZE, pid, NULL, NULL) != 0);
    report("kill", kill(pid, SIGKILL) != 0);
    return 0;
}

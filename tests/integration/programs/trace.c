// trace NAME TRIES SECONDS [N]: what a tenant tries on a launcher that has entered his hat and not yet executed his program. Waits
// for processes called NAME, stops each as soon as the kernel lets it, and tries to get into it. Prints for each that it
// stopped in time "stopped NoNewPrivs N", and for each way in "WAY worked" or "WAY ERRNO". Ends after TRIES of them
// (only those with "NoNewPrivs N" count, if N is told), or SECONDS.
#define _GNU_SOURCE
#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static const char *name;

static int is_launcher(pid_t pid)
{
    char path[64], comm[32] = "";
    snprintf(path, sizeof path, "/proc/%d/comm", pid);
    int fd = open(path, O_RDONLY);
    if (fd < 0)
        return 0;
    ssize_t got = read(fd, comm, sizeof comm - 1);
    close(fd);
    return got > 1 && comm[got - 1] == '\n' && (size_t)got - 1 == strlen(name) && strncmp(comm, name, (size_t)got - 1) == 0;
}

static int no_new_privs(pid_t pid)
{
    char path[64], line[256];
    int value = -1;
    snprintf(path, sizeof path, "/proc/%d/status", pid);
    FILE *file = fopen(path, "r");
    while (file && fgets(line, sizeof line, file))
        sscanf(line, "NoNewPrivs: %d", &value);
    if (file)
        fclose(file);
    return value;
}

static void told(const char *way, int worked)
{
    if (worked)
        printf("%s worked\n", way);
    else
        printf("%s %s\n", way, strerrorname_np(errno));
}

static int reads_link(pid_t pid, const char *file)
{
    char path[64], target[256];
    snprintf(path, sizeof path, "/proc/%d/%s", pid, file);
    return readlink(path, target, sizeof target) >= 0;
}

static int opens(pid_t pid, const char *file, int flags)
{
    char path[64];
    snprintf(path, sizeof path, "/proc/%d/%s", pid, file);
    int fd = open(path, flags);
    if (fd >= 0)
        close(fd);
    return fd >= 0;
}

static void get_in(pid_t pid)
{
    char byte = 0;
    struct iovec ours = {&byte, 1}, theirs = {(void *)0x400000, 1};
    struct rlimit limit;
    int pidfd = (int)syscall(SYS_pidfd_open, pid, 0);
    // The address need not be mapped: EFAULT comes behind the check of rights.
    told("process_vm_readv", process_vm_readv(pid, &ours, 1, &theirs, 1, 0) == 1 || errno == EFAULT);
    told("process_vm_writev", process_vm_writev(pid, &ours, 1, &theirs, 1, 0) == 1 || errno == EFAULT);
    told("pidfd_getfd", syscall(SYS_pidfd_getfd, pidfd, 0, 0) >= 0 || errno == EBADF);
    told("mem", opens(pid, "mem", O_RDWR));
    told("fd", reads_link(pid, "fd/0"));
    told("environ", opens(pid, "environ", O_RDONLY));
    told("maps", opens(pid, "maps", O_RDONLY));
    told("prlimit", prlimit(pid, RLIMIT_CORE, NULL, &limit) == 0);
    int seized = ptrace(PTRACE_SEIZE, pid, NULL, NULL) == 0;
    told("ptrace", seized);
    if (seized)
        ptrace(PTRACE_DETACH, pid, NULL, NULL);
    close(pidfd);
}

static int is_stopped(pid_t pid)
{
    char path[64], line[256], state = 0;
    snprintf(path, sizeof path, "/proc/%d/stat", pid);
    FILE *file = fopen(path, "r");
    if (!file)
        return 1;
    if (fgets(line, sizeof line, file))
        sscanf(strrchr(line, ')') + 1, " %c", &state);
    fclose(file);
    return state == 'T' || state == 'Z' || state == 0;
}

// Stops `pid` as soon as it is in the hat. Returns whether it still is the launcher then, and not amid execve(2), at whose
// end it would stop.
static int stop(pid_t pid)
{
    while (kill(pid, SIGSTOP) != 0) {
        if (errno == ESRCH)
            return 0;
    }
    while (!is_stopped(pid))
        ;
    return is_launcher(pid);
}

int main(int argc, char **argv)
{
    if (argc != 4 && argc != 5)
        return 2;
    name = argv[1];
    int tries = atoi(argv[2]), wanted = argc == 5 ? atoi(argv[4]) : -1;
    time_t end = time(NULL) + atoi(argv[3]);
    pid_t last = 0;
    setvbuf(stdout, NULL, _IOLBF, 0);
    puts("ready");
    while (tries > 0 && time(NULL) < end) {
        DIR *proc = opendir("/proc");
        struct dirent *entry;
        while (proc && (entry = readdir(proc))) {
            pid_t pid = atoi(entry->d_name);
            if (!isdigit(entry->d_name[0]) || pid <= last || !is_launcher(pid))
                continue;
            last = pid;
            if (stop(pid)) {
                int seen = no_new_privs(pid);
                printf("stopped NoNewPrivs %d\n", seen);
                get_in(pid);
                if (wanted < 0 || seen == wanted)
                    --tries;
            }
            kill(pid, SIGCONT);
        }
        if (proc)
            closedir(proc);
    }
    puts("done");
    return 0;
}

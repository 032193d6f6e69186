// tamper HARM PROGRAM COMMAND...: runs COMMAND under ptrace(2) and harms the system calls of PROGRAM (as in
// /proc/PID/comm), from the time that COMMAND has become it until it becomes something else. HARM is one of
//
//     kill=N          SIGKILL when the N-th of its system calls that change something is done
//     ERRNO=N         the N-th of all its system calls is not made and fails with this number
//     short           each read, write and sendfile is given little room
//     count           none; the numbers of its system calls that change something, and of all, go to stderr
//
// Ends as COMMAND does. For x86-64.
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/user.h>
#include <sys/wait.h>
#include <unistd.h>

enum harm { harm_kill, harm_fail, harm_short, harm_count };

static enum harm harm;
static long chosen, calls, changes;
static int error;
static int active;      // it is PROGRAM by now
static int changing;    // the call that it makes changes something
static int failing;     // its call was not made, and what it returns is to be written
static int done;        // nothing more is to be harmed

static int understand(const char *word)
{
    char *end;
    if (strcmp(word, "short") == 0)
        harm = harm_short;
    else if (strcmp(word, "count") == 0)
        harm = harm_count;
    else if (sscanf(word, "kill=%ld", &chosen) == 1)
        harm = harm_kill;
    else {
        harm = harm_fail;
        error = (int)strtol(word, &end, 10);
        return error > 0 && sscanf(end, "=%ld", &chosen) == 1;
    }
    return 1;
}

static int is_called(pid_t pid, const char *name)
{
    char path[64], comm[32] = "";
    snprintf(path, sizeof path, "/proc/%d/comm", pid);
    FILE *file = fopen(path, "re");
    if (!file || !fgets(comm, sizeof comm, file))
        exit(2);
    fclose(file);
    comm[strcspn(comm, "\n")] = '\0';
    return strcmp(comm, name) == 0;
}

// Whether a call changes anything but the process' own memory and descriptors. Of those that open, only creating does.
static int is_change(pid_t pid, const struct user_regs_struct *registers)
{
    static const unsigned long long list[] = { SYS_write, SYS_pwrite64, SYS_sendfile, SYS_sendto, SYS_mkdir, SYS_mkdirat,
        SYS_linkat, SYS_umask, SYS_setns, SYS_fsopen, SYS_fsconfig, SYS_fsmount, SYS_mount_setattr, SYS_move_mount,
        SYS_setfsuid, SYS_setfsgid };
    if (registers->orig_rax == SYS_openat2)
        return (ptrace(PTRACE_PEEKDATA, pid, registers->rdx, NULL) & O_CREAT) != 0;
    for (size_t i = 0; i < sizeof list / sizeof *list; i++)
        if (registers->orig_rax == list[i])
            return 1;
    return 0;
}

static void shorten(pid_t pid, struct user_regs_struct *registers)
{
    unsigned long long *room = NULL;
    unsigned long long most = 7;
    if (registers->orig_rax == SYS_read || registers->orig_rax == SYS_write)
        room = &registers->rdx;
    if (registers->orig_rax == SYS_sendfile) {
        room = &registers->r10;
        most = 4096;
    }
    if (!room || *room <= most)
        return;
    *room = most;
    ptrace(PTRACE_SETREGS, pid, NULL, registers);
}

static void at_entry(pid_t pid)
{
    struct user_regs_struct registers;
    ptrace(PTRACE_GETREGS, pid, NULL, &registers);
    calls++;
    changing = is_change(pid, &registers);
    changes += changing;
    if (harm == harm_short)
        shorten(pid, &registers);
    if (harm != harm_fail || calls != chosen)
        return;
    fprintf(stderr, "tamper: system call %lld fails\n", registers.orig_rax);
    failing = 1;
    if (registers.orig_rax == SYS_close)
        return;    // whatever it answers, the kernel has closed it
    registers.orig_rax = (unsigned long long)-1;
    ptrace(PTRACE_SETREGS, pid, NULL, &registers);
}

static void at_exit(pid_t pid)
{
    struct user_regs_struct registers;
    ptrace(PTRACE_GETREGS, pid, NULL, &registers);
    if (failing) {
        registers.rax = (unsigned long long)-error;
        ptrace(PTRACE_SETREGS, pid, NULL, &registers);
        failing = 0;
        done = 1;
    }
    if (harm == harm_kill && changing && changes == chosen) {
        fprintf(stderr, "tamper: killed after system call %lld\n", registers.orig_rax);
        kill(pid, SIGKILL);
    }
}

static void at_system_call(pid_t pid)
{
    struct __ptrace_syscall_info info = { 0 };
    ptrace(PTRACE_GET_SYSCALL_INFO, pid, sizeof info, &info);
    if (info.op == PTRACE_SYSCALL_INFO_ENTRY)
        at_entry(pid);
    else
        at_exit(pid);
}

// Lets `pid` go on after the stop `status`. Returns 0 where it is left alone: it has become something else than PROGRAM, or
// was harmed enough.
static int go_on(pid_t pid, int status, const char *program)
{
    int signal = WSTOPSIG(status);
    if (status >> 8 == (SIGTRAP | PTRACE_EVENT_EXEC << 8)) {
        if (active)
            return ptrace(PTRACE_DETACH, pid, NULL, 0) != 0;
        active = is_called(pid, program);
        signal = 0;
    } else if (signal == (SIGTRAP | 0x80)) {
        at_system_call(pid);
        signal = 0;
    }
    if (done)
        return ptrace(PTRACE_DETACH, pid, NULL, signal) != 0;
    ptrace(active ? PTRACE_SYSCALL : PTRACE_CONT, pid, NULL, signal);
    return 1;
}

int main(int argc, char **argv)
{
    int status;
    if (argc < 4 || !understand(argv[1]))
        return 2;
    // The two take turns. On one processor neither has to wake another.
    cpu_set_t here;
    CPU_ZERO(&here);
    CPU_SET(sched_getcpu(), &here);
    sched_setaffinity(0, sizeof here, &here);
    pid_t pid = fork();
    if (pid == 0) {
        ptrace(PTRACE_TRACEME, 0, NULL, NULL);
        raise(SIGSTOP);
        execvp(argv[3], argv + 3);
        _exit(127);
    }
    waitpid(pid, &status, 0);
    ptrace(PTRACE_SETOPTIONS, pid, NULL, PTRACE_O_TRACESYSGOOD | PTRACE_O_TRACEEXEC | PTRACE_O_EXITKILL);
    ptrace(PTRACE_CONT, pid, NULL, 0);
    while (waitpid(pid, &status, 0) == pid && WIFSTOPPED(status) && go_on(pid, status, argv[2]))
        ;
    if (WIFSTOPPED(status))
        waitpid(pid, &status, 0);
    if (harm == harm_count)
        fprintf(stderr, "%ld %ld\n", changes, calls);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

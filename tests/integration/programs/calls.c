// calls: tries each system call that the shipped seccomp profiles deny, by its number and each in a process of its own. A
// line a call: NAME RESULT, where RESULT is "ok", an errno, or the signal that ended the process. Each is called so that
// root, where nothing filters, gets another answer than a filter's, and does no harm: most are called with arguments that
// cannot work. After "=" stands what else the kernel takes for the same call.
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/io_uring.h>
#include <sched.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/ipc.h>
#include <sys/ioctl.h>
#include <sys/msg.h>
#include <sys/resource.h>
#include <sys/sem.h>
#include <sys/shm.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <unistd.h>

#define HIGH (1UL << 32)    // what the kernel cuts off an int that a filter sees whole
#define PTR(x) ((long)(x))

enum { open_tree_attr = 467, lsm_set_self_attr = 460 };

static char byte = 'x';
static struct iovec iov = { &byte, 1 };
static struct io_uring_params ring;
static struct { int type, pid; } owner;
static uint64_t none[8];

struct call { const char *name; long number, arguments[6]; };

static int pidfd, sock, pid;

// i386's getpid, by the old gate, which 64-bit code can use too.
static long by_int80(long number)
{
    long result;
    __asm__ volatile("int $0x80" : "=a"(result) : "a"(number) : "memory", "r8", "r9", "r10", "r11");
    if (result < 0)
        errno = (int)-result;
    return result < 0 ? -1 : result;
}

static void clean_up(const struct call *call, long result)
{
    if (call->number == SYS_shmget)
        shmctl((int)result, IPC_RMID, NULL);
    if (call->number == SYS_semget)
        semctl((int)result, 0, IPC_RMID);
    if (call->number == SYS_msgget)
        msgctl((int)result, IPC_RMID, NULL);
}

static int perform(const struct call *call)
{
    const long *a = call->arguments;
    int is_clone = call->number == SYS_clone;
    long result = call->number < 0 ? by_int80(-call->number) : syscall(call->number, a[0], a[1], a[2], a[3], a[4], a[5]);
    if (is_clone && result == 0)
        _exit(0);
    if (result < 0)
        return errno;
    clean_up(call, result);
    return 0;
}

static void try(const struct call *call)
{
    fflush(stdout);
    pid_t child = fork();
    if (child == 0)
        _exit(perform(call));
    int status = 0;
    waitpid(child, &status, 0);
    const char *result = WIFSIGNALED(status) ? sigabbrev_np(WTERMSIG(status))
        : WEXITSTATUS(status) == 0 ? "ok" : strerrorname_np(WEXITSTATUS(status));
    printf("%s %s%s\n", call->name, WIFSIGNALED(status) ? "SIG" : "", result ? result : "?");
}

int main(void)
{
    int pair[2];
    if (socketpair(AF_UNIX, SOCK_STREAM, 0, pair) != 0)
        return 1;
    sock = pair[0];
    pid = getpid();
    pidfd = (int)syscall(SYS_pidfd_open, pid, 0);
    owner.type = 1;
    owner.pid = pid;
    const struct call calls[] = {
        { "ptrace", SYS_ptrace, { 0 } },    // PTRACE_TRACEME
        { "process_vm_readv", SYS_process_vm_readv, { pid, PTR(&iov), 1, PTR(&iov), 1, 0 } },
        { "process_vm_writev", SYS_process_vm_writev, { pid, PTR(&iov), 1, PTR(&iov), 1, 0 } },
        { "process_madvise", SYS_process_madvise, { -1, PTR(&iov), 1, 20, 0 } },
        { "process_mrelease", SYS_process_mrelease, { -1, 0 } },
        { "pidfd_getfd", SYS_pidfd_getfd, { pidfd, 0, 0 } },
        { "kcmp", SYS_kcmp, { pid, pid, 1, 0, 0 } },
        { "add_key", SYS_add_key, { PTR("user"), PTR("aa-hat"), PTR("x"), 1, -2 } },
        { "request_key", SYS_request_key, { PTR("user"), PTR("aa-hat-none"), 0, 0 } },
        { "keyctl", SYS_keyctl, { 0, -2, 1 } },
        { "bpf", SYS_bpf, { 9999, PTR(none), sizeof none } },
        { "userfaultfd", SYS_userfaultfd, { 1 } },
        { "perf_event_open", SYS_perf_event_open, { 0, 0, -1, -1, 0 } },
        { "io_uring_setup", SYS_io_uring_setup, { 1, PTR(&ring) } },
        { "io_uring_enter", SYS_io_uring_enter, { -1, 0, 0, 0, 0, 0 } },
        { "io_uring_register", SYS_io_uring_register, { -1, 0, 0, 0 } },
        { "unshare", SYS_unshare, { CLONE_NEWUSER } },
        { "setns", SYS_setns, { -1, 0 } },
        { "mount", SYS_mount, { 0, 0, 0, 0, 0 } },
        { "umount2", SYS_umount2, { PTR("/aa-hat-none"), 0 } },
        { "pivot_root", SYS_pivot_root, { PTR("/aa-hat-none"), PTR("/aa-hat-none") } },
        { "move_mount", SYS_move_mount, { -1, PTR("x"), -1, PTR("x"), 0 } },
        { "open_tree", SYS_open_tree, { -1, PTR("x"), 0 } },
        { "open_tree_attr", open_tree_attr, { -1, PTR("x"), 0, PTR(none), 32 } },
        { "fsopen", SYS_fsopen, { PTR("aa-hat-none"), 0 } },
        { "fsconfig", SYS_fsconfig, { -1, 0, 0, 0, 0 } },
        { "fsmount", SYS_fsmount, { -1, 0, 0 } },
        { "fspick", SYS_fspick, { -1, PTR("x"), 0 } },
        { "mount_setattr", SYS_mount_setattr, { -1, PTR("x"), 0, PTR(none), 1 } },
        { "init_module", SYS_init_module, { 0, 1, PTR("") } },
        { "finit_module", SYS_finit_module, { -1, PTR(""), 0 } },
        { "delete_module", SYS_delete_module, { PTR("aa-hat-none"), O_NONBLOCK } },
        { "kexec_load", SYS_kexec_load, { 0, 0, 0, 0xff0 } },
        { "kexec_file_load", SYS_kexec_file_load, { -1, -1, 0, 0, 0xff0 } },
        { "open_by_handle_at", SYS_open_by_handle_at, { -1, PTR(none), 0 } },
        { "fanotify_init", SYS_fanotify_init, { -1, 0 } },
        { "quotactl", SYS_quotactl, { 0x7fff, PTR("/aa-hat-none"), 0, 0 } },
        { "quotactl_fd", SYS_quotactl_fd, { -1, 0x7fff, 0, 0 } },
        { "swapon", SYS_swapon, { PTR("/aa-hat-none"), 0 } },
        { "swapoff", SYS_swapoff, { PTR("/aa-hat-none") } },
        { "acct", SYS_acct, { PTR("/aa-hat-none") } },
        { "reboot", SYS_reboot, { 0, 0, 0, 0 } },
        { "shmget", SYS_shmget, { IPC_PRIVATE, 4096, 0600 } },
        { "shmat", SYS_shmat, { -1, 0, 0 } },
        { "shmctl", SYS_shmctl, { -1, IPC_STAT, PTR(none) } },
        { "shmdt", SYS_shmdt, { 1 } },
        { "semget", SYS_semget, { IPC_PRIVATE, 1, 0600 } },
        { "semop", SYS_semop, { -1, PTR(none), 1 } },
        { "semtimedop", SYS_semtimedop, { -1, PTR(none), 1, 0 } },
        { "semctl", SYS_semctl, { -1, 0, IPC_STAT, PTR(none) } },
        { "msgget", SYS_msgget, { IPC_PRIVATE, 0600 } },
        { "msgsnd", SYS_msgsnd, { -1, PTR(none), 1, IPC_NOWAIT } },
        { "msgrcv", SYS_msgrcv, { -1, PTR(none), 1, 0, IPC_NOWAIT } },
        { "msgctl", SYS_msgctl, { -1, IPC_STAT, PTR(none) } },
        { "clone=newns", SYS_clone, { CLONE_NEWNS | CLONE_NEWUSER | SIGCHLD } },
        { "clone=newcgroup", SYS_clone, { CLONE_NEWCGROUP | CLONE_NEWUSER | SIGCHLD } },
        { "clone=newuts", SYS_clone, { CLONE_NEWUTS | CLONE_NEWUSER | SIGCHLD } },
        { "clone=newipc", SYS_clone, { CLONE_NEWIPC | CLONE_NEWUSER | SIGCHLD } },
        { "clone=newuser", SYS_clone, { CLONE_NEWUSER | SIGCHLD } },
        { "clone=newpid", SYS_clone, { CLONE_NEWPID | CLONE_NEWUSER | SIGCHLD } },
        { "clone=newnet", SYS_clone, { CLONE_NEWNET | CLONE_NEWUSER | SIGCHLD } },
        { "clone3", SYS_clone3, { 0, 0 } },
        { "lsm_set_self_attr", lsm_set_self_attr, { 0, 0, 0, 0 } },
        { "fcntl=setown", SYS_fcntl, { sock, F_SETOWN, pid } },
        { "fcntl=setown-high", SYS_fcntl, { sock, (long)(HIGH | F_SETOWN), pid } },
        { "fcntl=setown_ex", SYS_fcntl, { sock, F_SETOWN_EX, PTR(&owner) } },
        { "fcntl=setsig", SYS_fcntl, { sock, F_SETSIG, SIGKILL } },
        { "fcntl=setsig-high", SYS_fcntl, { sock, (long)(HIGH | F_SETSIG), SIGKILL } },
        { "ioctl=fiosetown", SYS_ioctl, { sock, 0x8901, PTR(&pid) } },
        { "ioctl=siocspgrp", SYS_ioctl, { sock, 0x8902, PTR(&pid) } },
        { "ioctl=tiocsti", SYS_ioctl, { sock, TIOCSTI, PTR(&byte) } },
        { "ioctl=tiocsti-high", SYS_ioctl, { sock, (long)(HIGH | TIOCSTI), PTR(&byte) } },
        { "setpriority=other", SYS_setpriority, { PRIO_PROCESS, pid, 0 } },
        { "setpriority=user", SYS_setpriority, { PRIO_USER, 0, 0 } },
        { "ioprio_set=other", SYS_ioprio_set, { 1, pid, (2 << 13) | 4 } },
        { "ioprio_set=user", SYS_ioprio_set, { 3, 0, (2 << 13) | 4 } },
        { "abi=i386", -20, { 0 } },
        { "abi=x32", 0x40000000 | 39, { 0 } },
    };
    for (size_t i = 0; i < sizeof calls / sizeof *calls; i++)
        try(&calls[i]);
    return 0;
}

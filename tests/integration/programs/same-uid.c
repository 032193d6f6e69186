// same-uid offer COMMAND...    makes what processes of one uid can share, and becomes COMMAND
// same-uid try PID FILE        tries every way to PID, such a process, and to FILE, its own; the last way kills it
//
// Prints a line a way: "WAY worked" or "WAY ERRNO".
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/io_uring.h>
#include <linux/keyctl.h>
#include <mqueue.h>
#include <sched.h>
#include <signal.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ipc.h>
#include <sys/mman.h>
#include <sys/msg.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/sem.h>
#include <sys/shm.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

enum { key = 0x61612d68 };
static const char *const name = "/same-uid";

static socklen_t abstract(struct sockaddr_un *address)
{
    memset(address, 0, sizeof *address);
    address->sun_family = AF_UNIX;
    strcpy(address->sun_path + 1, name);
    return offsetof(struct sockaddr_un, sun_path) + 1 + strlen(name);
}

static int offer(char **command)
{
    struct sockaddr_un address;
    struct { long type; char text[8]; } message = { 1, "secret" };
    struct mq_attr attributes = { .mq_maxmsg = 1, .mq_msgsize = 8 };
    socklen_t length = abstract(&address);
    int server = socket(AF_UNIX, SOCK_STREAM, 0);
    int shared = shmget(key, 4096, IPC_CREAT | 0600);
    int queue = msgget(key, IPC_CREAT | 0600);
    if (bind(server, (struct sockaddr *)&address, length) != 0 || listen(server, 4) != 0 || shared < 0 ||
        semget(key, 1, IPC_CREAT | 0600) < 0 || queue < 0 || msgsnd(queue, &message, sizeof message.text, 0) != 0 ||
        syscall(SYS_add_key, "user", name, "secret", 6, KEY_SPEC_USER_KEYRING) < 0) {
        perror("offer");
        return 1;
    }
    // A hat may not make one either.
    (void)mq_open(name, O_RDWR | O_CREAT, 0600, &attributes);
    execvp(command[0], command);
    return 127;
}

static void report(const char *way, int failed)
{
    printf("%s %s\n", way, failed ? strerrorname_np(errno) : "worked");
}

// --- what belongs to a process ---

static int open_proc(pid_t pid, const char *file, int flags)
{
    char path[64];
    snprintf(path, sizeof path, "/proc/%d/%s", pid, file);
    return open(path, flags | O_CLOEXEC);
}

// Where to read does not matter: an address that is not there gives EFAULT, a process that may not be read EPERM.
static int by_vm(long call, pid_t pid)
{
    char byte;
    struct iovec mine = { &byte, 1 }, theirs = { (void *)0x1000, 1 };
    return syscall(call, pid, &mine, 1, &theirs, 1, 0) < 0 && errno != EFAULT;
}

// In a child, at whose end the other is let go.
static int by_ptrace(pid_t pid)
{
    int status;
    pid_t child = fork();
    if (child == 0)
        _exit(ptrace(PTRACE_SEIZE, pid, NULL, NULL) == 0 ? 0 : errno);
    waitpid(child, &status, 0);
    errno = WEXITSTATUS(status);
    return status != 0;
}

static void try_process(pid_t pid)
{
    struct rlimit limit;
    cpu_set_t first;
    struct sched_param none = { 0 };
    union sigval nothing = { 0 };
    CPU_ZERO(&first);
    CPU_SET(0, &first);
    int pidfd = (int)syscall(SYS_pidfd_open, pid, 0);

    report("process_vm_readv", by_vm(SYS_process_vm_readv, pid));
    report("process_vm_writev", by_vm(SYS_process_vm_writev, pid));
    report("ptrace", by_ptrace(pid));
    report("pidfd_getfd", syscall(SYS_pidfd_getfd, pidfd, 0, 0) < 0);
    report("environ", open_proc(pid, "environ", O_RDONLY) < 0);
    report("mem", open_proc(pid, "mem", O_RDWR) < 0);
    report("maps", open_proc(pid, "maps", O_RDONLY) < 0);
    report("root", open_proc(pid, "root/", O_RDONLY | O_DIRECTORY) < 0);
    report("cwd", open_proc(pid, "cwd/", O_RDONLY | O_DIRECTORY) < 0);
    report("fd", open_proc(pid, "fd/0", O_RDONLY) < 0);
    report("prlimit", prlimit(pid, RLIMIT_CORE, NULL, &limit) != 0 || prlimit(pid, RLIMIT_CORE, &limit, NULL) != 0);
    // A signal that nobody minds.
    report("kill", kill(pid, SIGWINCH) != 0);
    report("sigqueue", sigqueue(pid, SIGWINCH, nothing) != 0);
    report("pidfd_send_signal", syscall(SYS_pidfd_send_signal, pidfd, SIGWINCH, NULL, 0) != 0);
    report("setpriority", setpriority(PRIO_PROCESS, (id_t)pid, 19) != 0);
    report("sched_setaffinity", sched_setaffinity(pid, sizeof first, &first) != 0);
    report("sched_setscheduler", sched_setscheduler(pid, SCHED_IDLE, &none) != 0);
    report("ioprio_set", syscall(SYS_ioprio_set, 1, pid, 3 << 13) != 0);
}

// --- what belongs to nobody's files ---

static int by_abstract_socket(void)
{
    struct sockaddr_un address;
    socklen_t length = abstract(&address);
    return connect(socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0), (struct sockaddr *)&address, length);
}

static int by_keyring(void)
{
    // Linked to a keyring of our own, we possess what is in it.
    char secret[6];
    syscall(SYS_keyctl, KEYCTL_LINK, KEY_SPEC_USER_KEYRING, KEY_SPEC_PROCESS_KEYRING);
    long found = syscall(SYS_keyctl, KEYCTL_SEARCH, KEY_SPEC_USER_KEYRING, "user", name, 0);
    return found < 0 || syscall(SYS_keyctl, KEYCTL_READ, found, secret, sizeof secret) != sizeof secret;
}

static void try_shared(void)
{
    struct { long type; char text[8]; } message;
    report("abstract-socket", by_abstract_socket());
    report("sysv-shm", shmat(shmget(key, 0, 0), NULL, 0) == (void *)-1);
    report("sysv-sem", semctl(semget(key, 1, 0), 0, SETVAL, 1) != 0);
    report("sysv-msg", msgrcv(msgget(key, 0), &message, sizeof message.text, 0, IPC_NOWAIT) < 0);
    report("mqueue", mq_open(name, O_RDONLY) < 0);
    report("keyring", by_keyring());
}

// --- what reaches past system calls that a policy was made for ---

// Opens `file` by a ring. Returns the descriptor, or -1 with errno set.
static int ring_open(int ring, const struct io_uring_params *about, const char *file)
{
    size_t ring_size = about->cq_off.cqes + about->cq_entries * sizeof(struct io_uring_cqe);
    char *queues = mmap(NULL, ring_size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_POPULATE, ring, IORING_OFF_SQ_RING);
    struct io_uring_sqe *asked = mmap(NULL, about->sq_entries * sizeof *asked, PROT_READ | PROT_WRITE,
                                      MAP_SHARED | MAP_POPULATE, ring, IORING_OFF_SQES);
    if (queues == MAP_FAILED || asked == MAP_FAILED)
        return -1;
    memset(asked, 0, sizeof *asked);
    asked->opcode = IORING_OP_OPENAT;
    asked->fd = AT_FDCWD;
    asked->addr = (unsigned long)file;
    asked->open_flags = O_RDONLY | O_CLOEXEC;
    *(unsigned *)(queues + about->sq_off.array) = 0;
    __atomic_store_n((unsigned *)(queues + about->sq_off.tail), 1, __ATOMIC_RELEASE);
    if (syscall(SYS_io_uring_enter, ring, 1, 1, IORING_ENTER_GETEVENTS, NULL, 0) < 0)
        return -1;
    int result = ((struct io_uring_cqe *)(queues + about->cq_off.cqes))->res;
    errno = -result;
    return result < 0 ? -1 : result;
}

static void try_kernel(const char *file)
{
    struct io_uring_params about = { 0 };
    int ring = (int)syscall(SYS_io_uring_setup, 1, &about);
    report("io_uring", ring < 0);
    report("file", open(file, O_RDONLY | O_CLOEXEC) < 0);
    report("file-by-io_uring", ring_open(ring, &about, file) < 0);
    report("unshare", unshare(CLONE_NEWUSER) != 0);
}

// Whoever owns a descriptor is sent a signal of our choice when there is something to read.
static int by_owner(pid_t pid)
{
    int ends[2];
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0)
        return -1;
    if (fcntl(ends[0], F_SETOWN, pid) != 0 || fcntl(ends[0], F_SETSIG, SIGKILL) != 0 || fcntl(ends[0], F_SETFL, O_ASYNC) != 0)
        return -1;
    return write(ends[1], "", 1) == 1 ? 0 : -1;
}

int main(int argc, char **argv)
{
    if (argc >= 3 && strcmp(argv[1], "offer") == 0)
        return offer(argv + 2);
    if (argc != 4 || strcmp(argv[1], "try") != 0)
        return 2;
    pid_t pid = atoi(argv[2]);
    try_process(pid);
    try_shared();
    report("F_SETOWN", by_owner(pid));
    try_kernel(argv[3]);
    return 0;
}

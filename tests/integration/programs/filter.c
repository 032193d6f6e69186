// filter dump PID FILE: the seccomp filter that process PID got last, as the kernel has it (ptrace(2),
// PTRACE_SECCOMP_GET_FILTER: needs root that nothing filters).
// filter compare A B: whether two such files decide alike: for each number from 0 to 600 of x86_64, of i386 and of x32, and
// two architectures that this machine has not, with arguments that a filter may ask for. Says where they differ.
#define _GNU_SOURCE
#include <errno.h>
#include <linux/audit.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/wait.h>

#include "bpf_run.h"

static struct sock_filter first[BPF_MAXINSNS], second[BPF_MAXINSNS];

static int fail(const char *what)
{
    fprintf(stderr, "filter: %s: %s\n", what, strerror(errno));
    return 2;
}

static int dump(pid_t pid, const char *path)
{
    if (ptrace(PTRACE_ATTACH, pid, 0, 0) != 0 || waitpid(pid, NULL, 0) != pid)
        return fail("attach");
    long count = ptrace(PTRACE_SECCOMP_GET_FILTER, pid, 0, first);
    if (count <= 0)
        return fail("get the filter");
    FILE *file = fopen(path, "w");
    if (file == NULL || fwrite(first, sizeof *first, (size_t)count, file) != (size_t)count || fclose(file) != 0)
        return fail(path);
    ptrace(PTRACE_DETACH, pid, 0, 0);
    return 0;
}

static size_t load(const char *path, struct sock_filter *into)
{
    FILE *file = fopen(path, "r");
    size_t count = file == NULL ? 0 : fread(into, sizeof *into, BPF_MAXINSNS, file);
    if (count == 0)
        exit(fail(path));
    fclose(file);
    return count;
}

static const uint64_t values[] = { 0, 1, 2, 3, 5, 8, 10, 15, 0x80, 0x8901, 0x10000000, 0x20000, 0x7e020000, 0xffffffff,
    0x100000000, 0x100000008, 0xffffffffffffffff };

int main(int argc, char **argv)
{
    if (argc == 4 && strcmp(argv[1], "dump") == 0)
        return dump(atoi(argv[2]), argv[3]);
    if (argc != 4 || strcmp(argv[1], "compare") != 0)
        return 2;
    const struct { const char *name; uint32_t arch, bit; } abis[] = { { "x86_64", AUDIT_ARCH_X86_64, 0 },
        { "i386", AUDIT_ARCH_I386, 0 }, { "x32", AUDIT_ARCH_X86_64, 1U << 30 }, { "aarch64", AUDIT_ARCH_AARCH64, 0 },
        { "s390x", AUDIT_ARCH_S390X, 0 } };
    size_t count_first = load(argv[2], first), count_second = load(argv[3], second);
    unsigned asked = 0, differ = 0;
    for (size_t abi = 0; abi < sizeof abis / sizeof *abis; abi++)
        for (uint32_t number = 0; number <= 600; number++)
            for (size_t i = 0; i < 7 * sizeof values / sizeof *values; i++) {
                struct seccomp_data call = { .nr = (int)(number | abis[abi].bit), .arch = abis[abi].arch };
                // One argument at a time, and then all of them.
                for (size_t argument = 0; argument < 6; argument++)
                    if (i % 7 == argument || i % 7 == 6)
                        call.args[argument] = values[i / 7];
                uint32_t a = bpf_run(first, count_first, &call), b = bpf_run(second, count_second, &call);
                asked++;
                if (a == b && a != bpf_broken)
                    continue;
                if (differ++ < 20)
                    printf("%s %u, argument %zu = %#llx: %#x and %#x\n", abis[abi].name, number, i % 7,
                        (unsigned long long)values[i / 7], a, b);
            }
    printf("%u asked, %u differ; %zu and %zu instructions\n", asked, differ, count_first, count_second);
    return differ != 0;
}

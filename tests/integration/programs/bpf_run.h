// What a seccomp filter answers for one call, without a kernel: the part of classic BPF that
// seccomp_check_filter (kernel/seccomp.c) lets through and libseccomp uses. For C and C++.
#pragma once

#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

enum { bpf_broken = 0x0bad0bad };  // no answer of a filter: the program does what is not known here

static inline int bpf_jumps(uint16_t code, uint32_t a, uint32_t k) {
  switch (BPF_OP(code)) {
    case BPF_JEQ:
      return a == k ? 1 : 0;
    case BPF_JGT:
      return a > k ? 1 : 0;
    case BPF_JGE:
      return a >= k ? 1 : 0;
    case BPF_JSET:
      return (a & k) != 0 ? 1 : 0;
    default:
      return -1;
  }
}

static inline uint32_t bpf_run(const struct sock_filter* program, size_t count,
                               const struct seccomp_data* call) {
  uint32_t a = 0;
  uint32_t memory[BPF_MEMWORDS] = {0};
  char bytes[sizeof *call];
  memcpy(bytes, call, sizeof bytes);
  for (size_t at = 0; at < count; at++) {
    const struct sock_filter* is = &program[at];
    switch (is->code) {
      case BPF_LD | BPF_W | BPF_ABS:
        if (is->k > sizeof bytes - sizeof a) return bpf_broken;
        memcpy(&a, &bytes[is->k], sizeof a);
        continue;
      case BPF_LD | BPF_MEM:
        a = memory[is->k % BPF_MEMWORDS];
        continue;
      case BPF_ST:
        memory[is->k % BPF_MEMWORDS] = a;
        continue;
      case BPF_ALU | BPF_AND | BPF_K:
        a &= is->k;
        continue;
      case BPF_JMP | BPF_JA:
        at += is->k;
        continue;
      case BPF_RET | BPF_K:
        return is->k;
      case BPF_RET | BPF_A:
        return a;
      default:
        break;
    }
    const int jumps =
        BPF_CLASS(is->code) == BPF_JMP && BPF_SRC(is->code) == BPF_K ? bpf_jumps(is->code, a, is->k) : -1;
    if (jumps < 0) return bpf_broken;
    at += jumps != 0 ? is->jt : is->jf;
  }
  return bpf_broken;
}

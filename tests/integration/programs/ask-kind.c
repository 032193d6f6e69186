// ask-kind NAME: asks AppArmor what hat NAME is to this process ("permhat"), by lsm_set_self_attr(2) and by the attr file, and
// believes what the calls return: "call ANSWER file ANSWER".
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

static const char *answer(long result) { return result >= 0 ? "0" : strerrorname_np(errno); }

int main(int argc, char **argv)
{
    struct {
        uint64_t id, flags, length, text_length;
        char text[128];
    } message = {104, 0, 0, 0, ""};
    if (argc != 2)
        return 2;
    message.text_length = (uint64_t)snprintf(message.text, sizeof message.text, "permhat 00000000cafe1234^%s", argv[1]);
    message.length = 32 + message.text_length;
    printf("call %s", answer(syscall(460, 100, &message, (uint32_t)message.length, 0)));
    int fd = open("/proc/self/attr/current", O_WRONLY);
    printf(" file %s\n", answer(pwrite(fd, message.text, message.text_length, 0)));
    return 0;
}

// old-way VERB PROFILE HAT COMMAND...: puts COMMAND into a hat the way it was done before aa-hat: by change_hat with a token
// (VERB "changehat": mod_apparmor, pam_apparmor), by change_profile ("changeprofile": php-fpm's apparmor_hat), or by stacking
// the hat onto PROFILE ("stack", which works under no_new_privs), as uid and gid 33, and nothing after it. What works from there is what the seal is for.
#define _GNU_SOURCE
#include <fcntl.h>
#include <grp.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

int main(int argc, char **argv)
{
    char command[256];
    if (argc < 5)
        return 2;
    if (strcmp(argv[1], "changehat") == 0)
        snprintf(command, sizeof command, "changehat 00000000cafe1234^%s", argv[3]);
    else
        snprintf(command, sizeof command, "%s %s//%s", argv[1], argv[2], argv[3]);

    int fd = open("/proc/self/attr/current", O_WRONLY | O_CLOEXEC);
    if (fd < 0 || setgroups(0, NULL) != 0 || setgid(33) != 0 || setuid(33) != 0) {
        perror("old-way: root's part");
        return 1;
    }
    if (write(fd, command, strlen(command)) < 0) {
        perror(command);
        return 1;
    }
    execvp(argv[4], argv + 4);
    perror(argv[4]);
    return 1;
}

#!/bin/bash
# session.sh FOLDER: what somebody does in a shell: files, jobs, a compiler, git, ssh. Says "NAME ok" of each, and stops where
# something fails.
set -euo pipefail
cd "$1"
export HOME=$PWD TMPDIR=$PWD GIT_CONFIG_GLOBAL=$PWD/gitconfig

mkdir -p work && cd work
printf 'b\na\n' | sort | tee list >/dev/null
[[ $(<list) == $'a\nb' ]] && find . -type f -print0 | xargs -0 ls -l >/dev/null
tar -cf - list | tar -tf - >/dev/null
echo files ok

set -m
tail -f /dev/null &
kill -STOP %1 && kill -CONT %1 && kill %1
wait %1 || [[ $? == 143 ]]
set +m
nice -n 5 true && timeout 20 true
echo jobs ok

cat >hello.c <<'END'
#include <pthread.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>
static void *thread(void *unused) { (void)unused; return "a thread"; }
int main(void)
{
    pthread_t id;
    void *said = NULL;
    if (fork() == 0)
        _exit(7);
    int status;
    wait(&status);
    if (pthread_create(&id, NULL, thread, NULL) != 0 || pthread_join(id, &said) != 0)
        return 1;
    printf("hello from %s\n", (char *)said);
    return WEXITSTATUS(status) == 7 ? 0 : 2;
}
END
tcc -o hello hello.c -lpthread
[[ $(./hello) == "hello from a thread" ]]
echo compiler ok

git config --global user.name tenant && git config --global user.email tenant@example.org
git init -q repository
(cd repository && cp ../hello.c . && git add . && git commit -q -m first && git log --oneline | grep -q first)
git clone -q repository copy
(cd copy && git gc -q && git fsck 2>/dev/null && git diff --quiet HEAD)
echo git ok

ssh-keygen -q -t ed25519 -N '' -f key
eval "$(ssh-agent -s)" >/dev/null
ssh-add -q key && ssh-add -l >/dev/null
ssh-agent -k >/dev/null
[[ $(ssh -q -o BatchMode=yes -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null -i "$2" -p 2222 shop@127.0.0.1 \
    echo over ssh) == "over ssh" ]]
echo ssh ok

[[ $(python3 -c 'import subprocess, threading; threading.Thread(target=print).start()
print(subprocess.check_output(["echo", "python"]).decode(), end="")' | tail -n 1) == python ]]
echo python ok

#!/usr/bin/env python3
"""terminal.py STEPS COMMAND...: COMMAND on a pseudo-terminal, driven by the lines of the file STEPS. Each is one step:

    expect REGEX      until what was printed since the last match matches, for a minute at most
    type TEXT         with Python's escapes: \\r, \\x03
    size ROWS COLUMNS of the terminal's window
    end STATUS        COMMAND must end with it

Prints all that COMMAND printed. Exits 0 if every step was done.
"""
import fcntl, os, pty, re, select, signal, struct, sys, termios, time

pid, terminal = pty.fork()
if pid == 0:
    os.execvp(sys.argv[2], sys.argv[2:])

seen = ""


def fail(why):
    os.kill(pid, signal.SIGKILL)
    sys.exit(f"\nterminal.py: {why}")


def read(deadline):
    global seen
    if not select.select([terminal], [], [], max(0, deadline - time.monotonic()))[0]:
        return False
    try:
        text = os.read(terminal, 4096).decode(errors="replace")
    except OSError:  # how Linux says that nobody has the other end open
        return False
    sys.stdout.write(text)
    seen += text
    return text != ""


def expect(regex):
    global seen
    deadline = time.monotonic() + 60
    while not (found := re.search(regex, seen)):
        if not read(deadline):
            fail(f"no {regex!r} in {seen!r}")
    seen = seen[found.end():]


def resize(rows, columns):
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))


def end(status):
    while read(time.monotonic() + 60):
        pass
    ended = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    if ended != status:
        fail(f"it ended with {ended}")


for step in open(sys.argv[1]).read().splitlines():
    word, _, rest = step.strip().partition(" ")
    if word == "expect":
        expect(rest)
    elif word == "type":
        os.write(terminal, rest.encode().decode("unicode_escape").encode())
    elif word == "size":
        resize(*map(int, rest.split()))
    elif word == "end":
        end(int(rest))
    elif word:
        fail(f"no such step: {word}")

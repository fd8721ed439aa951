"""A script, not a module to import: drop to an account, bind our life to the parent's, become the program given.

``python -I -S bound.py PARENT ACCOUNT PROGRAM [ARGUMENT…]`` with PARENT the process number that must be our parent and
ACCOUNT ``user:group`` in numbers, or ``-``. It stands between ``fork`` and PostgreSQL because a function run there by
``subprocess`` (``preexec_fn``) is unsafe in a process with threads.
"""

import ctypes
import os
import signal
import sys

PR_SET_PDEATHSIG = 1


def main(parent: str, account: str, *command: str) -> None:
    """Never returns; exit status 1 where the parent is already gone."""
    if account != "-":
        user, group = map(int, account.split(":"))
        os.setgroups([])
        os.setgid(group)
        os.setuid(user)
    if sys.platform == "linux":
        # SIGINT is PostgreSQL's fast shutdown. Set last: a change of account clears it.
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGINT, 0, 0, 0)
        if os.getppid() != int(parent):
            sys.exit(1)
    os.execv(command[0], command)  # noqa: S606 - the very purpose, no shell


if __name__ == "__main__":
    main(*sys.argv[1:])

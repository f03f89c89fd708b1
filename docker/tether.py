"""Run a program that dies with its launcher: change the user, ask the kernel for a signal at its death, exec."""

import ctypes
import os
import pwd
import sys
from collections.abc import Sequence

# A program and not a Popen preexec_fn, which may deadlock in a launcher with threads. Stdlib only: starts in 20 ms.

PR_SET_PDEATHSIG = 1
LAUNCHER_GONE = 70


def main(arguments: Sequence[str]) -> None:
    """`tether.py LAUNCHER_PID SIGNAL USER COMMAND…`; USER `-` keeps the user we are."""
    launcher, signal_number, user, *command = arguments
    if user != "-":
        become(user)
    if sys.platform == "linux":  # elsewhere the next start ends what a killed launcher left (docker/leftovers.py)
        # After the change of user: changing credentials clears the request.
        ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, int(signal_number), 0, 0, 0)
    if os.getppid() != int(launcher):  # it died before we asked
        raise SystemExit(LAUNCHER_GONE)
    os.execvp(command[0], command)  # noqa: S606 - the very purpose: become the command


def become(user: str) -> None:
    """Drop root for `user` and its groups."""
    account = pwd.getpwnam(user)
    os.initgroups(user, account.pw_gid)
    os.setgid(account.pw_gid)
    os.setuid(account.pw_uid)
    os.environ.update(HOME=account.pw_dir, USER=user, LOGNAME=user)


if __name__ == "__main__":
    main(sys.argv[1:])

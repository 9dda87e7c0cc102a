"""``python -m tests.faults.leash PARENT MODULE …``: become the module's program, and die when the parent does."""

import ctypes
import os
import signal
import sys

PR_SET_PDEATHSIG = 1

ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
if os.getppid() == int(sys.argv[1]):  # else it died before the leash was on
    os.execv(sys.executable, [sys.executable, "-m", *sys.argv[2:]])

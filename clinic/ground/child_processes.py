"""Processes that must not outlive the one that started them."""

from __future__ import annotations

import ctypes
import os
import sys
from collections.abc import Callable

PR_SET_PDEATHSIG = 1


def signal_when_we_end(signal: int) -> Callable[[], None] | None:
    """Give a `preexec_fn` by which the kernel sends a child this signal when we end, even by kill -9.

    Linux only; elsewhere a child notices by itself or is found by the next start.
    """
    if sys.platform != "linux":
        return None
    libc = ctypes.CDLL(None)  # loaded here: little may be done between fork and exec
    parent = os.getpid()

    def ask_for_signal() -> None:
        libc.prctl(PR_SET_PDEATHSIG, signal)
        if os.getppid() != parent:  # we ended before the kernel was asked
            os._exit(1)

    return ask_for_signal

"""How many threads number work may use."""

from __future__ import annotations

import os

__all__ = ["one_thread_a_process"]


def one_thread_a_process() -> None:
    """Let NumPy's products run on one thread, unless the environment says otherwise; call before NumPy is imported.

    The matrices of a comparison are small: more threads cost more than they bring, and far more where several
    processes share the cores (a comparison of two long articles took five times as long).
    """
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ.setdefault(name, "1")

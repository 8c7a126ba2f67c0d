"""Runs Synapse in this process, from the folder of this file.

The test holds the other end of standard input. When it closes, Synapse ends. If the
word "stop" came first, that is a stop which the test asked for, and the folder stays.
Otherwise the test died, in whatever way, and the folder goes too.
"""

import os
import runpy
import shutil
import signal
import sys
import threading
import time

FOLDER = os.path.dirname(os.path.abspath(__file__))
PATIENCE_SECONDS = 10

orphaned = threading.Event()


def end_with_the_test() -> None:
    if sys.stdin.buffer.read() != b"stop":
        orphaned.set()
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(PATIENCE_SECONDS)
    tidy()
    os._exit(1)


def tidy() -> None:
    if orphaned.is_set():
        shutil.rmtree(FOLDER, ignore_errors=True)


threading.Thread(target=end_with_the_test, daemon=True).start()
try:
    runpy.run_module("synapse.app.homeserver", run_name="__main__", alter_sys=True)
finally:
    tidy()

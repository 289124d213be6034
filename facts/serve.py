"""Opens the desk edition in Datasette, on this machine only."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from .errors import FactsError

HOST = "127.0.0.1"
PORT = 8001  # Datasette's own default
START_SECONDS = 60


def free_port(wanted: int = PORT) -> int:
    """`wanted`, or any free port where that one is taken."""
    for port in (wanted, 0):
        with socket.socket() as probe:
            try:
                probe.bind((HOST, port))
            except OSError:
                continue
            return int(probe.getsockname()[1])
    raise FactsError(f"no port is free on {HOST}")


def serve(folder: Path, port: int, started: Callable[[str], None]) -> int:
    """Run Datasette on a published folder until it ends; `started` is told the address once it answers.

    Returns Datasette's exit status. Raises FactsError where it does not come up.
    """
    command = [sys.executable, "-m", "datasette", "serve", str(folder), "--host", HOST, "--port", str(port)]
    for name in ("SIGTERM", "SIGHUP"):  # whoever ends this ends Datasette too
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), _interrupted)
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen(command, stdout=said, stderr=subprocess.STDOUT)
        try:
            _wait(process, port, said)
            started(f"http://{HOST}:{port}/facts/start")
            return process.wait()
        except KeyboardInterrupt:
            return 0
        finally:
            if process.poll() is None:
                process.terminate()
                try:
                    process.wait(5)
                except subprocess.TimeoutExpired:
                    process.kill()
                    process.wait()


def _interrupted(*_: object) -> None:
    raise KeyboardInterrupt


def _wait(process: subprocess.Popen[bytes], port: int, said: object) -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until:
        if process.poll() is not None:
            said.seek(0)  # type: ignore[attr-defined]
            last = said.read().decode("utf-8", "replace").strip().splitlines()[-1:]  # type: ignore[attr-defined]
            raise FactsError(f"Datasette stopped with status {process.returncode}: {''.join(last)}")
        with socket.socket() as probe:
            probe.settimeout(1)
            if probe.connect_ex((HOST, port)) == 0:
                return
        time.sleep(0.05)
    raise FactsError(f"Datasette did not answer within {START_SECONDS} seconds")

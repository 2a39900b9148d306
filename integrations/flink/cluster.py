"""A Flink cluster of processes on this machine: a job manager and task managers, each of which can be killed."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any, Optional

import pyflink

FLINK = Path(pyflink.__file__).parent
LIMIT = 600.0
"""Seconds after which something that was waited for is an error."""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def until(what: str, is_true: Callable[[], Any], limit: float = LIMIT) -> Any:
    """Waits for something, and returns it."""
    end = time.monotonic() + limit
    while time.monotonic() < end:
        found = is_true()
        if found:
            return found
        time.sleep(0.1)
    raise TimeoutError(f"{what} did not happen within {limit:.0f} s")


def children(pid: int) -> list[int]:
    """The processes below a process."""
    listed = subprocess.run(["ps", "-eo", "pid=,ppid="], capture_output=True, text=True, check=True).stdout
    parents = [tuple(map(int, line.split())) for line in listed.splitlines()]
    found, open_ = [], [pid]
    while open_:
        parent = open_.pop()
        below = [child for child, its_parent in parents if its_parent == parent]
        found += below
        open_ += below
    return found


class Cluster:
    """A context manager that starts the processes and ends them."""

    def __init__(self, folder: Path, managers: int = 2, slots: int = 1) -> None:
        self.folder = folder
        self.managers = managers
        self.rest = free_port()
        self.workers: list[subprocess.Popen[bytes]] = []
        self.boss: Optional[subprocess.Popen[bytes]] = None
        self.started: set[int] = set()
        conf = folder / "conf"
        shutil.copytree(FLINK / "conf", conf)
        opens = next(line for line in (conf / "config.yaml").read_text().splitlines() if line.strip().startswith("all:"))
        settings = {
            "env.java.opts.all": json.dumps(opens.strip()[5:]),
            "jobmanager.rpc.address": "127.0.0.1",
            "jobmanager.rpc.port": free_port(),
            "jobmanager.bind-host": "127.0.0.1",
            "jobmanager.memory.process.size": "1024m",
            "taskmanager.host": "127.0.0.1",
            "taskmanager.bind-host": "127.0.0.1",
            "taskmanager.memory.process.size": "1400m",
            "taskmanager.memory.managed.size": "256m",
            "taskmanager.memory.network.max": "96m",
            "taskmanager.numberOfTaskSlots": slots,
            "rest.address": "127.0.0.1",
            "rest.bind-address": "127.0.0.1",
            "rest.port": self.rest,
            "parallelism.default": 2,
            "heartbeat.interval": 1000,
            "heartbeat.timeout": 10000,
            "restart-strategy.type": "fixed-delay",
            "restart-strategy.fixed-delay.attempts": 20,
            "restart-strategy.fixed-delay.delay": "500 ms",
            "execution.checkpointing.interval": "1 s",
            "execution.checkpointing.mode": "EXACTLY_ONCE",
            "execution.checkpointing.dir": f"file://{folder}/checkpoints",
            "execution.checkpointing.storage": "filesystem",
            "python.executable": sys.executable,
            "python.client.executable": sys.executable,
            "python.fn-execution.bundle.time": 200,
            "io.tmp.dirs": f"{folder}/tmp",
        }
        (conf / "config.yaml").write_text("".join(f"{name}: {value}\n" for name, value in settings.items()))
        self.environment = {
            **os.environ,
            "FLINK_CONF_DIR": str(conf),
            "FLINK_LOG_DIR": str(folder / "log"),
            "FLINK_PID_DIR": str(folder / "pid"),
            "_PYFLINK_LIB": str(FLINK),
            "PYTHONDONTWRITEBYTECODE": "1",
            "FLINK_HOME": str(FLINK),
            "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
        }
        for name in ("log", "pid", "tmp"):
            (folder / name).mkdir()

    def start(self, script: str) -> subprocess.Popen[bytes]:
        log = (self.folder / "log" / f"{script}.{len(self.workers)}.out").open("ab")
        command = [str(FLINK / "bin" / f"{script}.sh"), "start-foreground"]
        process = subprocess.Popen(
            command, env=self.environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True
        )
        self.started.add(process.pid)
        return process

    def add_worker(self) -> None:
        self.workers.append(self.start("taskmanager"))

    def __enter__(self) -> Cluster:
        self.boss = self.start("jobmanager")
        for _ in range(self.managers):
            self.add_worker()
        until("the start of the cluster", lambda: self.registered() == self.managers)
        return self

    def __exit__(self, *_: object) -> None:
        for process in [*self.workers, *([self.boss] if self.boss else [])]:
            below = children(process.pid)
            for pid in [process.pid, *below]:
                try:
                    os.kill(pid, signal.SIGKILL)
                except ProcessLookupError:
                    pass
            process.wait()

    def kill(self, worker: int) -> None:
        """Ends a task manager at once, with the Python processes that work for it."""
        process = self.workers.pop(worker)
        for pid in [process.pid, *children(process.pid)]:
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                pass
        process.wait()

    def ask(self, path: str, method: str = "GET") -> Any:
        request = urllib.request.Request(f"http://127.0.0.1:{self.rest}{path}", method=method)
        with urllib.request.urlopen(request, timeout=10) as answer:
            text = answer.read()
        return json.loads(text) if text else {}

    def registered(self) -> int:
        try:
            return len(self.ask("/taskmanagers")["taskmanagers"])
        except (urllib.error.URLError, OSError):
            return 0

    def submit(self, script: Path, *arguments: str) -> str:
        """Submits a job and returns its number."""
        command = [str(FLINK / "bin" / "flink"), "run", "--detached", "-py", str(script), *arguments]
        done = subprocess.run(command, env=self.environment, capture_output=True, text=True, timeout=LIMIT, check=False)
        lines = [line for line in done.stdout.splitlines() if "JobID" in line]
        if done.returncode != 0 or not lines:
            raise RuntimeError(f"the job was not taken:\n{done.stdout}\n{done.stderr}")
        return lines[-1].split("JobID")[-1].strip()

    def state(self, job: str) -> str:
        found: str = self.ask(f"/jobs/{job}")["state"]
        if found == "FAILED":
            causes = self.ask(f"/jobs/{job}/exceptions")
            raise RuntimeError(f"the job failed: {json.dumps(causes)[:3000]}")
        return found

    def restarts(self, job: str) -> int:
        """How often the job was interrupted by a failure."""
        return len(self.ask(f"/jobs/{job}/exceptions")["exceptionHistory"]["entries"])

    def cancel(self, job: str) -> None:
        self.ask(f"/jobs/{job}?mode=cancel", "PATCH")
        until("the end of the job", lambda: self.state(job) == "CANCELED")

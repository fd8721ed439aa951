"""Start, share, supervise and stop the embedded cluster.

The server is a direct child of this process, which waits for it: a killed server is restarted at once, and where this
process is killed the kernel stops the server. One process of all those that need the cluster runs it (it holds the
lock); the others connect, and one of them takes over when it ends.
"""

from __future__ import annotations

import atexit
import fcntl
import os
import signal
import subprocess
import sys
import threading
import time
import weakref
from collections import deque
from collections.abc import Callable, Mapping
from contextlib import closing, suppress
from pathlib import Path

import psycopg

from jawda.site.database import cluster as files
from jawda.site.database import logins, processes, rights, sockets
from jawda.site.database.errors import DatabaseRefused
from jawda.site.database.identity import Identity, choose
from jawda.site.database.logins import SUPERUSER, Login
from jawda.site.database.providers import Provider, cluster_major, find_binaries

RESTARTS_PER_MINUTE = 5
READY_WITHIN = 120.0
"""Seconds; a large database recovers after a power cut before it answers."""


def _to_standard_error(sentence: str) -> None:
    sys.stderr.write(sentence + "\n")


class EmbeddedDatabase:
    """The cluster in ``data_folder``. ``start`` and ``stop``, or use it as a context manager.

    ``space_needed``: free bytes wanted to make a cluster (default: ``JAWDA_DATABASE_SPACE``, or 1 GB).
    ``report``: told in a sentence of restarts and of giving up.
    """

    def __init__(
        self,
        data_folder: Path,
        *,
        environment: Mapping[str, str] | None = None,
        space_needed: int | None = None,
        report: Callable[[str], None] = _to_standard_error,
    ) -> None:
        self.folder = data_folder.absolute()
        self.cluster = self.folder / "cluster"
        self.environment = os.environ if environment is None else environment
        self.space_needed = files.space_needed(self.environment) if space_needed is None else space_needed
        self.report = report
        self.provider: Provider | None = None
        self.identity: Identity | None = None
        self.restarts = 0
        self._process: subprocess.Popen[bytes] | None = None
        self._lock: int | None = None
        self._thread: threading.Thread | None = None
        self._stopping = threading.Event()
        self._ready = threading.Event()
        self._fault: str | None = None
        self._maker = os.getpid()
        _all.add(self)

    def __enter__(self) -> EmbeddedDatabase:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    @property
    def socket_folder(self) -> Path:
        """Where the server's socket is; ``DatabaseRefused`` before the first start."""
        found = sockets.recorded(self.folder)
        if found is None:
            raise DatabaseRefused(f"The database in {self.folder} was never started.")
        return found

    @property
    def urls(self) -> dict[Login, str]:
        """One libpq URL for each login."""
        known = logins.passwords(self.folder / "logins.json")
        return {login: logins.url(login, known[login], self.socket_folder) for login in Login}

    @property
    def pid(self) -> int | None:
        """The server's process, or ``None`` where another process runs it, or nobody."""
        process = self._process
        return process.pid if process and process.returncode is None else None

    @property
    def runs_here(self) -> bool:
        """Whether the server is this process's own; else another process's, to which one connects."""
        return self._lock is not None

    def start(self) -> bool:
        """Initialise if need be and start; ``False`` if another process runs this cluster already.

        ``DatabaseRefused`` says why it cannot be done; nothing half made stays behind.
        """
        if self._thread:
            return self.runs_here
        self._make_folder()
        self._stopping.clear()
        self._ready.clear()
        self._fault = None
        self._maker = os.getpid()
        try:
            here = self._lock_or_connect()
            if here:
                self._open()
            else:
                self._ready.set()
            self._thread = threading.Thread(target=self._live, name="database", daemon=True)
            self._thread.start()
            if here:
                self._wait_until_ready()
                self._prepare()
        except BaseException:
            self.stop()
            raise
        return here

    def stop(self, *, patience: float = 0) -> None:
        """Stop cleanly; nothing if it does not run here.

        Fast: running statements are cut off and rolled back. With ``patience`` (seconds), first wait so long for
        the others to disconnect.
        """
        if os.getpid() != self._maker:
            return  # a forked child has our memory, not our server
        self._stopping.set()
        process = self._process
        if process:
            for number, seconds in ((signal.SIGTERM, patience), (signal.SIGINT, 30), (signal.SIGQUIT, None)):
                if seconds == 0:
                    continue
                process.send_signal(number)
                with suppress(subprocess.TimeoutExpired):
                    process.wait(timeout=seconds)
                    break
        if self._thread:
            self._thread.join()
        self._thread = self._process = None
        self._let_go()

    def wait(self, seconds: float | None = None) -> bool:
        """Wait until the server is stopped or given up; ``False`` where ``seconds`` pass before."""
        if self._thread:
            self._thread.join(seconds)
            return not self._thread.is_alive()
        return True

    # The lock, and who runs the server

    def _make_folder(self) -> None:
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
        except OSError as fault:
            raise DatabaseRefused(
                f"The folder {self.folder} cannot be made ({fault.strerror}). Choose another one with JAWDA_DATA."
            ) from None

    def _lock_or_connect(self) -> bool:
        """``True`` with the lock taken; ``False`` once the holder's server answers."""
        deadline = time.monotonic() + READY_WITHIN
        while not self._take_lock():
            if self._answers():
                return False
            if time.monotonic() > deadline:
                raise DatabaseRefused(
                    f"Another process holds {self.folder / 'lock'}, and its database did not answer within "
                    f"{READY_WITHIN:.0f} s: {files.last_words(self.folder)}"
                )
            time.sleep(0.05)
        return True

    def _take_lock(self) -> bool:
        try:
            lock = os.open(self.folder / "lock", os.O_RDWR | os.O_CREAT, 0o600)
        except PermissionError:
            raise DatabaseRefused(
                f"{self.folder} belongs to another account (user number {self.folder.stat().st_uid}). Run as that "
                "account, or choose another folder with JAWDA_DATA."
            ) from None
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(lock)
            return False
        self._lock = lock
        return True

    def _let_go(self) -> None:
        """No server of ours lives: leave no folder of sockets behind, and the cluster to others."""
        if self._lock is not None:
            with suppress(OSError, DatabaseRefused):
                self.socket_folder.rmdir()
            self._unlock()

    def _unlock(self) -> None:
        lock, self._lock = self._lock, None
        if lock is not None:
            os.close(lock)

    def _open(self) -> None:
        """All that comes before the server: binaries, account, socket's folder, files."""
        self.provider = find_binaries(self.environment, self.folder)
        fresh = cluster_major(self.folder) is None
        if fresh:
            files.require_space(self.folder, self.space_needed)
        self.identity = choose(self.provider, self.folder, self.environment)
        lost = not fresh and not (self.folder / "logins.json").exists()
        known = logins.passwords(self.folder / "logins.json")
        if fresh:
            files.initialise(self.folder, self.provider, self.identity, known[SUPERUSER])
        self.identity.own(self.cluster)
        sockets.provide(self.folder, self.environment, self.identity)
        self._make_room()
        if lost:
            files.reset_superuser(self.cluster, self.identity, known[SUPERUSER])

    def _make_room(self) -> None:
        """No server of a killed supervisor may live on, and no reused process number be taken for one."""
        noted = processes.noted_pid(self.cluster)
        living = processes.residents(self.cluster)
        if noted in living and str(self.socket_folder) not in processes.command_line(noted):
            raise DatabaseRefused(
                f"A server that Jawda did not start (process {noted}) runs on {self.cluster}. Stop it and start again."
            )
        if processes.await_leaving(self.cluster, 10):
            processes.clear(self.cluster)
        processes.forget_reused_pid(self.cluster)

    # The thread that waits for the server, or for its turn

    def _live(self) -> None:
        # The kernel binds the server's life to the thread that started it: this one, which lives as long as we do.
        try:
            while self._lock is None:
                if self._stopping.wait(0.2):
                    return
                if self._take_lock():
                    self._open()
            self._supervise()
        except (OSError, DatabaseRefused) as fault:
            self._give_up(str(fault))
        finally:
            if self._fault:
                self._let_go()  # somebody else may have more luck

    def _supervise(self) -> None:
        """Restart a server that was killed, at once, but not for ever."""
        ends: deque[float] = deque(maxlen=RESTARTS_PER_MINUTE)
        while not self._stopping.is_set():
            process = self._process = self._spawn()
            if self._stopping.is_set():
                process.send_signal(signal.SIGINT)
            process.wait()
            if self._stopping.is_set():
                return
            if not self._ready.is_set():
                self._give_up(f"PostgreSQL did not start: {files.last_words(self.folder)}")
                return
            now = time.monotonic()
            if len(ends) == RESTARTS_PER_MINUTE and now - ends[0] < 60:
                self._give_up(
                    f"The database stopped {RESTARTS_PER_MINUTE + 1} times within a minute and is not restarted again: "
                    f"{files.last_words(self.folder)}"
                )
                return
            ends.append(now)
            self.restarts += 1
            self.report(f"The database stopped by itself (status {process.returncode}) and is restarted.")
            processes.clear(self.cluster)
            processes.forget_reused_pid(self.cluster)

    def _give_up(self, sentence: str) -> None:
        self._fault = sentence
        if self._ready.is_set():
            self.report(sentence)

    def _spawn(self) -> subprocess.Popen[bytes]:
        assert self.identity
        options = [part for pair in files.settings(self.environment).items() for part in ("-c", "=".join(pair))]
        command = self.identity.bound_command(
            "postgres", "-D", str(self.cluster), "-k", str(self.socket_folder), *options
        )
        log = files.open_log(self.folder)
        try:
            return subprocess.Popen(  # noqa: S603 - a command of our own making, no shell
                command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd="/",
                env=files.program_environment(),
                start_new_session=True,  # Ctrl-C in a terminal is ours to handle
            )
        finally:
            os.close(log)

    # Talking to it

    def _connect(self, database: str) -> psycopg.Connection:
        password = logins.passwords(self.folder / "logins.json")[SUPERUSER]
        address = logins.url(SUPERUSER, password, self.socket_folder, database)
        return psycopg.connect(address, autocommit=True, connect_timeout=10, client_encoding="utf8")

    def _answers(self) -> bool:
        """Whether the holder's server can be used already: the application's login is the last thing made."""
        if not (self.folder / "logins.json").exists() or sockets.recorded(self.folder) is None:
            return False
        try:
            with psycopg.connect(self.urls[Login.APP], connect_timeout=10):
                return True
        except psycopg.OperationalError:
            return False

    def _wait_until_ready(self) -> None:
        deadline = time.monotonic() + READY_WITHIN
        pause = 0.01
        while self._fault is None and time.monotonic() < deadline:
            try:
                self._connect("postgres").close()
            except psycopg.OperationalError as fault:
                if "password authentication failed" in str(fault):
                    raise DatabaseRefused(
                        f"The passwords in {self.folder / 'logins.json'} are not those of the cluster beside it. Put "
                        "the right file back, or remove it: new passwords are made at the next start."
                    ) from None
                time.sleep(pause)
                pause = min(pause * 1.5, 0.2)
            else:
                self._ready.set()
                return
        raise DatabaseRefused(
            self._fault or f"PostgreSQL did not answer within {READY_WITHIN:.0f} s: {files.last_words(self.folder)}"
        )

    def _prepare(self) -> None:
        known = logins.passwords(self.folder / "logins.json")
        rights.prepare(self._connect, known)
        with closing(self._connect(logins.DATABASE)) as database:
            rights.require_sound(database)


_all: weakref.WeakSet[EmbeddedDatabase] = weakref.WeakSet()


def _leave_to_the_parent() -> None:
    """In a forked child: let go of the parent's lock, or it would outlive the parent."""
    for database in list(_all):
        database._unlock()


os.register_at_fork(after_in_child=_leave_to_the_parent)


def start(data_folder: Path, environment: Mapping[str, str] | None = None) -> EmbeddedDatabase:
    """The cluster in ``data_folder``, running; whoever calls stops it."""
    database = EmbeddedDatabase(data_folder, environment=environment)
    database.start()
    return database


def ensure(data_folder: Path, environment: Mapping[str, str] | None = None) -> EmbeddedDatabase:
    """The cluster, running: another process's, or one started here and stopped when this process ends."""
    database = start(data_folder, environment)
    atexit.register(database.stop)
    return database

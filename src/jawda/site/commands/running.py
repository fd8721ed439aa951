"""``run``, ``serve``, ``worker``."""

from __future__ import annotations

import argparse
import errno
import json
import os
import signal
import socket
import sys
import time
from http.client import HTTPConnection, HTTPException
from pathlib import Path

import psycopg

from jawda.site import fingerprint
from jawda.site.commands import environment
from jawda.site.commands.supervision import Child, Supervisor, bound_command
from jawda.site.database import Login
from jawda.site.database.logins import VARIABLES
from jawda.site.values import ValueRefused

JOB_WITHIN = 10.0
"""Seconds that a job has to end when the worker is told to."""
CONNECTED_WITHIN = 5.0
"""Seconds that the worker waits for a database which is gone; told to end just then, it would stay that long."""


def run(options: argparse.Namespace) -> int:
    """Start all, print how to enter, wait; Ctrl-C stops web and worker first, the database last.

    A child that ends by itself is started again, as the database is, but not for ever.
    """
    start = time.monotonic()
    os.environ["JAWDA_DEMO"] = "1"
    os.environ.setdefault("JAWDA_URL", "http://localhost:" + options.bind.rpartition(":")[2])
    for number in (signal.SIGTERM, signal.SIGINT):  # a shell's background job is born deaf to SIGINT
        signal.signal(number, _interrupt)
    _require_free(options.bind)
    cluster = None
    try:
        cluster = environment.database(Login.APP, Login.OWNER)
        supervisor = Supervisor(
            [
                Child("worker", bound_command("worker")),
                Child("web", bound_command("serve", "--bind", options.bind)),
            ],
            ready=_database_answers,
        )
        if not _prepared():
            with Child("preparation", bound_command("migrate", "--demo")) as preparation:
                if preparation.wait():
                    return 1
        with supervisor:
            if _answers(options.bind, supervisor):
                _welcome(options, time.monotonic() - start)
            return supervisor.watch()
    except KeyboardInterrupt:
        return 0
    finally:
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, signal.SIG_IGN)
        if cluster:
            cluster.stop()
        if not options.json:
            sys.stderr.write("Stopped.\n")


def _require_free(bind: str) -> None:
    """``ValueRefused`` where another program listens there: its pages would be taken for ours."""
    host, _, port = bind.rpartition(":")
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host.strip("[]"), int(port)))
        except OSError as fault:
            if fault.errno != errno.EADDRINUSE:
                raise ValueRefused(f"{bind}: {fault.strerror}") from fault
            other = int(port) + 1
            raise ValueRefused(
                f"{bind} is taken by another program; choose another port: jawda run --bind 127.0.0.1:{other}"
            ) from fault


def _prepared() -> bool:
    """Whether the database and the static files were made by this very program."""
    build = Path(os.environ.get("JAWDA_BUILD", environment.data_folder() / "build"))
    if not (build / "collected").is_dir():
        return False
    return fingerprint.recorded(os.environ[VARIABLES[Login.APP]]) == fingerprint.mark(demonstration=True)


def _database_answers() -> bool:
    try:
        psycopg.connect(os.environ[VARIABLES[Login.APP]], connect_timeout=5).close()
    except psycopg.OperationalError:
        return False
    return True


def _answers(bind: str, supervisor: Supervisor) -> bool:
    """Wait until a page can be had; ``False`` where a child ends before."""
    host, _, port = bind.rpartition(":")
    while not any(child.ended for child in supervisor.children):
        connection = HTTPConnection("127.0.0.1" if host in ("", "0.0.0.0") else host.strip("[]"), int(port), timeout=5)  # noqa: S104
        try:
            connection.request("GET", "/health")
            connection.getresponse().read()
            return True
        except (OSError, HTTPException):
            time.sleep(0.05)
        finally:
            connection.close()
    return False


def _interrupt(*_: object) -> None:
    raise KeyboardInterrupt


def _welcome(options: argparse.Namespace, seconds: float) -> None:
    from jawda.site.demo_people import PASSWORD, SIGN_INS  # noqa: PLC0415 - light, and only needed here

    address = f"http://localhost:{options.bind.rpartition(':')[2]}"
    mail = f"{address}/demo/mail/"
    if options.json:
        people = [{"email": item.email, "who": item.who} for item in SIGN_INS]
        body = {"url": address, "sign_ins": people, "password": PASSWORD, "mail": mail}
        sys.stdout.write(json.dumps(body, ensure_ascii=False) + "\n")
    else:
        lines = [f"\n  Jawda  {address}   (ready after {seconds:.1f} s, Ctrl-C stops it)\n"]
        lines += [f"  {item.email:<28} {item.who}" for item in SIGN_INS]
        lines += [f"\n  password of all: {PASSWORD}", f"  its mail is read at: {mail}\n"]
        sys.stdout.write("\n".join(lines) + "\n")
    sys.stdout.flush()


def serve(options: argparse.Namespace) -> int:
    """Gunicorn with threads, after checking that row-level security binds our login. Needs the application's URL."""
    environment.database()
    environment.framework()
    environment.require_bound_login()
    from gunicorn.app.wsgiapp import run as gunicorn  # noqa: PLC0415 - after set-up

    sys.argv = [
        "gunicorn", "jawda.site.wsgi:application", "--bind", options.bind, "--worker-class", "gthread",
        "--workers", os.environ.get("JAWDA_WORKERS", "2"), "--threads", "4", "--graceful-timeout", "10",
        "--log-level", "warning",
    ]  # fmt: skip
    if options.json:
        sys.stdout.write(json.dumps({"process": os.getpid(), "bind": options.bind}) + "\n")
        sys.stdout.flush()
    gunicorn()
    return 0


def worker(options: argparse.Namespace) -> int:
    """Procrastinate's worker; ends in order on SIGTERM and Ctrl-C. Needs the application's URL."""
    environment.database()
    environment.framework()
    environment.require_bound_login()
    from jawda.foundation.jobs import run_worker  # noqa: PLC0415 - after set-up

    if options.json:
        sys.stdout.write(json.dumps({"process": os.getpid()}) + "\n")
        sys.stdout.flush()
    run_worker(connected_within=CONNECTED_WITHIN, job_within=JOB_WITHIN)
    return 0

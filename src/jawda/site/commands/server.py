"""Running: ``run``, ``serve``, ``worker``, ``migrate``, ``demo``, ``doctor``, ``audit``."""

from __future__ import annotations

import argparse
import os
import signal
import subprocess
import sys
import time
from typing import Any

from jawda.site.commands import environment
from jawda.site.database import DatabaseRefused, Login

ADDRESS = "127.0.0.1:8000"


def add_to(commands: Any) -> None:
    """Add the subcommands to the command line."""
    for name, function, text in (
        ("run", run, "everything on one machine: database, migrations, demonstration, worker and web"),
        ("serve", serve, "the web server (production: behind a proxy)"),
        ("worker", worker, "the worker for jobs"),
        ("migrate", migrate, "bring the database to this version"),
        ("demo", demo, "load the fictitious demonstration"),
        ("doctor", doctor, "say what was chosen and what is wrong"),
        ("audit", audit, "verify every organisation's audit chain"),
    ):
        command = commands.add_parser(name, help=text, description=text, epilog=f"example: jawda {name}")
        command.set_defaults(run=function)
        if name in ("run", "serve"):
            command.add_argument("--bind", default=ADDRESS, help="address and port (default: %(default)s)")


def _child(*arguments: str, **extra: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-m", "jawda.site.command_line", *arguments], env={**os.environ, **extra})  # noqa: S603 - ourselves


def run(options: argparse.Namespace) -> int:
    """Start all, print how to enter, wait; Ctrl-C stops web and worker first, the database last."""
    start = time.monotonic()
    os.environ["JAWDA_DEMO"] = "1"
    os.environ.setdefault("JAWDA_URL", "http://localhost:" + options.bind.rpartition(":")[2])
    cluster = environment.database()
    children: list[subprocess.Popen[bytes]] = []

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    signal.signal(signal.SIGTERM, stop)
    try:
        for step in ("migrate", "demo"):
            if _child(step).wait():
                return 1
        children += [_child("worker"), _child("serve", "--bind", options.bind)]
        _welcome(options.bind, time.monotonic() - start)
        while all(child.poll() is None for child in children):
            time.sleep(0.2)
        sys.stderr.write("A process ended by itself; stopping the others.\n")
        return 1
    except KeyboardInterrupt:
        return 0
    finally:
        for child in children:
            if child.poll() is None:
                child.send_signal(signal.SIGINT)
        for child in children:
            try:
                child.wait(timeout=15)
            except subprocess.TimeoutExpired:
                child.kill()
        if cluster:
            cluster.stop()
        sys.stderr.write("Stopped.\n")


def _welcome(bind: str, seconds: float) -> None:
    from jawda.site.demo_people import PASSWORD, SIGN_INS  # noqa: PLC0415 - light, and only needed here

    lines = [
        f"\n  Jawda  http://localhost:{bind.rpartition(':')[2]}   (ready after {seconds:.1f} s, Ctrl-C stops it)\n"
    ]
    lines += [f"  {item.email:<28} {item.who}" for item in SIGN_INS]
    lines += [
        f"\n  password of all: {PASSWORD}",
        f"  mail of the demonstration: {environment.data_folder() / 'mail'}\n",
    ]
    sys.stdout.write("\n".join(lines) + "\n")
    sys.stdout.flush()


def serve(options: argparse.Namespace) -> int:
    """Gunicorn with threads, after checking that row-level security binds our login."""
    environment.database()
    environment.framework()
    from django.db import connection  # noqa: PLC0415 - after set-up

    from jawda.foundation.tenancy.grants import unsafe_login  # noqa: PLC0415

    fault = unsafe_login()
    connection.close()
    if fault:
        raise DatabaseRefused(fault)
    from gunicorn.app.wsgiapp import run as gunicorn  # noqa: PLC0415

    sys.argv = [
        "gunicorn", "jawda.site.wsgi:application", "--bind", options.bind, "--worker-class", "gthread",
        "--workers", os.environ.get("JAWDA_WORKERS", "2"), "--threads", "4", "--graceful-timeout", "10",
        "--log-level", "warning",
    ]  # fmt: skip
    gunicorn()
    return 0


def worker(options: argparse.Namespace) -> int:
    """Procrastinate's worker."""
    environment.database()
    environment.framework()
    from django.core.management import call_command  # noqa: PLC0415 - after set-up

    call_command("procrastinate", "worker", verbosity=0)
    return 0


def migrate(options: argparse.Namespace) -> int:
    """Tables as owner, rights, the built-in referentials, fonts, catalogues and static files."""
    environment.database()
    environment.framework(Login.OWNER)
    from django.core.management import call_command  # noqa: PLC0415 - after set-up

    from jawda.apps.referentials import store  # noqa: PLC0415
    from jawda.foundation.tenancy import grants  # noqa: PLC0415
    from jawda.site import assets  # noqa: PLC0415

    call_command("migrate", verbosity=0, interactive=False)
    call_command("createcachetable", verbosity=0)
    grants.apply()
    store.keep_built_in()
    assets.build()
    return 0


def demo(options: argparse.Namespace) -> int:
    """Load the demonstration as the application itself would, under row-level security."""
    environment.database()
    environment.framework()
    from jawda.site import demo as demonstration  # noqa: PLC0415 - after set-up

    if demonstration.load():
        sys.stdout.write("The demonstration is loaded.\n")
    return 0


def doctor(options: argparse.Namespace) -> int:
    """One line for each thing looked at; 1 if one is wrong."""
    lines: list[tuple[bool, str]] = []
    try:
        cluster = environment.database()
        kind = (
            f"embedded, {cluster.provider.name} {cluster.provider.major}"
            if cluster and cluster.provider
            else "running elsewhere"
        )
        lines.append((True, f"database: {kind}"))
        if cluster and cluster.identity:
            lines.append((True, f"account of the database: {cluster.identity.name}; socket in {cluster.socket_folder}"))
        environment.framework()
        from jawda.foundation.tenancy.grants import unsafe_login  # noqa: PLC0415 - after set-up

        fault = unsafe_login()
        lines.append((fault is None, fault or "login: jawda_app, bound by row-level security"))
    except DatabaseRefused as refused:
        lines.append((False, str(refused)))
    sys.stdout.writelines(f"{'ok  ' if good else 'BAD '} {text}\n" for good, text in lines)
    return 0 if all(good for good, _ in lines) else 1


def audit(options: argparse.Namespace) -> int:
    """Verify the chain of every organisation, as login backup sees them all."""
    environment.database()
    environment.framework(Login.BACKUP)
    from jawda.site.audit_check import verify_all  # noqa: PLC0415 - after set-up

    broken = 0
    for organisation_id, verification in verify_all():
        if verification.broken:
            broken += 1
            sys.stdout.write(
                f"BAD  {organisation_id} at {verification.broken.sequence}: {verification.broken.reason}\n"
            )
        else:
            sys.stdout.write(f"ok   {organisation_id} {verification.entries} entries, head {verification.head[:16]}\n")
    return 1 if broken else 0

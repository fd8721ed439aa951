"""Jobs of the whole platform."""

from __future__ import annotations

import os

from procrastinate.contrib.django import app

from jawda.site.commands.supervision import Child, bound_command
from jawda.site.database import Login
from jawda.site.database.logins import VARIABLES


class NotPublished(RuntimeError):
    """The command that publishes failed; what it said stands in the worker's log."""


@app.periodic(cron="20 2 * * *")
@app.task(name="site.publish", queueing_lock="site.publish")
def publish(timestamp: int) -> None:
    """Each night, in a process of its own: the login that reads of all companies is never the worker's.

    Nothing where the worker was not given that login.
    """
    if not os.environ.get(VARIABLES[Login.PUBLISHER]):
        return
    with Child("publishing", bound_command("publish")) as child:
        if child.wait():
            raise NotPublished

"""Two verbs at once, each in a transaction of its own, in a database of their own."""

from __future__ import annotations

import threading
from collections.abc import Callable

from django.db import connection, transaction


def both(first: Callable[[], None], second: Callable[[], None]) -> list[BaseException | None]:
    """The second begins before the first commits; what each was refused with."""
    written = threading.Event()
    outcome: list[BaseException | None] = [None, None]

    def run(index: int, verb: Callable[[], None]) -> None:
        try:
            with transaction.atomic():
                if index:
                    assert written.wait(10)
                verb()
                if not index:
                    written.set()
                    _until_another_waits()
        except Exception as fault:
            outcome[index] = fault
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=item) for item in enumerate((first, second))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert not any(thread.is_alive() for thread in threads)
    return outcome


def _until_another_waits() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            """
            DO $$ BEGIN
              FOR n IN 1..200 LOOP
                IF EXISTS (SELECT 1 FROM pg_locks WHERE NOT granted) THEN RETURN; END IF;
                PERFORM pg_sleep(0.05);
              END LOOP;
              RAISE EXCEPTION 'nobody waits: the two were not at once';
            END $$
            """
        )

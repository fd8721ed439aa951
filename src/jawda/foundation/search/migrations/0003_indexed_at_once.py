from django.db import migrations

INDEXES = ("search_common_trigrams", "search_published_trigrams")


def _set(value: str) -> str:
    return "".join(f"ALTER INDEX {name} SET (fastupdate = {value});" for name in INDEXES)


class Migration(migrations.Migration):
    """What is written is indexed at once: a list of what is still to be indexed would be read by every question."""

    dependencies = [("search", "0002_isolate")]
    operations = [migrations.RunSQL(_set("off"), _set("on"))]

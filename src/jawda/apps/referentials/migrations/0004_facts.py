import json

from django.db import migrations, models

from jawda.apps.referentials.facts import facts_of


def keep_facts(apps, schema_editor):
    """Of the referentials that are stored already; the built-in ones among them are read again anyway."""
    rows = apps.get_model("referentials", "StoredReferential").objects.all()
    for row in rows.iterator(chunk_size=20):
        row.facts = facts_of(json.loads(bytes(row.content)))
        row.save(update_fields=["facts"])


class Migration(migrations.Migration):
    dependencies = [("referentials", "0003_isolate_drafts")]
    operations = [
        migrations.AddField(
            "storedreferential",
            "source",
            models.CharField(blank=True, max_length=64, default=""),
            preserve_default=False,
        ),
        migrations.AddField("storedreferential", "facts", models.JSONField(default=dict)),
        migrations.RunPython(keep_facts, migrations.RunPython.noop, elidable=True),
    ]

from django.db import migrations

from jawda.foundation.search.policies import DROP_TRIGRAMS, TRIGRAMS
from jawda.foundation.tenancy.operations import IsolateTable


class Migration(migrations.Migration):
    dependencies = [("search", "0001_initial"), ("organisations", "0002_isolate")]
    operations = [
        IsolateTable("SearchEntry"),
        IsolateTable("PublishedSearchEntry"),
        migrations.RunSQL(TRIGRAMS, DROP_TRIGRAMS),
    ]

from django.db import migrations

from jawda.apps.diagnostics.policies import DROP_PUBLISHER_READS, PUBLISHER_READS
from jawda.foundation.tenancy.operations import IsolateTable


class Migration(migrations.Migration):
    dependencies = [("diagnostics", "0008_reviews")]
    operations = [
        IsolateTable("Review"),
        IsolateTable("ReviewAnswer"),
        IsolateTable("ReviewDecision"),
        migrations.RunSQL(PUBLISHER_READS, DROP_PUBLISHER_READS),
    ]

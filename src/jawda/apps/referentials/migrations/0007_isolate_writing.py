from django.db import migrations

from jawda.foundation.tenancy.operations import IsolateTable


class Migration(migrations.Migration):
    dependencies = [("referentials", "0006_writing")]
    operations = [IsolateTable("OwnReferential"), IsolateTable("Manuscript"), IsolateTable("ManuscriptVersion")]

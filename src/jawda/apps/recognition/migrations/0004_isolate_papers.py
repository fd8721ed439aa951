from django.db import migrations

from jawda.foundation.tenancy.operations import IsolateTable


class Migration(migrations.Migration):
    dependencies = [("recognition", "0003_papers")]
    operations = [IsolateTable("SealKey"), IsolateTable("Paper")]

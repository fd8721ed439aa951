from django.db import migrations

from jawda.foundation.tenancy.operations import IsolateTable


class Migration(migrations.Migration):
    dependencies = [("organisations", "0006_exports"), ("tenancy", "0001_functions")]
    operations = [IsolateTable("OrganisationExport")]

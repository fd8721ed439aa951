from django.db import migrations

from jawda.foundation.tenancy.operations import IsolateTable


class Migration(migrations.Migration):
    dependencies = [("diagnostics", "0014_panels")]
    operations = [
        IsolateTable("Panel"),
        IsolateTable("PanelMember"),
        IsolateTable("PanelAnswer"),
    ]

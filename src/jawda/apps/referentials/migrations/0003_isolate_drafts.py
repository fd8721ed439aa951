from django.db import migrations

from jawda.apps.referentials.policies import DRAFT
from jawda.foundation.tenancy.operations import IsolateTable


class Migration(migrations.Migration):
    dependencies = [("referentials", "0002_publishing"), ("organisations", "0002_isolate")]
    operations = [IsolateTable("Draft", DRAFT)]

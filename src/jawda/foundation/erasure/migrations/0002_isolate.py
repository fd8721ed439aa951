from django.db import migrations

from jawda.foundation.erasure import policies
from jawda.foundation.tenancy.operations import IsolateTable


class Migration(migrations.Migration):
    dependencies = [("erasure", "0001_initial"), ("tenancy", "0001_functions")]
    operations = [IsolateTable("AccountEnd", policies.ACCOUNT_END)]

from django.db import migrations

from jawda.foundation.accounts import policies


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_isolate")]
    operations = [migrations.RunSQL(policies.OPERATOR_GUARD, policies.DROP_OPERATOR_GUARD)]

from django.db import migrations

from jawda.foundation.tenancy import policies


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [migrations.RunSQL(policies.FUNCTIONS, policies.DROP_FUNCTIONS)]

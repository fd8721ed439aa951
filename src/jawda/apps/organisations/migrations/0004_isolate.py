from django.db import migrations

from jawda.apps.organisations import policies
from jawda.foundation.tenancy.operations import IsolateTable


class Migration(migrations.Migration):
    dependencies = [("organisations", "0003_sites_invitations_verifications")]
    operations = [
        IsolateTable("Verification"),
        migrations.RunSQL(policies.REGISTRATION_GUARD, policies.DROP_REGISTRATION_GUARD),
        migrations.RunSQL(policies.VERIFIED_ENTRIES, policies.ANY_ENTRIES),
        migrations.RunSQL(policies.INVITATIONS_BY_ORGANISATION, policies.INVITATIONS_BY_EITHER),
    ]

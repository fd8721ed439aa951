from django.db import migrations

from jawda.apps.ecosystems import policies
from jawda.foundation.tenancy.operations import IsolateTable


class Migration(migrations.Migration):
    dependencies = [("ecosystems", "0006_campaigns")]
    operations = [
        IsolateTable("Campaign"),
        IsolateTable("CampaignInvitation"),
        IsolateTable("CampaignReply"),
        migrations.RunSQL(policies.CAMPAIGN_GUARD, policies.DROP_CAMPAIGN_GUARD),
    ]

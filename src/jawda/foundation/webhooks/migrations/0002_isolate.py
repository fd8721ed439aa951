from django.db import migrations

from jawda.foundation.tenancy.operations import IsolateTable


class Migration(migrations.Migration):
    dependencies = [("webhooks", "0001_initial"), ("organisations", "0002_isolate"), ("tenancy", "0001_functions")]
    operations = [IsolateTable("WebhookEndpoint"), IsolateTable("WebhookDelivery")]

from django.db import migrations

from jawda.apps.recognition import policies
from jawda.foundation.tenancy.operations import IsolateTable


class Migration(migrations.Migration):
    dependencies = [("recognition", "0001_initial"), ("organisations", "0007_isolate_exports")]
    operations = [
        IsolateTable("SigningKey"),
        IsolateTable("Attestation"),
        IsolateTable("AttestationEvent"),
        IsolateTable("SupersededCredential"),
        IsolateTable("Identity"),
        IsolateTable("IdentityVersion"),
        IsolateTable("PublicAttestation"),
        IsolateTable("AccreditationVersion"),
        IsolateTable("StatusListVersion"),
        IsolateTable("LogEntry"),
        migrations.RunSQL(policies.BY_VERIFIED_BODIES, policies.BY_ANY),
        migrations.RunSQL(policies.LOG_CHAIN, policies.DROP_LOG_CHAIN),
    ]

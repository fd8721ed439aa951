from django.db import migrations

from jawda.foundation.accounts import policies
from jawda.foundation.tenancy.operations import IsolateTable


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_initial"),
        ("tenancy", "0001_functions"),
        ("account", "0009_emailaddress_unique_primary_email"),
        ("mfa", "0003_authenticator_type_uniq"),
        ("usersessions", "0001_initial"),
    ]
    operations = [
        IsolateTable("Person", policies.PERSON),
        IsolateTable("EmailAddress", policies.BY_USER, table="account_emailaddress"),
        IsolateTable("EmailConfirmation", policies.EMAIL_CONFIRMATION, table="account_emailconfirmation"),
        IsolateTable("Authenticator", policies.BY_USER, table="mfa_authenticator"),
        IsolateTable("UserSession", policies.BY_USER, table="usersessions_usersession"),
    ]

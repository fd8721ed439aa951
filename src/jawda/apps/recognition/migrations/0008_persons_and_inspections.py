"""Certificates of persons and inspection reports are kinds too; nothing changes in the database."""

from django.db import migrations, models

KINDS = [
    ("management_system", "Management system certificate"),
    ("product", "Product certificate"),
    ("person", "Certificate of a person"),
    ("inspection", "Inspection report"),
    ("test", "Test report"),
    ("calibration", "Calibration certificate"),
    ("accreditation", "Accreditation"),
    ("training", "Attestation of competence"),
    ("attendance", "Attendance slip"),
    ("approval", "Approval"),
]


class Migration(migrations.Migration):
    dependencies = [("recognition", "0007_keys_in_devices")]

    operations = [
        migrations.AlterField(model_name=name, name="kind", field=models.CharField(choices=KINDS, max_length=24))
        for name in ("attestation", "publicattestation", "recordedcertificate")
    ]

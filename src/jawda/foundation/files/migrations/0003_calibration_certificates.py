"""Calibration certificates in XML may be kept; nothing changes in the database."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("files", "0002_isolate")]

    operations = [
        migrations.AlterField(
            model_name="storedfile",
            name="kind",
            field=models.CharField(
                choices=[
                    ("pdf", "PDF"),
                    ("png", "PNG"),
                    ("jpeg", "JPEG"),
                    ("webp", "WebP"),
                    ("xlsx", "XLSX"),
                    ("docx", "DOCX"),
                    ("ods", "ODS"),
                    ("odt", "ODT"),
                    ("csv", "CSV"),
                    ("txt", "TXT"),
                    ("xml", "XML"),
                ],
                max_length=8,
            ),
        )
    ]

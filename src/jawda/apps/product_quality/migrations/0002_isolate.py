from django.db import migrations

from jawda.foundation.tenancy.operations import IsolateTable


class Migration(migrations.Migration):
    dependencies = [("product_quality", "0001_initial"), ("files", "0002_isolate")]
    operations = [
        IsolateTable("Instrument"),
        IsolateTable("Calibration"),
        IsolateTable("Characteristic"),
        IsolateTable("MeasurementImport"),
        IsolateTable("PendingMeasurements"),
        IsolateTable("Sample"),
        IsolateTable("ChartStage"),
        IsolateTable("GaugeStudy"),
        IsolateTable("GaugeReading"),
    ]

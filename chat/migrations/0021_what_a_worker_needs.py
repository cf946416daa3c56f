from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('chat', '0020_danger_and_confidence'),
    ]

    operations = [
        migrations.AddField(
            model_name='contact',
            name='need',
            field=models.CharField(blank=True, max_length=20),
        ),
    ]

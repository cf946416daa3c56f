from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("chat", "0021_what_a_worker_needs"),
    ]

    operations = [
        migrations.AddField(
            model_name="contact",
            name="channel",
            field=models.CharField(default="web_chat", max_length=10),
        ),
    ]

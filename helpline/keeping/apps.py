from django.apps import AppConfig


class KeepingConfig(AppConfig):
    name = "helpline.keeping"
    label = "keeping"
    verbose_name = "What is kept, and for how long"

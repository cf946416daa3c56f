from django.apps import AppConfig


class HandbookConfig(AppConfig):
    name = "helpline.handbook"
    label = "handbook"
    verbose_name = "Handbook"

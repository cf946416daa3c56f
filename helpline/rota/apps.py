from django.apps import AppConfig


class RotaConfig(AppConfig):
    name = "helpline.rota"
    label = "rota"
    verbose_name = "Rota"

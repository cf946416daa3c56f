from django.apps import AppConfig


class StandingConfig(AppConfig):
    name = "helpline.standing"
    label = "standing"
    verbose_name = "Training, vetting and supervision"

from django.apps import AppConfig


class ComplaintsConfig(AppConfig):
    name = "helpline.complaints"
    label = "complaints"
    verbose_name = "Complaints"

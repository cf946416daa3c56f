from django.apps import AppConfig


class ServiceConfig(AppConfig):
    name = "helpline.service"
    label = "service"
    verbose_name = "Service"

from django.apps import AppConfig


class StateConfig(AppConfig):
    name = "helpline.state"
    label = "state"
    verbose_name = "State of the service"

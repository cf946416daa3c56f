from django.apps import AppConfig


class HelplineConfig(AppConfig):
    name = "helpline"
    label = "helpline"
    verbose_name = "Helpline"

    def ready(self) -> None:
        from helpline import checks, edge_checks, key_start, setting_names  # noqa: F401

from django.apps import AppConfig


class StatisticsConfig(AppConfig):
    name = "helpline.statistics"
    label = "statistics"
    verbose_name = "Figures"

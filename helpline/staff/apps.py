from django.apps import AppConfig


class StaffConfig(AppConfig):
    name = "helpline.staff"
    label = "staff"
    verbose_name = "Staff"

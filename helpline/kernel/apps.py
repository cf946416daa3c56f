from django.apps import AppConfig


class KernelConfig(AppConfig):
    name = "helpline.kernel"
    label = "kernel"
    verbose_name = "Kernel"

from django.apps import AppConfig


class KernelConfig(AppConfig):
    name = "helpline.kernel"
    label = "kernel"
    verbose_name = "Kernel"

    def ready(self) -> None:
        from helpline.kernel.lanes import watch_requests

        watch_requests()

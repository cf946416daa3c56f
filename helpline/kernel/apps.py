from django.apps import AppConfig


class KernelConfig(AppConfig):
    name = "helpline.kernel"
    label = "kernel"
    verbose_name = "Kernel"

    def ready(self) -> None:
        from helpline.kernel.form_words import speak_plainly
        from helpline.kernel.lanes import watch_requests

        speak_plainly()
        watch_requests()

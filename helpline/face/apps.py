from django.apps import AppConfig


class FaceConfig(AppConfig):
    name = "helpline.face"
    label = "face"
    verbose_name = "The charity's own face"

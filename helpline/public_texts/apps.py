from django.apps import AppConfig


class PublicTextsConfig(AppConfig):
    name = "helpline.public_texts"
    label = "public_texts"
    verbose_name = "Texts for callers"

from django.apps import AppConfig


class EmbeddingConfig(AppConfig):
    name = "helpline.embedding"
    label = "embedding"
    verbose_name = "Embedding"

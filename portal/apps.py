from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "portal"
    verbose_name = "Portalen"

    def ready(self):
        from organisation.publication import listen

        from .generation import raise_generation

        listen(raise_generation)

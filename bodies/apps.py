from django.apps import AppConfig


class BodiesConfig(AppConfig):
    """Who decides and works, and when: bodies, posts, appointments, tenures, rotation."""

    name = "bodies"
    verbose_name = "Organ och uppdrag"

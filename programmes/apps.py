from django.apps import AppConfig


class ProgrammesConfig(AppConfig):
    """What the work is about: hosting now; promises, goals, consultations later."""

    name = "programmes"
    verbose_name = "Programområden och värdskap"

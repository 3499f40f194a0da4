from django.apps import AppConfig


class OrganisationConfig(AppConfig):
    """Who we are: the healthcare region, its regions, people, pages and sources."""

    name = "organisation"
    verbose_name = "Sjukvårdsregionen"

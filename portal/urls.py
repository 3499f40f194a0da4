"""The site's addresses. Fixed ones first; below the root, data decides (`views.bodies.place`)."""

from django.urls import path, register_converter

from .views import (
    bodies,
    chart,
    feedback,
    news,
    pages,
    people,
    promises,
    regions,
    styleguide,
    system,
)


class BodyPath:
    """One or two steps of lower-case words: "programomraden/tandvard"."""

    regex = r"[a-z0-9-]+(?:/[a-z0-9-]+)?"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(BodyPath, "body_path")

urlpatterns = [
    path("", pages.home, name="home"),
    path("organisation/", pages.organisation, name="organisation"),
    path("synpunkter/", feedback.feedback, name="feedback"),
    path("synpunkter/tack/", feedback.thanks, name="feedback_thanks"),
    path("loften/", promises.promises, name="promises"),
    path("loften/<int:number>/", promises.promise, name="promise"),
    path("organisation/skiss/", chart.small, name="chart"),
    path("organisation/skiss/stor/", chart.large, name="large_chart"),
    path("nytt/", news.news, name="news"),
    path("regioner/", regions.regions, name="regions"),
    path("regioner/<slug:slug>/", regions.region, name="region"),
    path("personer/<slug:slug>/", people.person, name="person"),
    path("stilguide/", styleguide.style_guide, name="style_guide"),
    path("favicon.ico", system.favicon, name="favicon"),
    path("livez", system.livez, name="livez"),
    path("readyz", system.readyz, name="readyz"),
    path("robots.txt", system.robots, name="robots"),
    path("sitemap.xml", system.sitemap, name="sitemap"),
    path("<body_path:path>/", bodies.place, name="place"),
]
handler400 = "portal.views.system.bad_request"
handler403 = "portal.views.system.forbidden"
handler404 = "portal.views.system.not_found"
handler500 = "portal.views.system.server_error"

"""The site's addresses. Fixed ones first; below the root, data decides (`views.bodies.place`)."""

import datetime

from django.urls import include, path, register_converter

from documents.follow_up import FOLLOW_UP_STEP
from documents.models import YEARLY

from .admin_site import site as admin_site
from .views import (
    account,
    bodies,
    burden,
    chart,
    commissions,
    coverage,
    editions,
    feedback,
    follow_up,
    goals,
    governing,
    invitation,
    leading,
    news,
    openid,
    pages,
    people,
    promises,
    regions,
    shared_texts,
    sign_in,
    styleguide,
    system,
    yearly,
)


class BodyPath:
    """One or two steps of lower-case words: "grupper/exempel"."""

    regex = r"[a-z0-9-]+(?:/[a-z0-9-]+)?"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class Yearly(BodyPath):
    """What the address of a plan or a report calls it: "handlingsplan"."""

    regex = "|".join(YEARLY.values())


class Governing(BodyPath):
    """What the address of a governing document calls it: "overenskommelse-2026"."""

    regex = governing.STEP.pattern.replace("(", "(?:")


class Day(BodyPath):
    """A day as machines write it: 2027-01-01. What is no day is no address."""

    regex = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"

    def to_python(self, value: str) -> datetime.date:
        return datetime.date.fromisoformat(value)

    def to_url(self, value: datetime.date | str) -> str:
        return str(value)


class Base36(BodyPath):
    """The number of an account, as the mail about a new password writes it."""

    regex = r"[0-9A-Za-z]+"


class TextKey(BodyPath):
    """The number of a record; "ny" for a new one, with its draft's number once that is saved."""

    regex = r"[0-9]{1,18}|ny(?:-[0-9]{1,9})?"


register_converter(BodyPath, "body_path")
register_converter(TextKey, "text_key")
register_converter(Base36, "base36")
register_converter(Day, "day")
register_converter(Yearly, "yearly")
register_converter(Governing, "governing")

# By the names that allauth knows them by.
FORGOTTEN = "logga-in/glomt-losenord/"
REGION_SIGN_IN = "logga-in/region/<slug:provider_id>/"
signing_in = [
    path("logga-in/", sign_in.sign_in, name="account_login"),
    path("logga-ut/", sign_in.sign_out, name="account_logout"),
    path("logga-in/kod/", sign_in.second_step, name="mfa_authenticate"),
    path("logga-in/avstangt/", sign_in.inactive, name="account_inactive"),
    path(FORGOTTEN, sign_in.forgotten, name="account_reset_password"),
    path(FORGOTTEN + "skickat/", sign_in.forgotten_sent, name="account_reset_password_done"),
    path(
        FORGOTTEN + "klart/",
        sign_in.password_chosen,
        name="account_reset_password_from_key_done",
    ),
    path(
        FORGOTTEN + "<base36:uidb36>-<str:key>/",
        sign_in.choose_password,
        name="account_reset_password_from_key",
    ),
    path(REGION_SIGN_IN, openid.begin, name="openid_connect_login"),
    path(REGION_SIGN_IN + "svar/", openid.answer, name="openid_connect_callback"),
    path("logga-in/begar-behorighet/", openid.ask_access, name="ask_access"),
    path("logga-in/begar-behorighet/sparad/", openid.access_asked, name="access_asked"),
]
own_account = [
    path("konto/", account.overview, name="account"),
    path("konto/losenord/", account.password, name="account_change_password"),
    path("konto/tvasteg/", account.factor, name="mfa_index"),
    path("konto/tvasteg/aktivera/", account.enrol, name="mfa_activate_totp"),
    path("konto/tvasteg/stang-av/", account.turn_off, name="mfa_deactivate_totp"),
    path("konto/reservkoder/", account.recovery_codes, name="mfa_view_recovery_codes"),
    path("konto/reservkoder/nya/", account.new_recovery_codes, name="mfa_generate_recovery_codes"),
    path(
        "konto/reservkoder/hamta/", account.recovery_codes_file, name="mfa_download_recovery_codes"
    ),
    path("konto/inloggningar/", account.session_list, name="usersessions_list"),
    path("konto/inloggningar/<int:pk>/logga-ut/", account.end_one, name="end_session"),
    path("konto/bekrafta/losenord/", account.confirm_by_password, name="account_reauthenticate"),
    path("konto/bekrafta/kod/", account.confirm_by_code, name="mfa_reauthenticate"),
]
urlpatterns = [
    path("", pages.home, name="home"),
    path("organisation/", pages.organisation, name="organisation"),
    path("synpunkter/", feedback.feedback, name="feedback"),
    path("synpunkter/tack/", feedback.thanks, name="feedback_thanks"),
    path("loften/", promises.promises, name="promises"),
    path("loften/<int:number>/", promises.promise, name="promise"),
    path("organisation/skiss/", chart.small, name="chart"),
    path("organisation/skiss/stor/", chart.large, name="large_chart"),
    path("om/fordelning/", burden.shared, name="burden"),
    path("om/fordelning/fordelning.csv", burden.shared_csv, name="burden_csv"),
    path("nytt/", news.news, name="news"),
    path("om/vem-leder/", leading.leading, name="leading"),
    path("om/vem-leder/kalender.ics", leading.calendar, name="leading_calendar"),
    path("planering/planer-och-rapporter/", coverage.coverage, name="coverage"),
    path(
        "planering/planer-och-rapporter/planer-och-rapporter.csv",
        coverage.coverage_csv,
        name="coverage_csv",
    ),
    path(f"{governing.PATH}/", governing.governing, name="governing"),
    path("gemensamma-texter/", shared_texts.shared_texts, name="shared_texts"),
    *editions.addresses("gemensamma-texter/<slug:slug>/", shared_texts.find_shared_text),
    path("regioner/", regions.regions, name="regions"),
    path("regioner/<slug:slug>/", regions.region, name="region"),
    path("personer/<slug:slug>/", people.person, name="person"),
    path("stilguide/", styleguide.style_guide, name="style_guide"),
    path("logga-in/", sign_in.sign_in, name="sign_in"),
    path("logga-ut/", sign_in.sign_out, name="sign_out"),
    path("inbjudan/klar/", invitation.invitation_done, name="invitation_done"),
    path("inbjudan/<slug:token>/", invitation.invitation, name="invitation"),
    *signing_in,
    *own_account,
    path("arbetsyta/", include("portal.desk_urls")),
    path("admin/", admin_site.urls),
    path("favicon.ico", system.favicon, name="favicon"),
    path("livez", system.livez, name="livez"),
    path("readyz", system.readyz, name="readyz"),
    path("robots.txt", system.robots, name="robots"),
    path("sitemap.xml", system.sitemap, name="sitemap"),
    *editions.addresses("<body_path:path>/uppdrag/", commissions.find_commission),
    path("<body_path:path>/" + yearly.OF_BODY, yearly.of_body, name="plans_of_body"),
    path(f"<body_path:path>/{FOLLOW_UP_STEP}/", follow_up.follow_up, name="follow_up"),
    path("<body_path:path>/mal/", goals.goals, name="goals"),
    path("<body_path:path>/mal/<int:number>/", goals.goal, name="goal"),
    path(f"<body_path:path>/mal/<int:number>/{goals.FILE}", goals.values_file, name="goal_values"),
    path("<body_path:path>/" + yearly.ONE_ACTIVITY, yearly.activity, name="activity"),
    *editions.addresses(
        "<body_path:path>/" + yearly.OF_BODY + "<yearly:slug>-<int:year>/", yearly.find_yearly
    ),
    *editions.addresses(
        "<body_path:path>/" + yearly.OF_BODY + "<governing:step>/", governing.find_governing
    ),
    path("<body_path:path>/", bodies.place, name="place"),
]
handler400 = "portal.views.system.bad_request"
handler403 = "portal.views.system.forbidden"
handler404 = "portal.views.system.not_found"
handler429 = "portal.views.sign_in.too_many"
handler500 = "portal.views.system.server_error"

"""Closed unless opened: every address is listed here with whom it is for."""

import pytest
from django.http import Http404, HttpResponse
from django.test import Client, RequestFactory
from django.urls import get_resolver, path

from organisation.addresses import AROUND_A_PAGE, BELOW_A_BODY, BELOW_A_PAGE, RESERVED
from portal.access import Audience, ClosedUnlessOpened
from portal.urls import urlpatterns as site_addresses
from portal.views.system import forbidden
from tests import factories as make

EDITION = "arbetsyta/versioner/<int:pk>/"
SHARED = "arbetsyta/gemensamma-texter/"
ROSTERS = "arbetsyta/organ/las-in/"
LIFE = "arbetsyta/organ/<body_path:path>/forandra/"
LIFE_STEPS = ("", "angra/", "avsluta/", "ersatt/", "sla-ihop/", "flytta/", "byt-namn/")
DUTIES = "arbetsyta/planer-och-rapporter/vad-som-ska-lamnas/"
DUTY_STEPS = (
    *("", "ny/", "<int:pk>/avsluta/", "<int:pk>/undantag/"),
    "undantag/<int:pk>/ta-tillbaka/",
)
AIMS = "arbetsyta/mal/"
READ_IN_STEPS = (
    *("", "lista/", "<uuid:pk>/", "<uuid:pk>/kolumner/", "<uuid:pk>/gor/"),
    *("<uuid:pk>/ta-bort/", "<uuid:pk>/rader.<slug:form>", "<uuid:pk>/angra/"),
)
AIM_STEPS = (
    *("", "organ/<body_path:path>/", "organ/<body_path:path>/nytt/", "<int:pk>/"),
    *("<int:pk>/andra/", "<int:pk>/malvarde/", "malvarden/<int:pk>/"),
    *("<int:pk>/perioder/<day:first>/", "<int:pk>/andringar/", "andringar/<int:pk>/angra/"),
)
TEXT = "arbetsyta/texter/<slug:kind>/<text_key:key>/"
# The kinds that are administered; the last ones take no new ones.
ADMINISTERED = (
    *("personer", "anknytningar", "uppdrag", "organ", "namn", "forhallanden", "beslut"),
    *("loften", "andra-ordalydelser", "mal", "vardskap", "amnen", "nivaer"),
    *("sidor", "genvagar", "kallor", "tidigare-adresser", "slag-av-organ", "roller", "poster"),
    *("sammansattning", "turordning", "regioner", "invanare"),
)
WITHOUT_NEW = ("sjukvardsregion", "konton")
# Every address of the site and whom it is for. A new one fails the test until it is added here.
AUDIENCES = {
    "": Audience.EVERYONE,
    "organisation/": Audience.EVERYONE,
    "loften/": Audience.EVERYONE,
    "loften/<int:number>/": Audience.EVERYONE,
    "organisation/skiss/": Audience.EVERYONE,
    "organisation/skiss/stor/": Audience.EVERYONE,
    "nytt/": Audience.EVERYONE,
    "om/fordelning/": Audience.EVERYONE,
    "om/fordelning/fordelning.csv": Audience.EVERYONE,
    "om/vem-leder/": Audience.EVERYONE,
    "om/vem-leder/kalender.ics": Audience.EVERYONE,
    "planering/planer-och-rapporter/": Audience.EVERYONE,
    "planering/planer-och-rapporter/planer-och-rapporter.csv": Audience.EVERYONE,
    "gemensamma-texter/": Audience.EVERYONE,
    "gemensamma-texter/<slug:slug>/": Audience.EVERYONE,
    "gemensamma-texter/<slug:slug>/<int:number>/": Audience.EVERYONE,
    "gemensamma-texter/<slug:slug>/<int:number>/pdf/": Audience.EVERYONE,
    "gemensamma-texter/<slug:slug>/<int:number>/filer/<str:name>": Audience.EVERYONE,
    "gemensamma-texter/<slug:slug>/versioner/": Audience.EVERYONE,
    "gemensamma-texter/<slug:slug>/jamfor/": Audience.EVERYONE,
    "gemensamma-texter/<slug:slug>/jamfor/<int:first>/<int:second>/": Audience.EVERYONE,
    "regioner/": Audience.EVERYONE,
    "regioner/<slug:slug>/": Audience.EVERYONE,
    "personer/<slug:slug>/": Audience.EVERYONE,
    "favicon.ico": Audience.EVERYONE,
    "livez": Audience.EVERYONE,
    "readyz": Audience.EVERYONE,
    "robots.txt": Audience.EVERYONE,
    "sitemap.xml": Audience.EVERYONE,
    "stilguide/": Audience.EVERYONE,
    "synpunkter/": Audience.EVERYONE,
    "synpunkter/tack/": Audience.EVERYONE,
    "logga-in/": Audience.EVERYONE,
    "logga-ut/": Audience.EVERYONE,
    "inbjudan/klar/": Audience.EVERYONE,
    "inbjudan/<slug:token>/": Audience.EVERYONE,
    "logga-in/kod/": Audience.EVERYONE,
    "logga-in/avstangt/": Audience.EVERYONE,
    "logga-in/glomt-losenord/": Audience.EVERYONE,
    "logga-in/glomt-losenord/skickat/": Audience.EVERYONE,
    "logga-in/glomt-losenord/klart/": Audience.EVERYONE,
    "logga-in/glomt-losenord/<base36:uidb36>-<str:key>/": Audience.EVERYONE,
    "logga-in/region/<slug:provider_id>/": Audience.EVERYONE,
    "logga-in/region/<slug:provider_id>/svar/": Audience.EVERYONE,
    "logga-in/begar-behorighet/": Audience.EVERYONE,
    "logga-in/begar-behorighet/sparad/": Audience.EVERYONE,
    "konto/": Audience.ACCOUNT,
    "konto/losenord/": Audience.ACCOUNT,
    "konto/tvasteg/": Audience.ACCOUNT,
    "konto/tvasteg/aktivera/": Audience.ACCOUNT,
    "konto/tvasteg/stang-av/": Audience.ACCOUNT,
    "konto/reservkoder/": Audience.ACCOUNT,
    "konto/reservkoder/nya/": Audience.ACCOUNT,
    "konto/reservkoder/hamta/": Audience.ACCOUNT,
    "konto/inloggningar/": Audience.ACCOUNT,
    "konto/inloggningar/<int:pk>/logga-ut/": Audience.ACCOUNT,
    "konto/bekrafta/losenord/": Audience.ACCOUNT,
    "konto/bekrafta/kod/": Audience.ACCOUNT,
    "<body_path:path>/": Audience.EVERYONE,
    "<body_path:path>/uppdrag/": Audience.EVERYONE,
    "<body_path:path>/uppdrag/<int:number>/": Audience.EVERYONE,
    "<body_path:path>/uppdrag/<int:number>/pdf/": Audience.EVERYONE,
    "<body_path:path>/uppdrag/<int:number>/filer/<str:name>": Audience.EVERYONE,
    "<body_path:path>/uppdrag/versioner/": Audience.EVERYONE,
    "<body_path:path>/uppdrag/jamfor/": Audience.EVERYONE,
    "<body_path:path>/uppdrag/jamfor/<int:first>/<int:second>/": Audience.EVERYONE,
    "arbetsyta/": Audience.ACCOUNT,
    "<body_path:path>/aktiviteter/<int:number>/": Audience.EVERYONE,
    "<body_path:path>/dokument/": Audience.EVERYONE,
    "<body_path:path>/mal/": Audience.EVERYONE,
    "<body_path:path>/mal/<int:number>/": Audience.EVERYONE,
    "<body_path:path>/mal/<int:number>/matvarden.csv": Audience.EVERYONE,
    "<body_path:path>/uppfoljning/": Audience.EVERYONE,
    "arbetsyta/planer/uppfoljning/<body_path:path>/": Audience.DESK,
    **{
        f"<body_path:path>/dokument/<yearly:slug>-<int:year>/{each}": Audience.EVERYONE
        for each in (
            *("", "<int:number>/", "<int:number>/pdf/", "versioner/", "jamfor/"),
            *("jamfor/<int:first>/<int:second>/", "<int:number>/filer/<str:name>"),
        )
    },
    **{
        f"<body_path:path>/dokument/<governing:step>/{each}": Audience.EVERYONE
        for each in (
            *("", "<int:number>/", "<int:number>/pdf/", "versioner/", "jamfor/"),
            *("jamfor/<int:first>/<int:second>/", "<int:number>/filer/<str:name>"),
        )
    },
    "planering/styrande-dokument/": Audience.EVERYONE,
    "arbetsyta/styrande-dokument/": Audience.DESK,
    "arbetsyta/styrande-dokument/ny/": Audience.DESK,
    "arbetsyta/filer/": Audience.DESK,
    "arbetsyta/planer/": Audience.DESK,
    "arbetsyta/planer/ny/": Audience.DESK,
    f"{EDITION}ny-aktivitet/": Audience.DESK,
    f"{EDITION}aktiviteter/<int:number>/": Audience.DESK,
    f"{EDITION}hamta-fran-planen/": Audience.DESK,
    f"{EDITION}aktiviteter/<int:number>/flytta/": Audience.DESK,
    f"{EDITION}aktiviteter/<int:number>/ta-bort/": Audience.DESK,
    f"{EDITION}aktiviteter/<int:number>/ta-tillbaka/": Audience.DESK,
    "arbetsyta/uppdrag/": Audience.DESK,
    "arbetsyta/uppdrag/paborja/": Audience.DESK,
    "arbetsyta/word/": Audience.DESK,
    "arbetsyta/word/las-in/": Audience.DESK,
    f"{EDITION}word/": Audience.DESK,
    "arbetsyta/texter/": Audience.DESK,
    TEXT: Audience.DESK,
    f"{TEXT}forhandsgranska/": Audience.DESK,
    f"{TEXT}jamfor/": Audience.DESK,
    f"{TEXT}historik/": Audience.DESK,
    f"{TEXT}aterstall/<int:number>/": Audience.DESK,
    f"{TEXT}publicera/": Audience.DESK,
    f"{TEXT}slapp/": Audience.DESK,
    f"{TEXT}granskad/": Audience.DESK,
    "arbetsyta/turordningar/": Audience.DESK,
    "arbetsyta/turordningar/ny/": Audience.DESK,
    "arbetsyta/turordningar/<int:pk>/": Audience.DESK,
    "arbetsyta/turordningar/<int:pk>/byt/": Audience.DESK,
    "arbetsyta/turordningar/<int:pk>/flytta/": Audience.DESK,
    "arbetsyta/turordningar/<int:pk>/tillfallig/": Audience.DESK,
    "arbetsyta/turordningar/<int:pk>/ny-ordning/": Audience.DESK,
    "arbetsyta/turordningar/<int:pk>/avsluta/": Audience.DESK,
    "arbetsyta/turordningar/<int:pk>/ta-tillbaka/": Audience.DESK,
    "arbetsyta/turordningar/undantag/<int:pk>/ta-tillbaka/": Audience.DESK,
    "arbetsyta/turordningar/ordning/<int:pk>/ta-tillbaka/": Audience.DESK,
    "arbetsyta/organ/": Audience.DESK,
    "arbetsyta/organ/<body_path:path>/": Audience.DESK,
    "arbetsyta/organ/<body_path:path>/sammansattning/": Audience.DESK,
    "arbetsyta/organ/<body_path:path>/sammansattning/skapa/": Audience.DESK,
    "arbetsyta/organ/<body_path:path>/sammansattning/angra/": Audience.DESK,
    "arbetsyta/organ/<body_path:path>/sammansattning/ny-regel/": Audience.DESK,
    "arbetsyta/organ/<body_path:path>/sammansattning/<int:pk>/": Audience.DESK,
    "arbetsyta/organ/<body_path:path>/sammansattning/<int:pk>/avsluta/": Audience.DESK,
    "arbetsyta/organ/ny/": Audience.DESK,
    **{f"{LIFE}{step}": Audience.DESK for step in LIFE_STEPS},
    "arbetsyta/poster/angra/": Audience.DESK,
    "arbetsyta/poster/avsluta/": Audience.DESK,
    "arbetsyta/poster/<int:pk>/utse/": Audience.DESK,
    "arbetsyta/poster/<int:pk>/byt/": Audience.DESK,
    "arbetsyta/innehavare/<int:pk>/avsluta/": Audience.DESK,
    "arbetsyta/personer/<int:pk>/sla-ihop/": Audience.DESK,
    "arbetsyta/innehavare/<int:pk>/ratta/": Audience.DESK,
    "arbetsyta/innehavare/<int:pk>/angra/": Audience.DESK,
    "arbetsyta/turordningar/overlamningar/": Audience.DESK,
    "arbetsyta/turordningar/overlamning/<body_path:path>/<day:day>/": Audience.DESK,
    "arbetsyta/planer-och-rapporter/": Audience.DESK,
    **{f"{DUTIES}{step}": Audience.DESK for step in DUTY_STEPS},
    **{f"{AIMS}{step}": Audience.DESK for step in AIM_STEPS},
    **{f"{AIMS}las-in/{step}": Audience.DESK for step in READ_IN_STEPS},
    "arbetsyta/kontakter/": Audience.DESK,
    "arbetsyta/kontakter/<slug:kind>.csv": Audience.DESK,
    "arbetsyta/kontakter/<body_path:path>/": Audience.DESK,
    "arbetsyta/behorigheter/": Audience.ACCOUNT,
    "arbetsyta/behorigheter/<slug:slug>/": Audience.ACCOUNT,
    "arbetsyta/mina-behorigheter/": Audience.ACCOUNT,
    "arbetsyta/tystade/": Audience.ACCOUNT,
    "arbetsyta/tystade/<slug:code>/<str:key>/": Audience.ACCOUNT,
    "arbetsyta/tystade/<int:pk>/visa-igen/": Audience.ACCOUNT,
    "arbetsyta/vem-far/<slug:of>/<path:place>/": Audience.ACCOUNT,
    "arbetsyta/hjalp/": Audience.ACCOUNT,
    "arbetsyta/hjalp/<slug:slug>/": Audience.ACCOUNT,
    "arbetsyta/utskick/": Audience.DESK,
    "arbetsyta/utskick/lista.csv": Audience.DESK,
    "arbetsyta/utskick/lista.vcf": Audience.DESK,
    "arbetsyta/handelser/": Audience.DESK,
    "arbetsyta/handelser/hamta.csv": Audience.DESK,
    "arbetsyta/historik/<slug:of>/<path:place>/": Audience.DESK,
    "arbetsyta/konton/": Audience.DESK,
    "arbetsyta/konton/bjud-in/": Audience.DESK,
    "arbetsyta/konton/begaran/<int:pk>/": Audience.DESK,
    "arbetsyta/konton/<int:pk>/": Audience.DESK,
    "arbetsyta/konton/<int:pk>/<slug:name>/": Audience.DESK,
    "arbetsyta/inbjudningar/<int:pk>/skicka-igen/": Audience.DESK,
    "arbetsyta/inbjudningar/<int:pk>/aterkalla/": Audience.DESK,
    "arbetsyta/ersattare/": Audience.DESK,
    "arbetsyta/ersattare/ny/": Audience.DESK,
    "arbetsyta/ersattare/<int:pk>/aterkalla/": Audience.DESK,
    "arbetsyta/synpunkter/": Audience.DESK,
    "arbetsyta/synpunkter/<int:pk>/klar/": Audience.DESK,
    "arbetsyta/inklistrat/": Audience.DESK,
    ROSTERS: Audience.DESK,
    ROSTERS + "mall.<slug:form>": Audience.DESK,
    ROSTERS + "<uuid:pk>/": Audience.DESK,
    ROSTERS + "<uuid:pk>/kolumner/": Audience.DESK,
    ROSTERS + "<uuid:pk>/gor/": Audience.DESK,
    ROSTERS + "<uuid:pk>/ta-bort/": Audience.DESK,
    ROSTERS + "<uuid:pk>/rader.<slug:form>": Audience.DESK,
    "arbetsyta/organ/lista/": Audience.DESK,
    f"{EDITION}": Audience.DESK,
    f"{EDITION}uppgifter/": Audience.DESK,
    f"{EDITION}nytt-avsnitt/": Audience.DESK,
    f"{EDITION}avsnitt/<slug:key>/": Audience.DESK,
    f"{EDITION}avsnitt/<slug:key>/flytta/": Audience.DESK,
    f"{EDITION}avsnitt/<slug:key>/ta-bort/": Audience.DESK,
    f"{EDITION}avsnitt/<slug:key>/ta-tillbaka/": Audience.DESK,
    f"{EDITION}avsnitt/<slug:key>/kommentar/": Audience.DESK,
    f"{EDITION}kommentarer/<int:comment_pk>/los/": Audience.DESK,
    f"{EDITION}filer/ny/": Audience.DESK,
    f"{EDITION}filer/<int:file>/": Audience.DESK,
    f"{EDITION}filer/<int:file>/hamta/": Audience.DESK,
    f"{EDITION}filer/<int:file>/flytta/": Audience.DESK,
    f"{EDITION}filer/<int:file>/ta-bort/": Audience.DESK,
    f"{EDITION}filer/<int:file>/ta-tillbaka/": Audience.DESK,
    f"{EDITION}forhandsgranska/": Audience.DESK,
    f"{EDITION}jamfor/": Audience.DESK,
    f"{EDITION}arbetskopior/<int:number>/": Audience.DESK,
    f"{EDITION}visa/": Audience.DESK,
    f"{EDITION}godkann/": Audience.DESK,
    f"{EDITION}steg/<slug:name>/": Audience.DESK,
    f"{EDITION}ta-in/": Audience.DESK,
    f"{EDITION}jamfor-gemensam/": Audience.DESK,
    f"{EDITION}avsnitt/<slug:key>/gor-egen/": Audience.DESK,
    f"{EDITION}avsnitt/<slug:key>/gor-gemensam/": Audience.DESK,
    f"{SHARED}": Audience.DESK,
    f"{SHARED}ny/": Audience.DESK,
    f"{SHARED}<slug:slug>/": Audience.DESK,
    f"{SHARED}<slug:slug>/ny-version/": Audience.DESK,
    f"{SHARED}<slug:slug>/<int:number>/utkast/": Audience.DESK,
    f"{SHARED}<slug:slug>/<int:number>/uppdrag/<body_path:path>/": Audience.DESK,
    f"{SHARED}<slug:slug>/<int:number>/samlat/": Audience.DESK,
    f"{SHARED}<slug:slug>/<int:number>/avsnitt/<slug:key>/": Audience.DESK,
    "admin/": Audience.DESK,
    **{f"admin/{kind}/": Audience.DESK for kind in (*ADMINISTERED, *WITHOUT_NEW)},
    **{f"admin/{kind}/ny/": Audience.DESK for kind in ADMINISTERED},
    **{f"admin/{kind}/<int:pk>/": Audience.DESK for kind in (*ADMINISTERED, *WITHOUT_NEW)},
    **{f"admin/{kind}/<int:pk>/historik/": Audience.DESK for kind in (*ADMINISTERED, *WITHOUT_NEW)},
    **{
        f"admin/{kind}/<int:pk>/historik/<int:row>/": Audience.DESK
        for kind in (*ADMINISTERED, *WITHOUT_NEW)
        if kind not in ("konton", "tidigare-adresser")
    },
}


def every_address(patterns, prefix=""):
    for each in patterns:
        if hasattr(each, "url_patterns"):
            yield from every_address(each.url_patterns, prefix + str(each.pattern))
        else:
            yield prefix + str(each.pattern), each.callback


def test_every_address_is_listed_with_whom_it_is_for():
    found = {
        address: getattr(view, "audience", None)
        for address, view in every_address(get_resolver().url_patterns)
    }
    assert found == AUDIENCES


# What each place in an address may hold; none of it leads to anything.
PLACES = {
    "<slug:code>/<str:key>": "vacant/1",
    "<int:pk>": "1",
    "<uuid:pk>": "00000000-0000-4000-8000-000000000000",
    "<slug:form>": "csv",
    "<slug:key>": "avsnitt-1",
    "<int:number>": "1",
    "<int:row>": "1",
    "<int:comment_pk>": "1",
    "<int:file>": "1",
    "<str:name>": "plan.pdf",
    "<slug:name>": "publicera",
    "<slug:kind>": "x",
    "<text_key:key>": "1",
    "<slug:slug>": "en-text",
    "<body_path:path>": "grupper/prov",
    "<day:day>": "2027-01-01",
    "<day:first>": "2025-01-01",
    "<yearly:slug>-<int:year>": "handlingsplan-2026",
    "<slug:of>/<path:place>": "organ/grupper/prov",
}


def addresses_for(audience: Audience) -> list[str]:
    """The addresses for an audience, with something in each of their places."""
    found = [each for each, whom in AUDIENCES.items() if whom is audience]
    for place, value in PLACES.items():
        found = [each.replace(place, value) for each in found]
    assert not [each for each in found if "<" in each]
    return found


STAFF_ADDRESSES = addresses_for(Audience.DESK)


@pytest.mark.django_db
@pytest.mark.parametrize("address", STAFF_ADDRESSES)
def test_staff_address_tells_strangers_nothing(address, client):
    make.healthcare_region()
    make.edition()
    for method in (client.get, client.post):
        answer = method(f"/{address}")
        assert answer.status_code == 302
        assert answer["Location"].startswith("/logga-in/")
        assert answer["Cache-Control"] == "no-store"
    client.force_login(make.user(office=False))
    for method in (client.get, client.post):
        assert method(f"/{address}").status_code == 404


ACCOUNT_ADDRESSES = addresses_for(Audience.ACCOUNT)


@pytest.mark.django_db
@pytest.mark.parametrize("address", ACCOUNT_ADDRESSES)
def test_address_of_ones_own_account_tells_strangers_nothing(address, client):
    make.healthcare_region()
    for method in (client.get, client.post):
        answer = method(f"/{address}")
        assert answer.status_code == 302
        assert answer["Location"].startswith("/logga-in/")
        assert answer["Cache-Control"] == "no-store"
    client.force_login(make.user(office=False))
    for method in (client.get, client.post):
        answer = method(f"/{address}")
        assert not answer.get("Location", "").startswith("/logga-in/")
        assert (answer["Cache-Control"], answer["X-Robots-Tag"]) == ("no-store", "noindex")


@pytest.mark.django_db
@pytest.mark.parametrize(
    "address", [each for each in AUDIENCES if each.startswith(("logga-in/", "logga-ut/"))]
)
def test_what_the_sign_in_answers_is_never_stored_or_indexed(address, client):
    make.healthcare_region()
    for each in ("<base36:uidb36>", "<str:key>", "<slug:provider_id>"):
        address = address.replace(each, "1")
    answer = client.get(f"/{address}")
    assert (answer["Cache-Control"], answer["X-Robots-Tag"]) == ("no-store", "noindex")


def forgotten(request):
    return HttpResponse("hemligt")


@pytest.mark.django_db
@pytest.mark.urls(__name__)
def test_view_that_does_not_say_whom_it_is_for_answers_404(client):
    answer = client.get("/forgotten/")
    assert answer.status_code == 404
    assert b"hemligt" not in answer.content


def test_view_with_a_made_up_audience_stays_closed(rf: RequestFactory):
    def view(request):
        return HttpResponse()

    view.audience = "everyone I like"
    with pytest.raises(Http404):
        ClosedUnlessOpened(None).process_view(rf.get("/"), view, (), {})


# What the test above uses this module for, as a URLconf.
urlpatterns = [path("forgotten/", forgotten)]
handler404 = "portal.views.system.not_found"


def test_addresses_that_data_may_not_take_are_the_sites_own():
    routes = {each.pattern._route for each in site_addresses if each.pattern._route}
    within = {each for each in routes if each.startswith(tuple(BELOW_A_PAGE))}
    first_steps = {each.split("/")[0] for each in routes - within}
    below = {
        each.pattern._route.split("/")[1]
        for each in site_addresses
        if each.pattern._route.startswith("<body_path:path>/")
    }
    assert below - {""} <= BELOW_A_BODY
    assert first_steps - {"<body_path:path>"} == RESERVED
    assert {f"{each}/" for each in BELOW_A_PAGE} <= within
    assert AROUND_A_PAGE <= RESERVED | BELOW_A_PAGE


@pytest.mark.django_db
@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
def test_page_that_only_shows_refuses_other_methods(method):
    client = Client(enforce_csrf_checks=True)
    make.healthcare_region()
    assert getattr(client, method)("/").status_code == 405


def test_refused_form_gets_a_swedish_page(rf):
    answer = forbidden(rf.post("/"))
    assert answer.status_code == 403
    assert "Inget har ändrats" in answer.content.decode()

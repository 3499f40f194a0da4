"""Every kind of page in every state that a reader can meet."""

import datetime
from dataclasses import dataclass

PAST = "2019-06-01"
# Counted from the day of the run: what is planned lies at most that far ahead.
FUTURE = (datetime.date.today() + datetime.timedelta(days=3 * 365 + 1)).isoformat()
# The demo's plans and reports are of the years around the day that it's loaded.
LAST_YEAR = datetime.date.today().year - 1
AREAS = "/programomraden/"
AREA = "/programomraden/cancersjukdomar/"
GROUPS = "/arbetsgrupper/exempelgrupp-"
COMMISSION = "/samverkansgrupper/stod-for-utveckling/uppdrag/"
SHARED = "/gemensamma-texter/samverkansgrupper/"
WITHDRAWN = "/kunskapsrad/diagnostik-och-sinnen/uppdrag/"


@dataclass(frozen=True)
class State:
    """A page to look at. `opens` names a <details> to open, where it is visible."""

    path: str
    status: int = 200
    opens: str = ""
    holds: str = "h1"


STATES = {
    "home": State("/"),
    "organisation": State("/organisation/"),
    "editorial-about": State("/om/"),
    "editorial-planning": State("/planering/"),
    "editorial-plans": State("/planering/handlingsplaner/", holds="#avsnittet"),
    "editorial-statistics": State("/planering/vardstatistik/"),
    "editorial-commissions": State("/uppdrag-och-projekt/", holds=".anchors"),
    "editorial-contact": State("/om/kontakt/", holds="#regioner"),
    "editorial-documents": State("/om/handlingar/", holds=".trail"),
    "editorial-appeal": State("/om/overklaga/", holds=".tag"),
    "editorial-personal-data": State("/om/personuppgifter/", holds="#personer"),
    "editorial-cookies": State("/om/kakor/"),
    "editorial-easy": State("/om/lattlast/"),
    "editorial-english": State("/english/", holds=".head[lang=en]"),
    "editorial-accessibility": State("/tillganglighet/", holds="#tillsyn"),
    "past-editorial": State(f"/om/kontakt/?datum={PAST}", holds=".banner"),
    "chart": State("/organisation/skiss/"),
    "chart-large": State("/organisation/skiss/stor/"),
    "chart-past": State(f"/organisation/skiss/?datum={PAST}", holds=".banner"),
    "regions": State("/regioner/"),
    "region": State("/regioner/kalmar-lan/"),
    "region-past": State(f"/regioner/kalmar-lan/?datum={PAST}", holds=".banner"),
    "person": State("/personer/karin-exempelsson/"),
    "news": State("/nytt/", holds=".news-day"),
    "news-of-body": State("/nytt/?organ=samverkansnamnden", holds=".count"),
    "news-filtered": State("/nytt/?slag=uppdrag&region=kalmar-lan", holds=".count"),
    "news-wrong": State("/nytt/?slag=xyzzy&region=atlantis", holds=".errors"),
    "news-missing": State("/nytt/?sida=99", 404, holds=".notice"),
    "news-missing-body": State("/nytt/?organ=finns-inte", 404, holds=".notice"),
    "news-nothing": State("/nytt/?slag=loften", holds=".empty"),
    "news-past": State("/nytt/?datum=2024-06-01", holds=".banner"),
    "news-future": State(f"/nytt/?datum={FUTURE}", holds=".banner"),
    "coverage": State("/planering/planer-och-rapporter/", holds=".coverage-table"),
    "burden": State("/om/fordelning/", holds=".burden-chart"),
    "burden-chosen": State(
        "/om/fordelning/?fran=2022&till=2030&slag=kunskapsrad&matt=ordforande&planerat=on",
        holds=".burden-chart",
    ),
    "burden-nothing": State("/om/fordelning/?fran=2018&till=2018&matt=vakanser", holds=".empty"),
    "burden-wrong": State("/om/fordelning/?fran=20x8&till=1200&matt=x", 400, holds=".errors"),
    "burden-past": State(f"/om/fordelning/?datum={PAST}", holds=".banner"),
    "leading": State("/om/vem-leder/", holds="#raknas"),
    "leading-years": State("/om/vem-leder/?fran=2019&till=2058", holds="#raknas"),
    "leading-wrong": State("/om/vem-leder/?fran=2030&till=tjugo", 400, holds=".field-error"),
    "leading-past": State("/om/vem-leder/?datum=2024-06-01", holds=".banner"),
    "leading-nothing": State(f"/om/vem-leder/?datum={PAST}", holds=".empty"),
    "leading-future": State(f"/om/vem-leder/?datum={FUTURE}", holds=".banner"),
    "promises": State("/loften/"),
    "promise": State("/loften/2/"),
    "feedback": State("/synpunkter/?sida=/om/", holds="form.form"),
    "feedback-thanks": State("/synpunkter/tack/"),
    "style-guide": State("/stilguide/", holds=".swatches"),
    "list-alphabetical": State(AREAS, holds="table.a-to-z"),
    "list-alphabetical-filtered": State(f"{AREAS}?namn=sjuk&region=ostergotland", holds=".count"),
    "list-alphabetical-vacant": State(f"{AREAS}?vakanta=ja", holds=".count"),
    "list-alphabetical-nothing": State(f"{AREAS}?namn=xyzzy", holds=".empty"),
    "list-alphabetical-wrong": State(f"{AREAS}?rad=0&region=atlantis", holds=".errors"),
    "list-alphabetical-too-long": State(f"{AREAS}?namn={'langtnamn' * 12}", holds=".errors"),
    "list-councils": State("/kunskapsrad/", holds=".split"),
    "list-groups": State("/samverkansgrupper/", holds=".split"),
    "list-work-groups": State("/arbetsgrupper/", holds=".split"),
    "list-work-groups-nothing": State(f"/arbetsgrupper/?datum={PAST}", holds=".empty"),
    "list-national": State("/nationellt/", holds=".levels"),
    "body-board": State("/samverkansnamnden/", holds="table.posts"),
    "body-executive": State("/regionsjukvardsledningen/", holds="table.posts"),
    "body-staff-office": State("/regionsjukvardsledningen/stab/"),
    "body-committee": State("/regionsjukvardsledningen/arbetsutskott/"),
    "body-council": State("/kunskapsrad/kirurgi-och-cancer/", holds="table.register"),
    "body-area": State(AREA, holds="table.posts"),
    "body-area-long-name": State(f"{AREAS}rehabilitering-habilitering-och-forsakringsmedicin/"),
    "body-area-without-council": State(f"{AREAS}reumatiska-sjukdomar/"),
    "body-group-with-counterpart": State("/samverkansgrupper/patientsakerhet/"),
    "body-group-without-counterpart": State("/samverkansgrupper/upphandling/"),
    "body-work-group": State(f"{GROUPS}gemensam-remissmall/"),
    "body-work-group-ended": State(f"{GROUPS}motionsrad/", holds=".notice"),
    "body-work-group-renamed": State(f"{GROUPS}lakemedelsgenomgangar/", holds="#historik"),
    "body-work-group-to-come": State(f"{GROUPS}munhalsa-hos-aldre/", holds=".notice"),
    "body-national": State("/nationellt/npo-kvinnosjukdomar-och-forlossning/"),
    "commission": State(COMMISSION, holds=".doc table"),
    "commission-past": State(f"{COMMISSION}?datum={PAST}", holds=".banner"),
    "commission-future": State(f"{COMMISSION}?datum={FUTURE}", holds=".banner"),
    "commission-withdrawn": State(WITHDRAWN, holds=".notice"),
    "version": State(f"{COMMISSION}1/", holds=".doc"),
    "version-to-come": State(f"{COMMISSION}3/", holds=".doc"),
    "version-withdrawn": State(f"{WITHDRAWN}2/", holds=".doc"),
    "version-missing": State(f"{COMMISSION}9/", 404),
    "versions": State(f"{COMMISSION}versioner/", holds=".version-list"),
    "comparison": State(f"{COMMISSION}jamfor/1/2/", holds=".compared ins"),
    "comparison-future": State(f"{COMMISSION}jamfor/1/2/?datum={FUTURE}", holds=".banner"),
    "comparison-wrong": State(f"{COMMISSION}jamfor/?fran=1&till=1", 400, holds=".field-error"),
    "commission-mostly-shared": State(
        "/samverkansgrupper/espir/uppdrag/", holds=".doc-section.is-own"
    ),
    "commission-own-in-place": State(
        "/samverkansgrupper/patientsakerhet/uppdrag/", holds=".doc-origin a"
    ),
    "commission-all-shared": State("/programomraden/akut-vard/uppdrag/", holds=".doc-origin a"),
    "plans-of-body": State(f"{AREA}dokument/", holds=".plan-year"),
    "plans-of-body-none": State("/programomraden/endokrina-sjukdomar/dokument/", holds=".empty"),
    "plan-former": State(f"{AREA}dokument/verksamhetsplan-{LAST_YEAR}/1/", holds=".notice"),
    "annual-report": State(f"{AREA}dokument/arsrapport-{LAST_YEAR}/", holds=".activity dl"),
    "annual-report-with-files": State(
        f"{AREAS}levnadsvanor/dokument/arsrapport-{LAST_YEAR}/", holds="#filer .doc-note"
    ),
    "plan-comparison": State(
        f"{AREA}dokument/verksamhetsplan-{LAST_YEAR}/jamfor/1/2/", holds=".compared ins"
    ),
    "activity": State(f"{AREA}aktiviteter/1/", holds=".activity-rows"),
    "governing": State("/planering/styrande-dokument/", holds=".governing-list"),
    "governing-past": State(f"/planering/styrande-dokument/?datum={PAST}", holds=".empty"),
    "governing-document": State("/samverkansnamnden/dokument/reglemente/", holds=".doc"),
    "goals": State(f"{AREAS}akut-vard/mal/", holds=".goal-chart"),
    "goals-none": State(f"{AREAS}endokrina-sjukdomar/mal/", holds=".empty"),
    "goal": State(f"{AREAS}levnadsvanor/mal/1/", holds=".goal-line"),
    "goal-within": State(f"{AREAS}barn-och-ungdomars-halsa/mal/1/", holds=".goal-band"),
    "goal-without-values": State(f"{AREAS}rorelseorganens-sjukdomar/mal/1/", holds=".empty"),
    "promise-with-goals": State("/loften/1/", holds=".goal-chart"),
    "shared-texts": State("/gemensamma-texter/", holds=".rows"),
    "shared-texts-past": State(f"/gemensamma-texter/?datum={PAST}", holds=".banner"),
    "shared-text": State(SHARED, holds=".doc-holders li p"),
    "shared-text-past": State(f"{SHARED}?datum={PAST}", holds=".banner"),
    "shared-text-former": State(f"{SHARED}1/", holds=".notice"),
    "shared-text-versions": State(f"{SHARED}versioner/", holds=".version-list"),
    "shared-text-comparison": State(f"{SHARED}jamfor/1/2/", holds=".compared ins"),
    "shared-text-missing": State("/gemensamma-texter/finns-inte/", 404),
    "past-home": State(f"/?datum={PAST}", holds=".banner"),
    "past-organisation": State(f"/organisation/?datum={PAST}", holds=".banner"),
    "past-list": State(f"{AREAS}?datum={PAST}", holds=".banner"),
    "past-body": State(f"{AREA}?datum={PAST}", holds=".banner"),
    "past-work-group-to-come": State(f"{GROUPS}motionsrad/?datum={PAST}", holds=".notice"),
    "future-list": State(f"{AREAS}?datum={FUTURE}", holds=".banner"),
    "future-body": State(f"{AREA}?datum={FUTURE}", holds=".banner"),
    "day-wrong": State("/?datum=banan", 400, holds=".day-form"),
    "day-too-early": State(f"{AREA}?datum=1066-10-14", 400, holds=".day-form"),
    "missing": State("/finns-inte/", 404),
    "missing-below": State("/programomraden/finns-inte/", 404),
    "missing-then": State(f"/finns-inte/?datum={PAST}", 404),
    "missing-plain": State("/finns/inte/alls/", 404),
    "gone": State("/exempel/handlingsplan/", 410),
    "gone-below": State("/exempel/handlingsplan/mer/om/", 410),
    "gone-withdrawn": State("/exempel/konferens/", 410),
    "gone-then": State(f"/exempel/handlingsplan/?datum={PAST}", 410, holds=".banner"),
    "menu-open": State(AREA, opens=".menu"),
    "day-form-open": State(AREA, opens=".footer details"),
}

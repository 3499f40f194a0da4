"""What `programmes` can show of a body."""

import datetime

from bodies.dossier import Dossier
from bodies.models import Body
from bodies.questions import name_on
from organisation.models import Region
from organisation.shapes import Panel

from .models import Hosting
from .questions import goals_on, hostings_on
from .where import add_where


def facts(dossier: Dossier) -> dict:
    """The goals of the body, and the hosting that it is about (1 query for all panels)."""
    if "programmes" not in dossier.read:
        body = Body.objects.filter(pk=dossier.body.pk)
        dossier.read["programmes"] = body.values(
            goals=goals_on("pk", dossier.on), hosted=hostings_on("pk", dossier.on)
        ).get()
    return dossier.read["programmes"]


def goals(dossier: Dossier, user) -> Panel:
    """The goals that make the promises concrete for the body; says so when there are none."""
    found = facts(dossier)["goals"]
    add_where(found, dossier.all_regions, dossier.on)
    intro = ""
    if found:
        intro = "Så konkretiseras löftena till invånarna här."
        if not any(each["promise"] for each in found):
            intro += " Källan anger inte vilket löfte varje mål hör till."
    return Panel(
        "mal",
        "Mål",
        "programmes/panels/_goals.html",
        {
            "goals": found,
            "home": f"{dossier.body.url}mal/",
            "measured": any(each["indicator"] for each in found),
            "readings": [
                each for each in dict.fromkeys(goal["interpretation"] for goal in found) if each
            ],
        },
        intro=intro,
    )


def hosting(dossier: Dossier, user) -> Panel | None:
    """Which national area the healthcare region is host for, seen from that area or from the
    body that answers to it."""
    hosted = facts(dossier)["hosted"]
    if not hosted:
        return None
    own = next((each for each in hosted if each["own"]), None)
    if own:
        who = f" {own['region']} sköter värdskapet." if own["region"] else ""
        intro = f"Sjukvårdsregionen är värd för området.{who}"
    else:
        intro = "Sjukvårdsregionen är värd för det nationella programområdet."
    items = [
        (
            each["name"],
            f"/{each['path']}/",
            f"Sköts av {each['region']}." if each["region"] else "",
        )
        for each in hosted
        if not each["own"]
    ]
    return Panel(
        "vardskap",
        "Nationellt värdskap",
        "programmes/panels/_hosting.html",
        {"items": items, "said": bool(own)},
        intro=intro,
    )


def hosted_by(region: Region, on: datetime.date) -> Panel | None:
    """Which national areas a region sees to for the healthcare region on a day (1 query)."""
    rows = (
        Hosting.objects.current(on)
        .filter(region=region)
        .select_related("national_body")
        .annotate(national_name=name_on("national_body_id", on))
        .order_by("national_body__path")
    )
    items = [(each.national_name, each.national_body.url, "") for each in rows]
    if not items:
        return None
    return Panel(
        "vardskap",
        "Nationellt värdskap",
        "programmes/panels/_hosting.html",
        {"items": items},
        intro="Regionen sköter sjukvårdsregionens värdskap för det här på nationell nivå.",
    )

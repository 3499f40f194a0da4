"""The style guide: every part that pages are built of, with samples that no page shows.

The samples are made here and never stored; their people and regions are plainly invented.
"""

import datetime
from dataclasses import replace

from django import forms

from bodies.panels import BodyRow
from bodies.ribbons import Term, TermRibbon
from bodies.seating import Seat, SeatRow
from organisation.forms import FeedbackForm
from organisation.models import Region
from organisation.news import ORGANISATION, Event, sentence
from organisation.rules import Finding, Severity
from organisation.shapes import Anchor, Crumb, Fact, FactItem, Panel
from portal.asof import Day
from portal.preview import Preview
from portal.site import NavItem, Site, SourceLine, public_page
from portal.tokens import tokens
from portal.tools import Tool

D = datetime.date
HERE = "/stilguide/"
NUMBERS = ("ett", "två", "tre", "fyra", "fem", "sex")
REGIONS = [
    Region(slug=f"exempel-{order}", name=f"Exempelregion {word}", order=order)
    for order, word in enumerate(NUMBERS, 1)
]
EVENTS = [
    Event(
        D(2026, 3, 1),
        ORGANISATION,
        sentence(
            Crumb("Ada Exempelsson", HERE), " blev ordförande i ", Crumb("Exempelrådet", HERE), "."
        ),
        "Kunskapsråd",
    ),
    Event(D(2026, 1, 1), ORGANISATION, sentence(Crumb("Exempelgruppen", HERE), " bildades.")),
]
READING = "Källan säger inte vem som är ordförande. Vi läser det som att ordet går i tur."
SEATS = [
    Seat(
        "Ordförande, ledamot",
        is_office=True,
        status="held",
        name="Ada Exempelsson",
        url=HERE,
        title="Regionråd",
        region=REGIONS[0],
        until=D(2026, 12, 31),
    ),
    Seat(
        "Ledamot",
        is_office=False,
        status="vacant",
        since=D(2026, 3, 1),
        region=REGIONS[0],
        note="Exempelregion ett utser",
    ),
    Seat("Sekreterare", is_office=True, status="unknown", region=REGIONS[0]),
    Seat(
        "Ledamot",
        is_office=False,
        status="held",
        name="Bo Exempelberg",
        region=REGIONS[1],
        provenance="ordförande i ett programområde",
        interpretation=READING,
    ),
    Seat(
        "Ordförande",
        is_office=True,
        status="planned",
        name="Cia Exempelgren",
        region=REGIONS[1],
        since=D(2027, 1, 1),
    ),
]
RIBBON = TermRibbon(
    "Ordförande",
    "Ordförandeskapet går i tur, två år i taget.",
    [
        Term("2024–2025", "past", REGIONS[2], people=[Crumb("Dag Exempelholm", HERE)]),
        Term("2026–2027", "now", REGIONS[0], people=[Crumb("Ada Exempelsson", HERE)]),
        Term("2028–2029", "next", REGIONS[1], name="Inte utsedd"),
    ],
)
FINDINGS = [
    Finding(
        "sample-vacant",
        Severity.WARNING,
        "En plats är vakant sedan 1 mars 2026. Utse en ledamot, eller ta bort platsen.",
        "Exempelrådet",
    ),
    Finding(
        "sample-twice",
        Severity.ERROR,
        "Två personer har samma post samma dag. Avsluta det ena uppdraget.",
        "Exempelrådet",
    ),
    Finding("sample-note", Severity.NOTICE, "Rådet har ingen nationell motsvarighet."),
]
FACTS = [
    Fact("Ordförande", [FactItem("Ada Exempelsson", HERE, REGIONS[0])]),
    Fact("Hör till", [FactItem("Exempelledningen", HERE, interpretation=True, note=READING)]),
    Fact("Platser", [FactItem("6 ledamöter", note="1 av 6 är vakant")]),
]
SOURCE_LINE = SourceLine(
    "Enligt Exempelbeslutet (beslut). Uppgiften är från 1 mars 2026",
    owner="Exempelstaben",
    updated=D(2026, 3, 2),
    interpretation=READING,
)
SECTIONS = [("Texter som någon har skrivit", "<p>Löptext med <strong>betoning</strong>.</p>")]


def rows() -> list[BodyRow]:
    """Two bodies in a list, one with a chair and one without."""
    return [
        BodyRow("Exempelrådet", HERE, alias_text="Kallas också Provrådet", chair=SEATS[0]),
        BodyRow("Exempelgruppen", HERE, chair=SEATS[1], note="Avslutas 31 december 2026"),
    ]


class Choices(forms.Form):
    """One of a few to choose."""

    what = forms.ChoiceField(
        label="Ett val bland några",
        choices=[("ett", "Det ena"), ("annat", "Det andra")],
        widget=forms.RadioSelect,
        initial="ett",
    )


def wrong_form() -> FeedbackForm:
    """A form that someone has filled in wrongly."""
    form = FeedbackForm({"text": "", "email": "namn"}, auto_id="exempel-%s")
    form.is_valid()
    return form


@public_page
def style_guide(request, site: Site, day: Day):
    """All components with samples, and the values of the tokens. Kept from search engines."""
    colours, spaces, type_sizes, measures = tokens()
    form = wrong_form()
    return "portal/styleguide.html", {
        "noindex": True,
        "sample_tools": [Tool("Kontaktlista", HERE), Tool("Versionen i arbetsytan", HERE)],
        "eyebrow": "För dig som bygger webbplatsen",
        "title": "Stilguide",
        "lead": "Delarna som sidorna är byggda av, med påhittade exempel.",
        "notice": "Den här raden säger det läsaren måste veta först, till exempel att ett organ "
        "har upphört.",
        "anchors": [
            Anchor("#varden", "Färger och mått"),
            Anchor("#regioner", "Regioner"),
            Anchor("#personer", "Poster"),
            Anchor("#listor", "Listor"),
            Anchor("#formular", "Formulär"),
            Anchor("#sidans-delar", "Sidans delar"),
            Anchor("#fynd", "Fynd"),
        ],
        "colours": colours,
        "spaces": spaces,
        "type_sizes": type_sizes,
        "measures": measures,
        "regions": REGIONS,
        "facts": FACTS,
        "panel": Panel(
            "personer",
            "Poster",
            "bodies/panels/_people.html",
            {
                "rows": [
                    SeatRow(REGIONS[0], "", seats=SEATS[:3]),
                    SeatRow(REGIONS[1], "", seats=SEATS[3:]),
                ],
                "readings": [READING],
            },
            "Hållen, vakant, okänd, följer av en annan post, och planerad.",
        ),
        "ribbons": {"ribbons": [RIBBON], "readings": []},
        "seats": SEATS,
        "events": EVENTS,
        "rows": rows(),
        "people": [Crumb("Ada Exempelsson", HERE), Crumb("Bo Exempelberg", "")],
        "trail": [Crumb("Exempelnämnden", HERE), Crumb("Exempelledningen", HERE)],
        "entrances": [
            NavItem("Stilguide", day.path, current=True),
            NavItem("Startsidan", "/", current=False),
        ],
        "other_day": replace(day, on=day.first),
        "sample_preview": Preview(
            "Så ser sidan ut efter ändringen. Ingenting är sparat ännu.", day.path, "Tillbaka"
        ),
        "form": form,
        "choices": Choices(auto_id="exempel-%s"),
        "sections": SECTIONS,
        "findings": FINDINGS,
        "sample_line": SOURCE_LINE,
        "reading": READING,
    }

"""Mailing lists of a body, or of all bodies of a kind, for those who may have their contacts."""

import logging
from urllib.parse import quote, urlencode

from django import forms
from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

from bodies.mailing import BODIES, GROUPS, addresses, recipients
from bodies.models import Body, BodyKind
from bodies.policies import CONTACTS
from bodies.vcards import vcards
from organisation.dates import today
from organisation.fields import Boxes, field
from organisation.rights import Action, Thing
from organisation.tables import FORMS, table_file
from portal.desk import desk_page

logger = logging.getLogger("portal.access")
HEADINGS = ("Namn", "E-post", "Region", "Uppdrag")
# Longer addresses are cut by some mail programs.
LONGEST_LINK = 1800
BETWEEN = {"semikolon": "; ", "komma": ", "}
BAD_CHOICE = "Välj bland dem som står i listan."


class ListForm(forms.Form):
    """Whom to write to, and what stands between the addresses."""

    till = forms.MultipleChoiceField(
        label="Till",
        choices=[
            *((name, label) for name, (label, _) in GROUPS.items()),
            (BODIES, "Organens funktionsadresser"),
        ],
        required=False,
        widget=Boxes,
        error_messages={"invalid_choice": BAD_CHOICE},
    )
    mellan = field(
        forms.ChoiceField,
        "Mellan adresserna",
        choices=[("semikolon", "semikolon (Outlook)"), ("komma", "komma (de flesta andra)")],
        errors={"invalid_choice": BAD_CHOICE},
    )


class _Asked:
    """What the reader asks for: the bodies, what they are called, and the form."""

    def __init__(self, request):
        on = today()
        readable = CONTACTS.filter(request.standing, Action.READ, Body.objects.current(on))
        path, slug = (request.GET.get(each, "") for each in ("organ", "slag"))
        self.is_chosen = bool(path or slug)
        self.readable = readable.named(on)
        if path:
            self.bodies = readable.filter(path=path)
            self.place = {"organ": path}
        else:
            self.bodies = readable.filter(kind__slug=slug)
            self.place = {"slag": slug}
        if self.is_chosen and not self.bodies.exists():
            raise Http404
        self.form = ListForm({"mellan": "semikolon"} | _sent(request))
        self.user, self.on = request.user, on

    def found(self):
        """Those who are on the list; all that can be, where nothing is chosen."""
        chosen = self.form.cleaned_data["till"]
        return recipients(self.bodies, set(chosen or [*GROUPS, BODIES]), self.on)

    def log(self, way: str, found) -> None:
        """Notes that the list was given out: by whom, of what, how many; no addresses."""
        logger.info(
            "Utskick: konto %s fick %s av %s, %s mottagare",
            self.user.pk,
            way,
            " ".join(f"{name} {value}" for name, value in self.place.items()),
            len(found),
        )

    def file_name(self, ending: str) -> str:
        name = next(iter(self.place.values())).replace("/", "-")
        return f'attachment; filename="utskick-{name}-{self.on}.{ending}"'


def _sent(request) -> dict:
    sent = {"till": request.GET.getlist("till")}
    return sent | ({"mellan": request.GET["mellan"]} if "mellan" in request.GET else {})


@desk_page(Action.READ, Thing.CONTACTS)
@require_safe
def mailing(request):
    """The addresses of those who hold posts in a body, or in all bodies of a kind."""
    asked = _Asked(request)
    if not asked.is_chosen:
        return "portal/desk/mailing/choose.html", {
            "title": "Utskick",
            "kinds": _by_kind(asked.readable),
        }
    form = asked.form
    context = {
        "title": f"Utskick: {_name(asked)}",
        "name": _name(asked),
        "form": form,
        "place": asked.place,
    }
    if not form.is_valid():
        return "portal/desk/mailing/list.html", context, 400
    found = asked.found()
    emails = addresses(found)
    asked.log("adresserna", found)
    link = "mailto:?bcc=" + quote(",".join(emails), safe=",")
    return "portal/desk/mailing/list.html", context | {
        "found": found,
        "emails": emails,
        "text": BETWEEN[form.cleaned_data["mellan"]].join(emails),
        "without": [each for each in found if not each.email],
        "mail_link": link if emails and len(link) <= LONGEST_LINK else "",
        "query": urlencode(asked.place | {"till": form.cleaned_data["till"]}, doseq=True),
    }


def _name(asked: _Asked) -> str:
    if "organ" in asked.place:
        return asked.bodies.named(asked.on).get().name
    return BodyKind.objects.get(slug=asked.place["slag"]).plural


def _by_kind(readable) -> list[tuple[BodyKind, list[Body]]]:
    """The bodies whose contacts one may have, by their kind (1 query)."""
    kinds: dict[BodyKind, list[Body]] = {}
    for body in readable.select_related("kind").order_by("kind__order", "name"):
        kinds.setdefault(body.kind, []).append(body)
    return list(kinds.items())


def _file(request, way: str):
    """What a file is made of. 404 for none, 400 for what can't be asked for."""
    asked = _Asked(request)
    if not asked.is_chosen:
        raise Http404
    if not asked.form.is_valid():
        return None, None
    found = asked.found()
    asked.log(way, found)
    return asked, found


def _bad() -> HttpResponse:
    return HttpResponse("Det går inte att fråga så.", content_type="text/plain", status=400)


@desk_page(Action.READ, Thing.CONTACTS)
@require_safe
def mailing_csv(request):
    """The list as a file for a spreadsheet, with those who have no address too."""
    asked, found = _file(request, "kalkylfilen")
    if asked is None:
        return _bad()
    rows = [(each.name, each.email, each.region, each.posts_told) for each in found]
    response = HttpResponse(table_file("csv", HEADINGS, rows), content_type=FORMS["csv"])
    response["Content-Disposition"] = asked.file_name("csv")
    return response


@desk_page(Action.READ, Thing.CONTACTS)
@require_safe
def mailing_cards(request):
    """The list as cards for an address book; those who have an address."""
    asked, found = _file(request, "korten")
    if asked is None:
        return _bad()
    text = vcards(each.card for each in found if each.email)
    response = HttpResponse(text, content_type="text/vcard; charset=utf-8")
    response["Content-Disposition"] = asked.file_name("vcf")
    return response

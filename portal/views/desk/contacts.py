"""Contact lists: whom to write to in every body of a kind."""

from django.db.models import OuterRef, Subquery
from django.http import HttpResponse
from django.shortcuts import get_object_or_404

from bodies.dossier import with_names
from bodies.models import Body, BodyKind, Role, Tenure
from bodies.panels import full_name
from bodies.policies import CONTACTS
from organisation.dates import today
from organisation.models import Affiliation
from organisation.rights import Action, Thing
from organisation.tables import FORMS, table_file
from portal.desk import desk_page

# Those who answer for a body's contacts, in the order they are asked for.
OFFICES = (Role.Function.PROCESS_SUPPORT, Role.Function.SECRETARY, Role.Function.CHAIR)
HEADINGS = ("Organ", "Funktionsadress", "Roll", "Namn", "Region", "E-post")


@desk_page(Action.READ, Thing.CONTACTS)
def contacts(request):
    """The kinds of body there are, each with its list to read and to download."""
    on = today()
    rows = rows_by_kind(request.standing, on)
    kinds = BodyKind.objects.filter(pk__in=rows).order_by("order", "name")
    return "documents/desk/contacts.html", {
        "title": "Kontaktlistor",
        "lists": [(each, list(shown(rows[each.pk], request.standing))) for each in kinds],
        "headings": HEADINGS,
    }


def shown(rows: list[tuple[Body, tuple]], standing):
    """The cells of each row, with their headings; and, at the first row of each body whose address
    the reader may change, that body."""
    last = None
    for body, cells in rows:
        is_first, last = body != last, body
        may_change = is_first and CONTACTS.allows(standing, Action.WRITE, body)
        yield (body if may_change else None), list(zip(HEADINGS, cells, strict=True))


def rows_by_kind(standing, on, kind: BodyKind | None = None) -> dict[int, list[tuple[Body, tuple]]]:
    """Bodies and rows of contacts by kind of body, of the bodies whose contacts the reader may
    have: one for each office that someone holds. A body where nobody does has a row of its own (2
    queries)."""
    bodies = CONTACTS.filter(standing, Action.READ, Body.objects.current(on))
    bodies = with_names(bodies, on).select_related("kind")
    bodies = bodies.filter(kind=kind) if kind else bodies
    holders: dict[int, list[Tenure]] = {}
    tenures = (
        Tenure.objects.current(on)
        .filter(post__role__function__in=OFFICES, post__body__in=bodies.values("pk"))
        .select_related("post__role", "person__merged_into")
        .annotate(
            region_name=Subquery(
                Affiliation.objects.current(on)
                .filter(person=OuterRef("person"))
                .values("region__name")[:1]
            )
        )
    )
    for each in tenures:
        holders.setdefault(each.post.body_id, []).append(each)
    rows: dict[int, list[tuple[Body, tuple]]] = {}
    for body in bodies.order_by("kind__order", "path"):
        found = sorted(
            holders.get(body.pk, []), key=lambda one: OFFICES.index(one.post.role.function)
        )
        lines = [
            (one.post.role.name, person.name, one.region_name or "", person.email)
            for one in found
            for person in [one.person.merged_into or one.person]
        ]
        rows.setdefault(body.kind_id, []).extend(
            (body, (full_name(body), body.email, *line)) for line in lines or [("", "", "", "")]
        )
    return rows


@desk_page(Action.READ, Thing.CONTACTS)
def contacts_csv(request, kind: str):
    """The list of a kind as a file for a spreadsheet: semicolons, and UTF-8 with its mark."""
    kind = get_object_or_404(BodyKind, slug=kind)
    on = today()
    rows = [row for _, row in rows_by_kind(request.standing, on, kind).get(kind.pk, [])]
    content = table_file("csv", HEADINGS, rows)
    response = HttpResponse(content, content_type=FORMS["csv"])
    response["Content-Disposition"] = f'attachment; filename="kontakter-{kind.slug}-{on}.csv"'
    return response

"""A council's follow-up in the workspace: what is published and what is written, with the leaders'
remarks and the areas' answers."""

from django.http import Http404

from bodies.panels import full_name
from documents.follow_up import FOLLOW_UP_STEP, Followed, followed
from documents.models import WITH_ACTIVITIES, Comment, Document, Edition
from documents.policies import DOCUMENT, EDITIONS
from documents.rules import State
from organisation.rights import Action, Thing
from portal.desk import desk_page
from portal.site import site_today
from portal.views.follow_up import TITLE, by_promise, council_at, year_in


@desk_page(Action.COMMENT, Thing.PLAN)
def follow_up(request, path: str):
    """For those who may comment on the plans of some of the council's areas: those areas."""
    _, day = site_today(request.path)
    council, areas = council_at(path, day)
    year, years = year_in(request, day)
    standing = request.standing
    own = [
        each
        for each in areas
        if DOCUMENT.allows(
            standing, Action.COMMENT, Document(kind=Document.Kind.ACTION_PLAN, owner=each)
        )
    ]
    if not own:
        raise Http404
    rows, done = followed(own, year, day.on)
    add_work(rows, year, standing)
    name = full_name(council)
    return "documents/desk/plans/follow_up.html", {
        "title": f"{TITLE} {year}",
        "name": name,
        "council": council,
        "rows": rows,
        "promises": by_promise(done, day),
        "year": year,
        "years": years,
        "address": request.path,
        "public": f"{council.url}{FOLLOW_UP_STEP}/",
        "entrance": "desk_plans",
    }


def add_work(rows: list[Followed], year: int, standing) -> None:
    """Adds the drafts of the year that the person may read, and the remarks on all that is written
    for it, each with its answers (3 queries)."""
    by_owner = {each.body.pk: each for each in rows}
    of_year = Edition.objects.filter(
        document__owner__in=by_owner,
        document__kind__in=WITH_ACTIVITIES,
        document__period_start__year=year,
    ).select_related("document__owner")
    for each in EDITIONS.filter(standing, Action.READ, of_year.open()):
        each.label = State(each.state).label
        by_owner[each.document.owner_id].drafts.append(each)
    readable = EDITIONS.filter(standing, Action.COMMENT, of_year)
    remarks = (
        Comment.objects.filter(edition__in=readable.exclude(state=State.DISCARDED), parent=None)
        .select_related("edition__document", "by")
        .prefetch_related("replies__by")
        .order_by("at", "pk")
    )
    for each in remarks:
        by_owner[each.edition.document.owner_id].remarks.append(each)

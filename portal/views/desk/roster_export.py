"""Rosters as files: of a body, a kind of body, a region, or all that someone fills posts in."""

import datetime

from django.db.models import Q, QuerySet
from django.http import Http404
from django.views.decorators.http import require_safe

from bodies.models import Body, BodyKind, Post
from bodies.policies import POSTS_TO_FILL
from bodies.rosters.out import HEADINGS, roster_rows
from organisation.dates import today
from organisation.models import Region
from organisation.rights import Action, Thing
from organisation.standing import Standing
from organisation.tables import FORMS
from portal.desk import desk_page

from .table_files import as_file


@require_safe
@desk_page(Action.WRITE, Thing.APPOINTMENT)
def export(request):
    """The file that the address asks for. What it leaves out isn't the reader's to fill."""
    on, asked = today(), request.GET
    form = asked.get("form", "xlsx")
    bodies, name = None, "poster"
    if asked.get("organ"):
        body = Body.objects.filter(path=asked["organ"]).first()
        if body is None:
            raise Http404
        bodies, name = {body.pk}, body.path.replace("/", "-")
    elif asked.get("slag"):
        kind = BodyKind.objects.filter(slug=asked["slag"]).first()
        if kind is None:
            raise Http404
        bodies, name = set(kind.bodies.values_list("pk", flat=True)), kind.slug
    region = None
    if asked.get("region"):
        region = Region.objects.filter(slug=asked["region"]).first()
        if region is None:
            raise Http404
        name = f"{name}-{region.slug}"
    if form not in FORMS:
        raise Http404
    rows = roster_rows(request.user, on, bodies=bodies, region=region and region.pk)
    return as_file(f"{name}-{on}", form, HEADINGS, rows)


def to_export(standing: Standing, on: datetime.date) -> tuple[QuerySet, QuerySet]:
    """The kinds of body, and the regions, of the posts that the person fills (no query until they
    are read)."""
    posts = POSTS_TO_FILL.filter(standing, Action.WRITE, Post.objects.filter(held_by_role=None))
    posts = posts.filter(_goes_on("", on), _goes_on("body__", on))
    kinds = BodyKind.objects.filter(pk__in=posts.values("body__kind"))
    regions = Region.objects.filter(pk__in=posts.values("represents_region"))
    return kinds.order_by("order"), regions.order_by("order")


def _goes_on(at: str, on: datetime.date) -> Q:
    return Q(**{f"{at}end": None}) | Q(**{f"{at}end__gt": on})

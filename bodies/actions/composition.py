"""Making the posts that a body's rules ask for, and taking them back."""

import datetime

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from organisation.actions.records import store, version_of
from organisation.actions.refusals import Refused
from organisation.models import User
from organisation.publication import changed
from organisation.rights import Action, Thing

from ..composing import composed
from ..making import ToMake, lacking
from ..models import Body, Post
from .asking import must

OTHERWISE = "Det som saknas har ändrats sedan du öppnade sidan. Läs vad som skapas, och skapa igen."
USED = (
    "Det går inte att ångra: någon är utsedd, eller något annat beror på posterna. Ändra dem var "
    "för sig i stället."
)


def to_make(body: Body, start: datetime.date) -> list[ToMake]:
    """The posts that the body lacks on the day by the rules that hold then (10 queries)."""
    found = composed(start, [body.pk]).get(body.pk)
    return lacking(found, start) if found else []


def token(wanted: list[ToMake]) -> str:
    """What was shown, so that nothing else is made."""
    return ";".join(f"{each.rule.pk}-{each.name}-{each.number}" for each in wanted)


@transaction.atomic
def make_posts(
    body: Body, start: datetime.date, *, seen: str | None = None, by: User
) -> list[Post]:
    """Makes the posts that the body's rules ask for and that aren't there on the day. `seen` is
    the token of what was shown. Raises Refused."""
    must(by, Action.WRITE, Thing.STRUCTURE)
    # Two who make them at once come one after the other, and the second finds nothing lacking.
    body = Body.objects.select_for_update().get(pk=body.pk)
    if body.end and body.end <= start:
        raise Refused("Organet finns inte den dagen. Välj en tidigare dag.", "first")
    if body.start and start < body.start:
        raise Refused("Organet finns inte ännu den dagen. Välj en senare dag.", "first")
    wanted = to_make(body, start)
    if not wanted:
        raise Refused("Inget saknas den dagen: alla platser som reglerna säger finns.", "first")
    if seen is not None and token(wanted) != seen:
        raise Refused(OTHERWISE)
    made = []
    for each in wanted:
        post = Post(**each.values)
        try:
            post.full_clean()
            with transaction.atomic():
                store(post, by=by, reason="Skapad ur reglerna för sammansättning.")
        except ValidationError as error:
            raise Refused(f"{each.told}: {' '.join(error.messages)}") from None
        except IntegrityError:
            raise Refused(OTHERWISE) from None
        made.append(post)
    return made


@transaction.atomic
def undo_posts(versions: dict[int, int], *, by: User) -> int:
    """Takes back posts just made: by primary key, each with the number of its history. Refused
    when anything depends on one of them, or someone has changed it since."""
    must(by, Action.WRITE, Thing.STRUCTURE)
    posts = list(Post.objects.select_for_update().filter(pk__in=versions).order_by("pk"))
    if len(posts) != len(versions) or any(version_of(each) != versions[each.pk] for each in posts):
        raise Refused("Någon har ändrat posterna sedan dess. Ändra dem var för sig i stället.")
    for each in posts:
        each._history_user, each._change_reason = by, "Ångrat: posten skapades och togs tillbaka."
        try:
            with transaction.atomic():
                each.delete()
        except ProtectedError:
            raise Refused(USED) from None
    changed()
    return len(posts)

"""What the tests of the shared texts' pages stand on."""

from django.urls import reverse

from documents import actions
from documents.models import Edition, SharedText
from tests import factories as make
from tests.documents.sharing import draft_for, published_for, shared_text, version

# Sections, and what the second version makes of them: one other, one gone, one new.
FIRST = ("Syfte", "Medel", "Mer")
SECOND = ("Syfte", "Mer", "Nytt")


def text_with(bodies: list, **values) -> SharedText:
    """A shared text whose first version the bodies' commissions have in force."""
    text = shared_text(*FIRST, kind="samverkansgrupp", **values)
    for each in bodies:
        published_for(each, text)
    return text


def second_version(text: SharedText) -> Edition:
    return version(text, *SECOND, syfte="<p>Andra ord om syfte.</p>", valid_from="2026-02-01")


def group(name: str = "", **values):
    return make.body(name, of=make.kind("samverkansgrupp"), **values)


def at_text(text: SharedText, name: str = "shared", *more) -> str:
    return reverse(f"desk_{name}", args=[text.slug, *more])


def at_edition(edition: Edition, name: str = "edition", **more) -> str:
    return reverse(f"desk_{name}", kwargs={"pk": edition.pk} | more)


def own(draft: Edition, key: str, by, reason: str = "Här gäller annat.") -> Edition:
    draft.refresh_from_db()
    actions.make_own(draft, key, by=by, revision=draft.revision, reason=reason)
    draft.refresh_from_db()
    return draft


def text_of(answer, status: int = 200) -> str:
    assert answer.status_code == status, answer.content.decode()[-2000:]
    return answer.content.decode()


def open_draft(body) -> Edition | None:
    return Edition.objects.open().filter(document__owner=body).first()


__all__ = [
    "FIRST",
    "SECOND",
    "at_edition",
    "at_text",
    "draft_for",
    "group",
    "open_draft",
    "own",
    "published_for",
    "second_version",
    "text_of",
    "text_with",
    "version",
]

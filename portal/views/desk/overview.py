"""The first page of the workspace: what I have to do, what is to be put right, what's new."""

from itertools import groupby

from django.urls import reverse

from documents.models import Edition
from documents.policies import EDITIONS
from documents.rules import State
from documents.tasks import whose
from organisation.dates import today
from organisation.rights import DOCUMENTS, Action, Capacity
from organisation.rules import Severity
from organisation.tasks import grouped
from organisation.words import in_words, opening
from portal.beside import coming, shared_texts
from portal.desk import account_page, every_entrance
from portal.findings import every_finding, sorted_out
from portal.lately import lately
from portal.own_bodies import about_oneself, own_bodies
from portal.tasks import tasks_of
from portal.texts.listed import own_drafts
from portal.ways import quick_ways

# So many findings of one kind are shown, by how grave they are; the rest are folded.
UNFOLDED = {Severity.ERROR: 6, Severity.WARNING: 3, Severity.NOTICE: 2}


@account_page
def overview(request):
    """What waits for me, what I'm writing, and what has happened lately, in all that I may see."""
    on, standing = today(), request.standing
    if not standing.holdings:
        return "portal/desk/workspace/nothing.html", {"title": "Översikt"}
    tasks = tasks_of(standing, on)
    found, silent = sorted_out(every_finding(standing, on), on)
    bodies, is_plain = own_bodies(standing, on), standing.capacities == {Capacity.MEMBER}
    drafts = EDITIONS.filter(standing, Action.READ, Edition.objects.filter(state=State.DRAFT))
    own_texts, number_of_texts = own_drafts(standing, request.user)
    groups = grouped(tasks, on)
    notices = [each for each in found if each.severity is Severity.NOTICE]
    found = [each for each in found if each.severity is not Severity.NOTICE]
    return "portal/desk/workspace/overview.html", {
        "title": "Översikt",
        "is_plain": is_plain,
        "lead": told(len(tasks), sum(len(each.tasks) for each in groups if each.is_late)),
        "number": len(tasks),
        "groups": groups,
        "found": found,
        "kinds": by_kind(found),
        "notices": notices,
        "notice_kinds": by_kind(notices),
        "silent": len(silent),
        "reads_texts": standing.may_some(Action.READ, *DOCUMENTS),
        "drafts": drafts.select_related("author")
        .annotate(owner_name=whose("document", on))
        .order_by("-created"),
        "text_drafts": own_texts,
        "number_of_texts": number_of_texts,
        "lately": lately(standing, on),
        "bodies": bodies,
        "oneself": about_oneself(standing, on),
        "ways": quick_ways(standing, bodies),
        "entrances": [
            (each.label, reverse(each.name)) for each in every_entrance(standing) if each.things
        ],
        "shared_texts": shared_texts(standing, on),
        "coming": coming(standing, on),
    }


def told(number: int, late: int) -> str:
    """How much there is to do, in a sentence or two."""
    if not number:
        return "Du har inget att göra just nu."
    many = "en uppgift" if number == 1 else f"{in_words(number)} uppgifter"
    if not late:
        return f"Du har {many}."
    if number == 1:
        return "Du har en uppgift. Den är försenad."
    return (
        f"Du har {many}. {opening(in_words(late))} är {'försenad' if late == 1 else 'försenade'}."
    )


def by_kind(found) -> list[tuple[list, list]]:
    """The findings kind by kind: those that are shown, and those that are folded."""
    kinds = [list(each) for _, each in groupby(found, lambda each: (each.severity, each.code))]
    folded = []
    for each in kinds:
        most = UNFOLDED[each[0].severity]
        # One alone isn't worth folding.
        cut = most if len(each) > most + 1 else len(each)
        folded.append((each[:cut], each[cut:]))
    return folded

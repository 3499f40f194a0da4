"""Many commissions at once: all of them, or none."""

import datetime

import pytest

from bodies.models import Decision
from documents import actions
from documents.actions.locking import fingerprint
from documents.models import Edition, EditionEvent
from organisation.models import Outbox, User
from portal.models import Generation
from tests import factories
from tests.factories import NOW, user

from .sharing import draft_for, shared_text

pytestmark = pytest.mark.django_db
DAY = datetime.date(2026, 3, 1)


@pytest.fixture
def drafts():
    factories.healthcare_region()
    kind = factories.kind("samverkansgrupp")
    text = shared_text("Syfte", "Medel")
    author = user("Skriver")
    return [draft_for(factories.body(of=kind), text, by=author) for _ in range(10)]


def seen(editions) -> dict[int, str]:
    return {each.pk: fingerprint(Edition.objects.get(pk=each.pk)) for each in editions}


def states(editions) -> list[str]:
    stored = Edition.objects.filter(pk__in=[each.pk for each in editions])
    return sorted(set(stored.values_list("state", flat=True)))


def submitted(drafts, by=None):
    return actions.submit_all(drafts, by=by or user(), at=NOW, seen=seen(drafts))


def adopted(drafts, by=None, **values):
    submitted(drafts)
    made = {"body": factories.body(), "date": datetime.date(2026, 2, 1)} | values
    return actions.adopt_all(
        drafts,
        by=by or user(),
        at=NOW,
        seen=seen(drafts),
        decision=Decision(**made),
        valid_from=DAY,
    )


def test_ten_are_published_by_one_decision(drafts):
    approver = user("Granskar")
    before = Generation.objects.get().number if Generation.objects.exists() else 0
    adopted(drafts, by=approver)
    actions.publish_all(drafts, by=approver, at=NOW, seen=seen(drafts))
    assert states(drafts) == ["published"]
    assert Decision.objects.filter(editions__in=drafts).distinct().count() == 1
    assert Edition.objects.in_force(DAY).filter(pk__in=[each.pk for each in drafts]).count() == 10
    assert all(each.pdf.content for each in Edition.objects.filter(pk__in=[d.pk for d in drafts]))
    kinds = EditionEvent.objects.filter(edition=drafts[3]).order_by("pk")
    assert list(kinds.values_list("kind", flat=True)) == [
        "started",
        "submitted",
        "adopted",
        "published",
    ]
    assert Generation.objects.get().number == before + 1


def test_a_decision_without_a_paragraph_is_recorded_once(drafts):
    count = Decision.objects.count()
    adopted(drafts, paragraph="")
    assert Decision.objects.count() == count + 1


def test_one_that_is_not_ready_stops_all_and_is_named(drafts):
    last = drafts[-1]
    actions.comment(last, "syfte", by=user(), at=NOW, token="t", text="Vänta.")
    with pytest.raises(actions.Refused) as refused:
        submitted(drafts)
    assert [each.subject for each in refused.value.findings] == [str(last.pk)]
    assert last.title in str(refused.value)
    assert states(drafts) == ["draft"]
    assert not EditionEvent.objects.filter(kind="submitted", edition__in=drafts).exists()


def test_all_that_stand_in_the_way_are_told_at_once(drafts):
    for each in drafts[:3]:
        actions.comment(each, "syfte", by=user(), at=NOW, token=f"t{each.pk}", text="Vänta.")
    with pytest.raises(actions.Refused) as refused:
        submitted(drafts)
    assert len(refused.value.findings) == 3


def test_a_refused_decision_is_not_recorded(drafts):
    submitted(drafts[1:])
    count = Decision.objects.count()
    with pytest.raises(actions.Refused, match="är utkast"):
        actions.adopt_all(
            drafts,
            by=user(),
            at=NOW,
            seen=seen(drafts),
            decision=Decision(body=factories.body(), date=datetime.date(2026, 2, 1)),
            valid_from=DAY,
        )
    assert Decision.objects.count() == count
    assert states(drafts) == ["draft", "submitted"]


def test_one_that_someone_changed_meanwhile_stops_all(drafts):
    saw = seen(drafts)
    changed = drafts[4]
    changed.refresh_from_db()
    actions.add_section(changed, by=user(), revision=changed.revision, heading="Nytt", level=1)
    with pytest.raises(actions.Refused, match="har ändrats sedan du öppnade"):
        actions.submit_all(drafts, by=user(), at=NOW, seen=saw)
    assert states(drafts) == ["draft"]


def test_what_was_not_seen_is_not_decided_on(drafts):
    with pytest.raises(actions.Refused, match="har ändrats sedan du öppnade"):
        actions.submit_all(drafts, by=user(), at=NOW, seen={})


def test_whoever_submitted_publishes_none_of_them(drafts):
    writer = user()
    submitted(drafts, by=writer)
    actions.adopt_all(
        drafts,
        by=writer,
        at=NOW,
        seen=seen(drafts),
        decision=factories.decision(),
        valid_from=DAY,
    )
    with pytest.raises(actions.Refused, match="skickade själv"):
        actions.publish_all(drafts, by=writer, at=NOW, seen=seen(drafts))
    assert states(drafts) == ["adopted"]


def test_a_first_day_that_one_of_them_cannot_have_stops_all(drafts):
    adopted(drafts)
    early = drafts[0]
    other = Edition.objects.get(pk=early.pk)
    Edition.objects.filter(pk=other.pk).update(valid_from=None)
    with pytest.raises(actions.Refused, match="från vilken dag"):
        actions.publish_all(drafts, by=user(), at=NOW, seen=seen(drafts))
    assert states(drafts) == ["adopted"]


def test_a_pdf_that_cannot_be_made_stops_all(drafts, monkeypatch):
    from documents.pdf import PdfError

    adopted(drafts)

    def pdf_of(text):
        if text.title == drafts[7].title:
            raise PdfError("Det gick inte.")
        return b"%PDF-"

    drafts[7].title = "Ett eget namn"
    Edition.objects.filter(pk=drafts[7].pk).update(title="Ett eget namn")
    monkeypatch.setattr("documents.actions.printing.pdf_of", pdf_of)
    with pytest.raises(actions.Refused, match="Det gick inte"):
        actions.publish_all(drafts, by=user(), at=NOW, seen=seen(drafts))
    assert states(drafts) == ["adopted"]


def test_doing_it_twice_is_refused(drafts):
    approver = user()
    adopted(drafts)
    saw = seen(drafts)
    actions.publish_all(drafts, by=approver, at=NOW, seen=saw)
    with pytest.raises(actions.Refused, match="är publicerad"):
        actions.publish_all(drafts, by=approver, at=NOW, seen=saw)
    assert EditionEvent.objects.filter(kind="published", edition__in=drafts).count() == 10


def test_nothing_chosen_is_told():
    with pytest.raises(actions.Refused, match="Välj minst ett"):
        actions.submit_all([], by=user(), at=NOW, seen={})


def test_each_person_gets_one_mail_about_all(drafts):
    reviewer = user()
    writer = user()
    Outbox.objects.all().delete()
    submitted(drafts, by=writer)
    mine = Outbox.objects.get(to=reviewer.email)
    assert mine.subject == "10 uppdrag att ta ställning till"
    assert all(each.desk_url in mine.text for each in drafts)
    assert not Outbox.objects.filter(to=writer.email).exists()
    Outbox.objects.all().delete()
    actions.adopt_all(
        drafts,
        by=reviewer,
        at=NOW,
        seen=seen(drafts),
        decision=factories.decision(),
        valid_from=DAY,
    )
    # The author of the drafts and whoever sent them, once each.
    assert Outbox.objects.count() == 2
    assert Outbox.objects.get(to=writer.email).subject == "10 uppdrag är beslutade"


def test_whoever_is_concerned_by_one_of_them_gets_a_mail_about_that_one(drafts):
    group = factories.kind("samverkansgrupp")
    mine = draft_for(factories.body(of=group), shared_text("Syfte"))
    writer = User.objects.get(pk=mine.author_id)
    submitted([*drafts, mine])
    Outbox.objects.all().delete()
    actions.adopt_all(
        [*drafts, mine],
        by=user(),
        at=NOW,
        seen=seen([*drafts, mine]),
        decision=factories.decision(),
        valid_from=DAY,
    )
    assert Outbox.objects.get(to=writer.email).subject == f"Beslutad: {mine.title}"

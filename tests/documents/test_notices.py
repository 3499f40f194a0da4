"""Who gets mail about a draft, and who doesn't any more."""

import pytest

from documents import actions
from documents.actions.locking import fingerprint
from organisation.dates import today
from organisation.models import Outbox
from tests import factories as make
from tests.factories import NOW

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "left", ["the account is shut off", "the post has ended", "only a member now"]
)
def test_writer_who_has_left_gets_no_mail_about_the_draft(left):
    writer, answerer, reviewer = make.user(), make.user(), make.user()
    edition = make.edition(author=writer)
    remark = actions.comment(edition, "avsnitt-1", by=reviewer, at=NOW, token="a", text="Hur?")
    actions.answer(remark, by=answerer, at=NOW, token="b", text="Så.")
    actions.resolve(remark, by=writer, at=NOW)
    edition = actions.submit(edition, by=writer, at=NOW, seen=fingerprint(edition))
    Outbox.objects.all().delete()
    for each in (writer, answerer):
        if left == "the account is shut off":
            each.is_active = False
            each.save()
        else:
            for post in each.person.appointments.all():
                post.end = today()
                post.save()
        if left == "only a member now":
            edition.is_shown = True
            edition.save()
            make.holding(each, edition.document.owner)
    actions.answer(remark, by=reviewer, at=NOW, token="c", text="Hemligt svar.")
    edition.refresh_from_db()
    actions.send_back(edition, by=reviewer, at=NOW, seen=fingerprint(edition), text="Skriv om.")
    assert not Outbox.objects.filter(to__in=(writer.email, answerer.email)).exists()


def test_those_in_a_thread_get_the_answer_once_each():
    writer, reviewer, third = make.user(), make.user(), make.user()
    edition = make.edition(author=writer)
    remark = actions.comment(edition, "avsnitt-1", by=reviewer, at=NOW, token="a", text="Hur?")
    actions.answer(remark, by=third, at=NOW, token="b", text="Så.")
    Outbox.objects.all().delete()
    actions.answer(remark, by=third, at=NOW, token="c", text="Och så.")
    assert sorted(Outbox.objects.values_list("to", flat=True)) == sorted(
        [writer.email, reviewer.email]
    )

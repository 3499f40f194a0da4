"""What the demo's accounts have under way when it starts."""

import pytest
from django.test import Client

from documents.carrying import carriers
from documents.models import Comment, Edition, SharedText
from documents.rules import State
from organisation.models import User
from portal.demo import make_sign_ins, make_work
from portal.demo_work import work_told
from tests.conftest import ANCHOR

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_data")]


@pytest.fixture
def work():
    make_sign_ins()
    make_work()


def test_each_account_has_something_to_do(work):
    writer, reviewer = (User.objects.get(username=each) for each in ("skribent", "granskare"))
    drafts = Edition.objects.filter(state=State.DRAFT)
    draft = drafts.get(document__owner__path="programomraden/levnadsvanor")
    submitted = Edition.objects.get(
        state=State.SUBMITTED, document__owner__path="programomraden/tandvard"
    )

    assert (draft.author, submitted.author, submitted.submitter) == (writer, writer, writer)
    remarks = Comment.objects.filter(edition=draft, parent=None)
    assert {each.by for each in remarks} == {reviewer}
    assert [each.resolved_at is None for each in remarks.order_by("-at")] == [True, False]
    assert submitted.working_copies.count() == 1

    def page(user, address):
        client = Client()
        client.force_login(user)
        return client.get(address).content.decode()

    open_remark = remarks.get(resolved_at=None)
    assert open_remark.text in page(writer, "/arbetsyta/")
    assert submitted.desk_url in page(reviewer, "/arbetsyta/")
    assert open_remark.replies.get().text in page(reviewer, draft.desk_url)


def test_two_groups_are_on_their_way_to_the_next_version_of_the_shared_text(work):
    text = SharedText.objects.get(slug="samverkansgrupper")
    drafts = [each.draft for each in carriers(text, ANCHOR) if each.draft]

    assert {(each.document.owner.path, each.state) for each in drafts} == {
        ("samverkansgrupper/hallbar-utveckling", "draft"),
        ("samverkansgrupper/metoder-for-kunskapsstod", "submitted"),
    }
    for each in drafts:
        taken = each.sections.filter(part__shared__edition__number=2, part__own_reason="")
        assert (each.sections.count(), taken.count()) == (12, 11)
    [remark] = Comment.objects.filter(edition=drafts[0], parent=None)
    assert remark.section_key == "patientmedverkan"


def test_what_people_have_done_since_is_left_alone(work):
    before = list(Edition.objects.order_by("pk").values_list("pk", "state", "revision"))
    Comment.objects.filter(resolved_at=None, parent=None).update(text="Ett annat ord")

    make_work()

    after = list(Edition.objects.order_by("pk").values_list("pk", "state", "revision"))
    assert after == before
    assert Comment.objects.filter(parent=None).count() == 3


def test_what_the_region_does_not_have_is_passed_over(monkeypatch):
    told = [each | {"owner": f"finns-inte/{each['owner']}"} for each in work_told()]
    assert told
    monkeypatch.setattr("portal.demo_work.work_told", lambda: told)
    make_sign_ins()
    make_work()
    assert Edition.objects.filter(author__isnull=False).count() == 0
    assert Comment.objects.count() == 0

"""A draft leaks by no door. After every kind of save a word that only the draft holds is looked for
at every address that a reader can follow or guess: anonymous, or signed in without the right. Those
whom it's shown to find its text, and not what is said of it."""

import datetime
import re

import pytest
from django.test import Client

from bodies.models import Body
from documents import actions
from documents.actions.locking import fingerprint
from organisation.models import Outbox
from portal.access import Audience
from tests import factories as make
from tests.factories import NOW
from tests.portal.leaking import GUESSES, PLACE, WORD, leaks
from tests.portal.leaking_drafts import SAVES, adopted, document, drafted, submitted
from tests.portal.test_access import AUDIENCES

__all__ = ["document"]
pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "save",
    SAVES,
    ids=lambda each: each.__name__,
)
def test_word_of_a_draft_is_found_by_no_door(document, save):
    edition, _ = save(document)
    assert leaks(edition) == []


def signed_in(role: str, owner, others):
    """An account of someone who may not see the owner's commission under way."""
    on = datetime.date.today()
    user = make.user(office=False, person=make.person())
    if role == "chair of another body":
        make.holding(user, others, "ordforande")
    if role == "former chair":
        make.holding(user, owner, "ordforande", end=on)
    if role == "member":
        make.holding(user, owner)
    if role == "council leader":
        council = make.body(function="council")
        make.relate(owner, "part_of", council)
        make.holding(user, council, "sekreterare")
    if role == "region editor":
        region = make.region()
        make.editor_of(user, region)
        make.appoint(make.person(), make.post(owner, represents_region=region))
    return user


WITHOUT_THE_RIGHT = (
    *("chair of another body", "former chair", "member", "council leader", "region editor"),
)


@pytest.mark.parametrize("role", WITHOUT_THE_RIGHT)
def test_word_of_a_draft_is_found_by_nobody_without_the_right(document, role):
    """Not shown to the members, submitted, with remarks and a working copy."""
    edition, _ = submitted(document)
    sister = Body.objects.get(path="grupper/syster")
    user = signed_in(role, document.owner, sister)
    assert leaks(edition, user) == []
    assert not Outbox.objects.filter(to=user.email).exists()


def test_draft_that_is_no_longer_shown_is_found_by_no_member(document):
    edition, writer = submitted(document)
    actions.show(edition, by=writer, at=NOW)
    actions.show(edition, by=writer, at=NOW, shown=False)
    member = signed_in("member", document.owner, None)
    assert leaks(edition, member) == []


def test_former_writer_is_told_nothing_more(document):
    """Neither by mail nor at any door: what they wrote themselves is the body's."""
    on = datetime.date.today()
    writer = make.user(office=False)
    tenure = make.holding(writer, document.owner, "processtod")
    edition = actions.start_draft(document, by=writer, at=NOW)
    section = edition.sections.get()
    values = {"heading": f"{WORD} rubrik", "level": 1, "html": f"<p>{WORD} text.</p>"}
    actions.save_section(edition, section.key, by=writer, revision=section.revision, **values)
    edition = actions.submit(edition, by=writer, at=NOW, seen=fingerprint(edition))
    tenure.end = on
    tenure.save()
    text = f"{WORD} är fel."
    actions.send_back(edition, by=make.user(), at=NOW, seen=fingerprint(edition), text=text)
    assert not Outbox.objects.filter(to=writer.email).exists()
    assert leaks(edition, writer) == []


def test_member_reads_what_is_shown_and_not_what_is_said_of_it(document):
    """The text, by the doors of the draft and by no public one; no remark, no answer, no working
    copy, and not what reviewers wrote on the way."""
    said = "Tvekfullhet"
    writer = make.user()
    edition = actions.start_draft(document, by=writer, at=NOW)
    section = edition.sections.get()
    values = {"heading": "Rubrik", "level": 1, "html": f"<p>{said} text.</p>"}
    section = actions.save_section(
        edition, section.key, by=writer, revision=section.revision, **values
    )
    remark = actions.comment(
        edition, section.key, by=writer, at=NOW, token="a", text=f"{said}?", quote=said
    )
    actions.answer(remark, by=writer, at=NOW, token="b", text=f"{said}!")
    actions.resolve(remark, by=writer, at=NOW)
    seen = fingerprint(edition)
    edition = actions.submit(edition, by=writer, at=NOW, seen=seen, text=f"{said} om?")
    edition = actions.send_back(
        edition, by=make.user(), at=NOW, seen=fingerprint(edition), text=f"{said} om!"
    )
    section = edition.sections.get()
    values["html"] = f"<p>{WORD} text.</p>"
    actions.save_section(edition, section.key, by=writer, revision=section.revision, **values)
    actions.show(edition, by=writer, at=NOW)
    member = signed_in("member", document.owner, None)
    assert leaks(edition, member, said) == []
    doors = leaks(edition, member)
    own = f"/arbetsyta/versioner/{edition.pk}/"
    assert {own, f"{own}forhandsgranska/", f"{own}word/", f"{own}jamfor/"} <= set(doors)
    assert [each for each in doors if not each.startswith(own)] == []
    # And nobody else by that.
    client = Client()
    client.force_login(signed_in("chair of another body", document.owner, make.body()))
    assert client.get(own).status_code == 404


def test_word_is_found_once_it_is_published(document):
    """The search itself finds what is public."""
    edition, _ = adopted(document)
    actions.publish(edition, by=make.user(), at=NOW, seen=fingerprint(edition))
    found = leaks(edition)
    assert "/grupper/prov/uppdrag/" in found
    assert "/grupper/prov/uppdrag/versioner/" in found
    assert not any(each.startswith("/arbetsyta") for each in found)


def test_withdrawn_and_sent_back_words_of_reviewers_stay_inside(document):
    """What reviewers wrote on the way is not public when the text is."""
    edition, _ = drafted(document)
    writer = make.user()
    for values in ({"title": "Titel", "lead": "", "change_note": ""},):
        actions.change_details(edition, by=writer, revision=edition.revision, **values)
    section = edition.sections.get()
    actions.save_section(
        edition,
        section.key,
        by=writer,
        revision=section.revision,
        heading="Rubrik",
        level=1,
        html="<p>Text.</p>",
    )
    edition.refresh_from_db()
    make.take_all_steps(edition, valid_from="2026-02-01")
    assert leaks(edition) == []


@pytest.mark.parametrize("account", [None, {"office": False}])
def test_strangers_learn_not_which_drafts_there_are(document, account):
    """What exists and what doesn't answer alike, to GET and POST."""
    edition, _ = drafted(document)
    file = make.attachment(edition)
    client = Client()
    if account is not None:
        client.force_login(make.user(**account))
    of_edition = [each for each in AUDIENCES if each.startswith("arbetsyta/versioner/")]
    assert len(of_edition) > 10
    for pattern in of_edition:
        address = "/" + pattern.replace("<slug:key>", edition.sections.get().key).replace(
            "<slug:name>", "publicera"
        ).replace("<int:comment_pk>", str(edition.comments.first().pk)).replace("<int:number>", "1")
        address = address.replace("<int:file>", str(file.pk))
        for method in (client.get, client.post):
            answers = []
            for pk in (str(edition.pk), "987654"):
                answer = method(address.replace("<int:pk>", pk))
                said = answer.content.decode() + answer.headers.get("Location", "")
                answers.append((answer.status_code, re.sub(rf"(/|%2F){pk}(/|%2F)", "", said)))
            assert answers[0] == answers[1]
            assert answers[0][0] in (302, 404)


def test_every_open_address_is_among_the_guesses():
    known = set(GUESSES)
    assert {each for pattern in AUDIENCES for each in PLACE.findall(pattern)} <= known
    assert Audience.DESK in AUDIENCES.values()

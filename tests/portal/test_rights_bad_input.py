"""What someone signed in may send who means ill: numbers of what isn't theirs, fields that no form
has, and addresses to be led to. Refused, logged, and nothing is changed."""

import pytest
from django.core import signing
from django.core.files.uploadedfile import SimpleUploadedFile
from django.forms.models import model_to_dict
from django.test import Client
from django.urls import reverse

from documents import actions
from documents.actions.locking import fingerprint
from documents.models import Edition
from organisation.models import User
from tests import factories as make
from tests.documents.sharing import shared_text
from tests.documents.word_files import paragraphs, word_file

from .rights_checks import everything, writes

pytestmark = pytest.mark.django_db
NOW = make.NOW
ELSEWHERE = "https://lura.example/"


class Scene:
    """Two bodies, each with a draft and its process support; the one of `own` is signed in."""

    def __init__(self):
        make.healthcare_region()
        self.own, self.other = (
            make.edition(make.document(make.body(name, path=f"grupper/{name.lower()}")))
            for name in ("Egna", "Andra")
        )
        self.user = make.user(office=False)
        make.holding(self.user, self.own.document.owner, "processtod")
        self.office = make.user()
        self.remark = actions.comment(
            self.other, "avsnitt-1", by=self.office, at=NOW, token="andras", text="Varför?"
        )
        self.client = self.signed_in(self.user)

    def signed_in(self, user: User) -> Client:
        client = Client()
        client.force_login(user)
        return client

    def at(self, which: str, edition=None, /, **where) -> str:
        return reverse(f"desk_{which}", kwargs={"pk": (edition or self.own).pk} | where)


@pytest.fixture
def scene():
    return Scene()


def refused(client, address, data, *statuses):
    """Sends it; nothing may be written."""
    stored = everything()
    with writes() as written:
        answer = client.post(address, data)
    assert (answer.status_code in statuses, written) == (True, []), (address, answer.status_code)
    assert everything() == stored
    return answer


def test_remark_on_anothers_draft_is_reached_by_no_number(scene, caplog):
    where = {"comment_pk": scene.remark.pk}
    refused(scene.client, scene.at("resolve", **where), {}, 404)
    refused(scene.client, scene.at("resolve", scene.other, **where), {}, 404)
    answer = {"token": "t", "text": "Svar", "till": scene.remark.pk}
    refused(scene.client, scene.at("comment", key="avsnitt-1"), answer, 404)
    told = [each.getMessage() for each in caplog.records if each.name == "portal.access"]
    assert len(told) == 3
    assert all(f"konto {scene.user.pk}, POST /arbetsyta/" in each for each in told)


def test_form_of_ones_own_draft_changes_no_other_whatever_it_names(scene):
    """Numbers of the other draft, in fields that the form has and that it hasn't."""
    other = {"pk": scene.other.pk, "edition": scene.other.pk, "id": scene.other.pk}
    section = scene.own.sections.get()
    text = {"heading": "Ny", "level": 1, "text": "Ny text.", "revision": section.revision}
    stored = model_to_dict(scene.other), list(scene.other.sections.values())
    answer = scene.client.post(
        scene.at("section", key="avsnitt-1"),
        text | other | {"key": "annat", "position": 9, "removed": "on", "html": "<p>Direkt</p>"},
    )
    assert answer.status_code == 302
    saved = scene.own.sections.get()
    assert (saved.key, saved.position, saved.removed) == ("avsnitt-1", section.position, False)
    assert saved.html == "<p>Ny text.</p>"
    scene.other.refresh_from_db()
    assert (model_to_dict(scene.other), list(scene.other.sections.values())) == stored


def forged(scene) -> dict:
    """What the fields of an edition could be made to say."""
    return {
        "author": scene.office.pk,
        "submitter": scene.office.pk,
        "submitter_id": scene.office.pk,
        "publisher": scene.user.pk,
        "state": "published",
        "is_shown": "on",
        "number": 77,
        "document": scene.other.document_id,
        "owner": scene.other.document.owner_id,
        "decision": make.decision().pk,
        "published_at": "2026-01-01",
        "forced": "on",
        "by": scene.office.pk,
        "user": scene.office.pk,
        "at": "2001-01-01",
        "next": ELSEWHERE,
    }


def test_fields_that_no_form_has_are_not_read(scene):
    data = forged(scene)
    edition = scene.own
    details = {"title": "Ny titel", "revision": edition.revision}
    answer = scene.client.post(scene.at("details"), data | details)
    assert (answer.status_code, answer["Location"]) == (302, edition.desk_url)
    edition.refresh_from_db()
    assert edition.title == "Ny titel"
    comment = {"token": "mitt", "text": "Hej", "resolved_at": "2026-01-01", "edition": 1}
    scene.client.post(scene.at("comment", key="avsnitt-1"), data | comment)
    remark = edition.comments.get()
    assert (remark.by, remark.resolved_at, remark.at.year > 2001) == (scene.user, None, True)
    actions.resolve(remark, by=scene.user, at=NOW)
    answer = scene.client.post(
        scene.at("step", name="skicka"), data | {"seen": fingerprint(edition)}
    )
    assert (answer.status_code, answer["Location"]) == (302, edition.desk_url)
    edition.refresh_from_db()
    values = model_to_dict(edition) | {
        name: getattr(edition, name)
        for name in ("state", "is_shown", "submitter", "publisher", "author", "published_at")
    }
    assert values["state"] == "submitted"
    assert values["submitter"] == scene.user
    assert (values["publisher"], values["author"], values["published_at"]) == (None, None, None)
    assert (values["is_shown"], values["number"], values["decision"]) == (False, 1, None)
    assert edition.document.owner != scene.other.document.owner
    assert set(edition.events.values_list("by", "forced")) == {(scene.user.pk, False)}
    assert edition.events.get().at.year > 2001


def test_publishing_what_one_submitted_is_not_forced_by_a_field(scene):
    """Only an administrator's form has it; and theirs asks why."""
    edition = actions.submit(scene.own, by=scene.office, at=NOW, seen=fingerprint(scene.own))
    edition = actions.adopt(
        edition,
        by=make.user(),
        at=NOW,
        seen=fingerprint(edition),
        decision=make.decision(edition.document.owner),
        valid_from=NOW.date(),
    )
    data = {"seen": fingerprint(edition), "forced": "on", "text": "Bråttom."}
    client = scene.signed_in(scene.office)
    refused(client, scene.at("step", name="publicera"), data, 400)
    # The body's own process support may not publish it at all.
    refused(scene.client, scene.at("step", name="publicera"), data, 404)
    admin = make.user(office=False, is_superuser=True)
    Edition.objects.filter(pk=edition.pk).update(submitter=admin)
    client = scene.signed_in(admin)
    refused(client, scene.at("step", name="publicera"), data | {"text": " "}, 400)
    refused(client, scene.at("step", name="publicera"), data | {"forced": ""}, 400)
    assert client.post(scene.at("step", name="publicera"), data).status_code == 302


def test_commission_of_another_body_is_not_begun(scene):
    for data in (
        {"body": scene.other.document.owner.path},
        {"body": make.body(path="grupper/tredje").path},
        {"body": "finns/inte"},
        {"body": scene.own.document.owner.path, "text": "finns-inte"},
        {"body": "grupper/andra\0"},
        {},
    ):
        refused(scene.client, reverse("desk_start"), data | forged(scene), 404)


def test_word_file_is_read_into_no_body_that_one_may_not_write_for(scene):
    content = word_file(paragraphs("Syfte", look="Rubrik1") + paragraphs("Text."))
    text = shared_text("Syfte", kind="grupp")
    for into in (scene.other.document.owner.path, f"text:{text.slug}", "finns/inte", ""):
        file = SimpleUploadedFile("fil.docx", content)
        answer = refused(scene.client, reverse("desk_word"), {"into": into, "file": file}, 400)
        assert scene.other.document.owner.path not in answer.content.decode()

    def packed(into: str, salt: str) -> str:
        value = [into, "fil.docx", "Titel", "", [("Syfte", 1, "<p>Text.</p>")], []]
        return signing.dumps(value, salt=salt, compress=True)

    own = scene.own.document.owner.path
    for sent in (
        # Signed for someone else, for a body that isn't one's own, by no one, and with other words.
        packed(own, f"word:{scene.office.pk}"),
        packed(scene.other.document.owner.path, f"word:{scene.user.pk}"),
        packed(f"text:{text.slug}", f"word:{scene.user.pk}"),
        "",
        packed(own, f"word:{scene.user.pk}")[:-2],
    ):
        data = {"text": sent, "into": own, "seen": fingerprint(scene.own)}
        refused(scene.client, reverse("desk_word_take_in"), data, 400)


def test_step_for_many_takes_only_those_that_have_the_text(scene):
    """And tells nothing of what may not be read: minutes are their body's own."""
    text = shared_text("Syfte", kind="grupp")
    version = text.document.editions.get()
    minutes = make.edition(make.document(kind="minutes"), title="Hemlig rubrik")
    client = scene.signed_in(scene.office)
    place = reverse("desk_together", args=[text.slug, version.number])
    for forged_pk in (minutes.pk, scene.other.pk, 987654):
        data = {"steg": "skicka", "version": forged_pk, f"seen-{forged_pk}": "x"}
        answer = refused(client, place, data, 409)
        assert "Hemlig rubrik" not in answer.content.decode()
    refused(client, place, {"steg": "kasta", "version": scene.other.pk}, 404)
    refused(scene.client, place, {"steg": "skicka", "version": scene.other.pk}, 404)


def test_drafts_are_made_for_no_body_that_the_text_is_not_for(scene):
    text = shared_text("Syfte", kind="grupp")
    place = reverse("desk_shared_drafts", args=[text.slug, 1])
    stranger = make.body(of=make.kind("annat"))
    client = scene.signed_in(scene.office)
    before = Edition.objects.count()
    for organ in (stranger.pk, 987654, "x", -1):
        client.post(place, {"organ": organ, "borja": "1"})
        assert Edition.objects.count() == before
    refused(scene.client, place, {"organ": scene.own.document.owner_id, "borja": "1"}, 404)


def test_nobody_becomes_more_by_a_field(scene):
    """Forms about people and accounts read what they ask for and nothing else."""
    more = {"is_superuser": "on", "is_staff": "on", "groups": 1, "is_active": "on", "person": 1}
    for client in (scene.client, scene.signed_in(scene.office)):
        for name in ("desk", "desk_my_rights", "desk_invite", "account_change_password"):
            client.post(reverse(name), more | {"next": ELSEWHERE})
    assert not User.objects.filter(is_superuser=True).exists()
    assert not User.objects.filter(is_staff=True).exists()
    assert not User.objects.filter(groups__isnull=False).exists()


@pytest.mark.parametrize("address", [ELSEWHERE, "//lura.example/", "/\\lura.example/", "http:lura"])
def test_nobody_is_led_to_another_host(scene, address):
    forms = [
        (scene.at("details"), {"title": "Titel", "revision": scene.own.revision}),
        (scene.at("comment", key="avsnitt-1"), {"token": "t", "text": "Hej"}),
        (scene.at("show"), {"visa": "ja"}),
        (reverse("desk_start"), {"body": scene.own.document.owner.path}),
        (reverse("sign_out"), {}),
    ]
    for place, data in forms:
        answer = scene.client.post(f"{place}?next={address}", data | {"next": address})
        assert answer.status_code == 302, place
        assert answer["Location"].startswith("/"), place
        assert "lura" not in answer["Location"], place
    # Who isn't signed in is led back to where they were.
    answer = Client().get("//lura.example/arbetsyta/")
    assert "lura" not in answer.headers.get("Location", "").split("?")[0]

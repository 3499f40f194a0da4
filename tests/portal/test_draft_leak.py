"""A draft leaks by no door. After every kind of save a word that only the draft holds is looked for
at every address that a reader can follow or guess: anonymous, or signed in without the right. Those
whom it's shown to find its text, and not what is said of it."""

import datetime
import html
import io
import re
import zipfile
from itertools import product

import pytest
from django.test import Client

from bodies.models import Body
from documents import actions
from documents.actions.locking import fingerprint
from documents.models import Document, Edition, SharedText
from organisation.models import Outbox
from portal.access import Audience
from tests import factories as make
from tests.factories import NOW
from tests.portal.test_access import AUDIENCES

pytestmark = pytest.mark.django_db
WORD = "Kvastfening"

# What a stranger may guess at each place of an address. A new place fails the test until it's here.
GUESSES = {
    "<body_path:path>": ["grupper/prov", "grupper/syster", "grupper"],
    "<int:number>": [1, 2, 3],
    "<int:first>": [1, 2],
    "<int:second>": [2, 3],
    "<int:pk>": [1],
    "<int:comment_pk>": [1],
    "<slug:slug>": ["norr", "prov-provsson", "prov-gemensamt", "prov-senare"],
    "<slug:key>": ["avsnitt-1"],
    "<slug:name>": ["publicera"],
    "<slug:kind>": ["grupp", "sidor"],
    "<text_key:key>": ["1", "ny"],
    # Of signing in.
    "<base36:uidb36>": [1],
    "<str:key>": ["nyckel", "body:1", "post:1"],
    # Of findings.
    "<slug:code>": ["vacant", "no-contact", "interpretation"],
    "<slug:provider_id>": ["region"],
    "<slug:token>": ["klar", "gissat"],
    "<slug:of>": ["organ", "version", "gemensam-text", "post", "uppdrag", "person", "sida"],
    "<path:place>": ["1", "grupper/prov", "prov-provsson", "prov-gemensamt", "prov-senare"],
}
PLACE = re.compile(r"<[^>]+>")
LINK = re.compile(r'(?:href|action|src)="(/[^"#]*)')


def guessed(edition) -> set[str]:
    """Every address of the URLconf with every guess in its places, also those of the draft."""
    own = {"<int:pk>": [edition.pk], "<int:number>": [*GUESSES["<int:number>"], edition.number]}
    found = set()
    for pattern in AUDIENCES:
        places = PLACE.findall(pattern)
        for values in product(*((GUESSES | own)[each] for each in places)):
            address = pattern
            for place, value in zip(places, values, strict=True):
                address = address.replace(place, str(value), 1)
            found.add(f"/{address}")
    return found


def leaks(edition, user=None, word=WORD) -> list[str]:
    """The addresses whose answer holds the word: all that can be guessed, all that they link to,
    all on the site map; today, looking back and looking ahead; and what is sought by the word.
    Asked anonymously, or by an account; which looks at its own pages and the drafts', since public
    pages are the same for all."""
    client = Client()
    waiting = guessed(edition) | {f"/nytt/?organ=grupper/prov&q={word}"}
    if user:
        client.force_login(user)
        waiting = {each for each in waiting if each.startswith("/arbetsyta/")}
        waiting |= {"/", "/nytt/", "/konto/", "/grupper/prov/", "/grupper/prov/uppdrag/"}
    seen, leaking = set(), []
    while waiting:
        address = waiting.pop()
        if address in seen or address.startswith(("/static/", "/logga-ut/")):
            continue
        seen.add(address)
        answer = client.get(address)
        text = text_in(answer) + str(answer.headers)
        if word.lower() in text.replace(f"q={word}", "").lower():
            leaking.append(address)
        if answer.status_code == 200 and "datum=" not in address:
            waiting |= {html.unescape(each) for each in LINK.findall(text)}
            if not user:
                at = address.split("?")[0]
                waiting |= {f"{at}?datum={day}" for day in ("2025-06-01", "2027-06-01")}
            waiting |= set(re.findall(r"<loc>http://testserver(/[^<]*)</loc>", text))
    assert len(seen) > 60
    return leaking


def text_in(answer) -> str:
    """What stands in an answer, also when it is a Word file."""
    content = answer.content
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as file:
            content = b"".join(file.read(each) for each in file.namelist())
    return content.decode(errors="replace")


@pytest.fixture
def document():
    make.healthcare_region()
    make.region(slug="norr")
    body = make.body("Provgruppen", path="grupper/prov")
    make.body("Systergruppen", path="grupper/syster")
    body.kind.panels = [*body.kind.panels, "documents.commission", "portal.news"]
    body.kind.save()
    make.published(make.document(body), "Offentligt.", valid_from="2026-01-01")
    for slug in ("prov-gemensamt", "prov-senare"):
        shared = SharedText.objects.create(slug=slug, name=slug, body_kind=body.kind)
        make.document(body, kind="shared_text", shared_text=shared)
    make.published(
        Document.objects.get(shared_text__slug="prov-gemensamt"), valid_from="2026-01-01"
    )
    return body.documents.get(kind="commission")


def drafted(document):
    """A draft that holds the word in every text it can hold one in."""
    writer = make.user()
    edition = actions.start_draft(document, by=writer, at=NOW)
    actions.change_details(
        edition,
        by=writer,
        revision=edition.revision,
        title=f"{WORD} titel",
        lead=f"{WORD} underrubrik",
        change_note=f"{WORD} notis",
    )
    edition.refresh_from_db()
    section = edition.sections.get()
    actions.save_section(
        edition,
        section.key,
        by=writer,
        revision=section.revision,
        heading=f"{WORD} rubrik",
        level=1,
        html=f"<p>{WORD} text.</p>",
    )
    remark = actions.comment(
        edition, section.key, by=writer, at=NOW, token="a", text=f"{WORD}?", quote=WORD
    )
    actions.answer(remark, by=writer, at=NOW, token="b", text=f"{WORD}!")
    actions.resolve(remark, by=writer, at=NOW)
    edition.refresh_from_db()
    return edition, writer


def submitted(document):
    edition, writer = drafted(document)
    edition = actions.submit(
        edition, by=writer, at=NOW, seen=fingerprint(edition), text=f"{WORD} fråga"
    )
    return edition, writer


def adopted(document):
    edition, writer = submitted(document)
    edition = actions.adopt(
        edition,
        by=make.user(),
        at=NOW,
        seen=fingerprint(edition),
        decision=make.decision(document.owner, text=f"{WORD} beslut", registry_number=WORD),
        valid_from=NOW.date(),
    )
    return edition, writer


def sent_back(document):
    edition, writer = adopted(document)
    edition = actions.send_back(
        edition, by=make.user(), at=NOW, seen=fingerprint(edition), text=f"{WORD} skäl"
    )
    return edition, writer


def taken_out(document):
    edition, writer = drafted(document)
    key = edition.sections.get().key
    actions.take_out_section(edition, key, by=writer, revision=edition.revision)
    return edition, writer


def discarded(document):
    edition, writer = drafted(document)
    actions.discard(edition, by=writer, at=NOW, seen=fingerprint(edition))
    return edition, writer


def first_of_a_body(document):
    """The first draft of a body that has published nothing."""
    sister = make.document(Body.objects.get(path="grupper/syster"))
    writer = make.user()
    edition = actions.start_draft(sister, by=writer, at=NOW, title=f"{WORD} titel")
    return edition, writer


def of_shared_text(document):
    """A draft of a text that is shared, and that has been published before."""
    return drafted(Document.objects.get(shared_text__slug="prov-gemensamt"))


def first_of_shared_text(document):
    """The first draft of a shared text, of which nothing is published."""
    writer = make.user()
    later = Document.objects.get(shared_text__slug="prov-senare")
    SharedText.objects.filter(slug="prov-senare").update(name=f"{WORD} namn")
    return actions.start_draft(later, by=writer, at=NOW, title=f"{WORD} titel"), writer


def own_in_place(document):
    """A draft in which a shared section has words of its own, with why."""
    shared = Edition.objects.get(document__shared_text__slug="prov-gemensamt")
    writer = make.user()
    edition = actions.draft_from(document, shared, by=writer, at=NOW)
    key = edition.sections.get(part__isnull=False).key
    actions.make_own(edition, key, by=writer, revision=edition.revision, reason=f"{WORD} är skälet")
    section = edition.sections.get(key=key)
    actions.save_section(
        edition,
        key,
        by=writer,
        revision=section.revision,
        heading=f"{WORD} rubrik",
        level=1,
        html=f"<p>{WORD} text.</p>",
    )
    edition.refresh_from_db()
    return edition, writer


def adopted_shared_text(document):
    """A version of a shared text that is decided, and not published."""
    edition, writer = of_shared_text(document)
    edition = actions.submit(edition, by=writer, at=NOW, seen=fingerprint(edition))
    edition = actions.adopt(
        edition,
        by=make.user(),
        at=NOW,
        seen=fingerprint(edition),
        decision=make.decision(document.owner, text=f"{WORD} beslut"),
        valid_from=NOW.date(),
    )
    return edition, writer


SAVES = [
    *(drafted, submitted, adopted, sent_back, taken_out, discarded, first_of_a_body),
    *(of_shared_text, first_of_shared_text, own_in_place, adopted_shared_text),
]


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
    client = Client()
    if account is not None:
        client.force_login(make.user(**account))
    of_edition = [each for each in AUDIENCES if each.startswith("arbetsyta/versioner/")]
    assert len(of_edition) > 10
    for pattern in of_edition:
        address = "/" + pattern.replace("<slug:key>", edition.sections.get().key).replace(
            "<slug:name>", "publicera"
        ).replace("<int:comment_pk>", str(edition.comments.first().pk)).replace("<int:number>", "1")
        for method in (client.get, client.post):
            answers = []
            for pk in (str(edition.pk), "987654"):
                answer = method(address.replace("<int:pk>", pk))
                said = answer.content.decode() + answer.headers.get("Location", "")
                answers.append((answer.status_code, said.replace(pk, "")))
            assert answers[0] == answers[1]
            assert answers[0][0] in (302, 404)


def test_every_open_address_is_among_the_guesses():
    known = set(GUESSES)
    assert {each for pattern in AUDIENCES for each in PLACE.findall(pattern)} <= known
    assert Audience.DESK in AUDIENCES.values()

"""Drafts that hold a word in every text they can hold one in, after every kind of save."""

import pytest

from bodies.models import Body
from documents import actions
from documents.actions.locking import fingerprint
from documents.models import Document, Edition, SharedText
from tests import factories as make
from tests.documents.upload_files import word
from tests.factories import NOW
from tests.portal.leaking import WORD


@pytest.fixture
def document():
    make.healthcare_region()
    make.region(slug="norr")
    body = make.body("Provgruppen", path="grupper/prov")
    make.body("Systergruppen", path="grupper/syster")
    body.kind.panels += ["documents.commission", "documents.plans", "portal.news"]
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


def with_files(document):
    """A draft with a file whose title and text hold the word, and one that was taken out."""
    edition, writer = drafted(document)
    for content in (word(f"{WORD} i filen."), word(f"{WORD} i en borttagen.")):
        edition.refresh_from_db()
        made = actions.add_attachment(
            edition,
            by=writer,
            at=NOW,
            revision=edition.revision,
            sent=actions.received(content, "hemlig.docx"),
            title=f"{WORD} fil",
            elsewhere=f"{WORD} står också här.",
        )
    edition.refresh_from_db()
    actions.take_out_attachment(edition, made.pk, by=writer, revision=edition.revision)
    edition.refresh_from_db()
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


def activity_of_a_plan(document):
    """A new version of a plan that's published, with an activity that has the word everywhere; its
    first version has the activity too, in other words."""
    plan = make.edition(make.document(document.owner, kind="action_plan"), title="Planen")
    entry = make.entry(plan, "Offentligt", promises=[1])
    make.publish_for_the_year(plan)
    writer = make.user(office=False)
    make.holding(writer, document.owner, "ordforande")
    draft = actions.begin_year(
        document.owner, "action_plan", 2026, by=writer, at=NOW, on=NOW.date()
    )
    said = ("name", "goal", "measure", "measured_by", "responsible")
    more = ("for_patients", "for_staff", "for_management", "outcome", "reflection")
    actions.save_entry(
        draft,
        entry.activity.number,
        by=writer,
        revision=1,
        section=draft.sections.get().key,
        **{each: f"{WORD} {each}" for each in (*said, *more)},
    )
    draft.refresh_from_db()
    return draft, writer


def submitted_report(document):
    """The first report of a body, with an activity that nobody else has heard of, one that was
    taken out, and a working copy."""
    owner = document.owner
    report = make.edition(make.document(owner, kind="annual_report"), title=f"{WORD} titel")
    make.entry(report, f"{WORD} namn", outcome=f"{WORD} utfall", promises=[1])
    make.entry(report, f"{WORD} borta", removed=True)
    writer = make.user(office=False)
    make.holding(writer, owner, "processtod")
    report = actions.submit(
        report, by=writer, at=NOW, seen=fingerprint(report), text=f"{WORD} fråga"
    )
    return report, writer


SAVES = [
    *(drafted, submitted, adopted, sent_back, taken_out, with_files, discarded, first_of_a_body),
    *(of_shared_text, first_of_shared_text, own_in_place, adopted_shared_text),
    *(activity_of_a_plan, submitted_report),
]

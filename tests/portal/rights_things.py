"""What the addresses of the workspace are asked about, beside what the table tells of: commissions
composed of a shared text, remarks, working copies, drafts of texts, and ways to an account."""

from documents import actions
from documents.actions.workflow import frozen
from documents.models import Activity, Comment, Document, Edition, SharedText, WorkingCopy
from organisation.models import AccessRequest, Invitation, TableUpload, TextDraft
from tests import factories as make
from tests.documents.sharing import version

from .rights_addresses import BODIES, COMMISSIONS, EDITIONS, PLANS, TEXTS_OF
from .rights_world import DAY, NOON


def make_things(world) -> None:
    """Commissions composed of a shared text, in place of the plain ones of the table; and of each
    edition a remark and a working copy."""
    kind = world.bodies["A"].kind
    text = SharedText.objects.create(slug="delad", name="Delad", body_kind=kind)
    document = make.document(make.body(), kind=Document.Kind.SHARED_TEXT, shared_text=text)
    shared = version(text, "Syfte", "Medel", document=document)
    writer = world.users["admin"]
    # A body has one commission; those of the table that stand for others are something else here.
    Document.objects.filter(kind="commission").update(kind="notes")
    for name, letter in zip(COMMISSIONS, BODIES, strict=True):
        commission = make.document(world.bodies[letter])
        draft = actions.draft_from(commission, shared, by=writer, at=NOON, title=name)
        draft = _own(draft, "medel", writer)
        for heading in ("Eget", "Borta"):
            draft.refresh_from_db()
            actions.add_section(
                draft, by=writer, revision=draft.revision, heading=heading, level=1, after=""
            )
        draft.refresh_from_db()
        actions.take_out_section(draft, "borta", by=writer, revision=draft.revision)
        Edition.objects.filter(pk=draft.pk).update(is_shown="shown" in name)
        world.things[name] = (world.things[name][0], draft)
    _make_access(world)
    _make_drafts_of_texts(world)
    for name in PLANS:
        plan = world.record(name)
        for number in (1, 2):
            key = {"owner": plan.document.owner, "number": number}
            activity, _ = Activity.objects.get_or_create(**key)
            make.entry(plan, of=activity, removed=number == 2)
    for name in EDITIONS:
        edition = Edition.objects.select_related("document__owner").get(pk=world.record(name).pk)
        world.things[name] = (world.things[name][0], edition)
        make.attachment(edition)
        make.attachment(edition, b"%PDF- borta", removed=True)
        Comment.objects.create(
            edition=edition,
            token=name,
            section_key="eget" if name in COMMISSIONS else "avsnitt-1",
            text="En fråga?",
            by=writer,
            at=NOON,
        )
        WorkingCopy.objects.create(
            edition=edition, number=1, by=writer, at=NOON, content=frozen(edition)
        )


def _make_access(world) -> None:
    admin = world.users["admin"]
    asking = AccessRequest.objects.create(
        provider="r",
        issuer="https://r.example",
        subject="1",
        name="Prov",
        email="prov@prov.example",
        region=world.regions["R"],
        text="Jag ska skriva.",
        made_at=NOON,
    )
    invitation = Invitation.objects.create(
        person=make.person(),
        email="prov@prov.example",
        token_hash="0" * 64,
        invited_by=admin,
        invited_at=NOON,
        expires_at=NOON + 7 * DAY,
    )
    upload = TableUpload.objects.create(
        owner=admin,
        purpose=TableUpload.Purpose.ROSTER,
        name="lista.csv",
        made_at=NOON,
        headings=["Organ", "Roll", "Förnamn", "Efternamn"],
        rows=[[2, ["Organ A", "Ledamot", "Prov", "Provsson"], []]],
        at={"body": 0, "role": 1, "given": 2, "family": 3},
    )
    world.things |= {"access_request": (None, asking), "invitation": (None, invitation)}
    measured = {
        "owner": admin,
        "purpose": TableUpload.Purpose.MEASUREMENTS,
        "name": "varden.csv",
        "made_at": NOON,
        "headings": ["Mål", "Period", "Region", "Värde"],
        "rows": [[2, ["1", "2025", "Hela sjukvårdsregionen", "80"], []]],
        "at": {"goal": 0, "period": 1, "region": 2, "value": 3},
    }
    waiting = TableUpload.objects.create(**measured)
    result = {"counts": {}, "goals": [], "rows": []}
    done = TableUpload.objects.create(**measured | {"rows": []}, done_at=NOON, result=result)
    world.things |= {"upload": (None, upload), "measured_table": (None, waiting)}
    world.things |= {"table_that_is_done": (None, done)}


def _make_drafts_of_texts(world) -> None:
    """Of each text that is asked about a draft, and an earlier version to take up again."""
    for name, column in zip(TEXTS_OF, ("text", "lead", "lead", "summary", "name"), strict=True):
        record = world.record(name)
        now = getattr(record, column)
        setattr(record, column, "förr")
        record.save()
        setattr(record, column, now)
        record.save()
        TextDraft.objects.create(
            label=record._meta.label_lower,
            of=record.pk,
            token=name,
            version=record.history.first().pk,
            values={column: ["Utkast"]},
            by=world.users["admin"],
        )


def _own(draft, key, by):
    draft.refresh_from_db()
    actions.make_own(draft, key, by=by, revision=draft.revision, reason="Annat.")
    draft.refresh_from_db()
    return draft

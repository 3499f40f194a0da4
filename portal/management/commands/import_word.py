"""manage.py import_word: many Word files at once, each to the draft of a body's commission."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from bodies.dossier import with_names
from bodies.models import Body, BodyKind
from documents import actions
from documents.actions.locking import fingerprint
from documents.actions.word import take_in_word
from documents.models import Document, Edition, SharedText
from documents.word import MOST_BYTES, WordError, read_word
from organisation.addresses import absolute
from organisation.dates import today
from organisation.models import User

# The endings of files that people write texts in.
TEXTS = {".docx", ".docm", ".dotx", ".dotm", ".doc", ".odt", ".rtf"}


class Skipped(Exception):
    """The file isn't read in; the message says why and what to do."""


class Command(BaseCommand):
    help = (
        "Läser in Word-filer som utkast till uppdragsbeskrivningar. Filen heter som organets "
        "adress: grupper/exempel ligger i exempel.docx eller i grupper/exempel."
        "docx. Varje fil läses in för sig, och en som inte går att läsa in ändrar ingenting."
    )

    def add_arguments(self, parser):
        parser.add_argument("files", nargs="+", type=Path, help="filer eller mappar")
        parser.add_argument("--account", required=True, help="kontot som läser in filerna")
        parser.add_argument(
            "--into-drafts",
            action="store_true",
            help="läs också in i utkast som finns; annars hoppas de över",
        )
        parser.add_argument(
            "--try", action="store_true", dest="only_try", help="visa vad som skulle hända"
        )

    def handle(self, *, files, account, into_drafts, only_try, **options):
        by = User.objects.filter(username=account, is_active=True).first()
        if by is None:
            raise CommandError(f"Kontot {account} finns inte. Ange ett annat med --account.")
        paths = list(each_file(files))
        if not paths:
            raise CommandError("Det finns inga filer från Word där. Ange andra.")
        done = 0
        for number, path in enumerate(paths, start=1):
            head = f"{number} av {len(paths)}: {path}"
            try:
                with transaction.atomic():
                    draft, told = read_in(path, by=by, into_drafts=into_drafts)
                    line = f"{head}: utkast till version {draft.number} av {draft.title}"
                    if only_try:
                        transaction.set_rollback(True)
            except Skipped as error:
                self.stdout.write(f"{head}: inte inläst. {error}")
                continue
            done += 1
            self.stdout.write(line)
            for each in told:
                self.stdout.write(f"  {each}")
        verb = "skulle läsas in" if only_try else "är inlästa"
        self.stdout.write(f"{done} av {len(paths)} filer {verb}.")
        if done < len(paths):
            raise CommandError("Alla filer är inte inlästa. Se ovan vad som är fel i var och en.")


def each_file(given: list[Path]):
    """The texts given, and those in the folders given, in order; not Word's own lock files. Texts
    of other formats are among them, so that none is passed over in silence."""
    for path in given:
        found = [path]
        if path.is_dir():
            found = sorted(each for each in path.rglob("*") if each.suffix.lower() in TEXTS)
        yield from (each for each in found if not each.name.startswith("~$"))


def read_in(path: Path, *, by: User, into_drafts: bool) -> tuple[Edition, tuple[str, ...]]:
    """Reads a file into the draft of the body that it's named after. Raises Skipped."""
    try:
        if path.stat().st_size > MOST_BYTES:
            raise Skipped(f"Filen är större än {MOST_BYTES // 2**20} MB.")
        content = path.read_bytes()
    except OSError as error:
        raise Skipped(f"Filen går inte att öppna: {error.strerror}.") from error
    into = named_after(path)
    if isinstance(into, SharedText):
        document = into.document
    else:
        kind = Document.Kind.COMMISSION
        document = Document.objects.filter(owner=into, kind=kind).first()
    draft = document.editions.open().first() if document else None
    if draft and not into_drafts:
        raise Skipped(
            f"Det finns redan ett utkast till version {draft.number}. Lägg till --into-drafts för "
            "att läsa in filen i det."
        )
    try:
        read = read_word(content, path.name, site=absolute("/"))
        made = take_in_word(
            into,
            read.text.sections,
            by=by,
            at=timezone.now(),
            on=today(),
            file=path.name,
            title=read.text.title[:200],
            lead=read.text.lead,
            told=read.told,
            seen=fingerprint(draft) if draft else None,
        )
    except (WordError, actions.Refused) as error:
        raise Skipped(" ".join(each.message for each in error.findings)) from error
    except actions.Conflict as error:
        raise Skipped("Någon annan sparade i utkastet samtidigt. Kör kommandot igen.") from error
    return made, read.told


def named_after(path: Path) -> Body | SharedText:
    """The body, or the shared text, that a file is named after. Raises Skipped."""
    on = today()
    bodies = with_names(Body.objects.current(on), on).select_related("kind")
    bodies = bodies.filter(kind__level=BodyKind.Level.REGIONAL)
    stem = path.stem.lower()
    whole = bodies.filter(path=f"{path.parent.name.lower()}/{stem}").first()
    if whole or (path.parent.name and (whole := shared_text(path, stem))):
        return whole
    found = [each for each in bodies if each.path.rsplit("/", 1)[-1] == stem]
    if len(found) == 1:
        return found[0]
    if found:
        listed = ", ".join(each.path for each in found)
        raise Skipped(
            f"Namnet passar flera organ: {listed}. Lägg filen i en mapp som heter som "
            "adressens första led."
        )
    raise Skipped(f"Inget organ har adressen {stem}. Döp om filen efter organets adress.")


def shared_text(path: Path, stem: str) -> SharedText | None:
    """The shared text that a file in a folder for them is named after."""
    if path.parent.name != "gemensamma-texter":
        return None
    return SharedText.objects.filter(slug=stem).first()

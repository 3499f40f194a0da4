"""How a comparison speaks: labels, notes and summaries, in Swedish."""

from collections import Counter
from collections.abc import Iterable, Sequence

from .result import BlockChange, Change, Note, Run, Status

NUMBERS = ("noll", "en", "två", "tre", "fyra", "fem", "sex", "sju", "åtta", "nio", "tio")
# One, several, in the definite form, and whether the word takes "ett".
NOUNS = {
    "paragraph": ("stycke", "stycken", "stycket", True),
    "item": ("punkt", "punkter", "punkten", False),
    "heading": ("underrubrik", "underrubriker", "underrubriken", False),
    "row": ("rad", "rader", "raden", False),
}
# With "en", with "ett", with several.
NEW = ("ny", "nytt", "nya")
STRUCK = ("struken", "struket", "strukna")
MOVED = ("flyttad", "flyttat", "flyttade")
DIVIDED = ("delad", "delat", "delade")
SECTIONS = {
    Status.CHANGED: ("ändrat", "ändrade"),
    Status.ADDED: ("nytt", "nya"),
    Status.REMOVED: ("struket", "strukna"),
    Status.MOVED: ("flyttat", "flyttade"),
    Status.MOVED_AND_CHANGED: ("flyttat och ändrat", "flyttade och ändrade"),
}
# So many notes are told one by one in a summary; more are counted.
FEW_NOTES = 2
ARTICLES = {
    "paragraph": "ett stycke",
    "item": "en punkt",
    "heading": "en underrubrik",
}


def number(count: int) -> str:
    return NUMBERS[count] if count < len(NUMBERS) else str(count)


def capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _counted(count: int, adjective: Sequence[str], kind: str) -> str:
    one, several, _, is_ett = NOUNS[kind]
    if count > 1:
        return f"{count} {adjective[2]} {several}"
    return f"1 {adjective[is_ett]} {one}"


def _the(kind: str, adjective: Sequence[str]) -> str:
    """ "Stycket är flyttat", "Punkten är flyttad"."""
    _, _, definite, is_ett = NOUNS[kind]
    return f"{capital(definite)} är {adjective[is_ett]}"


def block_label(kind: str, change: Change) -> str:
    one, _, _, is_ett = NOUNS[kind]
    adjective = {Change.INSERTED: NEW, Change.DELETED: STRUCK}[change]
    return f"{capital(adjective[is_ett])} {one}"


def table_label(change: Change) -> str:
    return "Ny tabell" if change is Change.INSERTED else "Struken tabell"


def moved(kind: str, upwards: bool) -> Note:
    return Note(f"{_the(kind, MOVED)} {'uppåt' if upwards else 'nedåt'}")


def moved_here(kind: str, section: str) -> Note:
    return Note(f"{_the(kind, MOVED)} hit", f"från avsnittet ”{section}”")


def moved_away(kind: str, section: str, words: str) -> Note:
    return Note(_the(kind, MOVED), f"till avsnittet ”{section}”", words)


def divided(kind: str, parts: int) -> Note:
    return Note(f"{_the(kind, DIVIDED)} i {number(parts)}")


def merged(kind: str, parts: int) -> Note:
    return Note(f"{capital(number(parts))} {NOUNS[kind][1]} är sammanslagna")


def became(kind: str, other: str) -> Note:
    """ "Stycket har blivit en punkt"."""
    return Note(f"{capital(NOUNS[kind][2])} har blivit {ARTICLES[other]}")


def heading_level(what: str, steps: int) -> Note:
    """ "Underrubriken står en nivå lägre", for a number of steps down (negative: up)."""
    levels = "en nivå" if abs(steps) == 1 else f"{number(abs(steps))} nivåer"
    return Note(f"{what} står {levels} {'lägre' if steps > 0 else 'högre'}")


def item_depth(steps: int) -> Note:
    levels = "en nivå" if abs(steps) == 1 else f"{number(abs(steps))} nivåer"
    return Note(f"Punkten står {levels} längre {'in' if steps > 0 else 'ut'}")


def list_numbers(ordered: bool) -> Note:
    return Note("Listan är nu numrerad" if ordered else "Listan är inte längre numrerad")


def cell_header(header: bool) -> Note:
    return Note("Cellen är nu en rubrik" if header else "Cellen är inte längre en rubrik")


def columns(change: Change, count: int) -> Note:
    word = {Change.INSERTED: ("tillagd", "tillagda"), Change.DELETED: ("borttagen", "borttagna")}
    one, several = word[change]
    return Note(f"Kolumn {one}" if count == 1 else f"{capital(number(count))} kolumner {several}")


def section_moved(old: int, new: int) -> Note:
    return Note("Avsnittet är flyttat", f"från plats {old} till plats {new}")


def link(old: str, new: str) -> Note:
    if old and new:
        return Note("Länken ändrad", f"från {old} till {new}")
    if new:
        return Note("Länk tillagd", f"(leder till {new})")
    return Note("Länk borttagen", f"(ledde till {old})")


def word_label(runs: Iterable[Run]) -> str:
    """What happened to the words of runs: "1 ord utbytt", "3 ord tillagda, 1 struket", or ""."""
    runs = list(runs)
    changed = [run for run in runs if run.change in (Change.INSERTED, Change.DELETED)]
    if not changed:
        return ""
    count = Counter()
    for run in changed:
        count[run.change] += sum(word[-1].isalnum() or len(word) > 1 for word in run.words)
    new, struck = count[Change.INSERTED], count[Change.DELETED]
    if not new and not struck:
        return "skiljetecken ändrat" if len(changed) == 1 else "skiljetecken ändrade"
    if new == struck and _all_replaced(runs):
        return f"{new} ord utbytt" + ("a" if new > 1 else "")
    said = []
    if new:
        said.append(f"{new} ord {'tillagda' if new > 1 else 'tillagt'}")
    if struck:
        said.append(f"{struck} {'' if new else 'ord '}{'strukna' if struck > 1 else 'struket'}")
    return ", ".join(said)


def _all_replaced(runs: list[Run]) -> bool:
    """Whether what was struck always stands right before what replaces it, as many words."""
    changed = [run for run in runs if run.change is not Change.KEPT]
    pairs = list(zip(changed[::2], changed[1::2], strict=False))
    return len(changed) % 2 == 0 and all(
        one.change is Change.DELETED
        and other.change is Change.INSERTED
        and len(one.words) == len(other.words)
        for one, other in pairs
    )


def section_summary(
    status: Status,
    positions: tuple[int | None, int | None] = (None, None),
    heading: Sequence[Run] = (),
    blocks: Sequence[BlockChange] = (),
    level_changed: bool = False,
) -> str:
    """What happened to a section: "1 ny punkt, 1 ord utbytt", "Nytt avsnitt"."""
    if status is Status.ADDED:
        return "Nytt avsnitt"
    if status is Status.REMOVED:
        return "Struket avsnitt"
    if status is Status.UNCHANGED:
        return "Oförändrat, " + _contents(blocks)
    said = []
    if status in (Status.MOVED, Status.MOVED_AND_CHANGED):
        said.append(f"flyttat från plats {positions[0]} till plats {positions[1]}")
    if word_label(heading):
        said.append("rubriken ändrad")
    if level_changed:
        said.append("rubrikens nivå ändrad")
    for kind in NOUNS:
        mine = [block for block in blocks if block.kind == kind]
        for adjective, chosen in (
            (NEW, [b for b in mine if b.change is Change.INSERTED]),
            (STRUCK, [b for b in mine if b.change is Change.DELETED]),
            (MOVED, [b for b in mine if b.moved or b.change is Change.GONE]),
        ):
            if chosen:
                said.append(_counted(len(chosen), adjective, kind))
    rest = [block for block in blocks if block.change is Change.CHANGED]
    words = word_label(run for block in rest for run in block.all_runs)
    if words:
        said.append(words)
    shapes = [note.what for block in rest for note in block.all_notes[block.moved :]]
    if len(shapes) <= FEW_NOTES:
        said += [each[:1].lower() + each[1:] for each in shapes]
    else:
        said.append(f"formen ändrad på {len(shapes)} ställen")
    return capital(", ".join(said))


def _contents(blocks: Sequence[BlockChange]) -> str:
    """ "5 stycken och 3 punkter"; only what there is."""
    said = []
    for kind, (one, several, _, _) in NOUNS.items():
        count = sum(block.kind == kind for block in blocks)
        if count:
            said.append(f"{count} {one if count == 1 else several}")
    if not said:
        return "utan text"
    return " och ".join([*([", ".join(said[:-1])] if said[1:] else []), said[-1]])


def summary(statuses: Iterable[Status]) -> str:
    """ "3 avsnitt ändrade, 1 nytt, 1 flyttat", or "Inga skillnader"."""
    count = Counter(statuses)
    said = []
    for status, (one, several) in SECTIONS.items():
        if count[status]:
            noun = "" if said else "avsnitt "
            said.append(f"{count[status]} {noun}{one if count[status] == 1 else several}")
    return ", ".join(said) or "Inga skillnader"

"""What of a Word file was left out or changed, in Swedish sentences."""

from collections.abc import Iterator
from typing import Any

from documents.markup.tree import legible
from documents.pasted import MERGED, NUMBERS, PICTURE, PICTURES, STRUCK
from documents.word.headings import MOST_SIGNS, shorten
from documents.word.sections import Read
from documents.word.text import INTRODUCTION

LETTERS = (
    "En lista med bokstäver eller romerska siffror är nu numrerad med siffror: kontrollera "
    "hänvisningar till den."
)
MOST_NAMED = 20
SHOWN = 60


def told_of(tally: dict[str, Any], read: Read) -> Iterator[str]:
    """The sentences, in an order that is always the same; what is the same is said once."""
    sayings = dict.fromkeys(
        [
            *_of_headings(read),
            *_of_changes(tally),
            *_of_pictures(tally),
            *_of_fields(tally),
            *_of_looks(tally),
            *_of_links(read),
            *_of_lists_and_tables(tally, read),
            *_of_margins(tally),
        ]
    )
    yield from (legible(each) for each in sayings)


def _of_headings(read: Read) -> Iterator[str]:
    headings = read.headings
    if headings.by_look:
        yield (
            "Dokumentet har inga rubriker med formatmall. Korta feta stycken har blivit rubriker: "
            f"{_named(headings.by_look)}. Kontrollera dem."
        )
    if headings.none:
        yield (
            f"Dokumentet har inga rubriker. All text står i avsnittet ”{INTRODUCTION}”: dela den i "
            "avsnitt."
        )
    if headings.title_from == "heading":
        yield f"Den enda rubriken på högsta nivån, ”{headings.title}”, har blivit titel."
    elif headings.title_from == "look":
        yield (
            f"Det första stycket, ”{headings.title}”, såg ut som en titel och har blivit det: "
            "kontrollera den."
        )
    elif headings.title_from == "properties":
        yield ("Texten har ingen titel. Den är hämtad ur dokumentets egenskaper: kontrollera den.")
    elif headings.title_from == "nowhere":
        yield "Texten har ingen titel. Versionen behåller den titel som den annars har."
    if headings.whole_title:
        yield (
            f"Titeln var längre än {MOST_SIGNS} tecken och har kortats. Den var: "
            f"”{headings.whole_title}”"
        )
    if read.introduced and not headings.none:
        yield (
            f"Text före den första rubriken står i avsnittet ”{INTRODUCTION}”. Ge det en annan "
            "rubrik, eller flytta texten."
        )
    for text in headings.later_titles:
        yield f"”{text}” hade formatmallen för titel och har blivit ett avsnitt."
    for text in headings.too_long:
        yield (
            f"Ett stycke på {len(text)} tecken hade formatmallen för rubrik. Det är nu vanlig "
            f"text: ”{shorten(text, SHOWN)}”"
        )
    for text, level in read.skipped:
        yield f"Rubriken ”{text}” hoppade över en nivå. Den har nu nivå {level}: kontrollera den."
    if read.too_many_levels:
        yield "Rubriker i fler än fem nivåer har blivit fem nivåer."
    if headings.numbered:
        yield "Rubrikernas automatiska nummer följde inte med."


def _of_changes(tally: dict[str, Any]) -> Iterator[str]:
    inserted, deleted, moved = tally["inserted"], tally["deleted"], tally["moved"]
    parts = []
    if inserted:
        parts.append(f"{inserted} tillägg är med")
    if deleted:
        parts.append(f"{deleted} {'strykning' if deleted == 1 else 'strykningar'} är borta")
    if moved:
        parts.append(f"{moved} {'flytt är gjord' if moved == 1 else 'flyttar är gjorda'}")
    if parts:
        yield f"Spårade ändringar är godtagna: {_listed(parts)}."
    for about, text in tally["comments"]:
        where = f"Till ”{about}” stod" if about else "Där stod"
        yield f"En kommentar följde inte med. {where}: ”{text}”"
    notes = tally["notes"]
    if notes == 1:
        yield "En not står nu som text sist i sitt avsnitt, efter siffran [1]."
    elif notes:
        yield f"{notes} noter står nu som text sist i sina avsnitt, efter siffrorna [1]–[{notes}]."


def _of_pictures(tally: dict[str, Any]) -> Iterator[str]:
    count = tally["pictures"]
    if count:
        yield PICTURE if count == 1 else PICTURES.format(count)
    for text in tally["described"]:
        which = "Bilden" if count == 1 else "En av bilderna"
        yield f"{which} hade beskrivningen ”{text}”."
    boxes = tally["boxes"]
    if boxes:
        what = "en textruta" if boxes == 1 else f"{boxes} textrutor"
        yield f"Text i {what} står nu som vanliga stycken: kontrollera var den hamnat."


def _of_fields(tally: dict[str, Any]) -> Iterator[str]:
    if tally["contents"]:
        yield "Innehållsförteckningen togs bort. Avsnitten följer av rubrikerna."
    fields = tally["fields"]
    if fields:
        kinds = ", ".join(sorted(set(fields)))
        count = "Ett" if len(fields) == 1 else len(fields)
        yield f"{count} fält ({kinds}) står nu som vanlig text: kontrollera att den stämmer."
    if tally["formulas"]:
        count = "En formel" if tally["formulas"] == 1 else f"{tally['formulas']} formler"
        which = "den" if tally["formulas"] == 1 else "dem"
        yield f"{count} står nu som vanlig text: kontrollera {which}."
    for text in tally["prompts"]:
        yield f"En ruta att fylla i var tom och togs bort: ”{text}”"


def _of_looks(tally: dict[str, Any]) -> Iterator[str]:
    for text in tally["hidden"]:
        yield f"Dold text togs bort: ”{text}”"
    if tally["struck"]:
        yield STRUCK
    if tally["raised"]:
        yield "Upphöjd eller nedsänkt text står nu som vanlig text: kontrollera den."
    for font, count in sorted(tally["signs"].items()):
        what = "Ett tecken" if count == 1 else f"{count} tecken"
        yield f"{what} ur typsnittet {font} gick inte att läsa. Leta efter � i texten."


def _of_links(read: Read) -> Iterator[str]:
    for text, link in read.lost_links:
        yield (
            f"Länken från ”{text}” togs bort: adressen ”{link[:300]}” går inte att använda här. "
            "Texten är kvar."
        )
    if read.inner_links:
        yield "Länkar till ställen i dokumentet är nu vanlig text."


def _of_lists_and_tables(tally: dict[str, Any], read: Read) -> Iterator[str]:
    if read.numbers:
        yield NUMBERS
    if read.letters:
        yield LETTERS
    if tally["merged"]:
        yield MERGED
    if tally["nested"]:
        yield ("En tabell låg i en annan. Dess rader är nu rader i cellen: kontrollera tabellen.")


def _of_margins(tally: dict[str, Any]) -> Iterator[str]:
    for kind, name in (("headers", "Sidhuvudet"), ("footers", "Sidfoten")):
        for text in tally[kind]:
            yield f"{name} följde inte med. Där stod: ”{text}”"


def _named(texts: list[str]) -> str:
    more = " med flera" if len(texts) > MOST_NAMED else ""
    return ", ".join(f"”{text}”" for text in texts[:MOST_NAMED]) + more


def _listed(parts: list[str]) -> str:
    *first, last = parts
    return f"{', '.join(first)} och {last}" if first else last

"""Which years a timeline is asked for. Pure: what was typed in, years or what is wrong out."""

import re
from dataclasses import dataclass, field

BACK, AHEAD, MOST, FURTHEST = 10, 10, 40, 50
YEAR = re.compile(r"[0-9]{4}")


@dataclass
class Years:
    """The first and the last year to show. `typed` is what was typed in, `errors` what is wrong,
    by field; with an error the years are those that nobody asked for."""

    first: int
    last: int
    typed: dict[str, str] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)

    @property
    def text(self) -> str:
        return f"{self.first}–{self.last}"


def years_asked_for(
    first: str, last: str, *, now: int, ahead: int = AHEAD, known_from: int | None = None
) -> Years:
    """Ten years back and ahead, but from no earlier than anything is known, unless years are
    given. At most 40 are shown, none more than 50 away."""
    typed = {"fran": first.strip(), "till": last.strip()}
    usual = Years(max(now - BACK, min(known_from or 0, now)), now + ahead, typed)
    limits = (now - FURTHEST, now + FURTHEST)
    given: dict[str, int] = {}
    for name, text in typed.items():
        if not text:
            continue
        if not YEAR.fullmatch(text):
            usual.errors[name] = (
                f"Vi kan inte läsa året ”{text[:20]}”. Skriv det med fyra siffror, till exempel "
                f"{now}."
            )
        elif not limits[0] <= int(text) <= limits[1]:
            usual.errors[name] = (
                f"Året {text} ligger för långt bort. Välj ett år från {limits[0]} till {limits[1]}."
            )
        else:
            given[name] = int(text)
    if usual.errors:
        return usual
    start, end = given.get("fran", usual.first), given.get("till", usual.last)
    if "fran" in given and "till" not in given:
        end = min(max(end, start), start + MOST - 1)
    if "till" in given and "fran" not in given:
        start = max(min(start, end), end - MOST + 1)
    if end < start:
        usual.errors["till"] = (
            f"Sista året, {end}, ligger före första året, {start}. Ändra något av dem."
        )
    elif end - start >= MOST:
        usual.errors["till"] = (
            f"Det blir {end - start + 1} år. Högst {MOST} kan visas på en gång. Välj ett år till "
            f"och med {start + MOST - 1}."
        )
    return usual if usual.errors else Years(start, end, typed)

"""Rules of goals: what may not be changed once something is measured. Plain values only."""

from collections.abc import Mapping, Sequence

from organisation.rules import Finding, Severity

LOCKED = {"unit": "enheten", "interval": "hur ofta det mäts"}


def change_findings(
    before: Mapping[str, object], after: Mapping[str, object], places: Sequence[int]
) -> list[Finding]:
    """Why a goal may not become what is asked for. `places` are the decimals of the values that are
    there: of those the unit and the periods stay what they were."""
    found = []
    if not places:
        return found
    if not after["indicator"]:
        found.append(
            _wrong(
                "indicator",
                "Målet har mätvärden, och behöver en indikator. Ska det inte mätas längre, så "
                "skriv en sista dag i stället.",
            )
        )
        return found
    for name, called in LOCKED.items():
        if before[name] != after[name]:
            found.append(
                _wrong(
                    name,
                    f"Målet har mätvärden, så {called} går inte att ändra: de skulle betyda något "
                    "annat. Avsluta målet och lägg till ett nytt.",
                )
            )
    most = max(places)
    if isinstance(after["decimals"], int) and after["decimals"] < most:
        found.append(
            _wrong("decimals", f"Det finns mätvärden med {most} decimaler. Välj minst så många.")
        )
    return found


def _wrong(subject: str, message: str) -> Finding:
    return Finding(f"goal-{subject}", Severity.ERROR, message, subject)

"""What is decided of whose turn it is, in words."""

from organisation.dates import long_date, period_words
from organisation.words import in_words, listed

from ..models import RotationException, RotationPart
from .stored import Stored, office_value

Kind = RotationException.Kind


def months_words(months: int) -> str:
    """How long a period is: "två år", "18 månader"."""
    years, rest = divmod(months, 12)
    if rest:
        return "en månad" if months == 1 else f"{in_words(months)} månader"
    return f"{in_words(years)} år" if years > 1 else "ett år"


def part_words(part: RotationPart, found: Stored) -> str:
    """What a part says, in a sentence."""
    if part.follows_id:
        leader = next(
            each
            for offices in found.offices.values()
            for each in offices
            if each.pk == part.follows_id
        )
        whose = f"{office_value(leader).name.lower()} i {found.schemes[leader.scheme_id].called}"
        if part.ahead == 0:
            return f"Följer {whose}: samma region samtidigt."
        steps = "ett" if part.ahead == 1 else in_words(part.ahead)
        return f"Följer {whose}, {steps} steg före i ordningen."
    regions = {each.pk: each for each in found.regions}
    places = found.places[part.pk]
    order = [str(regions[each.region_id]) for each in places if each.place]
    text = f"{listed(order)}, {months_words(part.months)} var."
    if without := [str(regions[each.region_id]) for each in places if not each.place]:
        text += f" {listed(without)} deltar inte."
    return text


def exception_words(exception: RotationException, found: Stored) -> str:
    """What an exception does, in a sentence."""
    first, second = exception.first, exception.second
    regions = {each.pk: each for each in found.regions}
    whom = f" Gäller {exception.post.role.name.lower()}." if exception.post_id else ""
    if exception.pinned:
        whom += " De som följer påverkas inte."
    match exception.kind:
        case Kind.SWAP:
            text = f"Perioderna som gäller {long_date(first)} och {long_date(second)} byter region."
        case Kind.MOVE:
            text = (
                f"Bytet {long_date(first)} sker {long_date(second)}. Senare byten sker som "
                "planerat."
            )
        case Kind.SHIFT:
            text = (
                f"Bytet {long_date(first)} sker {long_date(second)}, och alla senare byten flyttas "
                "lika mycket."
            )
        case _:
            text = f"{regions[exception.region_id]} tillfälligt {period_words(first, second)}."
    return text + whom

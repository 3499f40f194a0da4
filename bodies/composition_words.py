"""Rules of composition in words."""

from .composing import Composed
from .composition import Per
from .models import BodyRelation, CompositionRule


def number_told(rule: CompositionRule) -> str:
    """How many, and of what: "3 ledamöter", "minst 1 sekreterare"."""
    least, most = rule.least, rule.most
    role = (rule.role.name if (most or least) == 1 else rule.role.plural).lower()
    if most is None:
        return f"minst {least} {role}" if least else f"{role}, hur många som helst"
    if least == most:
        return f"{least} {role}"
    return f"{least}–{most} {role}" if least else f"högst {most} {role}"


def whom_told(rule: CompositionRule, names: dict[int, str]) -> str:
    """For whom the number is counted, in words; "" for the whole body."""
    if rule.per == Per.EACH_REGION:
        return "från varje region"
    if rule.per == Per.REGION:
        return f"från {rule.region}"
    if rule.per == Per.BODY:
        return f"för {names.get(rule.for_body_id, 'ett organ som inte finns')}"
    if rule.per == Per.EACH_BODY:
        kind = rule.per_kind.plural.lower()
        if not rule.per_relation:
            return f"för vart och ett av organen bland {kind}"
        relation = BodyRelation.Kind(rule.per_relation).label
        return f"för vart och ett av de {kind} som {relation} organet"
    return ""


def more_told(rule: CompositionRule, names: dict[int, str]) -> list[str]:
    """What else the rule says of the places."""
    told = []
    if rule.is_derived:
        role = rule.held_by_role.name.lower()
        where = names.get(rule.held_by_body_id, "ett organ som inte finns")
        told.append(
            f"Den som är {role} där har platsen genom det"
            if rule.per == Per.EACH_BODY
            else f"Den som är {role} i {where} har platsen genom det"
        )
    if rule.seat_in_id:
        told.append(f"Ska också ha plats i {names.get(rule.seat_in_id, 'ett organ som upphört')}")
    if rule.votes:
        told.append("Har rösträtt")
    if rule.appointed_by_body_id:
        told.append(f"Utses av {names.get(rule.appointed_by_body_id, 'ett organ som upphört')}")
    elif rule.appointed_by_whom:
        whom = "regionen" if "region" in rule.per else "organet den är för"
        told.append(f"Utses av {names.get(rule.for_body_id, whom)}")
    return told


def rule_told(rule: CompositionRule, names: dict[int, str]) -> str:
    """The rule in a sentence without full stop: "3 ledamöter från varje region"."""
    told = " ".join(filter(None, (number_told(rule), whom_told(rule, names))))
    return f"{told[:1].upper()}{told[1:]}"


def rules_told(of: Composed) -> list[dict]:
    """The rules that hold for a body, each as its page shows it."""
    return [
        {
            "rule": each,
            "told": rule_told(each, of.names),
            "more": more_told(each, of.names),
            "days": each.period_text if each.start or each.end else "",
            "of_kind": each.kind.plural if each.kind_id else "",
        }
        for each in of.rules
    ]

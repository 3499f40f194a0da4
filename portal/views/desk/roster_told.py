"""What the rows of a roster from a file do, as their pages tell it."""

from bodies.rosters.values import Kind, Plan, Planned
from organisation.dates import last_day, long_date
from organisation.models import Affiliation, Person

# What one row does, and what several do.
DOES = {
    Kind.NEW: ("utser en ny person", "utser nya personer"),
    Kind.APPOINT: ("utser en person som redan finns", "utser personer som redan finns"),
    Kind.REPLACE: ("byter innehavare", "byter innehavare"),
    Kind.END: ("avslutar ett uppdrag", "avslutar uppdrag"),
    Kind.NOTHING: ("ändrar inget", "ändrar inget"),
}


def does(kind: Kind, number: int) -> str:
    """What so many rows of the kind do."""
    one, several = DOES[kind]
    return one if number == 1 else several


def who(row: Planned) -> str:
    """The name in a row."""
    return " ".join(filter(None, (row.cells["given"], row.cells["family"])))


def told(plan: Plan, row: Planned) -> dict:
    """A row that can be done, for the table of its kind."""
    new = plan.new.get(row.person) if row.person else None
    days = [f"från {long_date(row.start)}"] if row.start else []
    days += [f"till {long_date(last_day(row.end))}"] if row.end else []
    return {
        "row": row.number,
        "post": row.post.name,
        "who": who(row) or ("Inget namn" if row.differs else "Vakant"),
        "is_new": new is not None,
        "days": " ".join(days),
        "told": row.told,
    }


def candidates(row: Planned, on) -> list[dict]:
    """Those whom the row can mean, with what tells them apart."""
    why = dict(row.candidates)
    works = {
        each.person_id: ", ".join(filter(None, (str(each.region or ""), each.title)))
        for each in Affiliation.objects.current(on).filter(person__in=why).select_related("region")
    }
    people = Person.objects.in_bulk(why)
    return [
        {
            "pk": pk,
            "name": people[pk].name,
            "note": ", ".join(filter(None, (works.get(pk, ""), people[pk].email))),
            "why": why[pk],
        }
        for pk in why
    ]

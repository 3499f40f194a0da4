"""What `programmes` tells in the news: goals, hosting and promises."""

from collections import defaultdict

from bodies.news import NO_REGION
from bodies.news_people import body_of
from organisation.news import Asked, Event, Happening, Teller, Topic, sentence
from organisation.shapes import Crumb
from organisation.words import in_words

WORK = Topic("loften", "Löften, mål och värdskap", 3)

# A goal or a promise that is worded anew the day it ends has not ended.
SQL = f"""
SELECT g.start, 'goal set', ARRAY[g.body_id], {NO_REGION}, jsonb_build_object('text', g.text)
FROM programmes_qualitygoal g
UNION ALL
SELECT g."end", 'goal ended', ARRAY[body.id], {NO_REGION}, jsonb_build_object('text', g.text)
FROM programmes_qualitygoal g JOIN bodies_body body ON body.id = g.body_id
WHERE NOT EXISTS (
    SELECT 1 FROM programmes_qualitygoal next
    WHERE next.body_id = g.body_id AND next.number = g.number AND next.start = g."end")
  AND g."end" IS DISTINCT FROM body."end"
UNION ALL
SELECT h.start, 'hosting began', ARRAY[h.national_body_id], ARRAY[h.region_id], jsonb_build_object()
FROM programmes_hosting h
UNION ALL
SELECT h."end", 'hosting ended', ARRAY[h.national_body_id], ARRAY[h.region_id], jsonb_build_object()
FROM programmes_hosting h
WHERE NOT EXISTS (
    SELECT 1 FROM programmes_hosting next
    WHERE next.national_body_id = h.national_body_id AND next.start = h."end")
UNION ALL
SELECT p.start, 'promise', ARRAY[]::bigint[], {NO_REGION}, jsonb_build_object(
    'number', p.number, 'reworded', EXISTS (
        SELECT 1 FROM programmes_patientpromise before
        WHERE before.number = p.number AND before."end" = p.start))
FROM programmes_patientpromise p
UNION ALL
SELECT p."end", 'promise ended', ARRAY[]::bigint[], {NO_REGION}, jsonb_build_object(
    'number', p.number)
FROM programmes_patientpromise p
WHERE NOT EXISTS (
    SELECT 1 FROM programmes_patientpromise next
    WHERE next.number = p.number AND next.start = p."end")
"""


def told(happenings: list[Happening], asked: Asked) -> list[Event]:
    """The promises, then the goals body by body, then the hosting."""
    rows: dict[str, list[Happening]] = defaultdict(list)
    for each in happenings:
        rows[each.what].append(each)
    return [
        *(told_of_promise(each, asked) for each in rows["promise"] + rows["promise ended"]),
        *told_of_goals(rows["goal set"], asked, ended=False),
        *told_of_goals(rows["goal ended"], asked, ended=True),
        *(told_of_hosting(each, asked) for each in rows["hosting began"] + rows["hosting ended"]),
    ]


def told_of_promise(row: Happening, asked: Asked) -> Event:
    """A promise made, worded anew, or no longer made."""
    number, later = row.data["number"], asked.is_to_come(row)
    promise = Crumb(f"Löfte {number}", f"/loften/{number}/")
    if row.what == "promise ended":
        verb = " slutar gälla." if later else " slutade gälla."
    elif row.data["reworded"]:
        verb = " får en ny ordalydelse." if later else " fick en ny ordalydelse."
    else:
        verb = " börjar gälla." if later else " började gälla."
    return Event(row.day, WORK, sentence(promise, verb))


def told_of_goals(rows: list[Happening], asked: Asked, *, ended: bool) -> list[Event]:
    """The goals that a body set, or gave up, on a day; one alone with its words."""
    groups: dict[tuple, list[Happening]] = defaultdict(list)
    for row in rows:
        groups[row.day, row.bodies[0]["path"]].append(row)
    events = []
    for (on, _), own in groups.items():
        data, number, later = own[0].data, len(own), asked.is_to_come(own[0])
        if ended:
            what = f"{in_words(number)} mål" if own[1:] else f"målet: {data['text'].rstrip('.')}"
            verb = " har då avslutat " if later else " har avslutat "
        else:
            text = data["text"].rstrip(".")
            what = f"{in_words(number)} nya mål" if own[1:] else f"ett nytt mål: {text}"
            verb = " sätter " if later else " satte "
        text = sentence(body_of(own[0].bodies[0]), f"{verb}{what}.")
        events.append(Event(on, WORK, text, own[0].bodies[0]["kind"]))
    return events


def told_of_hosting(row: Happening, asked: Asked) -> Event:
    """That the healthcare region became, or is no longer, host for a national body."""
    later, body = asked.is_to_come(row), body_of(row.bodies[0])
    if row.what == "hosting ended":
        end = " har då upphört." if later else " har upphört."
        return Event(row.day, WORK, sentence("Värdskapet för ", body, end))
    verb = "blir" if later else "blev"
    region = asked.region(row.regions[0])
    who = (" ", region, " sköter värdskapet.") if region else ()
    return Event(row.day, WORK, sentence(f"Sjukvårdsregionen {verb} värd för ", body, ".", *who))


TELLER = Teller(
    (WORK,),
    frozenset(
        {"goal set", "goal ended", "hosting began", "hosting ended", "promise", "promise ended"}
    ),
    SQL,
    told,
)

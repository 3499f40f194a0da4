"""Who came to a body's posts and who left them, in the sentences of the news."""

from collections import defaultdict

from organisation.models import person_url
from organisation.news import Asked, Event, Happening, Topic, sentence
from organisation.shapes import Crumb
from organisation.sorting import swedish_key
from organisation.words import in_sentence, in_words, listed, opening

from .dossier import day, is_told

POSTS = Topic("uppdrag", "Uppdrag", 2)
# More than so many of a kind are counted instead of named.
NAMED = 3

# What is said of those who are named, of many, and of one whose name isn't told; each as it's said
# afterwards and beforehand.
NAMES = {
    "began": (" blev ", " blir "),
    "again": (" fick fortsatt uppdrag som ", " får fortsatt uppdrag som "),
    "left": (" har lämnat uppdrag{} som ", " har då lämnat uppdrag{} som "),
}
COUNTED = {
    "began": (" började i ", " börjar i "),
    "again": (" fick fortsatt uppdrag i ", " får fortsatt uppdrag i "),
    "left": (" har lämnat ", " har då lämnat "),
}
NAMELESS = {
    "began": (" fick en ny innehavare.", " får en ny innehavare."),
    "again": (" förlängdes.", " förlängs."),
    "left": (" har lämnats.", " har då lämnats."),
}


def body_of(body: dict) -> Crumb:
    """A body as the news have it, with its address."""
    return Crumb(body["name"], f"/{body['path']}/")


def place_of(row: Happening) -> tuple:
    """Where the body of a row stands among others."""
    return row.bodies[0]["order"], swedish_key(row.bodies[0]["name"])


def told_of_people(began: list[Happening], left: list[Happening], asked: Asked) -> list[Event]:
    """Who came, went on, succeeded someone or left, body by body. Many of a kind are counted, and
    nobody is named whose time in the post isn't told any longer."""
    ended = {(each.day, each.data["post"]): each for each in left if each.data["office"]}
    stays = {renewal(each): each for each in left}
    ways: dict[str, list[Happening]] = {"began": [], "again": [], "left": []}
    done: set[int] = set()
    successions: list[tuple[Happening, Happening]] = []
    for row in began:
        before = ended.get((row.day, row.data["post"]))
        if again := stays.get(renewal(row)):
            done.add(id(again))
            ways["again"].append(row)
            continue
        if before:
            done.add(id(before))
        if before and is_named(row, asked) and is_named(before, asked):
            successions.append((row, before))
        else:
            ways["began"].append(row)
    ways["left"] = [each for each in left if id(each) not in done]
    events = told_of_successions(successions, asked)
    for way, rows in ways.items():
        for roles, own in gathered(rows, asked):
            event = Event(
                own[0].day,
                POSTS,
                told_of_group(way, roles, own, asked),
                own[0].bodies[0]["kind"],
            )
            events.append((order_of(own[0]), event))
    return [event for _, event in sorted(events, key=lambda each: each[0])]


def renewal(row: Happening) -> tuple:
    """What is the same of an appointment and of the one that follows it for the same person."""
    return row.day, row.bodies[0]["path"], row.data["person"], row.data["role"]


def is_named(row: Happening, asked: Asked) -> bool:
    """Whether it's still told who it was."""
    return is_told(day(row.data["until"]), asked.named_after)


def order_of(row: Happening) -> tuple:
    """Where a sentence stands among those of its day: body by body, offices before seats."""
    return *place_of(row), not row.data["office"], row.data["role_order"]


def gathered(rows: list[Happening], asked: Asked):
    """The rows that are told together, each group with the titles of their posts: the same person's
    posts in a body first, then all who have the same."""
    people: dict[tuple, list[Happening]] = defaultdict(list)
    for row in rows:
        # Nobody is told to be the same as another whose name isn't told.
        who = row.data["person"] if is_named(row, asked) else f"post {row.data['post']}"
        people[row.day, row.bodies[0]["path"], who].append(row)
    groups: dict[tuple, list[Happening]] = defaultdict(list)
    for (on, path, _), own in people.items():
        own.sort(key=order_of)
        titles = tuple(dict.fromkeys((each.data["role"], each.data["roles"]) for each in own))
        groups[on, path, titles].append(own[0])
    for (_, _, titles), own in groups.items():
        yield titles, sorted(own, key=by_name)


def by_name(row: Happening) -> tuple:
    return swedish_key(row.data["family"]), swedish_key(row.data["given"])


def told_of_group(way: str, titles, rows: list[Happening], asked: Asked) -> tuple[Crumb, ...]:
    """What happened to some people who had, or got, the same posts in a body."""
    later = asked.is_to_come(rows[0])
    body, number = body_of(rows[0].bodies[0]), len(rows)
    many = listed([in_sentence(several) for _, several in titles])
    one = listed([in_sentence(role) for role, _ in titles])
    named = all(is_named(each, asked) for each in rows)
    if number > NAMED or (number > 1 and not named):
        whom = opening(f"{in_words(number)} {many}")
        return sentence(whom + COUNTED[way][later], body, ".")
    if not named:
        return sentence(f"Uppdraget som {one} i ", body, NAMELESS[way][later])
    many_posts = number > 1 or len(titles) > 1
    verb = NAMES[way][later].format("en" if many_posts else "et")
    return sentence(
        [person_of(each) for each in rows], f"{verb}{many if number > 1 else one} i ", body, "."
    )


def told_of_successions(pairs, asked: Asked) -> list[tuple[tuple, Event]]:
    """Who got an office after whom, each with its place among the day's: those of a body in one
    sentence; the bodies are counted when the same offices changed in many of a kind."""
    bodies: dict[tuple, list] = defaultdict(list)
    for pair in sorted(pairs, key=lambda each: order_of(each[0])):
        bodies[pair[0].day, pair[0].bodies[0]["path"]].append(pair)
    groups: dict[tuple, list[list]] = defaultdict(list)
    for (on, _), own in bodies.items():
        roles = tuple(dict.fromkeys(in_sentence(row.data["role"]) for row, _ in own))
        groups[on, own[0][0].bodies[0]["plural"], roles].append(own)
    events = []
    for (on, plural, roles), found in groups.items():
        first = found[0][0][0]
        if len(found) > NAMED:
            verb = " byts i " if asked.is_to_come(first) else " byttes i "
            many = f"{in_words(len(found))} {in_sentence(plural)}"
            where = Crumb(many, f"/{first.bodies[0]['list']}/" if first.bodies[0]["list"] else "")
            text = sentence(opening(listed(roles)) + verb, where, ".")
            events.append((order_of(first), Event(on, POSTS, text)))
            continue
        events += [(order_of(own[0][0]), succession(own, asked)) for own in found]
    return events


def succession(own: list[tuple[Happening, Happening]], asked: Asked) -> Event:
    """That some got offices of a body after others."""
    row = own[0][0]
    parts: list = []
    for number, (after, _) in enumerate(own):
        if number:
            parts.append(" och " if number == len(own) - 1 else ", ")
        verb = NAMES["began"][asked.is_to_come(after)] if number == 0 else " "
        parts += [person_of(after), verb + in_sentence(after.data["role"])]
    before = list(dict.fromkeys(person_of(each) for _, each in own))
    text = sentence(*parts, " i ", body_of(row.bodies[0]), " efter ", before, ".")
    return Event(row.day, POSTS, text, row.bodies[0]["kind"])


def person_of(row: Happening) -> Crumb:
    """The person of a row, with the address of their page."""
    data = row.data
    return Crumb(f"{data['given']} {data['family']}", person_url(data["slug"]))

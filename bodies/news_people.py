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
    events = []
    for row in began:
        before = ended.get((row.day, row.data["post"]))
        if again := stays.get(renewal(row)):
            done.add(id(again))
            ways["again"].append(row)
            continue
        if before:
            done.add(id(before))
        if before and is_named(row, asked) and is_named(before, asked):
            events.append((order_of(row), succession(row, before, asked)))
        else:
            ways["began"].append(row)
    ways["left"] = [each for each in left if id(each) not in done]
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


def succession(row: Happening, before: Happening, asked: Asked) -> Event:
    """That someone got an office after someone else."""
    verb = NAMES["began"][asked.is_to_come(row)]
    text = sentence(
        person_of(row),
        f"{verb}{in_sentence(row.data['role'])} i ",
        body_of(row.bodies[0]),
        " efter ",
        person_of(before),
        ".",
    )
    return Event(row.day, POSTS, text, row.bodies[0]["kind"])


def person_of(row: Happening) -> Crumb:
    """The person of a row, with the address of their page."""
    data = row.data
    return Crumb(f"{data['given']} {data['family']}", person_url(data["slug"]))

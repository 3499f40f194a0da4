"""What becomes of what: the rows that are changed when a body ends, is replaced or merged, moves or
gets another name. Plain values in, an `Outcome` out; `on` is the day it is."""

from dataclasses import replace

from organisation.dates import long_date
from organisation.rules import Finding, Severity

from .days import after, begins, cut, goes_on, holds, without
from .rules import (
    below_findings,
    day_findings,
    followed_findings,
    found,
    itself_findings,
    name_findings,
    outlives,
    ring_findings,
    there_findings,
)
from .values import (
    PART_OF,
    REPLACES,
    Change,
    Day,
    Days,
    Does,
    Followed,
    Link,
    Name,
    Outcome,
    PostFacts,
    Thing,
    World,
)


def ending(world: World, body: int, day: Day, on: Day) -> Outcome:
    """The body is there up to the day, and nothing comes after it."""
    facts = world.bodies[body]
    findings = day_findings(facts, day, on, is_end=True)
    findings += below_findings(world, facts, day)
    findings += followed_findings(world, {body}, day)
    return _outcome(findings, _ends(world, {body}, day))


def replacing(
    world: World, olds: list[int], new: int, day: Day, on: Day, *, is_new: bool = False
) -> Outcome:
    """From the day on, one body is there instead of one or several. What hung on those hangs on it;
    one that `is_new` also comes to stand where they stood, with the posts that the first had."""
    bodies, successor = [world.bodies[each] for each in olds], world.bodies[new]
    if wrong := itself_findings(bodies, successor):
        return _outcome(wrong, [])
    gone = set(olds)
    findings = [each for one in bodies for each in day_findings(one, day, on, is_end=True)]
    findings += there_findings(successor, day)
    links = _inward(world, gone, new, day)
    if is_new:
        links += _outward(world, olds, new, day)
    findings += ring_findings(world, links, about="subject")
    findings += followed_findings(world, gone, day, turns_only=True)
    roles = {each.role for each in _appointed(world, new, day)}
    if is_new:
        roles |= {each.role for each in _appointed(world, olds[0], day)}
    posts, missing = _followers(world, gone, new, day, roles)
    findings += missing
    if is_new:
        posts += _copies(world, olds[0], new, day)
    replaces = [Link(0, new, REPLACES, each, (day, None)) for each in olds]
    added = [Change(Thing.LINK, Does.NEW, new=each) for each in [*links, *replaces]]
    return _outcome(findings, [*_ends(world, gone, day), *posts, *added])


def moving(world: World, body: int, to: int, day: Day, on: Day) -> Outcome:
    """From the day on, the body belongs to another. Whatever else tied it to the one that it
    belonged to (being followed up, being commissioned) ties it to the other."""
    facts, target = world.bodies[body], world.bodies[to]
    if body == to:
        return _outcome(
            [found("itself", body, f"{facts.name} kan inte höra till sig självt. Välj ett annat.")],
            [],
        )
    findings = day_findings(facts, day, on) + there_findings(target, day)
    own = [each for each in world.links if each.subject == body and each.kind == PART_OF]
    now = next((each for each in own if holds(each.days, day)), None)
    if now and now.object == to:
        findings.append(
            found("same-place", to, f"{facts.name} hör redan till {target.name} den dagen.")
        )
    findings += _planned(world, own, day)
    if _errors(findings):
        return _outcome(findings, [])
    links = [Link(0, body, PART_OF, to, (day, None))]
    changes = []
    if now:
        for each in world.links:
            ties = each.subject == body and each.object == now.object and each.kind != REPLACES
            if not ties or not (does := cut(each.days, day)):
                continue
            changes.append(Change(Thing.LINK, does, each.pk, day))
            if each.kind != PART_OF:
                links += _free(world, replace(each, pk=0, object=to), after(each.days, day))
    findings += ring_findings(world, links)
    if not _errors(findings):
        findings += outlives(target, facts.days[1])
    added = [Change(Thing.LINK, Does.NEW, new=each) for each in links]
    return _outcome(findings, changes + added)


def renaming(world: World, body: int, name: str, day: Day, on: Day) -> Outcome:
    """From the day on, the body has another official name."""
    facts = world.bodies[body]
    findings = day_findings(facts, day, on)
    own = [each for each in world.names if each.body == body]
    coming = [each for each in own if each.days[0] and begins(each.days) >= day]
    now = next((each for each in own if holds(each.days, day)), None)
    if now and now.name == name and now not in coming:
        findings.append(found("same-name", body, f"{facts.name} heter redan så. Skriv ett annat."))
    if coming:
        first = min(coming, key=lambda each: begins(each.days))
        findings.append(
            found(
                "planned",
                body,
                f"Namnet {first.name} gäller från och med {long_date(first.days[0])}. Välj en "
                "senare dag, eller ångra det namnbytet först.",
            )
        )
    findings += name_findings(world, body, name, day)
    changes = [Change(Thing.NAME, Does.ENDS, now.pk, day)] if now else []
    added = Change(Thing.NAME, Does.NEW, new=Name(0, body, name, (day, None)))
    return _outcome(findings, [*changes, added])


def _errors(findings: list[Finding]) -> bool:
    return any(each.severity is Severity.ERROR for each in findings)


def _outcome(findings: list[Finding], changes: list[Change]) -> Outcome:
    return Outcome(() if _errors(findings) else tuple(changes), tuple(findings))


def _planned(world: World, own: list[Link], day: Day) -> list[Finding]:
    coming = [each for each in own if each.days[0] and begins(each.days) >= day]
    if not coming:
        return []
    first = min(coming, key=lambda each: begins(each.days))
    name = world.bodies[first.object].name
    return [
        found(
            "planned",
            first.object,
            f"Organet ska höra till {name} från och med {long_date(first.days[0])}. Välj en senare "
            "dag, eller ångra den flytten först.",
        )
    ]


def _ends(world: World, gone: set[int], day: Day) -> list[Change]:
    """All that ends when the bodies do."""
    changes = [Change(Thing.BODY, Does.ENDS, each, day) for each in sorted(gone)]
    for link in world.links:
        concerned = link.subject in gone or link.object in gone
        if concerned and link.kind != REPLACES and (does := cut(link.days, day)):
            changes.append(Change(Thing.LINK, does, link.pk, day))
    posts = {each.pk for each in world.posts if each.body in gone}
    for thing, rows in ((Thing.HELD, world.appointments), (Thing.TURN, world.turns)):
        for each in rows:
            if each.post in posts and (does := cut(each.days, day)):
                changes.append(Change(thing, does, each.pk, day))
    return changes


def _free(world: World, link: Link, days: Days, more: tuple[Link, ...] = ()) -> list[Link]:
    """The link, on those of the days that it isn't there already. A body belongs to one at a
    time."""
    taken = [
        each.days
        for each in (*world.links, *more)
        if (each.subject, each.kind) == (link.subject, link.kind)
        and (each.object == link.object or (each.kind == PART_OF and each in more))
    ]
    return [replace(link, days=each) for each in without(days, taken)]


def _inward(world: World, gone: set[int], new: int, day: Day) -> list[Link]:
    """What stood in a relation to those that are gone stands in it to the new one."""
    links: list[Link] = []
    for each in world.links:
        if each.object not in gone or each.subject in gone or each.kind == REPLACES:
            continue
        if not goes_on(each.days, day) or not goes_on(world.bodies[each.subject].days, day):
            continue
        moved = replace(each, pk=0, object=new)
        links += _free(world, moved, after(each.days, day), tuple(links))
    return links


def _outward(world: World, olds: list[int], new: int, day: Day) -> list[Link]:
    """Where those that are gone stood, the new one stands; where the first did if they differ. What
    else ties one to what it belonged to comes along only where that does."""
    links: list[Link] = []
    rows = [each for each in world.links if goes_on(each.days, day) and each.kind != REPLACES]
    for old in olds:
        own = [each for each in rows if each.subject == old]
        own.sort(key=lambda each: each.kind != PART_OF)
        above = {each.object for each in own if each.kind == PART_OF}
        for each in own:
            now = {one.object for one in links if one.kind == PART_OF}
            left = each.object in above and now and each.object not in now
            if left or each.object in olds or each.object == new:
                continue
            links += _free(
                world, replace(each, pk=0, subject=new), after(each.days, day), tuple(links)
            )
    return links


def _appointed(world: World, body: int, day: Day) -> list[PostFacts]:
    return [
        each
        for each in world.posts
        if each.body == body and each.follows is None and goes_on(each.days, day)
    ]


def _followers(
    world: World, gone: set[int], new: int, day: Day, roles: set[int]
) -> tuple[list[Change], list[Finding]]:
    """Posts of other bodies that follow posts in those that are gone, or in whichever bodies stand
    to them: each ends, and one like it follows the new body."""
    changes, missing = [], []
    for post in world.posts:
        follows = post.follows
        if follows is None or post.body in gone or follows.body not in gone:
            continue
        does = cut(post.days, day)
        if does is None or not goes_on(world.bodies[post.body].days, day):
            continue
        if not follows.relation and follows.role not in roles:
            missing.append(
                found(
                    "nothing-to-follow",
                    post.body,
                    f"{post.told} i {world.bodies[post.body].name} har den som har en viss post i "
                    f"det organ som ersätts, och {world.bodies[new].name} har ingen sådan post. "
                    "Lägg till den posten först.",
                )
            )
            continue
        changes.append(Change(Thing.POST, does, post.pk, day))
        like = replace(post, days=after(post.days, day), follows=replace(follows, body=new))
        changes.append(Change(Thing.POST, Does.NEW, post.pk, day, like))
    return changes, missing


def _copies(world: World, old: int, new: int, day: Day) -> list[Change]:
    """Posts in the new body like those that the old one had, without anyone in them."""
    changes = []
    for post in world.posts:
        if post.body != old or not goes_on(post.days, day):
            continue
        follows = post.follows
        if follows and follows.body == old:
            follows = Followed(follows.role, new, follows.relation, follows.turn)
        like = replace(post, body=new, days=after(post.days, day), follows=follows)
        changes.append(Change(Thing.POST, Does.NEW, post.pk, day, like))
    return changes

"""Who has which post, as a file changes it row by row. Plain values only."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace

from .rules import Days, Held, common_days
from .values import HeldSeen, PostSeen, World


class Holders:
    """What is stored and what the file does: by post, by person, and with what follows from it."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.of_post: dict[int, list[HeldSeen]] = defaultdict(list)
        for each in world.held:
            self.of_post[each.post].append(each)
        # By body: the posts whose holders sit there, each with what they have there by it.
        self.sources: dict[int, dict[int, list[Held]]] = defaultdict(dict)
        for post in world.posts.values():
            for gets in self.comes_with(post):
                self.sources[gets.at].setdefault(post.pk, []).append(gets)

    def add(self, held: HeldSeen) -> None:
        self.of_post[held.post].append(held)

    def end(self, held: HeldSeen, end) -> None:
        """Lets one end, up to that day."""
        self.of_post[held.post].remove(held)
        self.add(replace(held, end=end))

    def comes_with(self, post: PostSeen, days: Days = (None, None)) -> tuple[Held, ...]:
        """What someone gets who has the post on those days: the post, and what follows from it."""
        own = ()
        if not post.is_derived:
            body = self.world.bodies[post.body].name
            own = (Held(body, self._role(post), post.is_office, days, post.body),)
        return (*own, *_on(self.world.follows.get(post.pk, ()), days))

    def beside(self, person: int, post: PostSeen, bodies: Iterable[int]) -> Iterator[Held]:
        """What the person has in the bodies by other posts than this."""
        for body in dict.fromkeys(bodies):
            for source, gets in self.sources.get(body, {}).items():
                for each in self.of_post[source] if source != post.pk else ():
                    if each.person == person:
                        yield from _on(gets, (each.start, each.end))

    def seats_in(self, person: int, body: int) -> tuple[Days, ...]:
        """The days that someone sits in a body."""
        return tuple(
            held.days
            for source, gets in self.sources.get(body, {}).items()
            for each in self.of_post[source]
            if each.person == person
            for held in _on(gets, (each.start, each.end))
            if not held.is_office
        )

    def _role(self, post: PostSeen) -> str:
        return self.world.roles[post.role][1]


def _on(gets: Iterable[Held], days: Days) -> tuple[Held, ...]:
    return tuple(replace(e, days=both) for e in gets if (both := common_days(e.days, days)))

"""Which post a row of a roster means. Plain values only."""

from collections import defaultdict
from collections.abc import Mapping
from difflib import get_close_matches

from organisation.rules import Finding
from organisation.tables import plain
from organisation.words import listed

from .table import LABELS, fault
from .values import BodySeen, PostSeen, World

WHOLE = {plain(each) for each in ("hela sjukvårdsregionen", "sjukvårdsregionen", "hela")}


class Places:
    """Bodies, roles, regions and posts, to be found by what people call them."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.bodies: dict[str, list[BodySeen]] = defaultdict(list)
        self.paths = {each.path: each for each in world.bodies.values()}
        for each in world.bodies.values():
            for key in {plain(name) for name in (each.name, *each.names)}:
                self.bodies[key].append(each)
        self.roles: dict[str, int] = {}
        for pk, called in world.roles.items():
            for name in called:
                self.roles.setdefault(plain(name), pk)
        self.regions = {
            plain(name): pk
            for pk, (called, names) in world.regions.items()
            for name in (called, *names)
        }
        self.posts: dict[tuple[int, int], list[PostSeen]] = defaultdict(list)
        for post in world.posts.values():
            self.posts[post.body, post.role].append(post)
        self.with_posts = {body for body, _ in self.posts}
        # Whether the file says what posts represent at all.
        self.tells_whom = True
        # By the row's number: the posts that it can mean.
        self.meant: dict[int, list[PostSeen]] = {}

    def bodies_named(self, name: str) -> list[BodySeen]:
        """The bodies of a name or an address; those with posts before the others."""
        at = self.paths.get(name.strip("/ ").casefold())
        if at:
            return [at]
        found = self.bodies.get(plain(name), [])
        return sorted(found, key=lambda each: each.pk not in self.with_posts)

    def role_named(self, name: str) -> int | None:
        return self.roles.get(plain(name))

    def no_role(self, name: str) -> str:
        names = {plain(each[1]): each[1] for each in self.world.roles.values()}
        near = get_close_matches(plain(name), names, 1, 0.75)
        remedy = f"Menar du {names[near[0]]}?" if near else "Skriv rollen som på organets sida."
        return f"Rollen ”{name[:60]}” finns inte. {remedy}"

    def region_named(self, name: str) -> int | None:
        return self.regions.get(plain(name))

    def all_regions(self) -> str:
        return listed([called for called, _ in self.world.regions.values()], "eller")

    def represented(self, name: str) -> list[tuple[str, int]]:
        """What a post can represent that is called so."""
        if plain(name) in WHOLE:
            return [("whole", 0)]
        region = self.region_named(name)
        if region is not None:
            return [("region", region)]
        return [("body", each.pk) for each in self.bodies_named(name)]

    def may_not_add(self, region: int | None) -> str:
        """Why the reader adds nobody to the region."""
        mine = sorted(pk for pk in self.world.may_add if pk is not None)
        if not self.world.may_add:
            return "Du får inte lägga till personer. Be regionens redaktör lägga till personen."
        names = listed([self.world.regions[pk][0] for pk in mine], "eller") or "ingen region"
        where = f"i {self.world.regions[region][0]}" if region else "utan region"
        return f"Du får inte lägga till personer {where}. Skriv {names}, eller ta bort raden."

    def posts_of(self, cells: Mapping[str, str]) -> list[PostSeen] | Finding:
        """The like posts that a row can mean, in their order; or why there are none."""
        role = self.role_named(cells["role"])
        bodies = self.bodies_named(cells["body"])
        with_role = [each for each in bodies if self.posts.get((each.pk, role))]
        if len(with_role) > 1:
            mine = [e for e in with_role if any(post.may_fill for post in self.posts[e.pk, role])]
            if len(mine) != 1:
                paths = listed([each.path for each in with_role], "eller")
                message = f"Flera organ heter {cells['body']}. Skriv adressen: {paths}."
                return fault("body", message, "ambiguous")
            with_role = mine
        if not with_role:
            return self._no_such_role(bodies[0], cells["role"])
        body = with_role[0]
        found = sorted(self.posts[body.pk, role], key=lambda each: (each.number, each.pk))
        found = self._represent(found, cells["represents"], body)
        if isinstance(found, Finding) or not cells["number"]:
            return found
        number = int(cells["number"][:9])
        if meant := [each for each in found if each.number == number]:
            return meant
        numbers = listed([str(each.number) for each in found])
        message = f"Det finns ingen sådan post. De som finns har nummer {numbers}."
        return fault("number", message, "no-post")

    def _represent(self, posts, name: str, body: BodySeen) -> list[PostSeen] | Finding:
        """Those of the posts that represent what is named; all are alike then."""
        if name:
            wanted = self.represented(name)
            meant = [each for each in posts if each.represents in wanted]
            if meant:
                return meant
            message = f"Ingen sådan post i {body.name} företräder {name}. {self._remedy(posts)}"
            return fault("represents", message, "no-post")
        kinds = {each.represents for each in posts}
        if len(kinds) == 1:
            return posts
        if None in kinds:
            return [each for each in posts if each.represents is None]
        message = f"Det går inte att se vilken post det är. {self._remedy(posts)}"
        return fault("represents", message, "which-post")

    def _remedy(self, posts) -> str:
        """What the reader can do for it to be seen which of the posts is meant."""
        mine = [each for each in posts if each.may_fill]
        if not mine:
            return "Du får inte tillsätta någon av dem. Ta bort raden."
        others = listed(self._whom(mine), "eller")
        if not self.tells_whom:
            label = LABELS["represents"]
            return f"Kolumnen {label} saknas i filen: lägg till den, och skriv {others} i raden."
        if len(mine) < len(posts):
            return f"Skriv {others}, eller ta bort raden."
        return f"Skriv {others}."

    def _whom(self, posts) -> list[str]:
        names = []
        for each in posts:
            if each.represents is None:
                names.append("inget (tom cell)")
            elif each.represents[0] == "region":
                names.append(self.world.regions[each.represents[1]][0])
            elif each.represents[0] == "body":
                names.append(self.world.bodies[each.represents[1]].name)
            else:
                names.append("Hela sjukvårdsregionen")
        return list(dict.fromkeys(names))

    def _no_such_role(self, body: BodySeen, role: str) -> Finding:
        there = sorted({pk for at, pk in self.posts if at == body.pk})
        names = listed([self.world.roles[pk][1] for pk in there]) or "inga"
        message = (
            f"{body.name} har ingen post som {role.lower()}. De poster som finns där: {names}."
        )
        return fault("role", message, "no-post")

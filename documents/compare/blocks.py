"""Which blocks of two texts belong together: the same, alike, moved, split or merged.

Sections belong together by their key, blocks by their words: first those with the same words, then
those that are one block cut in parts, then those most alike. What is left over may have moved to
another section. The answer is mirrored when the texts change places.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from .reading import ROW, TextBlock
from .words import longest_common, same_words

Place = tuple[str, int]  # the section's key, the block's number in it
Text = Mapping[str, Sequence[TextBlock]]

# How alike two blocks must be, from 0 to 1, to be the same block changed.
ALIKE_IN_PLACE = 0.4
ROWS_ALIKE_IN_PLACE = 0.25
ALIKE_MOVED = 0.6
ALIKE_ELSEWHERE = 0.75
ALIKE_IN_PARTS = 0.75
# So much of a part's own words the whole must give it.
PART_FROM_WHOLE = 0.7
# So many letters a block must hold to be known again at another place.
LETTERS_MOVED = 15
LETTERS_ELSEWHERE = 20
# A word in more blocks than this tells them apart too badly to be worth looking at.
COMMON_WORD = 60


@dataclass(frozen=True)
class Group:
    """Blocks that belong together: one of each text, or one that is several of the other.
    `stays` is false for those that have moved."""

    old: tuple[Place, ...]
    new: tuple[Place, ...]
    stays: bool


def grouped(old: Text, new: Text) -> list[Group]:
    """Every pair, split and merge; blocks in no group are struck or new."""
    if _signature(old) > _signature(new):
        return [Group(each.new, each.old, each.stays) for each in _grouped(new, old)]
    return _grouped(old, new)


def staying(steps: Sequence[tuple[int, int, int]]) -> set[int]:
    """Which of several moved things stay where they were, as positions in `steps`.

    A step is old place, new place, weight; the places are all different. The most that can stay
    do; where there is a choice, the heaviest.
    """
    order = sorted(range(len(steps)), key=lambda at: steps[at][0])
    rank = {new: at + 1 for at, new in enumerate(sorted(step[1] for step in steps))}
    nothing = (0, 0, -1)
    best = [nothing] * (len(steps) + 1)  # a Fenwick tree of the best row that ends before a rank
    previous: dict[int, int] = {}
    last = nothing
    for at in order:
        _, new, weight = steps[at]
        found, here = nothing, rank[new] - 1
        while here:
            found = max(found, best[here])
            here -= here & -here
        previous[at] = found[2]
        row = (found[0] + 1, found[1] + weight, at)
        last = max(last, row)
        here = rank[new]
        while here < len(best):
            best[here] = max(best[here], row)
            here += here & -here
    chosen, at = set(), last[2]
    while at >= 0:
        chosen.add(at)
        at = previous[at]
    return chosen


def _signature(text: Text):
    return [(key, [(block.kind, block.texts) for block in each]) for key, each in text.items()]


def _grouped(old: Text, new: Text) -> list[Group]:
    groups = []
    for key in old:
        if key in new:
            groups += _Section(key, old[key], new[key]).groups()
    taken_old = {place for group in groups for place in group.old}
    taken_new = {place for group in groups for place in group.new}
    left_old = {place: block for place, block in _placed(old) if place not in taken_old}
    left_new = {place: block for place, block in _placed(new) if place not in taken_new}
    return groups + _moved_elsewhere(left_old, left_new)


def _placed(text: Text) -> Iterable[tuple[Place, TextBlock]]:
    return [((key, at), block) for key, each in text.items() for at, block in enumerate(each)]


def _weights(words: Iterable[str]) -> Counter:
    """How much the words of a text weigh: long words tell more, signs nothing."""
    found = Counter(word.casefold() for word in words if word[-1].isalnum() or len(word) > 1)
    return Counter({word: times * len(word) for word, times in found.items()})


def _likeness(one: Counter, other: Counter) -> float:
    together = one.total() + other.total()
    return 2 * (one & other).total() / together if together else 0.0


def _shared(old: Mapping, new: Mapping) -> dict:
    """How much each block of the one shares with each of the other; pairs with nothing common are
    absent. Words that very many blocks hold are not looked at, so that the work stays bounded."""
    index = defaultdict(list)
    for place, weights in new.items():
        for word, weight in weights.items():
            index[word].append((place, weight))
    shared: dict = defaultdict(int)
    for place, weights in old.items():
        for word, weight in weights.items():
            if len(index.get(word, ())) <= COMMON_WORD:
                for other, there in index.get(word, ()):
                    shared[place, other] += min(weight, there)
    return shared


def _closest(old: Mapping, new: Mapping, alike, apart) -> list[tuple]:
    """Pairs, the most alike first, each block in at most one of them.

    `alike(i, j, likeness)` tells whether a pair will do, `apart(i, j)` how far it stands apart.
    """
    candidates = []
    for (i, j), together in _shared(old, new).items():
        likeness = 2 * together / (old[i].total() + new[j].total())
        if alike(i, j, likeness):
            candidates.append((-likeness, apart(i, j), i, j))
    taken_old, taken_new, pairs = set(), set(), []
    for _, _, i, j in sorted(candidates):
        if i not in taken_old and j not in taken_new:
            taken_old.add(i)
            taken_new.add(j)
            pairs.append((i, j))
    return pairs


def _moved_elsewhere(old: dict[Place, TextBlock], new: dict[Place, TextBlock]) -> list[Group]:
    """Blocks struck in one section and new in another, with nearly the same words."""

    def known(blocks):
        found = {at: _weights(block.texts) for at, block in blocks.items() if block.kind != ROW}
        return {at: each for at, each in found.items() if each.total() >= LETTERS_ELSEWHERE}

    pairs = _closest(
        known(old),
        known(new),
        lambda i, j, likeness: i[0] != j[0] and likeness >= ALIKE_ELSEWHERE,
        lambda i, j: abs(i[1] - j[1]),
    )
    return [Group((i,), (j,), stays=False) for i, j in pairs]


class _Section:
    """The blocks of one section, in the old and in the new text."""

    def __init__(self, key: str, old: Sequence[TextBlock], new: Sequence[TextBlock]):
        self.key, self.old, self.new = key, old, new
        self.pairs: list[tuple[tuple[int, ...], tuple[int, ...]]] = []
        self.free_old, self.free_new = set(range(len(old))), set(range(len(new)))

    def groups(self) -> list[Group]:
        self._same()
        self._divided()
        if self.free_old and self.free_new:
            self._alike()
        stays = self._stays()
        return [
            Group(
                tuple((self.key, i) for i in olds), tuple((self.key, j) for j in news), at in stays
            )
            for at, (olds, news) in enumerate(self.pairs)
        ]

    def _pair(self, olds: Sequence[int], news: Sequence[int]):
        self.pairs.append((tuple(olds), tuple(news)))
        self.free_old -= set(olds)
        self.free_new -= set(news)

    def _same(self):
        """Blocks with the very same words, first those in the same order, then the moved ones."""
        old = [(block.kind == ROW, block.texts) for block in self.old]
        new = [(block.kind == ROW, block.texts) for block in self.new]
        for i, j in longest_common(old, new):
            self._pair([i], [j])
        waiting = defaultdict(list)
        for j in sorted(self.free_new):
            waiting[new[j]].append(j)
        for i in sorted(self.free_old):
            if waiting[old[i]]:
                self._pair([i], [waiting[old[i]].pop(0)])

    def _divided(self):
        """Blocks that are several neighbours of the other text put together."""
        old = {i: _weights(self.old[i].texts) for i in self.free_old if self._flows(self.old[i])}
        new = {j: _weights(self.new[j].texts) for j in self.free_new if self._flows(self.new[j])}
        for i, parts in self._parts(old, new, self.old, self.new):
            self._pair([i], parts)
        old = {i: each for i, each in old.items() if i in self.free_old}
        new = {j: each for j, each in new.items() if j in self.free_new}
        for j, parts in self._parts(new, old, self.new, self.old):
            self._pair(parts, [j])

    @staticmethod
    def _flows(block: TextBlock) -> bool:
        return block.kind != ROW

    @staticmethod
    def _parts(wholes, parts, whole_blocks, part_blocks) -> list[tuple[int, list[int]]]:
        candidates = defaultdict(dict)
        for (whole, part), together in _shared(wholes, parts).items():
            if together >= PART_FROM_WHOLE * parts[part].total():
                candidates[whole][part] = together
        found, taken = [], set()
        for whole in sorted(candidates):
            near = {part: each for part, each in candidates[whole].items() if part not in taken}
            if len(near) < 2:
                continue
            run = _grown(wholes[whole], parts, near)
            if len(run) < 2:
                continue
            words = [word for part in run for word in part_blocks[part].texts]
            same = len(same_words(whole_blocks[whole].texts, words))
            if same >= ALIKE_IN_PARTS * max(len(words), len(whole_blocks[whole].texts)):
                taken |= set(run)
                found.append((whole, run))
        return found

    def _alike(self):
        gap_old, gap_new = self._gaps()
        old = {i: _weights(self.old[i].texts) for i in self.free_old}
        new = {j: _weights(self.new[j].texts) for j in self.free_new}

        def alike(i, j, likeness):
            rows = self.old[i].kind == ROW
            if rows != (self.new[j].kind == ROW):
                return False
            if gap_old[i] == gap_new[j]:
                return likeness >= (ROWS_ALIKE_IN_PLACE if rows else ALIKE_IN_PLACE)
            enough = min(old[i].total(), new[j].total()) >= LETTERS_MOVED
            return enough and likeness >= ALIKE_MOVED

        def apart(i, j):
            return abs(i * len(self.new) - j * len(self.old))

        first = len(self.pairs)
        for i, j in _closest(old, new, alike, apart):
            self._pair([i], [j])
        self._drop_weak_moves(first, old, new)
        self._pair_rows()

    def _gaps(self) -> tuple[list[int], list[int]]:
        """For every block, how many blocks that stay stand before it."""
        kept = [self.pairs[at] for at in self._stays()]
        old, new = (
            {block for pair in kept for block in pair[0][:1]},
            {block for pair in kept for block in pair[1][:1]},
        )
        gaps = []
        for size, anchors in ((len(self.old), old), (len(self.new), new)):
            count, row = 0, []
            for at in range(size):
                count += at in anchors
                row.append(count)
            gaps.append(row)
        return gaps[0], gaps[1]

    def _stays(self) -> set[int]:
        return staying(
            [
                (olds[0], news[0], sum(len(self.new[j].words) for j in news) or 1)
                for olds, news in self.pairs
            ]
        )

    def _drop_weak_moves(self, first: int, old: Mapping, new: Mapping):
        """Blocks alike enough where they stood, but not to be known again elsewhere, are let go."""
        stays = self._stays()
        kept = self.pairs[:first]
        for at in range(first, len(self.pairs)):
            (i,), (j,) = self.pairs[at]
            if at in stays or _likeness(old[i], new[j]) >= ALIKE_MOVED:
                kept.append(self.pairs[at])
            else:
                self.free_old.add(i)
                self.free_new.add(j)
        self.pairs = kept

    def _pair_rows(self):
        """Rows left in the same gap, as many on both sides, are the same rows with other words."""
        gap_old, gap_new = self._gaps()
        rows = defaultdict(lambda: ([], []))
        for i in sorted(self.free_old):
            rows[gap_old[i]][0].append(i)
        for j in sorted(self.free_new):
            rows[gap_new[j]][1].append(j)
        for olds, news in rows.values():
            blocks = [*(self.old[i] for i in olds), *(self.new[j] for j in news)]
            if len(olds) == len(news) and all(block.kind == ROW for block in blocks):
                for i, j in zip(olds, news, strict=True):
                    if len(self.old[i].cells) == len(self.new[j].cells):
                        self._pair([i], [j])


def _grown(whole: Counter, parts: Mapping[int, Counter], near: Mapping[int, int]) -> list[int]:
    """Neighbouring parts that together are most like the whole, from the best one outwards.
    A part joins only if it gives what those before it lack."""
    best = max(near, key=lambda part: (near[part], -part))
    run, words = [best], parts[best]
    growing = True
    while growing:
        growing = False
        for part in (run[0] - 1, run[-1] + 1):
            if part not in near:
                continue
            more = words + parts[part]
            gain = (whole & more).total() - (whole & words).total()
            if gain >= PART_FROM_WHOLE * parts[part].total():
                run, words, growing = sorted([*run, part]), more, True
    return run if _likeness(whole, words) >= ALIKE_IN_PARTS else run[:1]

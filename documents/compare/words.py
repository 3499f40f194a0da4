"""Which words of two texts are the same ones, chosen so that the difference reads well.

Every function here gives the mirror image when its texts change places, and its work is bounded.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Hashable, Sequence

Pairs = list[tuple[int, int]]

# So many bits a table may hold (12 MB). Beyond it the texts are first cut at words of their own.
TABLE_LIMIT = 100_000_000
SENTENCE_ENDS = frozenset(".!?:;")
SHORT = 3


def same_words(old: Sequence[str], new: Sequence[str]) -> Pairs:
    """The words that stay, as rising pairs of positions. The rest is struck and inserted.

    As many as can stay do; where there is a choice, a change begins and ends with a sentence or a
    comma; and a small word or two between two rewritten passages goes with them.
    """
    if tuple(old) > tuple(new):
        return [(j, i) for i, j in same_words(new, old)]
    pairs = longest_common(old, new)
    _slide(pairs, old, new)
    return _without_islands(pairs, old, new)


def longest_common(old: Sequence[Hashable], new: Sequence[Hashable]) -> Pairs:
    """A longest common subsequence, as rising pairs of positions."""
    start, limit = 0, min(len(old), len(new))
    while start < limit and old[start] == new[start]:
        start += 1
    end = 0
    while end < limit - start and old[-1 - end] == new[-1 - end]:
        end += 1
    inner = _between(old, new, (start, len(old) - end), (start, len(new) - end))
    head = [(at, at) for at in range(start)]
    tail = [(len(old) - at, len(new) - at) for at in range(end, 0, -1)]
    return head + inner + tail


def _between(old, new, rows: tuple[int, int], columns: tuple[int, int]) -> Pairs:
    (top, bottom), (left, right) = rows, columns
    if top >= bottom or left >= right:
        return []
    if (bottom - top) * (right - left) <= TABLE_LIMIT:
        part = _common_bits(old[top:bottom], new[left:right])
        return [(top + i, left + j) for i, j in part]
    found: Pairs = []
    edges = [*_own_words(old, new, rows, columns), (bottom, right)]
    if len(edges) == 1:
        return []
    for i, j in edges:
        found += _between(old, new, (top, i), (left, j))
        if (i, j) != (bottom, right):
            found.append((i, j))
        top, left = i + 1, j + 1
    return found


def _own_words(old, new, rows, columns) -> Pairs:
    """Words that stand once in each text, as many of them as stand in the same order."""
    here = {word for word, times in Counter(old[slice(*rows)]).items() if times == 1}
    there = {word for word, times in Counter(new[slice(*columns)]).items() if times == 1}
    place = {new[j]: j for j in range(*columns) if new[j] in there}
    pairs = [(i, place[old[i]]) for i in range(*rows) if old[i] in here and old[i] in place]
    ends: list[int] = []
    ranks = []
    for _, j in pairs:
        rank = bisect_left(ends, j)
        ends[rank : rank + 1] = [j]
        ranks.append(rank)
    chosen, wanted = [], len(ends) - 1
    for pair, rank in zip(reversed(pairs), reversed(ranks), strict=True):
        if rank == wanted and (not chosen or pair[1] < chosen[-1][1]):
            chosen.append(pair)
            wanted -= 1
    return chosen[::-1]


def _common_bits(old, new) -> Pairs:
    """Hyyrö's way: one number of len(old) bits for each word of the new text."""
    where: dict[Hashable, int] = {}
    for i, word in enumerate(old):
        where[word] = where.get(word, 0) | 1 << i
    full = (1 << len(old)) - 1
    state, table = full, []
    for word in new:
        hits = state & where.get(word, 0)
        state = ((state + hits) | (state - hits)) & full
        table.append(state)
    pairs, i, j = [], len(old), len(new)
    while i and j:
        if table[j - 1] >> (i - 1) & 1:
            i -= 1
            continue
        j -= 1
        if not j or table[j - 1] >> (i - 1) & 1:
            i -= 1
            pairs.append((i, j))
    return pairs[::-1]


def _slide(pairs: Pairs, old, new):
    """Move each pure insertion or deletion to where it reads best, if words around it repeat."""
    for at in range(len(pairs) + 1):
        low = pairs[at - 1] if at else (-1, -1)
        high = pairs[at] if at < len(pairs) else (len(old), len(new))
        gaps = [high[0] - low[0] - 1, high[1] - low[1] - 1]
        if (gaps[0] == 0) == (gaps[1] == 0):
            continue
        side = 0 if gaps[0] else 1
        text = (old, new)[side]
        start, stop = low[side] + 1, high[side]
        best = (_reads(text, start, stop), 0)
        for step in (-1, 1):
            moved = 0
            while _can_slide(
                pairs, (old, new), side, at + moved, start + moved, stop + moved, step
            ):
                moved += step
                best = max(best, (_reads(text, start + moved, stop + moved), -abs(moved), moved))
        _apply_slide(pairs, at, best[-1], side, stop - start)


def _can_slide(pairs, texts, side, at, start, stop, step) -> bool:
    """Whether the run texts[side][start:stop], which stands before pairs[at], may take a step."""
    pair = at - 1 if step < 0 else at
    if not 0 <= pair < len(pairs):
        return False
    # Behind the word stepped over stands another that is kept, or the end: never another change.
    edge = (-1, -1) if step < 0 else (len(texts[0]), len(texts[1]))
    beyond = pairs[pair + step] if 0 <= pair + step < len(pairs) else edge
    if [abs(beyond[each] - pairs[pair][each]) for each in (0, 1)] != [1, 1]:
        return False
    text = texts[side]
    return text[start - 1] == text[stop - 1] if step < 0 else text[start] == text[stop]


def _apply_slide(pairs, at, moved, side, length):
    step = -1 if moved < 0 else 1
    for each in range(abs(moved)):
        pair = at - 1 - each if step < 0 else at + each
        place = list(pairs[pair])
        place[side] -= step * length
        pairs[pair] = (place[0], place[1])


def _reads(text, start, stop) -> int:
    """How well the run text[start:stop] reads as a change of its own."""
    points = 4 if start == 0 or text[start - 1] in SENTENCE_ENDS else 0
    points += 3 if stop == len(text) or text[stop - 1] in SENTENCE_ENDS else 0
    points += 2 if text[start] == "," or text[stop - 1] == "," else 0
    return points


def _without_islands(pairs: Pairs, old, new) -> Pairs:
    kept: Pairs = []
    edges = (-1, -1)  # where the passage before the run begins
    at = 0
    while at < len(pairs):
        stop = at + 1
        while stop < len(pairs) and pairs[stop] == (pairs[stop - 1][0] + 1, pairs[stop - 1][1] + 1):
            stop += 1
        after = pairs[stop] if stop < len(pairs) else (len(old), len(new))
        before = [pairs[at][side] - edges[side] - 1 for side in (0, 1)]
        behind = [after[side] - pairs[stop - 1][side] - 1 for side in (0, 1)]
        run = pairs[at:stop]
        small = len(run) <= 2 and all(len(old[i]) <= SHORT for i, _ in run)
        if not (small and min(before) >= 2 and min(behind) >= 2):
            kept += run
            edges = run[-1]
        at = stop
    return kept

"""Random texts of the small HTML and random edits of them, for tests of the comparison."""

from hypothesis import strategies as st

from documents.compare import SectionText

WORDS = (
    *("gruppen", "Gruppen", "vård", "region", "RSL:s", "programområden", "stödjer", "och", "i"),
    *("att", "årlig", "plan", "kl.", "9.30", "barn-", "e-post", "ansvar", ",", ".", "–", "(", ")"),
)
words = st.lists(st.sampled_from(WORDS), min_size=1, max_size=9)
# Words as HTML: plain, bold, emphasised, linked or before a line break.
MARKED = (
    *(f"{word} " for word in WORDS),
    *(f"{word} " for word in WORDS),
    *(f"<strong>{word}</strong> " for word in WORDS[:8]),
    *(f"<em>{word}</em>  " for word in WORDS[4:12]),
    *(f'<a href="/{at % 3}/">{word}</a>\n' for at, word in enumerate(WORDS[:12])),
    *(f"{word}<br>" for word in WORDS[:6]),
    "<strong>R</strong>SL ",
    "RSL&nbsp;",
)


def inline():
    """Words in a row, as HTML."""
    return st.lists(st.sampled_from(MARKED), min_size=1, max_size=9).map("".join)


@st.composite
def listing(draw, depth=1):
    tag = draw(st.sampled_from(["ul", "ol"]))
    items = []
    for _ in range(draw(st.integers(1, 3))):
        under = draw(listing(depth=depth + 1)) if depth < 3 and draw(st.booleans()) else ""
        more = f"<p>{draw(inline())}</p>" if draw(st.integers(0, 5)) == 0 else ""
        items.append(f"<li>{draw(inline())}{more}{under}</li>")
    return f"<{tag}>{''.join(items)}</{tag}>"


@st.composite
def table(draw):
    wide = draw(st.integers(1, 3))
    cell = st.one_of(st.just(""), inline())
    rows = []
    for _ in range(draw(st.integers(1, 4))):
        tag = draw(st.sampled_from(["td", "td", "th"]))
        rows.append("".join(f"<{tag}>{draw(cell)}</{tag}>" for _ in range(wide)))
    return "<table><tbody>" + "".join(f"<tr>{row}</tr>" for row in rows) + "</tbody></table>"


block = st.one_of(
    inline().map(lambda html: f"<p>{html}</p>"),
    inline().map(lambda html: f"<p>{html}</p>"),
    listing(),
    table(),
    st.tuples(st.sampled_from(["h3", "h4"]), inline()).map(lambda it: "<{0}>{1}</{0}>".format(*it)),
)
html = st.lists(block, max_size=6)


@st.composite
def edited_html(draw, blocks):
    """Blocks after a few edits: moved, struck, inserted, doubled, merged, changed in a word."""
    blocks = list(blocks)
    for _ in range(draw(st.integers(0, 4))):
        at = draw(st.integers(0, max(len(blocks) - 1, 0)))
        match draw(st.sampled_from(["move", "strike", "insert", "double", "merge", "word"])):
            case "insert":
                blocks.insert(at, draw(block))
            case _ if not blocks:
                pass
            case "move":
                blocks.insert(draw(st.integers(0, len(blocks) - 1)), blocks.pop(at))
            case "strike":
                del blocks[at]
            case "double":
                blocks.insert(at, blocks[at])
            case "merge" if at + 1 < len(blocks):
                blocks[at : at + 2] = [(blocks[at] + blocks[at + 1]).replace("</p><p>", " ")]
            case _:
                old, new = draw(st.sampled_from(WORDS)), draw(st.sampled_from(["ny", "stab", ""]))
                blocks[at] = blocks[at].replace(f"{old} ", f"{new} ", draw(st.integers(1, 2)))
    return blocks


@st.composite
def editions(draw):
    """Two editions of a text: the second is the first after edits, or a text of its own."""
    old = draw(st.dictionaries(st.sampled_from("abcdef"), html, max_size=5))
    heading = words.map(" ".join)
    levels = st.sampled_from([2, 2, 2, 3])
    first = [SectionText(key, draw(heading), draw(levels), "".join(old[key])) for key in old]
    keys = draw(st.permutations([*old, *draw(st.sets(st.sampled_from("xyz"), max_size=2))]))
    by_key = {section.key: section for section in first}
    second = []
    for key in keys[draw(st.integers(0, 1)) :]:
        blocks = draw(edited_html(old.get(key, [])))
        if key in by_key and draw(st.integers(0, 3)):
            kept = by_key[key]
            second.append(SectionText(key, kept.heading, kept.level, "".join(blocks)))
        else:
            second.append(SectionText(key, draw(heading), draw(levels), "".join(blocks)))
    return first, second

"""How wide a text is, and where it breaks: a drawing can't ask the browser.

Takes and gives plain values. Widths are those of a wide sans serif, so that a narrower one has air.
"""

SOFT_HYPHEN = "\N{SOFT HYPHEN}"
NARROW, MIDDLE, WIDE = "iljItf.,:;'’|!()-–· r", "ckssvxyzJ", "mwMWÅÄÖO@%&"
BOLDER = 1.09
# A shorter rest of a word is not left alone on a line.
SHORTEST_END = 5


def text_width(text: str, size: float, *, bold: bool = False) -> float:
    """The width of a text in the unit of `size`; never less than what common fonts need."""
    width = 0.0
    for each in text:
        if each == SOFT_HYPHEN:
            continue
        if each in NARROW:
            width += 0.36
        elif each in MIDDLE:
            width += 0.56
        elif each in WIDE:
            width += 0.94 if each in "mwMW@%" else 0.78
        else:
            width += 0.7 if each.isupper() else 0.6
    return width * size * (BOLDER if bold else 1)


def _pieces(word: str, width: float, size: float, bold: bool) -> list[str]:
    """A word that is wider than a line, cut where soft hyphens allow it, else anywhere."""
    done, current = [], ""
    parts = word.split(SOFT_HYPHEN)
    while len(parts) > 1 and len(parts[-1]) < SHORTEST_END:
        parts[-2:] = [parts[-2] + parts[-1]]
    for part in parts:
        if current and text_width(f"{current}{part}-", size, bold=bold) > width:
            done.append(f"{current}-")
            current = ""
        current += part
        while text_width(current, size, bold=bold) > width and len(current) > 1:
            at = len(current) - 1
            while at > 1 and text_width(f"{current[:at]}-", size, bold=bold) > width:
                at -= 1
            done.append(f"{current[:at]}-")
            current = current[at:]
    return [*done, current]


def wrapped(text: str, width: float, size: float, *, bold: bool = False) -> list[str]:
    """The lines of a text that may be so wide: broken between words, within a word only when it
    alone is too wide. Soft hyphens mark where words may be broken; none is left in the lines."""
    lines, current = [], ""
    for word in text.split():
        joined = f"{current} {word}" if current else word
        if text_width(joined, size, bold=bold) <= width:
            current = joined
            continue
        if current:
            lines.append(current)
        *whole, current = (
            [word]
            if text_width(word, size, bold=bold) <= width
            else _pieces(word, width, size, bold)
        )
        lines += whole
    lines += [current] if current else []
    return [each.replace(SOFT_HYPHEN, "") for each in lines]

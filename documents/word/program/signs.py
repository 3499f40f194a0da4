"""Signs that Word takes from fonts of pictures, as the signs of Unicode that look the same."""

_GREEK = "abcdefghijklmnopqrstuvwxyz"
_GREEK_AS = "αβχδεφγηιϕκλμνοπθρστυϖωξψζ"
_SYMBOL = {
    **{ord(sign): other for sign, other in zip(_GREEK, _GREEK_AS, strict=True)},
    **{
        ord(sign): other
        for sign, other in zip(_GREEK.upper(), "ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ", strict=True)
    },
    **{ord(sign): sign for sign in " !#%&()+,./0123456789:;<=>?[]_{|}"},
    0x2A: "∗",
    0x2D: "−",
    0xA3: "≤",
    0xA5: "∞",
    0xAB: "↔",
    0xAC: "←",
    0xAD: "↑",
    0xAE: "→",
    0xAF: "↓",
    0xB0: "°",
    0xB1: "±",
    0xB3: "≥",
    0xB4: "×",
    0xB7: "•",
    0xB8: "÷",
    0xB9: "≠",
    0xBA: "≡",
    0xBB: "≈",
    0xBC: "…",
    0xD6: "√",
    0xD7: "⋅",
    0xDB: "⇔",
    0xDE: "⇒",
    0xE5: "∑",
}
_WINGDINGS = {
    0x20: " ",
    0x28: "☎",
    0x2A: "✉",
    0x4A: "☺",
    0x4C: "☹",
    0x6C: "●",
    0x6E: "■",
    0x6F: "□",
    0x76: "❖",
    0x9F: "•",
    0xA7: "▪",
    0xA8: "◻",
    0xD8: "➢",
    0xDF: "←",
    0xE0: "→",
    0xE1: "↑",
    0xE2: "↓",
    0xE8: "➔",
    0xF0: "⇨",
    0xFB: "✗",
    0xFC: "✓",
    0xFD: "☒",
    0xFE: "☑",
}
_FONTS = {"symbol": _SYMBOL, "wingdings": _WINGDINGS}
PRIVATE = range(0xF000, 0xF100)


def sign_of(code: int, font: str) -> str | None:
    """The sign that a code means in a font, or None when it isn't known."""
    if code in PRIVATE:
        return _FONTS.get(font.lower(), {}).get(code - PRIVATE.start)
    if font.lower() in _FONTS and code < 0x100:
        return _FONTS[font.lower()].get(code)
    is_text = 0x20 <= code < 0xD800 or 0xF900 <= code < 0xFFFE
    return chr(code) if is_text else None

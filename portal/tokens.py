"""The values of static/css/tokens.css, read for the style guide: what the file says is shown."""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.conf import settings

SHEET = Path(settings.BASE_DIR) / "static" / "css" / "tokens.css"
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
ROOT = re.compile(r":root\s*{([^}]*)}")
VALUE = re.compile(r"--([a-z0-9-]+):\s*([^;]+);")
REFERENCE = re.compile(r"var\(--([a-z0-9-]+)\)")
PIXELS_PER_REM = 16


@dataclass(frozen=True)
class Colour:
    """A colour in the light and in the dark scheme; the same in both unless the sheet says else."""

    name: str
    light: str
    dark: str


@dataclass(frozen=True)
class Size:
    """A space, a size of type or a measure. `pixels` is None for what follows the window."""

    name: str
    value: str
    pixels: int | None


def values(css: str) -> tuple[dict[str, str], dict[str, str]]:
    """The names and values of a sheet's first `:root`, and of its second: light and dark.

    Raises ValueError when the sheet has fewer.
    """
    light, dark = (dict(VALUE.findall(each)) for each in ROOT.findall(COMMENT.sub("", css))[:2])
    return light, dark


def resolved(value: str, among: dict[str, str]) -> str:
    """The value, or the one that it refers to."""
    reference = REFERENCE.fullmatch(value)
    return resolved(among[reference[1]], among) if reference else value


def in_pixels(value: str) -> int | None:
    """A length in the browser's usual pixels, or None when it isn't in rem or px."""
    match = re.fullmatch(r"([0-9.]+)(rem|px)", value)
    if not match:
        return None
    return round(float(match[1]) * (PIXELS_PER_REM if match[2] == "rem" else 1))


@cache
def tokens() -> tuple[list[Colour], list[Size], list[Size], list[Size]]:
    """Colours, spaces, sizes of type, and measures, in the sheet's order."""
    light, dark = values(SHEET.read_text(encoding="utf-8"))
    both = light | dark
    colours, spaces, type_sizes, measures = [], [], [], []
    for name, value in light.items():
        shown = resolved(value, light)
        size = Size(name, value, in_pixels(value))
        if shown.startswith("#"):
            colours.append(Colour(name, shown, resolved(both[name], both)))
        elif re.fullmatch(r"s\d", name):
            spaces.append(size)
        elif name in ("page", "text", "prose", "lead-measure", "gutter", "radius", "target"):
            measures.append(size)
        elif name not in ("color-scheme", "sans"):
            type_sizes.append(size)
    return colours, spaces, type_sizes, measures

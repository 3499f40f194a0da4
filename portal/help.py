"""Which help stands beside a page of the workspace."""

from fnmatch import fnmatchcase

from .help_texts import HELP, Help

EXACT = {name: each for each in HELP for name in each.names if "*" not in name}
PATTERNS = [(name, each) for each in HELP for name in each.names if "*" in name]


def help_for(name: str) -> Help | None:
    """The help of the page with this name in the URLconf, or None."""
    found = EXACT.get(name)
    return found or next((each for like, each in PATTERNS if fnmatchcase(name, like)), None)

"""Which paragraphs of a Word file are its title, its lead and its headings."""

from typing import Any

from documents.markup.tree import legible

Json = dict[str, Any]
# As long as the heading of a section, or a title, may be where it's stored.
MOST_SIGNS = 200
# Bold paragraphs that are no longer than this, and end like a heading, may be headings.
LONGEST_HEADING = 100
SENTENCE_ENDS = ".:;,!"
MOST_SIZES = 3
LARGE = 28  # in half points


class Headings:
    """The blocks with every heading known as one. `shift` is how many levels all of them are to be
    raised. `title` is that of the text, or where it has none, of the properties; empty
    where they have none either."""

    def __init__(self, blocks: list[Json], property_title: str) -> None:
        self.blocks = blocks
        self.by_look: list[str] = []
        self.none = False
        self.numbered = False
        self.title = self.lead = self.whole_title = ""
        self.title_from = ""
        self.later_titles: list[str] = []
        self.too_long: list[str] = []
        self._find_title()
        self._make_text_of_long_ones()
        if not self._headings():
            self._find_by_look()
            self.none = not self._headings()
        self._take_only_one_as_title()
        self._take_large_one_as_title()
        for each in self._headings():
            self.numbered |= each["numbered"]
        self._settle_later_titles()
        self.shift = min((each["level"] for each in self._headings()), default=1) - 1
        if not self.title:
            self.title = property_title
            self.title_from = "properties" if property_title else "nowhere"
        self.title = one_text(self.title)
        if len(self.title) > MOST_SIGNS:
            self.whole_title, self.title = self.title, shorten(self.title, MOST_SIGNS)

    def _headings(self) -> list[Json]:
        return [each for each in self.blocks if _is(each, "heading") and plain_text(each["runs"])]

    def _find_title(self) -> None:
        """Take out the title and the lead, which stand before all else."""
        title, lead, rest = [], [], []
        for at, each in enumerate(self.blocks):
            text = plain_text(each["runs"]) if each["is"] == "para" else " "
            if not text:
                continue
            if _is(each, "title") and not lead:
                title.append(text)
            elif _is(each, "lead"):
                lead += [line for line in lines_of(each["runs"]) if line]
            else:
                rest = self.blocks[at:]
                break
        self.blocks = rest
        self.title, self.lead = " ".join(title), "\n".join(lead)

    def _make_text_of_long_ones(self) -> None:
        """A paragraph far longer than a heading is text that was given the wrong style."""
        for each in self.blocks:
            if _is(each, "heading") and len(text := plain_text(each["runs"])) > MOST_SIGNS:
                each["kind"] = ""
                self.too_long.append(text)

    def _find_by_look(self) -> None:
        """Where no paragraph has the style of a heading, short ones that are all bold are it."""
        texts = [each for each in self.blocks if each["is"] == "para" and plain_text(each["runs"])]
        bold = [each for each in texts if _looks_like_heading(each)]
        # One that nothing stands under is no heading, nor is any where all are bold.
        shown = [each for each in self.blocks if each["is"] != "para" or plain_text(each["runs"])]
        while bold and bold[-1] is shown[-1]:
            bold.pop()
            shown.pop()
        if not bold or len(bold) == len(texts):
            return
        sizes = sorted({each["size"] for each in bold}, reverse=True)[:MOST_SIZES]
        for each in bold:
            each["kind"] = "heading"
            each["level"] = 1 + (sizes.index(each["size"]) if each["size"] in sizes else 2)
            self.by_look.append(plain_text(each["runs"]))

    def _take_only_one_as_title(self) -> None:
        """The only heading of the first level is the title, if it comes before the others."""
        headings = self._headings()
        if self.title or len(headings) < 2:
            return
        first, *others = headings
        if all(each["level"] > first["level"] for each in others):
            self.title = plain_text(first["runs"])
            self.title_from = "heading"
            self.blocks = [each for each in self.blocks if each is not first]

    def _take_large_one_as_title(self) -> None:
        """Before the headings, a first paragraph in large letters is the title."""
        if self.title or self.lead or not self._headings() or self.by_look:
            return
        first, *rest = self.blocks
        if not _is(first, "") or first["item"] or first["size"] < LARGE:
            return
        text = plain_text(first["runs"])
        if len(text) <= LONGEST_HEADING and text[-1] not in SENTENCE_ENDS:
            self.blocks = rest
            self._find_title()
            self.title, self.title_from = text, "look"

    def _settle_later_titles(self) -> None:
        """What has the style of a title further on is a heading of the highest level there."""
        highest = min((each["level"] for each in self._headings()), default=1)
        for each in self.blocks:
            text = plain_text(each["runs"]) if _is(each, "title") else ""
            if text and len(text) <= MOST_SIGNS:
                each["kind"], each["level"] = "heading", highest
                self.later_titles.append(text)


def shorten(text: str, most: int) -> str:
    """The beginning of a text, with a sign for the rest."""
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def _is(block: Json, kind: str) -> bool:
    return block["is"] == "para" and block["kind"] == kind


def _looks_like_heading(block: Json) -> bool:
    text = plain_text(block["runs"])
    return (
        block["kind"] in ("", "lead")
        and block["item"] is None
        and len(text) <= LONGEST_HEADING
        and text[-1] not in SENTENCE_ENDS
        and all(bold for words, _, bold, _ in block["runs"] if words.strip())
    )


def plain_text(runs: list) -> str:
    """The words of a paragraph in one line."""
    return one_text("".join(text for text, *_ in runs))


def lines_of(runs: list) -> list[str]:
    """The words of a paragraph by its lines."""
    return [one_text(line) for line in "".join(text for text, *_ in runs).split("\n")]


def one_text(text: str) -> str:
    """A text in one line, with only the signs that can be shown. Spaces that don't break stay."""
    return " ".join(part for part in legible(text).replace("\n", " ").split(" ") if part).strip()

"""A whole Word file as plain values: its blocks, and what was met that is no part of the text."""

from dataclasses import asdict
from typing import Any

from organisation.apart.package import Refused

from .body import Body, has_whole_fields, text_of, tracked
from .elements import Element
from .looks import Looks
from .numbering import Numbering
from .parts import Parts
from .tally import Tally, quoted
from .words import Words

# What stands around the number of a page.
PAGE_WORDS = {"sida", "sidan", "sid", "s", "av", "page", "of", "p"}


def read(content: bytes) -> dict[str, Any]:
    """The blocks, the tally, the title of the properties and the address that links start from.

    Raises Refused.
    """
    parts = Parts(content)
    root = parts.part(parts.main)
    body = root.first("w:body") if root.name == "w:document" else None
    if body is None:
        raise Refused("broken")
    reader = _Reader(parts)
    tracked(body, reader.tally)
    words = reader.words(parts.main, body)
    blocks = reader.body(words).blocks(body)
    reader.hear_comments(words)
    reader.margins()
    tally = reader.tally
    tally.hidden = [quoted(each) for each in tally.hidden if each.strip()]
    return {
        "blocks": blocks,
        "tally": asdict(tally),
        "title": reader.property("metadata/core-properties", "dc:title"),
        "base": reader.property("extended-properties", "ep:HyperlinkBase"),
    }


class _Reader:
    def __init__(self, parts: Parts) -> None:
        self.parts = parts
        self.tally = Tally()
        self.looks = Looks(self._one("styles"))
        self.numbering = Numbering(self._one("numbering"), self.looks)
        self._notes: dict[str, tuple[str, Element | None]] = {}

    def _one(self, kind: str) -> Element | None:
        """The part of a kind that the document leads to, if there is one."""
        return next((self.parts.part(each) for each in self._named(kind)), None)

    def _named(self, kind: str) -> list[str]:
        return self.parts.related(self.parts.main, kind)

    def words(self, part: str, root: Element) -> Words:
        return Words(self.parts.relations(part), self.looks, self.tally, has_whole_fields(root))

    def body(self, words: Words) -> Body:
        return Body(words, self.looks, self.numbering, self.tally, self.note)

    def note(self, kind: str, id_: str) -> list[dict]:
        """What a note says; nothing where it's missing."""
        plural = f"{kind.removeprefix('w:')}s"
        if plural not in self._notes:
            part = next(iter(self._named(plural)), "")
            self._notes[plural] = (part, self.parts.part(part))
        part, root = self._notes[plural]
        for each in root.every(kind) if root is not None else ():
            if each.attributes.get("w:id") == id_:
                words = self.words(part, each)
                return Body(words, self.looks, self.numbering, self.tally).blocks(each)
        return []

    def hear_comments(self, words: Words) -> None:
        """What each comment says, and the words that it's about."""
        words.settle_comments()
        part = next(iter(self._named("comments")), "")
        root = self.parts.part(part)
        if root is None:
            return
        said = {each.attributes.get("w:id", ""): each for each in root.every("w:comment")}
        order = dict.fromkeys([*words.comments, *said])
        for each in order:
            if each in said:
                reader = Body(self.words(part, said[each]), self.looks, self.numbering, self.tally)
                text = text_of(reader.blocks(said[each]))
                if text:
                    self.tally.comments.append((quoted(words.heard.get(each, "")), text))

    def margins(self) -> None:
        """What headers and footers say, apart from the numbers of pages."""
        for kind, told in (("header", self.tally.headers), ("footer", self.tally.footers)):
            for part in self._named(kind):
                root = self.parts.part(part)
                if root is None:
                    continue
                words = self.words(part, root)
                words.without_pages = True
                # What is wrong with a margin is nothing that the text's reader needs to know.
                words.tally = Tally()
                reader = Body(words, self.looks, self.numbering, words.tally)
                text = quoted(text_of(reader.blocks(root)))
                letters = "".join(sign if sign.isalnum() else " " for sign in text)
                if set(letters.lower().split()) - PAGE_WORDS and text not in told:
                    told.append(text)

    def property(self, kind: str, name: str) -> str:
        """A property of the whole file; "" where it isn't told."""
        for each in self.parts.related("", kind.rpartition("/")[2]):
            root = self.parts.part(each)
            found = root.first(name) if root is not None else None
            if found is not None:
                return " ".join(found.text.split())[:1000]
        return ""

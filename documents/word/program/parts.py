"""The parts of a Word file by how they relate, and what no part may be or lead to."""

import posixpath
from dataclasses import dataclass

from organisation.apart.package import TYPES, Refused, unpacked

from .elements import Element, parsed

MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
# What holds a program, or a file in the file. The last step of a relation's type.
MACROS = {"vbaproject", "wordvbadata"}
EMBEDDED = {
    "oleobject",
    "package",
    "afchunk",
    "control",
    "activexcontrolbinary",
    "subdocument",
    "frame",
}


@dataclass(frozen=True)
class Relation:
    """What a part leads to: the kind in small letters, and a part's name or an outside address."""

    kind: str
    target: str
    outside: bool


class Parts:
    """A Word file whose parts are all such as may be read. Raises Refused."""

    def __init__(self, content: bytes) -> None:
        self.xml, names = unpacked(content)
        if any(name.endswith(("vbaproject.bin", "vbadata.xml")) for name in names):
            raise Refused("macros")
        if any("/embeddings/" in name or "/activex/" in name for name in names):
            raise Refused("embedded")
        self._relations: dict[str, dict[str, Relation]] = {}
        for name in self.xml:
            if name.endswith(".rels"):
                self._relations[name] = self._read_relations(name)
        self.main = self._find_main(names)

    def part(self, name: str) -> Element | None:
        """A part by its name, or None when there is no such part."""
        xml = self.xml.get(name)
        return None if xml is None else parsed(xml)

    def relations(self, name: str) -> dict[str, Relation]:
        """What a part leads to, by id."""
        folder, _, file = name.rpartition("/")
        return self._relations.get(f"{folder}/_rels/{file}.rels".lstrip("/"), {})

    def related(self, name: str, kind: str) -> list[str]:
        """The names of the parts of a kind that a part leads to."""
        found = (each for each in self.relations(name).values() if each.kind == kind)
        return [each.target for each in found if not each.outside]

    def _read_relations(self, name: str) -> dict[str, Relation]:
        folder = posixpath.dirname(posixpath.dirname(name))
        found = {}
        for each in parsed(self.xml[name]).every("rel:Relationship"):
            target = each.attributes.get("Target", "")
            kind = each.attributes.get("Type", "").rpartition("/")[2].lower()
            outside = each.attributes.get("TargetMode", "").lower() == "external"
            if kind in MACROS:
                raise Refused("macros")
            if kind == "attachedtemplate":
                raise Refused("attached")
            if outside and kind != "hyperlink":
                raise Refused("external", target=target[:300])
            if kind in EMBEDDED:
                raise Refused("embedded")
            if not outside:
                target = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/").lower()
            found[each.attributes.get("Id", "")] = Relation(kind, target, outside)
        return found

    def _find_main(self, names: set[str]) -> str:
        types = parsed(self.xml[TYPES])
        by_name = {
            each.attributes.get("PartName", "").lower().lstrip("/"): each
            for each in types.every("ct:Override")
        }
        by_ending = {
            each.attributes.get("Extension", "").lower(): each for each in types.every("ct:Default")
        }

        def kind_of(name: str) -> str:
            found = by_name.get(name) or by_ending.get(name.rpartition(".")[2])
            return "" if found is None else found.attributes.get("ContentType", "").lower()

        kinds = [kind_of(name) for name in names]
        if any("macroenabled" in kind or "vbaproject" in kind for kind in kinds):
            raise Refused("macros")
        if any("activex" in kind or "oleobject" in kind for kind in kinds):
            raise Refused("embedded")
        main = next(iter(self.related("", "officedocument")), "")
        kind = kind_of(main) if main in names else ""
        if kind == MAIN and main in self.xml:
            return main
        if "wordprocessingml.template" in kind:
            raise Refused("template")
        for other, code in (("spreadsheetml", "excel"), ("presentationml", "powerpoint")):
            if other in kind:
                raise Refused(code)
        raise Refused("zip")

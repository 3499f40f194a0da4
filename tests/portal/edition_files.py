"""Fixture files with bodies, documents and their editions, for tests of loading them."""

import datetime

import pytest

from documents.models import Section
from portal.loading import FixtureError, load

ON = datetime.date(2026, 2, 6)
BODIES = """
[[organisation.source]]
code = "000"
title = "En källa"

[[organisation.source]]
code = "demo"
title = "Påhittat"
is_demo = true

[[organisation.healthcareregion]]
slug = "prov"
name = "Provregionen"
short_name = "Prov"
headline = "Rubrik"
lead = "Ingress."
facts_from = 2018-08-13

[[bodies.bodykind]]
slug = "rad"
name = "Råd"
short_name = "Råd"
plural = "Råd"
counted = "råd"
prefix = "rad"
panels = ["bodies.people"]

[[bodies.bodykind]]
slug = "grupp"
name = "Grupp"
short_name = "Grupp"
plural = "Grupper"
counted = "grupper"
prefix = "grupper"
panels = ["bodies.people"]

[[bodies.body]]
path = "rad/ett"
kind = "rad"
function = "council"

[[bodies.body]]
path = "rad/tva"
kind = "rad"
function = "council"

[[bodies.body]]
path = "grupper/tre"
kind = "grupp"
function = "work_group"

[[bodies.bodyname]]
body = "rad/ett"
name = "Det första"
end = 2025-01-01

[[bodies.bodyname]]
body = "rad/ett"
name = "Ett"
start = 2025-01-01

[[bodies.bodyname]]
body = "rad/ett"
kind = "short"
name = "E"

[[bodies.bodyname]]
body = "rad/tva"
name = "Två"

[[bodies.bodyname]]
body = "grupper/tre"
name = "Tre"

[[bodies.decision]]
body = "rad/ett"
date = 2025-12-03
source = "demo"
"""
DOCUMENT = """
[[documents.document]]
kind = "commission"
owner = "grupper/tre"
source = "000"

[[documents.edition]]
document = {kind = "commission", owner = "grupper/tre"}
number = 1
title = "Uppdrag"
source = "000"
state = "published"

[[documents.edition.section]]
key = "bakgrund"
heading = "Bakgrund"
html = "<p>Så började det.</p>"

[[documents.edition.section]]
key = "uppgift"
heading = "Uppgift"
html = "<p>Det här ska göras.</p>"
"""
LATER = """
[[documents.edition]]
document = {kind = "commission", owner = "grupper/tre"}
number = 2
title = "Uppdrag"
decision = {body = "rad/ett", date = 2025-12-03}
valid_from = 2026-01-01
change_note = "Skrivs tydligare."
source = "demo"
state = "published"

[[documents.edition.section]]
key = "uppgift"
heading = "Uppgift"
html = "<p>Det här ska göras nu.</p>"

[[documents.edition]]
document = {kind = "commission", owner = "grupper/tre"}
number = 3
title = "Uppdrag"
source = "demo"
state = "draft"

[[documents.edition.section]]
key = "uppgift"
heading = "Uppgift"
html = "<p>Det här ska göras sedan.</p>"
"""
EVERY = """
[[documents.document]]
kind = "commission"
owner = {each = "rad"}
source = "000"

[[documents.edition]]
document = {kind = "commission", owner = {each = "rad"}}
number = 1
title = "Uppdrag till rådet {name}"
source = "000"

[[documents.edition.section]]
key = "uppgift"
heading = "Uppgift"
html = "<p>Råden ska göra lika.</p>"
"""


@pytest.fixture
def files(tmp_path, settings):
    """Writes a set `prov` with the bodies above and the given texts, and loads it."""
    settings.BASE_DIR = tmp_path
    folder = tmp_path / "fixtures" / "prov"
    folder.mkdir(parents=True)

    def loading(*texts, bodies=BODIES, pdfs=False):
        (folder / "10-organ.toml").write_text(bodies, encoding="utf-8")
        (folder / "20-dokument.toml").write_text("\n".join(texts), encoding="utf-8")
        return load(["prov"], on=ON, pdfs=pdfs)

    return loading


def faults(files, *texts) -> list[str]:
    with pytest.raises(FixtureError) as caught:
        files(*texts)
    return [str(each) for each in caught.value.faults]


def texts() -> list[tuple]:
    rows = Section.objects.order_by("edition__document__owner__path", "edition__number", "position")
    return list(rows.values_list("edition__number", "key", "html"))

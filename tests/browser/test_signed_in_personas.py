"""The eight persona tasks of the brief as far as there is data for them, signed in: each by links
whose words are seen, within three clicks from the workspace, on a wide and on a narrow screen.

Without data yet, and therefore not walked: minutes, agendas and papers (2, 3), plans and reports
(4, 5, 6), consultations (7). What is walked in their place is named in the table.
"""

import re

import pytest

pytestmark = pytest.mark.browser

# (who of the brief, the demo's account, what they come for, the links, what they then read).
WALKS = [
    (
        1,
        "admin",
        "a reader's question about a decision: who may change the body's page",
        ["Till webbplatsen", "Organisation", "Samverkansnämnden"],
        "Samverkansnämnden",
    ),
    (2, "ledamot", "who sits in my body", ["Levnadsvanor"], "Ordförande"),
    (3, "kunskapsrad", "when the office goes to the next region", ["Vad får jag göra?"], "Rätt"),
    (4, "processtod", "keep a group's contact current", ["Kontaktlistor"], "Kontaktlistor"),
    (5, "ordforande", "the commission of my area", ["Levnadsvanor", "Uppdrag"], "Uppdrag"),
    (6, "skribent", "which posts are vacant", ["Att rätta"], "saknar"),
    (7, "regionredaktor", "who represents my region", ["Region Kalmar län"], "Region Kalmar län"),
    (8, "granskare", "the right contact of a group", ["Kontaktlistor"], "Kontaktlistor"),
]


@pytest.mark.parametrize("width", [1280, 320])
@pytest.mark.parametrize(
    ("number", "name", "errand", "links", "read"), WALKS, ids=[each[1] for each in WALKS]
)
def test_within_three_clicks_from_the_workspace(walker, width, number, name, errand, links, read):
    assert len(links) <= 3
    page = walker(name, width)
    for words in links:
        page.get_by_role("link", name=re.compile(f"^{re.escape(words)}")).first.click()
    assert read in page.locator("main").inner_text()

"""What axe has against a page."""

from axe_playwright_python.sync_playwright import Axe

OPTIONS = {
    "resultTypes": ["violations"],
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
}
# A page has a handful of colours, and axe reads each of them hundreds of times, which takes a third
# of all its time. What is read depends on the text of the colour alone.
READS_A_COLOUR_ONCE = """
  const reader = axe.commons.color.Color.prototype;
  const read = reader.parseString, known = new Map();
  reader.parseString = function (text) {
    if (!known.has(text)) {
      read.call(this, text);
      known.set(text, [this.r, this.g, this.b, this.alpha]);
    }
    [this.r, this.g, this.b, this.alpha] = known.get(text);
    return this;
  };
"""
# The last word is what Playwright gets back: a function would be called.
SCRIPT = f"{Axe().axe_script}; {{ {READS_A_COLOUR_ONCE} }}; true"


def add_axe(page) -> None:
    """Put axe into a page, which it changes a little."""
    page.evaluate(SCRIPT)


def violations(page, *, forced: bool = False) -> list[str]:
    """What axe, already in the page, has against it, and where."""
    rules = {"color-contrast": {"enabled": not forced}}
    result = page.evaluate("(options) => axe.run(options)", OPTIONS | {"rules": rules})
    assert len(result["passes"]) > 15, "axe har inte prövat sidan"
    return [
        f"{each['id']}: {node['target']} {node['failureSummary']}"
        for each in result["violations"]
        for node in each["nodes"]
    ]

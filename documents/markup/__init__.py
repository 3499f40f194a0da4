"""The plain form in which a text is written and edited, with nothing lost on the way.

What the person types and sees:

    ## Rubrik               a heading (h3); ### is the one below it (h4)
    Ett stycke.             an empty line parts paragraphs, a new line breaks the line
    – en punkt              also -, •, * and other marks; two spaces further in is a level below
    1. första               also 1); a list begins with 1 and goes on with the number that follows
    **fet** *kursiv*        ***båda***
    [text](/adress/)        http, https, mailto and the site's own addresses
    | Region | Antal |      a table; a line | --- | --- | makes what stands above it headings,
    | # Norr | 3 |          # the heading of a row, and // between spaces a new line in a cell

A backslash takes the meaning from the sign after it: `\\*`, `1\\. januari`. `\\&` beside a star
stands for nothing; it lets emphasis begin or end inside a word (`sam\\&*verkan*`). What isn't
markup, or is only half of it, is text and shown as it was typed; so is HTML.

The *normal form* of a text is the small HTML that both directions agree on:

- Text stands in p, h3, h4, the items of lists and the cells of tables; runs of white space are one
  space, none stands at an end or beside a br. Two br or more part paragraphs. What is empty is
  left out, apart from cells.
- strong, em and a begin and end at a word, and nest by how far they reach; the white space between
  two words is emphasised when both are.
- An item begins with its text, not in a p; an item that has none gives what else it holds to the
  one before. Lists of points that meet are one list, numbered lists are not: the numbers would
  change. Lists nest nine levels deep; what is deeper stands in the ninth.
- Headings stand between blocks, in one line; one in an item or a cell is bold text there.
- A table has thead when it has headings of columns (also when its first row has no other cells, an
  empty corner aside), and th has scope. A cell holds lines; a list in it becomes lines.
- Links lead where `tree.address()` lets them; another is text.
"""

from . import plain, small_html


def to_html(markup: str) -> str:
    """What was typed, as small HTML in its normal form. Any text will do; none is refused."""
    return small_html.write(plain.read(markup))


def to_markup(html: str) -> str:
    """The text to edit. `to_html` makes the normal form of the same HTML of it."""
    return plain.write(small_html.read(html))


def normal(html: str) -> str:
    """The same text in its normal form, as said above; cleaned, if it wasn't."""
    return small_html.write(small_html.read(html))

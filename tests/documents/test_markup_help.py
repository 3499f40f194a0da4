"""The help for those who write says what is true."""

from django.template.loader import render_to_string
from justhtml import JustHTML

from documents.markup import to_html, to_markup

# The example in the help, and what it becomes.
EXAMPLES = [
    "<p>Gruppen träffas fyra gånger om året.</p>\n<p>Ordföranden kallar till möten.<br>"
    "Kallelsen skickas två veckor före.</p>",
    "<ul><li>stödja regionernas arbete</li><li>sprida kunskap<ul><li>på konferenser</li>"
    "<li>på webbplatsen</li></ul></li></ul>",
    "<ol><li>Gruppen lämnar ett förslag.</li><li>Ledningen beslutar.</li></ol>",
    "<h3>Arbetssätt</h3>\n<h4>Möten</h4>",
    "<p>Gruppen <strong>ska</strong> lämna en rapport och <em>kan</em> föreslå mål.</p>",
    '<p>Läs om <a href="/organisation/">organisationen</a>, <a href="https://www.exempel.se/">en '
    'annan webbplats</a> eller <a href="mailto:stab@exempel.se">mejla staben</a>.</p>',
    '<table><thead><tr><th scope="col">När</th><th scope="col">Vad</th></tr></thead><tbody><tr>'
    '<th scope="row">Februari</th><td>Årsrapport</td></tr><tr><th scope="row">Oktober</th>'
    "<td>Handlingsplan<br>och budget</td></tr></tbody></table>",
    "<p>1. januari börjar uppdraget gälla.<br>– Välkomna! sade ordföranden.<br>* Gäller inte "
    "alla.</p>",
]


def test_every_example_in_the_help_becomes_what_it_says():
    help_text = JustHTML(
        render_to_string("documents/_markup_help.html"), fragment=True, sanitize=False
    )
    shown = [each.to_text(strip=False) for each in help_text.query("pre")]
    assert [to_html(example) for example in shown] == EXAMPLES
    assert [to_markup(html) for html in EXAMPLES] == shown

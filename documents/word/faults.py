"""What keeps a Word file from being read, in Swedish sentences that say the remedy."""

from collections.abc import Iterable

from organisation.rules import Finding, Severity

SAVE_AGAIN = "Öppna den i Word, spara den som Word-dokument (.docx) och försök igen."
# By the code that the checks give: the code of the finding, and its sentence.
SENTENCES = {
    "empty": ("word-empty", "Filen är tom. Välj rätt fil, eller spara den på nytt i Word."),
    "large": (
        "word-too-large",
        "Filen är {size} MB. En Word-fil får vara högst {most} MB. Ta bort eller komprimera dess "
        "bilder: de följer ändå inte med.",
    ),
    "file_name": (
        "word-file-name",
        "Filens namn går inte att använda: det är tomt, för långt eller har tecken som inte hör "
        "till ett filnamn. Byt namn på filen och försök igen.",
    ),
    "ending": (
        "word-file-name",
        "Filens namn slutar inte på .docx. Är det ett Word-dokument: spara det som Word-dokument "
        "(.docx) i Word. Annars: välj en annan fil.",
    ),
    "other": ("word-not-word", f"Filen är inte ett Word-dokument (.docx). {SAVE_AGAIN}"),
    "pdf": (
        "word-not-word",
        "Filen är en PDF, inte ett Word-dokument. Välj Word-filen som PDF:en är gjord av, eller "
        "öppna PDF:en i Word och spara den som Word-dokument (.docx).",
    ),
    "rtf": ("word-not-word", f"Filen är i formatet RTF. {SAVE_AGAIN}"),
    "zip": (
        "word-not-word",
        "Filen är ett zip-paket som inte är ett Word-dokument. Packa upp det, öppna dokumentet i "
        "Word och spara det som Word-dokument (.docx).",
    ),
    "opendocument": ("word-not-word", f"Filen är i formatet OpenDocument. {SAVE_AGAIN}"),
    "excel": (
        "word-not-word",
        "Filen är en Excel-bok. Kopiera texten till ett Word-dokument och spara det (.docx).",
    ),
    "powerpoint": (
        "word-not-word",
        "Filen är en PowerPoint-presentation. Kopiera texten till ett Word-dokument och spara det "
        "(.docx).",
    ),
    "old": ("word-old", f"Filen är i ett äldre format (.doc). {SAVE_AGAIN}"),
    "encrypted": (
        "word-encrypted",
        "Filen är skyddad med lösenord. Ta bort lösenordet i Word (Arkiv, Info, Skydda dokument, "
        "Kryptera med lösenord) och spara den igen.",
    ),
    "broken": ("word-broken", f"Filen är trasig eller inte hel. {SAVE_AGAIN}"),
    "macros": (
        "word-macros",
        "Filen innehåller makron. Öppna den i Word och spara den som Word-dokument utan makron "
        "(.docx).",
    ),
    "template": (
        "word-template",
        "Filen är en mall (.dotx). Gör ett dokument av mallen i Word och spara det (.docx).",
    ),
    "attached": (
        "word-attached-template",
        "Filen hämtar en mall utanför sig själv. Öppna den i Word, välj Utvecklare, Dokumentmall, "
        "skriv Normal som mall i stället och spara igen.",
    ),
    "external": (
        "word-external",
        "Filen hämtar något utanför sig själv: ”{target}”. Bryt länken i Word (Arkiv, Info, "
        "Redigera länkar till filer), eller ta bort det som är länkat, och spara igen.",
    ),
    "embedded": (
        "word-embedded",
        "Filen har inbäddade filer, till exempel ett kalkylblad, ett diagram eller ett formulär. "
        "Ta bort dem i Word, eller klistra in dem som bilder, och spara igen.",
    ),
    "doctype": (
        "word-doctype",
        f"Filen innehåller en dokumenttypsdefinition (DTD). Word gör inga sådana. {SAVE_AGAIN}",
    ),
    "bomb": (
        "word-bomb",
        f"Filen blir orimligt stor när den packas upp, och läses därför inte. {SAVE_AGAIN}",
    ),
    "parts": ("word-bomb", f"Filen är packad av orimligt många delar. {SAVE_AGAIN}"),
    "names": (
        "word-names",
        f"Filens delar har namn som inte får finnas i ett Word-dokument. {SAVE_AGAIN}",
    ),
    "deep": (
        "word-too-deep",
        "Filen har för mycket inuti varandra, till exempel tabeller i tabeller. Lägg det efter "
        "varandra i Word och spara igen.",
    ),
    "long": (
        "word-too-long",
        "Texten är längre än {most}. Dela den i flera dokument.",
    ),
    "late": (
        "word-time",
        "Filen blev inte läst på {seconds} sekunder. Försök igen om en stund. Går det inte då "
        "heller är den för stor: dela den i flera dokument.",
    ),
    "memory": (
        "word-memory",
        "Filen kräver mer minne än de {megabytes} MB som den får. Dela den i flera dokument, eller "
        "gör dess tabeller mindre.",
    ),
    "failed": (
        "word-failed",
        f"Filen gick inte att läsa. {SAVE_AGAIN} Går det inte då heller: tala med den som sköter "
        "webbplatsen.",
    ),
    "no_text": ("word-no-text", "Dokumentet har ingen text. Skriv en, eller välj en annan fil."),
    "identity": (
        "word-identity-number",
        "Det står ett personnummer i {where}. Ta bort det i Word, spara och läs in filen igen.",
    ),
}


class WordError(Exception):
    """The file can't be read; `findings` say in Swedish what is wrong and what to do."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings = list(findings)
        super().__init__(" ".join(each.message for each in self.findings))


def finding(code: str, **told: object) -> Finding:
    """What is wrong, by the code of a check and what its sentence tells besides."""
    stable, sentence = SENTENCES[code]
    return Finding(stable, Severity.ERROR, sentence.format(**told))


def error(code: str, **told: object) -> WordError:
    """The error of one such finding."""
    return WordError([finding(code, **told)])

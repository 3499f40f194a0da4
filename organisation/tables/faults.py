"""What keeps a file or a cell of it from being read, in Swedish sentences that say the remedy."""

from organisation.rules import Finding, Severity

SAVE_AGAIN = "Öppna den i Excel, spara den som Excel-arbetsbok (.xlsx) och försök igen."
AS_CSV = "Öppna den i Excel och spara den som Excel-arbetsbok (.xlsx) eller som CSV UTF-8."
SENTENCES = {
    "empty": "Filen är tom. Välj en annan fil, eller spara den på nytt.",
    "large": "Filen är {size} MB. Den får vara högst {most} MB. Dela den i flera filer.",
    "file_name": "Filens namn går inte att använda: det är tomt, för långt eller har tecken som "
    "inte hör till ett filnamn. Byt namn på filen och försök igen.",
    "name_identity": "Filens namn har ett personnummer. Byt namn på filen och försök igen: det får "
    "inte finnas i portalen.",
    "other": f"Filen är inte en Excel-fil eller CSV. {SAVE_AGAIN}",
    "zip": f"Filen är inte en Excel-fil. {SAVE_AGAIN}",
    "pdf": "Filen är en PDF. Välj Excel-filen eller CSV-filen som den är gjord av.",
    "old": f"Filen är i ett äldre format (.xls). {SAVE_AGAIN}",
    "binary": f"Filen är i formatet .xlsb. {SAVE_AGAIN}",
    "opendocument": f"Filen är i formatet OpenDocument. {SAVE_AGAIN}",
    "encrypted": "Filen är skyddad med lösenord. Ta bort lösenordet i Excel (Arkiv, Info, Skydda "
    "arbetsbok, Kryptera med lösenord) och spara den igen.",
    "broken": f"Filen är trasig eller inte hel. {SAVE_AGAIN}",
    "names": f"Filens delar har namn som inte får finnas i en Excel-fil. {SAVE_AGAIN}",
    "macros": "Filen innehåller makron. Öppna den i Excel och spara den som Excel-arbetsbok utan "
    "makron (.xlsx).",
    "external": "Filen hämtar något utanför sig själv. Bryt länken i Excel (Data, Redigera länkar, "
    "eller Frågor och anslutningar) och spara igen.",
    "doctype": f"Filen innehåller en dokumenttypsdefinition (DTD). Excel gör inga sådana. "
    f"{SAVE_AGAIN}",
    "bomb": f"Filen blir orimligt stor när den packas upp, och läses därför inte. {SAVE_AGAIN}",
    "parts": f"Filen är packad av orimligt många delar. {SAVE_AGAIN}",
    "late": "Filen blev inte läst på {seconds} sekunder. Försök igen om en stund. Går det inte då "
    "heller är den för stor: dela den i flera filer.",
    "memory": "Filen kräver mer minne än de {megabytes} MB som den får. Dela den i flera filer.",
    "failed": f"Filen gick inte att läsa. {SAVE_AGAIN}",
    "encoding": f"Det går inte att se hur filens å, ä och ö är skrivna. {AS_CSV}",
    "quote": "Rad {row} har ett citattecken som inte hör ihop med något annat. Ta bort det, eller "
    "avsluta citatet, och spara filen igen.",
    "no_headings": "Filen har ingen rubrikrad. Skriv kolumnernas namn på första raden.",
    "no_rows": "Filen har inga rader under rubrikraden. Skriv minst en rad.",
    "rows": "Filen har fler än {most} rader. Dela den i flera filer med högst så många rader var.",
    "columns": "Filen har fler än {most} kolumner. Ta bort dem som inte behövs.",
}
# Of a cell: what is said where it stands.
CELLS = {
    "formula": "Cellen har en formel, och formler räknas inte ut här. Skriv värdet i stället (i "
    "Excel: kopiera, Klistra in special, Värden).",
    "excel_error": "Cellen visar ett fel ({text}) i Excel. Skriv värdet i stället.",
    "control": "Cellen innehåller styrtecken som inte syns. Skriv om den för hand.",
    "huge": "Cellen har fler än 2 000 tecken. Korta den.",
    "identity": "Cellen har ett personnummer. Ta bort det: det får inte finnas i portalen.",
    "surplus": "Raden har fler celler än rubrikraden. Stämmer skiljetecknen? Ta bort det som är "
    "för mycket, eller sätt texten inom citattecken.",
}


class TableError(Exception):
    """The file can't be read; the message says in Swedish what is wrong and what to do."""

    def __init__(self, code: str, **told: object) -> None:
        self.code = code
        super().__init__(SENTENCES.get(code, SENTENCES["failed"]).format(**told))


def cell_fault(code: str, column: int, **told: object) -> Finding:
    """What is wrong with a cell; its subject is the number of its column, from 0."""
    return Finding(f"cell-{code}", Severity.ERROR, CELLS[code].format(**told), str(column))

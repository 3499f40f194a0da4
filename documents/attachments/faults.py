"""Why a file isn't taken, in Swedish sentences that say the remedy."""

from organisation.rules import Finding, Severity

SAVE_AGAIN = "Öppna den i det program som den är gjord i, spara den på nytt och försök igen."
AS_PDF = "Spara den som PDF i det program som den är gjord i."
ALLOWED = "PDF (.pdf), Word (.docx) eller Excel (.xlsx)"
SENTENCES = {
    "empty": "Filen är tom. Välj en annan fil, eller spara den på nytt.",
    "large": "Filen är {size} MB. Den får vara högst {most} MB. Gör bilderna mindre, eller dela "
    "den i flera filer.",
    "file_name": "Filens namn går inte att använda: det är tomt, för långt eller har tecken som "
    "inte hör till ett filnamn. Byt namn på filen och försök igen.",
    "name_identity": "Filens namn har ett personnummer. Byt namn på filen och försök igen: "
    "personnummer får inte finnas i portalen.",
    "other": f"Filen är inte av ett slag som kan läggas till. Välj en fil i {ALLOWED}. Heter den "
    "så redan är den något annat än namnet säger: spara den på nytt.",
    "ending": "Filens namn slutar inte på {ending}, som hör till det som filen är ({label}). Byt "
    "namn på filen och försök igen.",
    "old": f"Filen är i ett äldre format (.doc, .xls eller .ppt). Spara den som {ALLOWED}.",
    "rtf": f"Filen är i formatet RTF. Spara den som {ALLOWED}.",
    "zip": "Filen är ett zip-paket som inte är ett Word-dokument eller en Excel-bok. Packa upp det "
    "och lägg till filerna en för en.",
    "opendocument": f"Filen är i formatet OpenDocument. {AS_PDF}",
    "powerpoint": f"Filen är en PowerPoint-presentation. {AS_PDF}",
    "excel": f"Filen går inte att läsa som en Excel-bok. {SAVE_AGAIN}",
    "binary": "Filen är i formatet .xlsb. Spara den som Excel-arbetsbok (.xlsx).",
    "template": "Filen är en mall. Gör ett dokument av mallen och spara det (.docx).",
    "encrypted": "Filen är låst med lösenord eller skyddad mot ändringar. Ta bort skyddet och "
    "spara den igen: den som läser med hjälpmedel kommer annars inte åt texten.",
    "broken": f"Filen är trasig eller inte hel. {SAVE_AGAIN}",
    "no_pages": f"Filen har inga sidor. {SAVE_AGAIN}",
    "script": "Filen innehåller ett skript, alltså ett program som körs när den läses. "
    "Spara eller skriv ut den som PDF på nytt, utan skript.",
    "action": "Filen är gjord för att starta eller öppna något annat, eller för att skicka det som "
    "fylls i. Ta bort det i det program som den är gjord i och spara den igen.",
    "macros": "Filen innehåller makron. Spara den utan makron (.docx eller .xlsx).",
    "attached": "Filen hämtar en mall utanför sig själv. Öppna den i Word, välj Utvecklare, "
    "Dokumentmall, skriv Normal som mall i stället och spara igen.",
    "external": "Filen hämtar något utanför sig själv, till exempel en länkad bild eller data. "
    "Bryt länken (Arkiv, Info, Redigera länkar till filer, eller Data, Redigera länkar) och spara "
    "igen.",
    "embedded": "Filen har andra filer, film eller ljud i sig. Ta bort dem och spara filen igen. "
    "Lägg till filer som behövs en för en.",
    "doctype": f"Filen innehåller en dokumenttypsdefinition (DTD). Word och Excel gör inga sådana. "
    f"{SAVE_AGAIN}",
    "bomb": f"Filen blir orimligt stor när den packas upp. {SAVE_AGAIN}",
    "parts": f"Filen är packad av orimligt många delar. {SAVE_AGAIN}",
    "names": f"Filens delar har namn som inte får finnas i en sådan fil. {SAVE_AGAIN}",
    "deep": f"Filen har för mycket inuti varandra. {SAVE_AGAIN}",
    "long": "Filen är för omfattande att gå igenom. Dela den i flera filer.",
    "late": "Filen blev inte genomgången på {seconds} sekunder. Försök igen om en stund. Går det "
    "inte då heller är den för stor: dela den i flera filer.",
    "memory": "Filen kräver mer minne än de {megabytes} MB som den får. Dela den i flera filer.",
    "failed": f"Filen gick inte att läsa. {SAVE_AGAIN} Går det inte då heller: tala med den som "
    "sköter webbplatsen.",
    "identity": "Det står ett personnummer i filen ({where}). Ta bort det, spara filen och försök "
    "igen: personnummer får inte finnas i portalen.",
    "unreachable": "Filen går inte att spara just nu. Inget är sparat. Försök igen om en stund. "
    "Går det inte då heller: tala med den som sköter webbplatsen.",
    "virus": "Virusskyddet känner igen filen som skadlig ({found}). Den är inte sparad. Tala med "
    "den som sköter din dator.",
    "full": "Filen gick inte att spara, eftersom det är fullt där filer förvaras. Inget är "
    "ändrat. Tala med den som sköter webbplatsen.",
}


class Unreachable(OSError):
    """Where the files lie doesn't answer, or refuses what is asked of it."""


class UploadError(Exception):
    """A file isn't taken; `findings` say in Swedish what is wrong and what to do."""

    def __init__(self, code: str, **told: object) -> None:
        self.code = code
        self.findings = [Finding(code, Severity.ERROR, SENTENCES[code].format(**told), "file")]
        super().__init__(self.findings[0].message)

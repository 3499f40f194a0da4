"""Where a table is chosen or pasted, and which of its columns is which."""

from collections.abc import Iterable, Sequence
from itertools import islice

from django import forms

from organisation.fields import field
from organisation.models import TableUpload
from organisation.tables import MOST_BYTES, MOST_ROWS, Column

NO_COLUMN = "-"
LIMITS = f"Högst {MOST_ROWS:,} rader och {MOST_BYTES // 2**20} MB.".replace(",", " ")
LARGE = f"större än {MOST_BYTES // 2**20} MB"


def _file(*, required: bool = True):
    return field(
        forms.FileField,
        "Fil (.xlsx eller .csv)",
        "Välj en fil." if required else "",
        help_text=LIMITS,
        widget=forms.FileInput,
        attrs={"accept": ".xlsx,.csv,.txt"},
        errors={
            "empty": "Filen är tom. Välj en annan fil.",
            "missing": "Välj en fil.",
            "invalid": "Filen kom inte fram. Välj den igen.",
        },
    )


class FileForm(forms.Form):
    """A file with a table."""

    file = _file()

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file and file.size > MOST_BYTES:
            raise forms.ValidationError(f"Filen är {LARGE}. Dela den i flera filer.")
        return file

    @property
    def source(self) -> tuple[str, bytes, str]:
        """The field that holds the table, its content, and what it's called."""
        file = self.cleaned_data["file"]
        return "file", file.read(), file.name


class FileOrPastedForm(FileForm):
    """A file with a table, or its rows pasted from a spreadsheet."""

    PASTED = "Inklistrade rader"

    pasted = field(
        forms.CharField,
        "Eller klistra in rader",
        widget=forms.Textarea,
        attrs={"rows": 8},
        help_text="Markera raderna i kalkylbladet, med raden som har kolumnernas namn, kopiera dem "
        "och klistra in dem här.",
    )
    file = _file(required=False)

    field_order = ("file", "pasted")

    def clean_pasted(self) -> str:
        text = self.cleaned_data["pasted"]
        if len(text.encode()) > MOST_BYTES:
            raise forms.ValidationError(f"Texten är {LARGE}. Klistra in den i flera delar.")
        return text

    def clean(self):
        cleaned = super().clean()
        if not self.errors and bool(cleaned.get("file")) == bool(cleaned.get("pasted")):
            both = cleaned.get("file")
            message = (
                "Välj en fil eller klistra in rader, inte båda. Filen måste väljas igen."
                if both
                else "Välj en fil, eller klistra in rader i rutan nedanför."
            )
            self.add_error("file", message)
        return cleaned

    @property
    def source(self) -> tuple[str, bytes, str]:
        if pasted := self.cleaned_data["pasted"]:
            return "pasted", pasted.encode(), self.PASTED
        return super().source


class ColumnsForm(forms.Form):
    """Which column of the table is which of those asked for."""

    def __init__(self, *args, headings: Sequence[str], columns: Sequence[Column], **kwargs):
        super().__init__(*args, **kwargs)
        self.columns = columns
        choices = [(NO_COLUMN, "Finns inte i filen")]
        choices += [
            (str(number), heading or f"Kolumn {number + 1} (utan rubrik)")
            for number, heading in enumerate(headings)
        ]
        for column in columns:
            self.fields[column.name] = field(
                forms.ChoiceField,
                column.label,
                "Välj en kolumn.",
                choices=choices,
                help_text=column.help,
                widget=forms.Select,
                errors={"invalid_choice": "Välj en av kolumnerna i listan."},
            )

    def clean(self):
        cleaned = super().clean()
        taken: dict[str, str] = {}
        for column in self.columns:
            value = cleaned.get(column.name)
            if value == NO_COLUMN and column.required:
                self.add_error(
                    column.name, f"{column.label} måste finnas. Välj vilken kolumn det är."
                )
            elif value not in (None, NO_COLUMN):
                if value in taken:
                    self.add_error(
                        column.name,
                        f"Kolumnen är redan vald som {taken[value]}. Välj en annan på ett av "
                        "ställena.",
                    )
                taken.setdefault(value, column.label)
        return cleaned

    @property
    def at(self) -> dict[str, int]:
        return {name: int(value) for name, value in self.cleaned_data.items() if value != NO_COLUMN}


def sample_of(kept: TableUpload) -> list[tuple[str, str]]:
    """Each heading of a table, and the first things that stand below it."""
    return [
        (heading, _beginning(row[1][number] for row in kept.rows))
        for number, heading in enumerate(kept.headings)
    ]


def _beginning(cells: Iterable[str]) -> str:
    first = dict.fromkeys(islice((each[:40] for each in cells if each), 3))
    return "; ".join(first)

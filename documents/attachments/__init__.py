"""Files that go with an edition: checked before they come in, kept by what they hold.

Which kinds there are stands in `kinds`; `check_upload()` (`checking`) asks a program of its own
(`reader.py`, `readers/`) what a file is and holds; `accessibility` says what is found wanting;
`shelf` keeps the files and `scanning` asks a virus scanner. No model and no view here.
"""

from .checking import MOST_MEGABYTES, Checked, check_upload
from .faults import UploadError

__all__ = ["MOST_MEGABYTES", "Checked", "UploadError", "check_upload"]

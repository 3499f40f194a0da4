"""Why a form of the administration isn't saved."""


class Refused(Exception):
    """Nothing may be saved; the form says why. Undoes what was written."""

#!/usr/bin/env python
import os
import sys

from django.core.management import execute_from_command_line

from portal.embedded_system import EmbeddedDatabaseError
from portal.env import SettingError


def main():
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
    try:
        if sys.argv[1:2] == ["demo"]:
            # The demo needs no environment of its own; what it assumes must be set before the
            # settings are read.
            from portal.demo import prepare_environment

            prepare_environment(sys.argv[2:])
        execute_from_command_line(sys.argv)
    except (EmbeddedDatabaseError, SettingError) as error:
        sys.exit(f"Fel: {error}")


if __name__ == "__main__":
    main()

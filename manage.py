#!/usr/bin/env python
"""Django's command line for the portal."""

import os
import sys

from django.core.management import execute_from_command_line

from zibo_youth.embedded.servers import running_demo

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zibo_youth.settings.dev")
    if os.environ["DJANGO_SETTINGS_MODULE"].endswith(".dev") and not os.environ.get("DATABASE_URL"):
        os.environ.update(running_demo())
    execute_from_command_line(sys.argv)

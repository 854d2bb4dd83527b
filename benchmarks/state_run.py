"""Prints the hidden fields of whole journeys, as the portal seals them: run beside a portal, in its environment.

A journey is filed once, so whoever sends many needs many; walking through each would measure the questions.
"""

import json
import sys

import django

django.setup()

from dataclasses import replace  # noqa: E402 - after the settings

from complaints.forms.tip import TIP  # noqa: E402
from complaints.views.filled import Filled  # noqa: E402


def main() -> None:
    """Reads `count` and `answers`, prints a list."""
    given = json.load(sys.stdin)
    seen = tuple(step.slug for step in TIP.asked(given["answers"]))
    states = [replace(Filled.begun(given["answers"]), seen=seen).sealed(TIP.door) for _ in range(given["count"])]
    sys.stdout.write(json.dumps(states) + "\n")


if __name__ == "__main__":
    main()

"""The base of the contract's commands: plain words, or one JSON object with --json."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError


class Refused(Exception):
    """The command declines; the message is Chinese and says what to do, the payload goes into the JSON."""

    def __init__(self, message: str, **payload: Any) -> None:
        super().__init__(message)
        self.message = message
        self.payload = payload


class PortalCommand(BaseCommand):
    """Subclasses implement `run` and, for people, `describe`; when refused, exit code 1."""

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> Any:
        """Adds --json to every command of the contract."""
        parser = super().create_parser(prog_name, subcommand, **kwargs)
        parser.add_argument("--json", action="store_true", help="print one JSON object on standard output")
        return parser

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Nothing by default."""

    def handle(self, *args: Any, **options: Any) -> None:
        """Runs, prints, and turns a refusal into exit code 1."""
        as_json = options.pop("json")
        try:
            result = self.run(**options)
        except Refused as refusal:
            if as_json:
                self._print({"refused_because": refusal.message, **refusal.payload})
            raise CommandError(refusal.message) from refusal
        if as_json:
            self._print(result)
        else:
            self.stdout.write(self.describe(result))

    def run(self, **options: Any) -> dict[str, Any]:
        """The command itself; answers what --json prints."""
        raise NotImplementedError

    def describe(self, result: dict[str, Any]) -> str:
        """The result in plain words; by default its JSON."""
        return json.dumps(result, ensure_ascii=False, indent=1, default=str)

    def _print(self, payload: dict[str, Any]) -> None:
        self.stdout.write(json.dumps(payload, ensure_ascii=False, default=str))

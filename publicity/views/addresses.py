"""One address for one page: the same question is always written in the same order, without what goes without saying."""

from urllib.parse import urlencode

from django.urls import reverse


def address(name: str, **values: str | None) -> str:
    """The route with the values that are given, in their order."""
    given = {key: value for key, value in values.items() if value}
    return f"{reverse(f'publicity:{name}')}?{urlencode(given)}" if given else reverse(f"publicity:{name}")

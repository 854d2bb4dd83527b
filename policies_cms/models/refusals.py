"""What four eyes forbid, with the reason for whoever pressed the button (policies_cms.middleware shows it)."""

from django.db.models import Model


class Refused(Exception):
    """Nothing was changed; `about` is the page or file that it was about, the words say why."""

    def __init__(self, about: Model, why: str) -> None:
        super().__init__(why)
        self.about = about

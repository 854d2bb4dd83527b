"""The editor's form of a policy: sensible values to begin with, and a number that stays."""

from typing import Any

from django import forms
from wagtail.admin.forms import WagtailAdminPageForm

from county.models.settings import CountySettings
from county.today import today
from policies_cms.models.numbers import IndexNumber


class PolicyForm(WagtailAdminPageForm):
    """A new document is of today and of the county's own bureau until somebody says otherwise."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk is None:
            for name in ("date_published", "effective_on"):
                self.initial[name] = self.initial.get(name) or today()
            self.initial["issuing_body"] = self.initial.get("issuing_body") or CountySettings.load().organiser
        elif IndexNumber.objects.of(self.instance.pk):
            field: forms.Field | None = self.fields.get("index_number")
            if field:
                field.disabled = True

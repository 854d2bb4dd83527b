"""The editor's form of a policy: sensible values to begin with, a number that stays, and files that stay."""

from typing import Any

from django import forms
from wagtail.admin.forms import WagtailAdminPageForm

from county.models.settings import CountySettings
from county.today import today
from policies_cms.models.attachments import fault_of_files
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

    def clean(self) -> dict[str, Any]:
        """Says at once what would be refused at the approval: the lines of the files are no field of the page."""
        cleaned: dict[str, Any] = super().clean()
        lines = self.formsets.get("attachments")
        if lines is not None and lines.is_valid():
            kept = [form.cleaned_data for form in lines.forms if form not in lines.deleted_forms]
            documents = [line["document"].pk for line in kept if line.get("document")]
            if fault := fault_of_files(self.instance.pk, documents):
                self.add_error(None, fault)
        return cleaned

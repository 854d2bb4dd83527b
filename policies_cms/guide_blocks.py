"""The parts of a guide: figures, materials with forms, steps with branches, limits, each a block an editor fills in."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.snippets.blocks import SnippetChooserBlock

from policies_cms.figures import FigureKey


class MaterialBlock(blocks.StructBlock):
    """One thing to bring, with the form to fill in where there is one."""

    name = blocks.CharBlock(label=_("What to bring"), max_length=120)
    note = blocks.CharBlock(label=_("Note"), max_length=200, required=False)
    form = SnippetChooserBlock(
        "policies_cms.PaperForm",
        label=_("Form to fill in"),
        required=False,
        help_text=_("The page always offers the version in use; earlier ones stay reachable."),
    )

    class Meta:
        label = _("Material")
        icon = "doc-full"


class FigureBlock(blocks.StructBlock):
    """A figure that comes from the county's standards and settings: nobody types it."""

    figure = blocks.ChoiceBlock(choices=FigureKey.choices, label=_("Figure"))
    note = blocks.CharBlock(label=_("Note"), max_length=200, required=False)

    class Meta:
        label = _("Figure")
        icon = "table"


class BranchBlock(blocks.StructBlock):
    """What leads away from the main line of steps."""

    answer = blocks.CharBlock(label=_("If so"), max_length=30, help_text=_("Such as: refused."))
    then = blocks.CharBlock(label=_("then"), max_length=100)
    back_to = blocks.IntegerBlock(
        label=_("goes back to step number"), required=False, min_value=1, max_value=20, help_text=_("Or empty.")
    )

    class Meta:
        label = _("Branch")
        icon = "arrow-right"


class TimeBlock(blocks.StructBlock):
    """A time limit: a figure of the county's, or words of one's own."""

    figure = blocks.ChoiceBlock(
        choices=FigureKey.choices,
        label=_("Time limit from the settings"),
        required=False,
        help_text=_("Choose where it stands there: the page then follows each change."),
    )
    limit = blocks.CharBlock(
        label=_("Time limit"), max_length=60, required=False, help_text=_("Only where no figure is chosen.")
    )

    def clean(self, value: Any) -> Any:
        """One of the two, not both: they could contradict each other."""
        cleaned = super().clean(value)
        if cleaned.get("figure") and cleaned.get("limit"):
            raise blocks.StructBlockValidationError(
                {"limit": ValidationError(_("Leave this empty: the figure chosen above is shown."))}
            )
        return cleaned


class StepBlock(TimeBlock):
    """One step of a procedure: who does what, how long it takes, and what may branch off."""

    title = blocks.CharBlock(label=_("Step"), max_length=60)
    who = blocks.CharBlock(label=_("Who acts"), max_length=60, required=False)
    text = blocks.TextBlock(label=_("What happens"))
    branches = blocks.ListBlock(
        BranchBlock(),
        label=_("What branches off"),
        default=[],
        max_num=4,
        help_text=_("Where the step can end in more than one way; shown in the flow chart."),
    )
    onward = blocks.CharBlock(
        label=_("What leads to the next step"),
        max_length=30,
        required=False,
        help_text=_("Only where something branches off, such as: agreed."),
    )

    class Meta:
        label = _("Step")
        icon = "list-ol"
        form_layout = ["title", "who", "figure", "limit", "text", "branches", "onward"]


class LimitBlock(TimeBlock):
    """One time limit with the document that sets it."""

    what = blocks.CharBlock(label=_("For what"), max_length=120)
    source = blocks.CharBlock(
        label=_("Document that sets it"),
        max_length=120,
        required=False,
        help_text=_("Empty for the document that belongs to the figure."),
    )

    class Meta:
        label = _("Time limit")
        icon = "time"
        form_layout = ["what", "figure", "limit", "source"]

    def clean(self, value: Any) -> Any:
        """A limit without any number would tell nobody anything."""
        cleaned = super().clean(value)
        if not cleaned.get("figure") and not cleaned.get("limit"):
            raise blocks.StructBlockValidationError(
                {"limit": ValidationError(_("Choose a figure above or write the limit here."))}
            )
        return cleaned

"""The building blocks of pages: few, plain and safe to print."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.contrib.table_block.blocks import TableBlock

TEXT_FEATURES = ["bold", "ol", "ul", "link", "document-link"]
TABLE_OPTIONS = {"minSpareRows": 0, "startRows": 3, "startCols": 3, "contextMenu": True}


class BodyBlock(blocks.StreamBlock):
    """The text of a page: headings, paragraphs and tables."""

    heading = blocks.CharBlock(
        label=_("Heading"), icon="title", template="policies_cms/blocks/heading.html", max_length=120
    )
    text = blocks.RichTextBlock(
        label=_("Running text"), features=TEXT_FEATURES, template="policies_cms/blocks/text.html"
    )
    table = TableBlock(
        label=_("Table"),
        table_options=TABLE_OPTIONS,
        template="policies_cms/blocks/table.html",
        help_text=_("Give the table a caption and mark its heading row, so that it can be read aloud."),
    )


class MaterialBlock(blocks.StructBlock):
    """One thing to bring."""

    name = blocks.CharBlock(label=_("What to bring"), max_length=120)
    note = blocks.CharBlock(label=_("Note"), max_length=200, required=False)

    class Meta:
        label = _("Material")
        icon = "doc-full"


class StepBlock(blocks.StructBlock):
    """One step of a procedure: who does what and how long it takes."""

    title = blocks.CharBlock(label=_("Step"), max_length=60)
    who = blocks.CharBlock(label=_("Who acts"), max_length=60, required=False)
    limit = blocks.CharBlock(label=_("Time limit"), max_length=60, required=False)
    text = blocks.TextBlock(label=_("What happens"))

    class Meta:
        label = _("Step")
        icon = "list-ol"


class LimitBlock(blocks.StructBlock):
    """One time limit with the document that sets it."""

    what = blocks.CharBlock(label=_("For what"), max_length=120)
    limit = blocks.CharBlock(label=_("Time limit"), max_length=60)
    source = blocks.CharBlock(label=_("Document that sets it"), max_length=120, required=False)

    class Meta:
        label = _("Time limit")
        icon = "time"

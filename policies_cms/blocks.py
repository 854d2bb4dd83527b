"""The building blocks of pages: few, plain and safe to print."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.contrib.table_block.blocks import TableBlock
from wagtail.images.blocks import ImageBlock

TEXT_FEATURES = ["bold", "ol", "ul", "link", "document-link"]
TABLE_OPTIONS = {"minSpareRows": 0, "startRows": 3, "startCols": 3, "contextMenu": True}


class BodyBlock(blocks.StreamBlock):
    """The text of a page: headings, paragraphs and tables."""

    heading = blocks.CharBlock(
        label=_("Heading"), icon="title", template="policies_cms/blocks/heading.html", max_length=120
    )
    subheading = blocks.CharBlock(
        label=_("Subheading"), icon="title", template="policies_cms/blocks/subheading.html", max_length=120
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
    image = ImageBlock(
        label=_("Image"),
        template="policies_cms/blocks/image.html",
        help_text=_("Say in words what the image shows; mark it as decorative only when it says nothing."),
    )

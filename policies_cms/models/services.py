"""Where to go: the service windows of the townships, and what can be done at each (B8)."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.forms import CheckboxSelectMultiple
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField
from wagtail.search import index

from county.models.areas import Area
from policies_cms.blocks import TEXT_FEATURES
from policies_cms.domain.contacts import BadHours, BadPhone, HoursProblem, Phone, check_hours, names_account, phones
from policies_cms.models.base import PortalPage

HOURS_WRONG = {
    HoursProblem.NO_TIME: _("Write from when to when, such as 周一至周五 8:30–12:00，14:00–17:30."),
    HoursProblem.NO_SUCH_TIME: _("There is no such time of day; hours go to 24, minutes to 59."),
    HoursProblem.ENDS_BEFORE: _("A span of hours ends before it begins."),
    HoursProblem.OVERLAP: _("Two spans of the same days overlap; put a ； between hours of different days."),
}


class ServiceMatter(models.Model):
    """Something people come to do, such as applying for temporary assistance; the directory is filtered by it."""

    name = models.CharField(_("what people want to do"), max_length=60, unique=True)
    guide = models.ForeignKey(
        "policies_cms.GuidePage",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("guide"),
        help_text=_("What to bring and how long it takes."),
    )
    order = models.PositiveSmallIntegerField(_("order"), default=100)

    panels = [FieldPanel("name"), FieldPanel("guide"), FieldPanel("order")]

    class Meta:
        ordering = ["order", "name"]
        verbose_name = _("matter at the windows")
        verbose_name_plural = _("matters at the windows")

    def __str__(self) -> str:
        return self.name


class ServiceWindow(index.Indexed, ClusterableModel):
    """The one-stop window of a township, or of the county."""

    area = models.ForeignKey(
        Area,
        on_delete=models.PROTECT,
        related_name="service_windows",
        limit_choices_to={"kind__in": [Area.Kind.TOWNSHIP, Area.Kind.COUNTY]},
        verbose_name=_("area"),
    )
    name = models.CharField(_("name"), max_length=80)
    address = models.CharField(_("address"), max_length=160)
    hours = models.CharField(
        _("opening hours"), max_length=160, help_text=_("Such as 周一至周五 8:30–12:00，14:00–17:30（法定节假日除外）.")
    )
    phone = models.CharField(
        _("phone"), max_length=80, help_text=_("Numbers only, with area code; several separated by 、.")
    )
    matters = ParentalManyToManyField(ServiceMatter, blank=True, related_name="windows", verbose_name=_("matters"))
    offers = models.TextField(
        _("what else can be done here"), blank=True, help_text=_("One matter a line; what the list above lacks.")
    )
    note = models.CharField(_("note"), max_length=200, blank=True)

    search_fields = [
        index.SearchField("name"),
        index.SearchField("address"),
        index.SearchField("offers"),
        index.AutocompleteField("name"),
        index.RelatedFields("area", [index.SearchField("name")]),
        index.RelatedFields("matters", [index.SearchField("name")]),
    ]
    panels = [
        FieldPanel("area"),
        FieldPanel("name"),
        FieldPanel("address"),
        FieldPanel("phone"),
        FieldPanel("hours"),
        FieldPanel("matters", widget=CheckboxSelectMultiple),
        FieldPanel("offers"),
        FieldPanel("note"),
    ]

    class Meta:
        ordering = ["area__code", "name"]
        verbose_name = _("service window")
        verbose_name_plural = _("service windows")
        constraints = [models.UniqueConstraint(fields=["area", "name"], name="one_window_per_name_and_area")]

    def __str__(self) -> str:
        return self.name

    @property
    def anchor(self) -> str:
        """The id of this window on the services page."""
        return f"window-{self.pk}"

    @property
    def phones(self) -> tuple[Phone, ...]:
        """Each number with what a `tel:` link takes; a number that can't be read is shown as it is."""
        try:
            return phones(self.phone)
        except BadPhone:
            return (Phone(self.phone, "".join(sign for sign in self.phone if sign.isdigit() or sign == "+")),)

    @property
    def offer_lines(self) -> list[str]:
        """Everything that can be done here, one matter each: for excerpts and search."""
        return [*(matter.name for matter in self.matters.all()), *self.other_lines]

    @property
    def other_lines(self) -> list[str]:
        """What can be done here beside the matters, one each."""
        return [line.strip() for line in self.offers.splitlines() if line.strip()]

    def clean(self) -> None:
        """A phone that can't be dialled and hours that nobody keeps send people on a way for nothing.

        Nobody pays at a window: a number that looks like an account's is refused wherever it stands.
        """
        super().clean()
        account = _("No account or card number belongs here: nobody pays for an application.")
        wrong: dict[str, Any] = {
            name: account for name in ("name", "address", "offers", "note") if names_account(getattr(self, name))
        }
        try:
            if not phones(self.phone):
                wrong["phone"] = _("Write a number that can be dialled.")
        except BadPhone as error:
            wrong["phone"] = _("“%(number)s” can't be dialled: write the digits with the area code, no names.") % {
                "number": error.args[0]
            }
        try:
            check_hours(self.hours)
        except BadHours as error:
            wrong["hours"] = HOURS_WRONG[error.args[0]]
        if wrong:
            raise ValidationError(wrong)


class ServiceIndexPage(PortalPage):
    """The windows of all townships on one page, filtered by township and by what one wants to do."""

    introduction = RichTextField(_("introduction"), features=TEXT_FEATURES, blank=True)

    text_fields = ("introduction",)
    search_fields = [*PortalPage.search_fields, index.SearchField("introduction")]
    content_panels = [*PortalPage.content_panels, FieldPanel("introduction")]
    parent_page_types = ["policies_cms.HomePage"]
    subpage_types: list[str] = []
    max_count = 1

    class Meta:
        verbose_name = _("services page")
        verbose_name_plural = _("services pages")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Adds the windows that the filter leaves, with their areas, and what can be chosen."""
        context = super().get_context(request, *args, **kwargs)
        windows = ServiceWindow.objects.select_related("area").prefetch_related("matters__guide")
        areas = list(Area.objects.filter(service_windows__isnull=False).distinct())
        matters = list(ServiceMatter.objects.filter(windows__isnull=False).distinct())
        area = next((one for one in areas if one.pk == request.GET.get("township")), None)
        matter = next((one for one in matters if str(one.pk) == request.GET.get("matter")), None)
        if area:
            windows = windows.filter(area=area)
        if matter:
            windows = windows.filter(matters=matter)
        return context | {"windows": windows, "areas": areas, "matters": matters, "area": area, "matter": matter}

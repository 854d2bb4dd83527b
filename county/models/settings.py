"""What a county decides for itself, edited in the admin, with safe defaults."""

from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting


@register_setting(icon="cog")
class CountySettings(BaseGenericSetting):
    """One county's names, phones and publicity rules."""

    class DayUnit(models.TextChoices):
        CALENDAR = "calendar", _("calendar days")
        WORKING = "working", _("working days")

    class Publisher(models.TextChoices):
        COUNTY = "county", _("the county")
        TOWNSHIP = "township", _("the township")

    county_name = models.CharField(_("county"), max_length=40, default="明安县")
    organiser = models.CharField(_("organiser"), max_length=60, default="明安县民政局")
    supervision_phone = models.CharField(_("supervision phone"), max_length=40, blank=True, default="0599-123-4567")
    hotline = models.CharField(_("government hotline"), max_length=40, default="12345")
    discipline_hotline = models.CharField(_("discipline hotline"), max_length=40, default="12388")
    objection_address = models.CharField(
        _("where objections are taken in person"), max_length=200, default="各乡镇（街道）民政办公室"
    )
    discipline_address = models.CharField(
        _("address of discipline inspection"), max_length=200, default="明安县纪委监委信访室"
    )
    seal_holder_text = models.CharField(
        _("whose seal the paper carries"), max_length=120, default="纸质公示加盖乡镇人民政府（街道办事处）公章"
    )
    record_number = models.CharField(_("site identification number"), max_length=60, blank=True)
    # 菏区政办发〔2022〕23号 and 运民发〔2023〕50号 四（五）: seven days; the national directory counts working days.
    proposed_days = models.PositiveSmallIntegerField(_("days a proposed list is open"), default=7)
    proposed_unit = models.CharField(_("counted in"), max_length=10, choices=DayUnit, default=DayUnit.CALENDAR)
    # 石大政办发〔2020〕15号 五（二）2: rosters of the next month by the 25th.
    roster_day = models.PositiveSmallIntegerField(_("rosters are due by the day of the month"), default=25)
    publish_day = models.PositiveSmallIntegerField(_("lists are due by the day of the month"), default=25)
    # 菏区政办发〔2022〕23号 三（四）: paid by the 28th.
    pay_day = models.PositiveSmallIntegerField(_("paid by the day of the month"), default=28)
    query_enabled = models.BooleanField(_("query by name on the web"), default=True)
    # How many questions all readers together may ask: docs/decisions/0028.
    query_village_hour = models.PositiveSmallIntegerField(
        _("questions about one village in an hour"), default=60, validators=[MinValueValidator(10)]
    )
    query_county_hour = models.PositiveSmallIntegerField(
        _("questions about the county in an hour"), default=1500, validators=[MinValueValidator(100)]
    )
    # 牡丹区 2022 and 运城 2023 keep an appraisal by the village; 民发〔2021〕57号 leaves it to the county.
    appraisal_enabled = models.BooleanField(_("lists of the democratic appraisal are published"), default=True)
    long_term_by = models.CharField(
        _("the long-term list is published by"), max_length=10, choices=Publisher, default=Publisher.COUNTY
    )

    # 运城 2023, 一 and 二 name further benefits; a county publishes lists of those it switches on.
    lists_low_income_edge = models.BooleanField(_("lists of families at the edge of the allowance"), default=False)
    lists_tekun = models.BooleanField(_("lists of support for people in special hardship"), default=False)
    tekun_standard = models.CharField(
        _("standards of support for people in special hardship, with their document"), max_length=120, blank=True
    )
    lists_temporary = models.BooleanField(_("lists of temporary assistance"), default=False)
    temporary_standard = models.CharField(
        _("standards of temporary assistance, with their document"), max_length=120, blank=True
    )
    lists_step_down = models.BooleanField(_("lists of the allowance's step-down"), default=False)

    # How long what is no longer needed is kept, and why: docs/decisions/0026-retention.md.
    roster_months = models.PositiveSmallIntegerField(
        _("months that a roster's rows are kept after its month"),
        default=15,
        validators=[MinValueValidator(2), MaxValueValidator(120)],
        help_text=_("The rows of the newest long-term roster are always kept."),
    )
    closed_months = models.PositiveSmallIntegerField(
        _("months that a closed list keeps its masked rows and salts"),
        default=6,
        validators=[MaxValueValidator(120)],
        help_text=_("They are shown nowhere once the list is closed. Counts and ledger stay."),
    )
    exit_months = models.PositiveSmallIntegerField(
        _("months after which a household that has left is erased"),
        default=6,
        validators=[MinValueValidator(2), MaxValueValidator(120)],
        help_text=_("Its names leave the lists at once; the reasons of the month are released before."),
    )
    posting_photo_months = models.PositiveSmallIntegerField(
        _("months that photos of notice boards are kept after a list ends"),
        default=6,
        validators=[MaxValueValidator(120)],
        help_text=_("They may show full names. That a notice was posted stays on record."),
    )

    index_prefix = models.CharField(
        _("code before index numbers"),
        max_length=20,
        blank=True,
        validators=[RegexValidator(r"^[0-9A-Z]+$", _("Write capital letters and digits only."))],
        help_text=_("The code of the office that numbers documents; empty for the first six digits of the county."),
    )
    stale_months = models.PositiveSmallIntegerField(
        _("months after which a section without anything new is reported"),
        default=6,
        validators=[MinValueValidator(1), MaxValueValidator(60)],
    )

    # The county's choice; why ten, and what the archive rules say: docs/decisions/0034.
    case_years = models.PositiveSmallIntegerField(
        _("years that a finished case is kept before it is sealed away"),
        default=10,
        validators=[MinValueValidator(1), MaxValueValidator(30)],
        help_text=_("Its records and keys are then destroyed; a line without words stays. Nothing brings them back."),
    )

    panels = [
        MultiFieldPanel(
            [FieldPanel(name) for name in ("county_name", "organiser", "record_number")], heading=_("The county")
        ),
        MultiFieldPanel(
            [
                FieldPanel(name)
                for name in (
                    "supervision_phone",
                    "hotline",
                    "discipline_hotline",
                    "objection_address",
                    "discipline_address",
                )
            ],
            heading=_("Supervision"),
        ),
        MultiFieldPanel(
            [
                FieldPanel(name)
                for name in (
                    "proposed_days",
                    "proposed_unit",
                    "roster_day",
                    "publish_day",
                    "pay_day",
                    "seal_holder_text",
                )
            ],
            heading=_("Publicity"),
        ),
        MultiFieldPanel(
            [FieldPanel(name) for name in ("query_enabled", "query_village_hour", "query_county_hour")],
            heading=_("Query by name"),
        ),
        MultiFieldPanel(
            [FieldPanel("appraisal_enabled"), FieldPanel("long_term_by")], heading=_("Stages and who publishes them")
        ),
        MultiFieldPanel(
            [
                FieldPanel(name)
                for name in (
                    "lists_low_income_edge",
                    "lists_step_down",
                    "lists_tekun",
                    "tekun_standard",
                    "lists_temporary",
                    "temporary_standard",
                )
            ],
            heading=_("Lists of other programmes"),
        ),
        MultiFieldPanel(
            [FieldPanel(name) for name in ("roster_months", "closed_months", "exit_months")],
            heading=_("How long data are kept"),
        ),
        MultiFieldPanel([FieldPanel("case_years")], heading=_("Objections and tips")),
        MultiFieldPanel([FieldPanel("posting_photo_months")], heading=_("Notice boards")),
        MultiFieldPanel([FieldPanel("index_prefix"), FieldPanel("stale_months")], heading=_("Policies and pages")),
    ]

    class Meta:
        verbose_name = _("county settings")

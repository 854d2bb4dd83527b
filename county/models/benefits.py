"""The numbers of the kinds of help that a county sets itself; the defaults are those of the documents named beside."""

from decimal import Decimal

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting

MONTHS = [MinValueValidator(1), MaxValueValidator(36)]


@register_setting(icon="table")
class BenefitSettings(BaseGenericSetting):
    """Guides, the self-check and the standards page read these, so that no page has a number typed into it."""

    # 运民发〔2023〕50号 一（四）: below 1.5 times the standard.
    edge_factor = models.DecimalField(
        _("edge of the allowance: income a person below the standard times"),
        max_digits=3,
        decimal_places=2,
        default=Decimal("1.5"),
        validators=[MinValueValidator(Decimal("1.01")), MaxValueValidator(Decimal(5))],
    )
    # 运民发〔2023〕50号 一（二）: kept by brothers, sisters or people of 60 and more.
    supporter_age = models.PositiveSmallIntegerField(
        _("single-person household: supporters count as old from the age of"),
        default=60,
        validators=[MinValueValidator(50), MaxValueValidator(80)],
    )
    # 运民发〔2023〕50号 二（一）: three months in a row without income.
    jobless_months = models.PositiveSmallIntegerField(
        _("temporary assistance: months in a row without income"), default=3, validators=MONTHS
    )
    # 运民发〔2023〕50号 一（五）: six months.
    step_down_months = models.PositiveSmallIntegerField(
        _("step-down after taking up work: months"), default=6, validators=MONTHS
    )
    # 菏区政办发〔2022〕23号 三（六）: three to six months after a first business licence.
    business_months_least = models.PositiveSmallIntegerField(
        _("step-down after a first business licence: months at least"), default=3, validators=MONTHS
    )
    business_months_most = models.PositiveSmallIntegerField(
        _("step-down after a first business licence: months at most"), default=6, validators=MONTHS
    )
    # 运民发〔2023〕50号 五（五）.
    report_months = models.PositiveSmallIntegerField(
        _("changes in the household must be told within months"), default=3, validators=MONTHS
    )
    # 运民发〔2023〕50号 一（五）.
    death_months = models.PositiveSmallIntegerField(
        _("a household is looked at anew after a death within months"), default=3, validators=MONTHS
    )

    panels = [
        MultiFieldPanel(
            [FieldPanel("edge_factor"), FieldPanel("supporter_age"), FieldPanel("jobless_months")],
            heading=_("Who qualifies"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("step_down_months"),
                FieldRowPanel([FieldPanel("business_months_least"), FieldPanel("business_months_most")]),
            ],
            heading=_("Step-down"),
        ),
        MultiFieldPanel([FieldPanel("report_months"), FieldPanel("death_months")], heading=_("When something changes")),
    ]

    class Meta:
        verbose_name = _("numbers of the kinds of help")

    def clean(self) -> None:
        """The least can't be more than the most."""
        super().clean()
        least, most = self.business_months_least, self.business_months_most
        if least is not None and most is not None and least > most:
            raise ValidationError({"business_months_least": _("The least can't be more than the most.")})

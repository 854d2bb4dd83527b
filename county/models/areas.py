"""Administrative areas: one county, its townships, their villages and communities."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class AreaQuerySet(models.QuerySet["Area"]):
    """Areas by what they are and where they lie."""

    def villages(self) -> "AreaQuerySet":
        """Villages and communities: the areas that lists are published for."""
        return self.filter(kind__in=[Area.Kind.VILLAGE, Area.Kind.COMMUNITY])

    def townships(self) -> "AreaQuerySet":
        """Townships, towns and sub-districts."""
        return self.filter(kind=Area.Kind.TOWNSHIP)

    def within(self, area: "Area") -> "AreaQuerySet":
        """`area` itself and every area below it; the tree is three levels deep."""
        return self.filter(Q(pk=area.pk) | Q(parent=area.pk) | Q(parent__parent=area.pk))


class Area(models.Model):
    """A county, township or village, by its official code of twelve digits."""

    class Kind(models.TextChoices):
        COUNTY = "county", _("County or district")
        TOWNSHIP = "township", _("Township")
        VILLAGE = "village", _("Village")
        COMMUNITY = "community", _("Community")

    code = models.CharField(_("code"), max_length=12, primary_key=True)
    name = models.CharField(_("name"), max_length=60)
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("parent")
    )
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)

    objects = AreaQuerySet.as_manager()

    class Meta:
        ordering = ["code"]
        verbose_name = _("area")
        verbose_name_plural = _("areas")

    def __str__(self) -> str:
        return self.name

    @property
    def is_village(self) -> bool:
        """Whether lists are published for this area."""
        return self.kind in (self.Kind.VILLAGE, self.Kind.COMMUNITY)

    @property
    def township(self) -> "Area":
        """The township of a village; a township is its own."""
        return self.parent if self.is_village and self.parent else self

    @property
    def long_name(self) -> str:
        """The name that tells two villages of one name apart, such as 西河镇向阳村; load `parent` with it."""
        return f"{self.parent.name}{self.name}" if self.is_village and self.parent else self.name

    def covers(self, other: "Area") -> bool:
        """Whether `other` is this area or lies in it; load the parents with it."""
        step: Area | None = other
        while step is not None:
            if step.pk == self.pk:
                return True
            step = step.parent
        return False

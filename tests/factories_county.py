"""Areas, offices and staff for tests."""

import factory
from django.contrib.auth.models import Group

from county.domain.roles import Role
from county.models.areas import Area
from county.models.offices import Office
from county.models.staff import User

PASSWORD = "correct horse battery"


class AreaFactory(factory.django.DjangoModelFactory):
    """A village; traits make the levels above."""

    class Meta:
        model = Area
        django_get_or_create = ("code",)

    code = factory.Sequence(lambda n: f"379901100{200 + n % 800:03d}")
    name = factory.Sequence(lambda n: f"试验村{n}")
    kind = Area.Kind.VILLAGE
    parent = factory.SubFactory("tests.factories_county.AreaFactory", township=True)

    class Params:
        township = factory.Trait(
            code="379901100000",
            name="西河镇",
            kind=Area.Kind.TOWNSHIP,
            parent=factory.SubFactory("tests.factories_county.AreaFactory", county=True),
        )
        county = factory.Trait(code="379901000000", name="明安县", kind=Area.Kind.COUNTY, parent=None)


class OfficeFactory(factory.django.DjangoModelFactory):
    """The county bureau; traits make a township's office and discipline inspection."""

    class Meta:
        model = Office
        django_get_or_create = ("code",)

    code = "county"
    name = "明安县民政局"
    kind = Office.Kind.COUNTY
    area = factory.SubFactory(AreaFactory, county=True)

    class Params:
        township = factory.Trait(
            code="xihe",
            name="西河镇民政办公室",
            kind=Office.Kind.TOWNSHIP,
            area=factory.SubFactory(AreaFactory, township=True),
            escalates_to=factory.SubFactory("tests.factories_county.OfficeFactory"),
        )
        discipline = factory.Trait(code="discipline", name="派驻纪检监察组", kind=Office.Kind.DISCIPLINE)


class StaffFactory(factory.django.DjangoModelFactory):
    """A person of the county bureau with `roles`; pass `office` for others."""

    class Meta:
        model = User
        django_get_or_create = ("username",)
        skip_postgeneration_save = True

    username = factory.Sequence(lambda n: f"staff{n}")
    office = factory.SubFactory(OfficeFactory)

    @factory.post_generation
    def roles(self, create, extracted, **kwargs):
        for role in extracted or ():
            self.groups.add(Group.objects.get_or_create(name=Role(role).value)[0])

    @factory.post_generation
    def password(self, create, extracted, **kwargs):
        self.set_password(extracted or PASSWORD)
        self.save()

"""set_up: what a county's own portal needs before its first page is written."""

import secrets
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import translation

from complaints.actions.rights import set_up_guidance
from county.actions import create_role_groups, create_staff, name_county
from county.commands import PortalCommand, Refused
from county.domain.roles import Role
from county.models.staff import User
from policies_cms.ground import set_up_pages
from search.actions import reconcile, set_up_search


class Command(PortalCommand):
    """Safe to repeat: it adds what is missing and changes nothing that staff have changed."""

    help = "Make roles, first pages, approval, synonyms and, with --admin, the first account."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The county and the first account."""
        parser.add_argument("--county", required=True, metavar="NAME", help="the county's name, such as 明安县")
        parser.add_argument("--phone", required=True, help="the county's supervision phone, shown on every page")
        parser.add_argument("--admin", default="", metavar="USER", help="also make this first account")

    def run(self, *, county: str, phone: str, admin: str, **options: Any) -> dict[str, Any]:
        """Answers county, and of a new account its name and password, which is shown this once only."""
        with translation.override(settings.LANGUAGE_CODE), transaction.atomic():
            create_role_groups()
            set_up_search()
            set_up_guidance()
            name_county(name=county, phone=phone)
            set_up_pages(site_name=f"{county}阳光低保")
            account = _first_account(admin) if admin else {}
        reconcile()
        return {"county": county, **account}

    def describe(self, result: dict[str, Any]) -> str:
        """What is there now, and what comes next."""
        lines = [f"{result['county']}的角色、首页和栏目、审核流程、同义词已就绪。"]
        if "admin" in result:
            lines.append(f"管理账号：{result['admin']}，密码：{result['password']}（只显示这一次，登录后请修改）。")
        lines.append(
            "接下来：load_areas 导入区划；在后台“县级数据”建机构；在“设置”里填监督电话等县的资料，建工作人员账号。"
        )
        return "\n".join(lines)


def _first_account(username: str) -> dict[str, str]:
    if User.objects.filter(username=username).exists():
        raise Refused(f"账号“{username}”已经存在，没有改动任何内容；请换一个名字，或去掉 --admin。")
    password = secrets.token_urlsafe(12)
    user = create_staff(username=username, name=username, password=password, roles=[Role.ADMIN], office=None)
    user.is_staff = user.is_superuser = True
    user.save(update_fields=["is_staff", "is_superuser"])
    return {"admin": username, "password": password}

"""show_start: the address, the demo accounts and how to stop, printed at each start."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from portal import demo


class Command(BaseCommand):
    """Prints what a person needs who has just started the portal."""

    help = "Print the address and, in the demo, the accounts."

    def handle(self, *args: Any, **options: Any) -> None:
        """Prints to standard output."""
        address = f"{settings.PORTAL_BASE_URL}{settings.PORTAL_PREFIX}/"
        self.stdout.write(f"\n阳光低保已启动：{address}    工作人员：{address}admin/\n")
        if settings.PORTAL_DEMO:
            self.stdout.write(f"演示账号（口令都是 {demo.password()}，也存于 {demo.password_file()}）：\n")
            for account in demo.ACCOUNTS:
                self.stdout.write(f"  {account.username:<14} {account.name}\n")
        self.stdout.write("按 Ctrl-C 停止。\n")

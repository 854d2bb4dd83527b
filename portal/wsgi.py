"""The WSGI application that the server loads."""

import os
from threading import Thread

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.dev")
handler = get_wsgi_application()

from django.conf import settings  # noqa: E402 - after the apps are loaded

from county.papers import warm_up  # noqa: E402
from portal import stalled  # noqa: E402
from portal.errors import make_pages, refuse  # noqa: E402
from portal.lanes import Lanes  # noqa: E402

application = Lanes(handler, refuse=refuse, prefix=settings.PORTAL_PREFIX, limits=settings.LANES)
stalled.watch()
make_pages()
# Half a second of reading fonts: beside the first requests, not before them and not in the first reader's PDF.
Thread(target=warm_up, name="warm-up", daemon=True).start()

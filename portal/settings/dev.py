"""What `make run` starts: the demo county on this machine, one second factor short of production."""

from portal.settings.base import *  # noqa: F403
from portal.settings.base import PORTAL_DATA
from portal.settings.keys import secret_key

SECRET_KEY = secret_key(PORTAL_DATA)

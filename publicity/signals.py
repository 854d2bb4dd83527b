"""What publicity tells the apps above it, after commit."""

from django.dispatch import Signal

#: Sent with `publication`: a list is out, or a new version of it.
list_published = Signal()
#: Sent with `publication`: its rows are no longer public.
list_closed = Signal()
#: Sent with `notice`: the result of a review is publicised again.
review_published = Signal()

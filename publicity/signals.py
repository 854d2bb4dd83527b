"""What publicity tells the apps above it, after commit."""

from django.dispatch import Signal

#: Sent with `publication`: a list is out, or a new version of it.
list_published = Signal()
#: Sent with `publication`: its rows are no longer public.
list_closed = Signal()
#: Sent with `publication`: its window, its state or a row's place among the shown has changed.
list_changed = Signal()
#: Sent with `notice`: the result of a review is publicised again.
review_published = Signal()
#: Sent with `publication_ids`: rows of these lists were erased, open or closed; what was made of them must go.
rows_erased = Signal()

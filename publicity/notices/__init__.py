"""Papers for the village's board."""

from publicity.notices.notice import forget, notice_pdf, notice_url, public_pdf
from publicity.notices.typesetting import SIZES, UnknownSize, warm_up

__all__ = ["SIZES", "UnknownSize", "forget", "notice_pdf", "notice_url", "public_pdf", "warm_up"]

"""Papers for the village's board."""

from publicity.notices.notice import forget, notice_pdf, notice_url, public_pdf
from publicity.notices.policy import NoStandard, policy_pdf
from publicity.notices.sheets import NothingToTell, change_pdf, review_pdf

__all__ = [
    "NoStandard",
    "NothingToTell",
    "change_pdf",
    "forget",
    "notice_pdf",
    "notice_url",
    "policy_pdf",
    "public_pdf",
    "review_pdf",
]

"""Notices for paper."""

from publicity.notices.notice import SIZES, UnknownSize, notice_pdf, notice_url

__all__ = ["SIZES", "UnknownSize", "notice_pdf", "notice_url"]

"""Setting papers: the parts that they share, fonts, and what the fonts lack."""

from county.papers.typesetting import SIZES, UnknownSize, render, warm_up

__all__ = ["SIZES", "UnknownSize", "render", "warm_up"]

"""A captcha that is stored nowhere: its answers travel sealed in the form itself.

The drawing uses django-simple-captcha's noise and font. That package's own store is a database table with
time stamps, which the tip pages must not leave behind. Who can't see the picture answers a sum in words.
"""

import base64
import io
import secrets
import unicodedata
from dataclasses import dataclass
from pathlib import Path

import captcha as simple_captcha
from captcha import helpers
from PIL import Image, ImageDraw, ImageFont

LETTERS = "ACDEFHJKLMNPRTUVWXY34679"
"""Without what people confuse: 0 O Q, 1 I, 2 Z, 5 S, 8 B, G."""
LENGTH = 5
DIGITS = "零一二三四五六七八九十"
FONT = Path(simple_captcha.__file__).parent / "fonts" / "Vera.ttf"
SIZE = (220, 64)


@dataclass(frozen=True)
class Challenge:
    """A picture (as a data: address), the sum in words, and what counts as answered."""

    picture: str
    words: str
    answers: list[str]


def new_challenge() -> Challenge:
    """A fresh picture and sum."""
    letters = "".join(secrets.choice(LETTERS) for _ in range(LENGTH))
    first, second = secrets.randbelow(9) + 1, secrets.randbelow(9) + 1
    if first > second and secrets.randbelow(2):
        total, words = first - second, f"{DIGITS[first]}减{DIGITS[second]}等于几？"
    else:
        total, words = first + second, f"{DIGITS[first]}加{DIGITS[second]}等于几？"
    return Challenge(_picture(letters), words, [letters.casefold(), str(total), _in_words(total)])


def is_answer(typed: str, answers: list[str]) -> bool:
    """Full-width and lower-case forms count; blanks don't matter."""
    plain = "".join(unicodedata.normalize("NFKC", typed).split()).casefold()
    return any(secrets.compare_digest(plain.encode(), answer.encode()) for answer in answers)


def _in_words(number: int) -> str:
    if number <= 10:
        return DIGITS[number]
    return "十" + DIGITS[number - 10]


def _picture(letters: str) -> str:
    image = Image.new("RGB", SIZE, "#ffffff")
    font = ImageFont.truetype(FONT, 34)
    for place, letter in enumerate(letters):
        glyph = Image.new("L", (48, 56))
        ImageDraw.Draw(glyph).text((10, 4), letter, font=font, fill=255)
        glyph = glyph.rotate(secrets.randbelow(51) - 25, resample=Image.Resampling.BICUBIC)
        image.paste("#174a7c", (6 + 40 * place + secrets.randbelow(5), secrets.randbelow(9)), glyph)
    helpers.noise_arcs(ImageDraw.Draw(image), image)
    helpers.noise_dots(ImageDraw.Draw(image), image)
    out = io.BytesIO()
    helpers.post_smooth(image).save(out, "PNG", optimize=True)
    return "data:image/png;base64," + base64.b64encode(out.getvalue()).decode()

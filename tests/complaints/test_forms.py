import io

import pytest
from PIL import Image

from complaints import captcha, tokens
from complaints.forms import steps
from complaints.forms.base import TEXT_LIMIT, place_choices
from complaints.forms.doubt import ApplicantForm, FactsForm, WhyForm
from complaints.forms.send import AddForm, DisagreeForm, RateForm
from complaints.forms.tip import TIP, StatementForm
from complaints.uploads import cleaned_picture

SIX = captcha.Challenge("", "", ["ac3df", "6", "六"])


@pytest.mark.parametrize(
    ("typed", "right"),
    [
        ("AC3DF", True),
        ("ac3df", True),
        (" ａｃ３ｄｆ ", True),
        ("6", True),
        ("６", True),
        ("六", True),
        ("7", False),
        ("", False),
    ],
)
def test_either_answer_counts_in_any_width(typed, right):
    assert captcha.is_answer(typed, SIX.answers) is right


def test_a_challenge_is_its_own_answer_in_three_ways():
    for _ in range(50):
        challenge = captcha.new_challenge()
        letters, total, words = challenge.answers
        assert len(letters) == captcha.LENGTH
        first, second = (captcha.DIGITS.index(challenge.words[place]) for place in (0, 2))
        assert int(total) == (first + second if challenge.words[1] == "加" else first - second)
        assert captcha.is_answer(words, [words])
        assert challenge.picture.startswith("data:image/png;base64,")


@pytest.mark.parametrize("length", [0, 1, 500, 1500])
def test_short_and_long_answers_are_sealed_alike(length):
    sealed = tokens.seal({"text": "x" * length}, purpose="tip")
    assert len(sealed) == len(tokens.seal({}, purpose="tip"))
    assert tokens.unseal(sealed, purpose="tip", windows=1) == {"text": "x" * length}


def test_a_token_fits_its_purpose_and_time_only(monkeypatch):
    sealed = tokens.seal({"a": 1}, purpose="tip")
    with pytest.raises(tokens.TokenRefused):
        tokens.unseal(sealed, purpose="review", windows=1)
    now = tokens._window()
    monkeypatch.setattr(tokens, "_window", lambda: now + 2)
    with pytest.raises(tokens.TokenExpired):
        tokens.unseal(sealed, purpose="tip", windows=1)
    monkeypatch.setattr(tokens, "_window", lambda: now - 1)
    with pytest.raises(tokens.TokenExpired):
        tokens.unseal(sealed, purpose="tip", windows=1)


@pytest.mark.parametrize("token", ["", "x", "中文", "AAAA", "=" * 50, "A" * 400])
def test_rubbish_is_refused(token):
    with pytest.raises(tokens.TokenRefused):
        tokens.unseal(token, purpose="tip", windows=1)


def test_a_nonce_is_claimed_once_and_its_result_lies_sealed():
    nonce = tokens.new_nonce()
    assert tokens.claim(nonce)
    assert not tokens.claim(nonce)
    assert tokens.recall(nonce) is None
    tokens.note_result(nonce, {"code": "12345" * 5})
    assert tokens.recall(nonce) == {"code": "12345" * 5}
    assert tokens.recall(tokens.new_nonce()) is None
    stored = str(tokens.cache._cache)
    assert "12345" not in stored
    assert nonce not in stored


@pytest.mark.parametrize(
    ("phone", "valid"),
    [("13800000000", True), ("138 0000 0000", True), ("+86 0599-1234567", True), ("12345", False), ("电话", False)],
)
def test_phone_numbers(phone, valid):
    form = ApplicantForm({"name": "王五", "phone": phone})
    assert form.is_valid() is valid


def test_too_long_a_statement_says_how_long(db):
    form = StatementForm({"text": "长" * 5001})
    assert "5001" in form.errors["text"][0]


def test_places_stand_by_township(db, world):
    groups = dict(place_choices(townships=True, blank="?")[1:])
    assert [code for code, _ in groups["西河镇"]] == ["371700001000", "371700001001"]
    groups = dict(place_choices(townships=False, blank="?")[1:])
    assert [code for code, _ in groups["西河镇"]] == ["371700001001"]


def test_the_journey_asks_for_what_is_missing(db, world):
    assert TIP.unanswered({}).slug == "problem"
    assert TIP.unanswered({"problem": "wrong", "whom": "household"}).slug == "what"
    assert TIP.unanswered({"problem": "wrong", "whom": "household", "text": "x"}) is None


@pytest.mark.parametrize("form", ["PNG", "JPEG", "WEBP", "GIF", "TIFF"])
def test_pictures_are_drawn_anew(form):
    data = io.BytesIO()
    Image.new("RGB", (30, 10), "blue").save(data, form)
    cleaned = cleaned_picture(data.getvalue())
    assert Image.open(io.BytesIO(cleaned)).format == "JPEG"


@pytest.mark.parametrize("data", [b"", b"not a picture", b"\x89PNG\r\n\x1a\n" + b"\x00" * 40, b"%PDF-1.7"])
def test_what_is_no_picture_is_left_alone(data):
    assert cleaned_picture(data) is None


@pytest.mark.parametrize(
    ("form", "name", "limit"),
    [
        (StatementForm, "text", TEXT_LIMIT),
        (FactsForm, "text", TEXT_LIMIT),
        (WhyForm, "text", TEXT_LIMIT),
        (AddForm, "text", TEXT_LIMIT),
        (DisagreeForm, "reason", TEXT_LIMIT),
        (RateForm, "why", 500),
        (steps.AnswerStep, "text", TEXT_LIMIT),
    ],
)
def test_too_many_words_come_back_whole_with_how_many_they_are(form, name, limit):
    filled = form({name: "字" * limit + "\r\n多"})
    assert filled.errors[name] == [f"最多 {limit} 字，现在是 {limit + 2} 字"]
    shown = str(filled[name])
    assert "maxlength" not in shown, "a browser would cut a paste in silence"
    assert "字" * limit + "\r\n多" in shown.replace("\n", "\r\n").replace("\r\r\n", "\r\n")
    assert f"最多 {limit} 字。" in filled[name].help_text


def test_a_new_line_counts_as_one():
    assert StatementForm({"text": "字" * (TEXT_LIMIT - 2) + "\r\n尾"}).is_valid()

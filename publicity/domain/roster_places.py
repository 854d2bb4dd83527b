"""Which village a text means: by its long name, its short name, its committee's name, alone or in its township."""

import re
from collections import defaultdict
from collections.abc import Mapping
from functools import cached_property

from publicity.domain.roster_terms import Wrong
from publicity.domain.roster_text import compact

_COMMITTEE = re.compile(r"(?:村民委员会|村委会|村委|居民委员会|居委会|党支部)$")
_LONGEST = 40
_OFFICE = re.compile(r"(?:人民政府|政府|街道办事处|办事处|民政所|民政办|社会事务办公室?)$")
_TOWNSHIP_END = re.compile(r"(?:街道|镇|乡|地区|苏木)$")
_VILLAGE_END = re.compile(r"(?:社区|行政村|村|嘎查)$")
#: A text that can be nothing but a place of this kind, to tell an unknown village from a remark.
_LOOKS_LIKE_VILLAGE = re.compile(r"[^\d:：]{1,20}(?:村|社区|居委会|村委会|村民委员会|居民委员会|嘎查)")
_LABEL = re.compile(
    r"^(?:[一二三四五六七八九十\d]+[、.．)]|\([一二三四五六七八九十\d]+\)|(?:村|社区|单位|行政村|村\(居\)|村名|村名称)[:：])"
)
_NO_PLACE = frozenset({"农村", "本村", "全村", "各村", "行政村", "社区", "村", "城市社区", "农村社区", "无村"})
_COUNT = re.compile(r"[(:：]?(?:共|合计)?\d+(?:户|人).*$|\(.*\)$")


class Places:
    """The county's villages: (township, village) by name to the village's code; some may be out of bounds.

    `allowed` are the codes whose rows are taken (None: all); a short name that several townships have means the one
    that is allowed, when just one is. `county` is the county's name, `code` its code of six digits.
    """

    def __init__(
        self,
        codes: Mapping[tuple[str, str], str],
        allowed: frozenset[str] | None = None,
        *,
        county: str = "",
        code: str = "",
    ) -> None:
        self.codes, self.allowed, self.county, self.code = codes, allowed, county, code
        self.names = {village: place for place, village in codes.items()}
        self._found: dict[tuple[str, str], str | Wrong] = {}
        self._townships: dict[str, str | Wrong] = {}

    def township(self, text: str) -> str:
        """The township a text names, by its full or its short name or its office's; blank for blank. Raises Wrong."""
        if not text:
            return ""
        found = self._townships.get(text)
        if found is None:
            found = self._townships[text] = self._township_by_name.get(text) or self._short_township(text)
        if isinstance(found, Wrong):
            raise found
        return found

    def village(self, text: str, township: str = "") -> str:
        """The code of a village, in a township where that is known. Raises Wrong."""
        key = (township, text)
        found = self._found.get(key)
        if found is None:
            try:
                found = self._village(text, township)
            except Wrong as error:
                found = error
            self._found[key] = found
        if isinstance(found, Wrong):
            raise found
        return found

    def mentioned(self, text: str) -> tuple[str, str]:
        """The township and the village that a title names, each blank when it names none or several."""
        plain = compact(text)
        whole = [place for place in self.codes if "".join(place) in plain]
        if len(whole) == 1:
            return whole[0]
        townships = [name for name in self._township_by_name if name in plain]
        township = townships[0] if len(townships) == 1 else ""
        rest = plain.replace(township, "", 1) if township else plain
        names = {village for place, village in self.codes if village in rest and (not township or place == township)}
        names = {name for name in names if not any(name != other and name in other for other in names)}
        return township, names.pop() if len(names) == 1 and not whole else ""

    def section(self, text: str) -> tuple[str, str] | None:
        """The township and village that a row of its own names for the rows below, or None.

        Raises Wrong on a village that is not known, or by that name not alone.
        """
        plain = _COUNT.sub("", _LABEL.sub("", compact(text).replace("（", "(").replace("）", ")"))).rstrip(":：")
        if not plain or len(plain) > _LONGEST or plain in _NO_PLACE:
            return None
        try:
            return self.township(plain), ""
        except Wrong:
            pass
        try:
            return self.names[self.village(plain)]
        except Wrong as error:
            township, village = self.mentioned(plain)
            if village:
                return township, village
            if _LOOKS_LIKE_VILLAGE.fullmatch(plain) or error.code == "village-ambiguous":
                raise
            return (township, "") if township else None

    @cached_property
    def _township_by_name(self) -> dict[str, str]:
        return {township: township for township, _ in self.codes}

    @cached_property
    def _by_village(self) -> dict[str, list[tuple[str, str]]]:
        """The places by every name that they go by within their township."""
        found: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for place in self.codes:
            for name in {place[1], _VILLAGE_END.sub("", place[1]) or place[1]}:
                found[name].append(place)
        return found

    def _short_township(self, text: str) -> str | Wrong:
        bare = _OFFICE.sub("", compact(text).removeprefix(self.county) if self.county else compact(text))
        named = [name for name in self._township_by_name if bare in (name, _TOWNSHIP_END.sub("", name))]
        if not named and text.endswith("街道办事处"):
            named = [name for name in self._township_by_name if name == f"{bare}街道"]
        return named[0] if len(named) == 1 else Wrong("township-unknown")

    def _village(self, text: str, township: str) -> str:
        if not text:
            raise Wrong("village-missing")
        name = compact(text)
        if self.county and name != self.county:
            name = name.removeprefix(self.county)
        if not township:
            township, name = self._split(name)
        elif name != township:
            name = name.removeprefix(township)
        places = self._candidates(name, township)
        if not places:
            raise Wrong("village-unknown", township=township or self.county or text)
        if not township:
            places = self._preferred(places)
        if len(places) > 1:
            raise Wrong("village-ambiguous", candidates=tuple("".join(place) for place in sorted(places)))
        code = self.codes[places[0]]
        if self.allowed is not None and code not in self.allowed:
            raise Wrong("area-not-yours", township=places[0][0])
        return code

    def _split(self, name: str) -> tuple[str, str]:
        """A long name as township and village; a village may begin like a township, so the rest must be a village."""
        for township in self._township_by_name:
            for begin in (township, _TOWNSHIP_END.sub("", township)):
                rest = name.removeprefix(begin)
                if rest not in (name, "") and self._candidates(rest, township):
                    return township, rest
        return "", name

    def _candidates(self, name: str, township: str) -> list[tuple[str, str]]:
        bare = _COMMITTEE.sub("", name)
        full = f"{bare}社区" if "居" in name[len(bare) :] else f"{bare}村"
        for each in dict.fromkeys((name, bare, full, f"{bare}村", f"{bare}社区", _VILLAGE_END.sub("", bare))):
            places = [place for place in self._by_village.get(each, ()) if not township or place[0] == township]
            exact = [place for place in places if place[1] == each]
            if places and (exact or each == name or each == _VILLAGE_END.sub("", bare)):
                return exact or places
        return []

    def _preferred(self, places: list[tuple[str, str]]) -> list[tuple[str, str]]:
        """Of several places those that are allowed, if any is."""
        if self.allowed is None or len(places) < 2:
            return places
        return [place for place in places if self.codes[place] in self.allowed] or places

"""Reading one value: what a cell holds, as what its column declares; where the meaning is not clear, a remark that says why."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Callable, Iterable
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from figures.amounts import CENT, EXACT
from figures.columns import Column, Type
from figures.findings import Finding, Place, Severity
from figures.lean import frozen
from figures.patterns import late
from figures.workbook.numbers import LARGEST, ONE, amount_in, amount_of, count_in, count_of, in_cents, plain_text
from figures.workbook.texts import CONTROL, LONGEST, one_line, trimmed

Raw = str | int | float | bool | date | datetime | time | timedelta | Decimal
"""What calamine gives for a cell (an empty one is ""), and JSON for a member (Decimals of at most 60 digits)."""


@frozen(slots=True)
class Remark:
    """A value as it was taken, with what is to be said about it; its cell is added later."""

    value: Any
    code: str
    severity: Severity
    message: str
    found: str
    expected: str = ""
    remedy: str = ""

    def at(self, place: Place) -> Finding:
        """The finding of this remark for the cell at `place`."""
        return Finding(self.code, self.severity, self.message, place, self.found, self.expected, self.remedy)


class Reader(dict[Raw, Any]):
    """The values of one column by what its cells hold: each different content is read once.

    A value that cannot be taken as it stands becomes a Remark, and `remarked` is set. `scale` is the column's unit in 元.
    """

    def __init__(self, column: Column, scale: Decimal = ONE) -> None:
        super().__init__({"": column.default})
        self.column = column
        self.scale = scale
        self.remarked = False
        self._read = _READERS[column.type]

    def __missing__(self, raw: Raw) -> Any:
        value = self._read(self, raw)
        if type(value) is Remark:
            self.remarked = True
        self[raw] = value
        return value

    def read_plain_amounts(self, cells: Iterable[Raw]) -> None:
        """Reads the numbers among `cells` that are plainly amounts in 元 all together: that takes half the time of one by one."""
        if self.column.type is Type.AMOUNT and self.scale == ONE:
            numbers = [cell for cell in set(cells) if type(cell) is float]
            self.update(
                (number, cents) for number, cents in zip(numbers, map(in_cents, numbers), strict=True) if cents is not None
            )

    def error(self, code: str, raw: Raw, expected: str, remedy: str, message: str = "") -> Remark:
        """A value that cannot be read: the column's empty value stands for it."""
        message = message or f"“{self.column.label}”的内容无法识别"
        return Remark(self.column.default, code, Severity.ERROR, message, shown(raw), expected, remedy)

    def doubt(self, value: Any, code: str, raw: Raw, message: str, remedy: str) -> Remark:
        """A value that was read but should be looked at."""
        return Remark(value, code, Severity.WARNING, message, shown(raw), remedy=remedy)


def shown(raw: Raw) -> str:
    """What a cell holds, short enough for a message; a truth value as spreadsheets show it."""
    if isinstance(raw, bool):
        return str(raw).upper()
    if isinstance(raw, float) and raw.is_integer() and abs(raw) < 1e16:
        raw = int(raw)
    text = " ".join(CONTROL.sub("□", raw[:200] if isinstance(raw, str) else str(raw)).split())
    return text if len(text) <= 60 else text[:57] + "……"


def as_text(raw: Raw) -> str:
    """A cell's content as an officer would read it aloud: numbers without a false fraction, dates as year-month-day."""
    if isinstance(raw, str):
        return raw
    if isinstance(raw, bool):
        return "是" if raw else "否"
    if isinstance(raw, float):
        return plain_text(count_of(raw)) if math.isfinite(raw) and abs(raw) < 1e300 else str(raw)
    if isinstance(raw, Decimal):
        return plain_text(raw)
    if isinstance(raw, datetime) and raw.time() == time():
        raw = raw.date()
    return raw.isoformat() if isinstance(raw, date) else str(raw)


def _read_text(reader: Reader, raw: Raw) -> Any:
    text = raw if isinstance(raw, str) else as_text(raw)
    value = trimmed(text) if reader.column.type is Type.LONG_TEXT else one_line(text)
    if reader.column.type is Type.CODE:
        value = _tidy_code(value)
    if not value:
        return reader.column.default
    if reader.column.choices and not reader.column.open_choices:
        return _chosen(reader, value[:100])
    if len(value) > LONGEST:
        message = f"“{reader.column.label}”有{len(value)}字，超过单元格的上限，只读入前{LONGEST}字"
        return Remark(
            value[:LONGEST].strip(),
            "文字过长",
            Severity.ERROR,
            message,
            shown(text),
            f"不超过{LONGEST}字",
            "请删去多余的文字，或分成几行填写",
        )
    if not text.isprintable() and CONTROL.search(text):
        message = f"“{reader.column.label}”中有不可见的控制字符，已去掉"
        return reader.doubt(value, "控制字符", text, message, "请重新键入该单元格的文字")
    return value


def _chosen(reader: Reader, text: str) -> Any:
    """The choice that `text` means: exactly, but for blanks and width, or as the only choice that begins with it."""
    choices = reader.column.choices
    if text in choices:
        return text
    plain = _plain(text)
    by_plain = {_plain(choice): choice for choice in choices}
    if plain in by_plain:
        return by_plain[plain]
    short = plain.removesuffix("单位")
    begun = [choice for key, choice in by_plain.items() if len(short) >= 2 and key.startswith(short)]
    if len(begun) == 1:
        return begun[0]
    from difflib import get_close_matches

    near = get_close_matches(plain, by_plain, n=1, cutoff=0.4)
    remedy = f"是否应为“{by_plain[near[0]]}”？请从下拉列表中选择" if near else "请从下拉列表中选择"
    taken = f"按“{reader.column.default}”读入" if reader.column.default else "按没有填写处理"
    return reader.error("选项有误", text, "、".join(choices), remedy, f"“{reader.column.label}”不在可选的范围内，{taken}")


def _plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())


def _tidy_code(text: str) -> str:
    """A code in half-width signs, without the false fraction of a number that became text."""
    if not text.isascii():
        text = one_line(unicodedata.normalize("NFKC", text))
    return text[:-2] if text.endswith(".0") and text[:-2].isdigit() else text


def _read_code(reader: Reader, raw: Raw) -> Any:
    """Codes are text; one stored as a number is read as its digits, as far as a number holds them."""
    if isinstance(raw, str):
        return _read_text(reader, raw)
    if isinstance(raw, (int, float, Decimal)) and not isinstance(raw, bool):
        if not math.isfinite(raw) or raw != int(raw) or raw < 0:
            return reader.error(
                "编码有误", raw, "由数字组成的编码", "请以文本形式重新填写编码", f"“{reader.column.label}”不是编码"
            )
        digits = str(int(raw))
        if isinstance(raw, float) and len(digits) > 15:
            message = f"“{reader.column.label}”以数字保存，第15位以后的数字已经丢失"
            remedy = "请将单元格设为文本格式，重新填写全部位数"
            return Remark(digits, "编码失真", Severity.ERROR, message, shown(raw), remedy=remedy)
        return digits
    return reader.error(
        "编码有误", raw, "由数字组成的编码", "请将单元格设为文本格式后重新填写", f"“{reader.column.label}”不是编码"
    )


def _read_amount(reader: Reader, raw: Raw) -> Any:
    if type(raw) is float:
        if not math.isfinite(raw):
            return _no_number(reader, raw)
        value = amount_of(raw, reader.scale)
    elif isinstance(raw, (int, Decimal)) and not isinstance(raw, bool):
        value = EXACT.multiply(Decimal(raw), reader.scale)
    else:
        said = amount_in(trimmed(raw), reader.scale) if isinstance(raw, str) else None
        if said is None:
            return _no_number(reader, raw)
        value = said
    if abs(value) >= LARGEST:
        return _no_number(reader, raw)
    if value != value.quantize(CENT, context=EXACT):
        message = f"“{reader.column.label}”折合元后超过两位小数"
        return reader.doubt(value, "金额小数过多", raw, message, "请核对金额，以元为单位时保留到分")
    return value


def _read_count(reader: Reader, raw: Raw) -> Any:
    if type(raw) is float:
        value = count_of(raw) if math.isfinite(raw) else None
    elif isinstance(raw, (int, Decimal)) and not isinstance(raw, bool):
        value = Decimal(raw)
    else:
        value = count_in(trimmed(raw)) if isinstance(raw, str) else None
    return _no_number(reader, raw) if value is None or abs(value) >= LARGEST else value


def _no_number(reader: Reader, raw: Raw) -> Remark:
    if isinstance(raw, (date, time, timedelta)):
        remedy = "单元格可能误设为日期格式：请设为数值格式后重新填写"
    elif isinstance(raw, bool):
        remedy = "单元格里是逻辑值（真、假）：请填写数字"
    elif isinstance(raw, str):
        remedy = "请填写数字，不要带文字说明；说明写在备注中"
    else:
        remedy = "请填写正常大小的数字"
    expected = "以元为单位的数字，例如 12345.67" if reader.column.type is Type.AMOUNT else "数字，例如 12"
    return reader.error("数值有误", raw, expected, remedy, f"“{reader.column.label}”不是可用的数字")


_YEAR = late(r"(\d{4})(?:年度?)?")


def _read_year(reader: Reader, raw: Raw) -> Any:
    text = _plain(as_text(raw)[:100])
    match = _YEAR.fullmatch(text)
    if match and 1949 <= int(match.group(1)) <= 2199:
        return int(match.group(1))
    return reader.error("年度有误", raw, "四位数年份，例如 2024", "请填写四位数年份", f"“{reader.column.label}”不是年份")


_DATE = late(r"(\d{4})(?:[-/.年])(\d{1,2})(?:[-/.月])(\d{1,2})日?|(\d{4})(\d{2})(\d{2})")


def _read_date(reader: Reader, raw: Raw) -> Any:
    """A date, or text or eight digits that can only be one; ISO writing passes, other text is noted."""
    if isinstance(raw, datetime):
        return raw.date()
    if isinstance(raw, date):
        return raw
    text = _plain(as_text(raw)[:100])
    match = _DATE.fullmatch(text)
    if match:
        try:
            value = date(*(int(group) for group in match.groups() if group))
        except ValueError:
            value = None
        if value is not None:
            if value.isoformat() == text:
                return value
            message = f"“{reader.column.label}”不是日期格式，按{value.isoformat()}读入"
            remedy = "请核对；可将单元格设为日期格式后重新填写"
            return Remark(value, "日期为文本", Severity.NOTE, message, shown(raw), remedy=remedy)
    return reader.error(
        "日期有误", raw, "日期，例如 2024-01-31", "请填写年、月、日俱全的日期", f"“{reader.column.label}”不是日期"
    )


_YES = frozenset({"是", "公开", "√", "✓", "true", "yes", "y", "1"})
_NO = frozenset({"否", "不公开", "×", "✗", "x", "false", "no", "n", "0"})


def _read_yes_no(reader: Reader, raw: Raw) -> Any:
    if isinstance(raw, bool):
        return raw
    text = _plain(as_text(raw)[:100]).lower()
    if text in _YES or text in _NO:
        return text in _YES
    return reader.error("选项有误", raw, "是、否", "请填写“是”或“否”", f"“{reader.column.label}”既不是“是”也不是“否”")


_READERS: dict[Type, Callable[[Reader, Raw], Any]] = {
    Type.TEXT: _read_text,
    Type.LONG_TEXT: _read_text,
    Type.CODE: _read_code,
    Type.AMOUNT: _read_amount,
    Type.COUNT: _read_count,
    Type.YEAR: _read_year,
    Type.DATE: _read_date,
    Type.YES_NO: _read_yes_no,
}

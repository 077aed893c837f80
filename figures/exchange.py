"""Figures as JSON: facts only, under the names of the workbook's sheets and columns; and the schema of that JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from figures.budget import Budget
from figures.columns import Column, Kind, Source, Type
from figures.findings import Finding, Place, Severity
from figures.lean import frozen
from figures.records import KINDS
from figures.workbook.container import LARGEST_FILE, MIB, ReadError
from figures.workbook.headings import column_called, match_sheets
from figures.workbook.numbers import LONGEST_TEXT, plain_text
from figures.workbook.reading import summarised
from figures.workbook.sheets import missing_value, with_unread
from figures.workbook.values import Reader, Remark, shown

LAST_YEAR = "上年"
"""The member that holds last year's figures, of the same shape."""

MOST_YEARS = 5
_LARGEST_EXPONENT = 40
_AMOUNT_PATTERN = r"^-?\d{1,20}(\.\d+)?$"


def to_json(budget: Budget) -> str:
    """The facts of `budget` and, under 上年, of its last year; amounts and counts as text, amounts in 元, dates as 2024-01-31.

    What is empty or has its usual value is left out. Neither the file's name nor cells nor findings are facts.
    """
    return json.dumps(_facts(budget), ensure_ascii=False, indent=2) + "\n"


def _facts(budget: Budget) -> dict[str, Any]:
    facts: dict[str, Any] = {}
    for kind in KINDS:
        records = [_members(kind, record) for record in budget.records(kind.name)]
        if kind.single:
            facts[kind.sheet] = records[0]
        elif records or not kind.optional:
            facts[kind.sheet] = records
    if budget.last_year is not None:
        facts[LAST_YEAR] = _facts(budget.last_year)
    return facts


def _members(kind: Kind, record: Any) -> dict[str, Any]:
    values = ((column, getattr(record, column.name)) for column in kind.columns)
    return {column.label: _written(value) for column, value in values if value != column.default or _always(column)}


def _always(column: Column) -> bool:
    """Whether an empty value is written too: a required amount of nothing is a fact."""
    return column.required and column.type in (Type.AMOUNT, Type.COUNT)


def _written(value: Any) -> Any:
    if isinstance(value, Decimal):
        return plain_text(value)
    return value.isoformat() if isinstance(value, date) else value


def from_json(data: bytes, name: str = "") -> Budget:
    """The budget in JSON of this shape; `name` is how messages call it.

    Findings and sources cite JSON pointers. Raises ReadError for what is no JSON object of this shape, too large or too deep.
    """
    if len(data) > LARGEST_FILE:
        raise ReadError(f"文件有{len(data) // MIB}MB，超过{LARGEST_FILE // MIB}MB的上限")
    repeated: list[str] = []
    try:
        root = json.loads(
            data,
            object_pairs_hook=lambda pairs: _object(pairs, repeated),
            parse_int=_number,
            parse_float=_number,
            parse_constant=str,
        )
    except json.JSONDecodeError as failure:
        raise ReadError(f"JSON 格式有误：第{failure.lineno}行第{failure.colno}列附近无法识别") from failure
    except UnicodeDecodeError as failure:
        raise ReadError("JSON 文件的编码无法识别：请以 UTF-8 编码保存") from failure
    except (RecursionError, ValueError) as failure:
        raise ReadError("JSON 的嵌套层次过深，不像是预算数据：为安全起见不读取") from failure
    if not isinstance(root, dict):
        raise ReadError("JSON 的最外层应为对象，以工作表名称为键")
    findings = [
        Finding("重复的键", Severity.WARNING, f"JSON 中的键“{shown(key)}”在同一对象中重复，只读入后一个", found=shown(key))
        for key in dict.fromkeys(repeated)
    ]
    return _budget(root, "", name, findings, MOST_YEARS)


def _object(pairs: list[tuple[str, Any]], repeated: list[str]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) < len(pairs):
        keys = [key for key, _ in pairs]
        repeated += [key for key in members if keys.count(key) > 1][:100]
    return members


def _number(text: str) -> Decimal | str:
    """A number exactly; what no amount can be stays text, for a finding to show."""
    if len(text) > LONGEST_TEXT:
        return text
    value = Decimal(text)
    return value if -_LARGEST_EXPONENT <= value.adjusted() <= _LARGEST_EXPONENT else text


def _budget(root: dict[str, Any], prefix: str, name: str, findings: list[Finding], years: int) -> Budget:
    matched, others = match_sheets([key for key in root if key != LAST_YEAR])
    if not matched:
        raise ReadError("JSON 中没有认识的键：应以工作表名称（例如“支出明细”）为键")
    for key in others:
        place = Place(shown(key), _pointer(prefix, key))
        findings.append(Finding("未知工作表", Severity.NOTE, f"键“{shown(key)}”不认识，没有读入", place, shown(key)))
    values: dict[str, Any] = {}
    for kind in KINDS:
        if kind.name in matched:
            key = matched[kind.name]
            values[kind.name] = _records(kind, root[key], _pointer(prefix, key), findings)
        elif not kind.optional:
            message = f"缺少“{kind.sheet}”（{kind.help}）"
            findings.append(Finding("缺少工作表", Severity.ERROR, message, Place(kind.sheet, prefix), "", kind.sheet))
    last_year = root.get(LAST_YEAR)
    if last_year is not None:
        if not isinstance(last_year, dict) or years == 0:
            raise ReadError(f"JSON 的“{LAST_YEAR}”应为与最外层相同的对象，最多{MOST_YEARS}年")
        values["last_year"] = _budget(last_year, _pointer(prefix, LAST_YEAR), name, [], years - 1)
    return Budget(**{k: v for k, v in values.items() if v is not None}, findings=summarised(findings), name=name)


def _records(kind: Kind, value: Any, pointer: str, findings: list[Finding]) -> Any:
    """The records in the member of a kind: an object for a single one, a list of objects else; None where it is neither."""
    members = _Members(kind, findings)
    if kind.single and isinstance(value, dict):
        return with_unread([members.record(value, pointer)], findings)[0]
    if kind.single or not isinstance(value, list):
        expected = "对象" if kind.single else "对象的列表"
        message = f"“{kind.sheet}”应为{expected}，没有读入"
        findings.append(Finding("结构有误", Severity.ERROR, message, Place(kind.sheet, pointer), shown(str(value)), expected))
        return None
    records = []
    for index, item in enumerate(value):
        place = f"{pointer}/{index}"
        if isinstance(item, dict):
            records.append(members.record(item, place))
        else:
            message = f"“{kind.sheet}”的第{index + 1}项不是对象，没有读入"
            findings.append(Finding("结构有误", Severity.ERROR, message, Place(kind.sheet, place), shown(str(item)), "对象"))
    return tuple(with_unread(records, findings))


@frozen(slots=True)
class _Pointers(Mapping[str, str]):
    """The JSON pointer of each field of a record, made when it is asked for."""

    pointer: str
    used: Mapping[str, str]

    def __getitem__(self, field: str) -> str:
        return _pointer(self.pointer, self.used[field])

    def __iter__(self) -> Iterator[str]:
        return iter(self.used)

    def __len__(self) -> int:
        return len(self.used)


class _Members:
    """Reads objects of one kind: each key is looked up and each different value is read once."""

    def __init__(self, kind: Kind, findings: list[Finding]) -> None:
        self.kind = kind
        self.findings = findings
        self._readers: dict[str, Reader | None] = {}
        self._required = [c for c in kind.columns if c.required]

    def record(self, members: Mapping[str, Any], pointer: str) -> Any:
        """The record in an object; what cannot be read is a finding at its JSON pointer."""
        values: dict[str, Any] = {}
        keys: dict[str, str] = {}
        for key, raw in members.items():
            reader = self._reader(key, pointer)
            if reader is None:
                continue
            name = reader.column.name
            if name in keys:
                message = f"“{shown(key)}”与“{keys[name]}”是同一项，只读入前一个"
                self._tell("重复列", Severity.WARNING, message, _pointer(pointer, key))
                continue
            keys[name] = key
            values[name] = self._value(reader, key, raw, pointer)
        for column in self._required:
            if members.get(keys.get(column.name, "")) in (None, ""):
                place = Place(self.kind.sheet, _pointer(pointer, keys.get(column.name, column.label)))
                self.findings.append(missing_value(column, place))
        return self.kind.record(**values, source=Source(self.kind.sheet, _Pointers(pointer, keys)))

    def _reader(self, key: str, pointer: str) -> Reader | None:
        if key not in self._readers:
            match = column_called(self.kind, key)
            self._readers[key] = Reader(*match) if match else None
            if match is None:
                message = f"“{self.kind.sheet}”的键“{shown(key)}”不认识，没有读入"
                self._tell("未知列", Severity.NOTE, message, _pointer(pointer, key), shown(key))
        return self._readers[key]

    def _value(self, reader: Reader, key: str, raw: Any, pointer: str) -> Any:
        column = reader.column
        if raw is None:
            return column.default
        if isinstance(raw, (list, dict)):
            message = f"“{column.label}”应为文本或数字，没有读入"
            self._tell("结构有误", Severity.ERROR, message, _pointer(pointer, key), shown(str(raw)))
            return column.default
        # A reader keeps what it read by content, and True equals 1.
        value = Reader(column, reader.scale)[raw] if isinstance(raw, bool) else reader[raw]
        if type(value) is Remark:
            self.findings.append(value.at(Place(self.kind.sheet, _pointer(pointer, key))))
            return value.value
        return value

    def _tell(self, code: str, severity: Severity, message: str, pointer: str, found: str = "") -> None:
        self.findings.append(Finding(code, severity, message, Place(self.kind.sheet, pointer), found))


def _pointer(prefix: str, key: str) -> str:
    """The JSON pointer (RFC 6901) of a member."""
    return f"{prefix}/{key.replace('~', '~0').replace('/', '~1')}"


def schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of `to_json`'s output, from the declarations of the kinds."""
    properties: dict[str, Any] = {}
    for kind in KINDS:
        reference = {"$ref": f"#/$defs/{kind.record.__name__}"}
        properties[kind.sheet] = reference if kind.single else {"type": "array", "items": reference, "description": kind.help}
    properties[LAST_YEAR] = {"$ref": "#", "description": "上年的数据，结构相同"}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "部门预算公开数据",
        "type": "object",
        "properties": properties,
        "required": [kind.sheet for kind in KINDS if not kind.optional],
        "additionalProperties": False,
        "$defs": {kind.record.__name__: _record_schema(kind) for kind in KINDS},
    }


def _record_schema(kind: Kind) -> dict[str, Any]:
    return {
        "type": "object",
        "description": kind.help,
        "properties": {column.label: _column_schema(column) for column in kind.columns},
        "required": [column.label for column in kind.columns if column.required],
        "additionalProperties": False,
    }


def _column_schema(column: Column) -> dict[str, Any]:
    kinds: dict[Type, dict[str, Any]] = {
        Type.AMOUNT: {"type": ["string", "number"], "pattern": _AMOUNT_PATTERN},
        Type.COUNT: {"type": ["string", "number"], "pattern": _AMOUNT_PATTERN},
        Type.YEAR: {"type": "integer", "minimum": 1949, "maximum": 2199},
        Type.DATE: {"type": "string", "format": "date"},
        Type.YES_NO: {"type": "boolean"},
    }
    described = dict(kinds.get(column.type, {"type": "string"}))
    if column.choices:
        described["examples" if column.open_choices else "enum"] = list(column.choices)
    if column.help:
        described["description"] = column.help
    if column.default and column.type in (Type.TEXT, Type.YES_NO):
        described["default"] = column.default
    return described

"""Any sequence of changed figures, hand edits and rebuilds: nothing written by hand is lost, nothing generated is out of date."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

import hand_edits as hand
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from test_reading import read_normal

import yugong
from assembler.rebuild.carrying import read_payload
from assembler.rebuild.comparing import Normal
from assembler.rebuild.generated import Generated, generated_blocks
from assembler.rebuild.matching import match
from assembler.rebuild.payload import Payload
from assembler.rebuild.tokens import tokens_of
from assembler.template import load_template
from assembler.word.identity import bookmark_name
from assembler.word.reading.tables import grid_texts
from figures.budget import Budget
from figures.records import IncomeItem
from yugong.rebuilding import RebuiltDocument, rebuild_onto

BUDGET = yugong.read(hand.EXAMPLE)
TEMPLATE = load_template(BUDGET.basics.template)
DOCUMENT = yugong.build(BUDGET, TEMPLATE, pages=False).to_bytes()
amounts = st.one_of(st.just(0), st.integers(1, 9_999_999).map(lambda n: n * 100))
places = st.integers(0, 10_000)


def with_amount(budget: Budget, position: int, amount: int) -> Budget:
    """The budget with another amount in one line of expenditure."""
    lines = list(budget.expenditure)
    at = position % len(lines)
    lines[at] = replace(lines[at], amount=Decimal(amount))
    return replace(budget, expenditure=tuple(lines))


def with_line(budget: Budget, position: int, amount: int) -> Budget:
    """The budget with another line of expenditure, like one that is there."""
    lines = list(budget.expenditure)
    like = lines[position % len(lines)]
    project = f"新增项目{position % 7}" if like.project else ""
    lines.insert(position % (len(lines) + 1), replace(like, project=project, amount=Decimal(amount)))
    return replace(budget, expenditure=tuple(lines))


def without_line(budget: Budget, position: int) -> Budget:
    """The budget without one of its lines."""
    lines = list(budget.expenditure)
    del lines[position % len(lines)]
    return replace(budget, expenditure=tuple(lines)) if lines else budget


def with_other_targets(budget: Budget, position: int, amount: int) -> Budget:
    """The budget with the performance targets of a project less, or of one more."""
    targets = list(budget.targets)
    at = position % len(targets) if targets else 0
    if amount % 200 and targets:
        targets.insert(at, replace(targets[at], project=f"新增项目{position % 7}", annual_goal=f"完成{amount}次"))
    elif targets:
        del targets[at]
    return replace(budget, targets=tuple(targets))


def with_other_income(budget: Budget, position: int, amount: int) -> Budget:
    """The budget with one item of income more, or without the last one."""
    items = budget.income
    if position % 3 == 0 and items:
        return replace(budget, income=items[:-1])
    return replace(budget, income=(*items, IncomeItem(fund="单位资金", kind="其他收入", amount=Decimal(amount))))


class Editing(RuleBasedStateMachine):
    """A budget and a document that drift apart and are brought together again."""

    def __init__(self) -> None:
        super().__init__()
        self.budget, self.data = BUDGET, DOCUMENT
        self.words: set[str] = set()
        self.typed: set[str] = set()
        self.deleted: set[str] = set()
        self.bold: set[str] = set()
        self.headers: set[str] = set()
        self.copies: set[str] = set()
        self.pictures = 0
        self.in_step = True
        self.count = 0
        self.lost = False

    @initialize(lose=st.sampled_from([0, 0, 3]))
    def begin(self, lose: int) -> None:
        self.lost = bool(lose)
        if lose:
            edited = hand.Edited(self.data)
            hand.drop_bookmarks(edited.body, lose)
            self.data = edited.to_bytes()

    def form(self, data: bytes) -> Normal:
        """The normal form; where identities were lost, without them, since rebuilding sets them again."""
        normal = read_normal(data)
        return tuple((*s[:2], tuple((b[0], *b[2:]) for b in s[2])) for s in normal) if self.lost else normal

    def marker(self) -> str:
        self.count += 1
        return f"手写的话{'甲乙丙丁戊己庚辛壬癸'[self.count // 10 % 10]}{'子丑寅卯辰巳午未申酉'[self.count % 10]}"

    @rule(position=places, amount=amounts)
    def change_a_figure(self, position: int, amount: int) -> None:
        self.budget = with_amount(self.budget, position, amount)
        self.in_step = False

    @rule(position=places, amount=amounts)
    def add_a_line(self, position: int, amount: int) -> None:
        self.budget = with_line(self.budget, position, amount)
        self.in_step = False

    @rule(position=places)
    def remove_a_line(self, position: int) -> None:
        self.budget = without_line(self.budget, position)
        self.in_step = False

    @rule(position=places, amount=amounts)
    def change_targets(self, position: int, amount: int) -> None:
        self.budget = with_other_targets(self.budget, position, amount)
        self.in_step = False

    @rule(position=places, amount=amounts)
    def change_income(self, position: int, amount: int) -> None:
        self.budget = with_other_income(self.budget, position, amount)
        self.in_step = False

    @rule(position=places, at=places)
    def insert_a_row(self, position: int, at: int) -> None:
        edited = hand.Edited(self.data)
        tables = edited.tables()
        words = self.marker()
        if hand.insert_row(tables[position % len(tables)], at, words):
            self.words.add(words)
            self.data = edited.to_bytes()

    @rule(position=places)
    def add_a_table(self, position: int) -> None:
        edited = hand.Edited(self.data)
        paragraphs = [s for s in edited.paragraphs() if s.element.find(".//{*}sectPr") is None]
        words = self.marker()
        hand.add_table(paragraphs[position % len(paragraphs)], words)
        self.words.add(words)
        self.data = edited.to_bytes()

    @rule(position=places)
    def add_a_picture(self, position: int) -> None:
        edited = hand.Edited(self.data)
        paragraphs = edited.paragraphs()
        hand.add_picture(edited, paragraphs[position % len(paragraphs)])
        self.pictures += 1
        self.data = edited.to_bytes()

    @rule()
    def edit_a_header(self) -> None:
        edited = hand.Edited(self.data)
        words = self.marker()
        if hand.edit_header(edited, words):
            self.headers.add(words)
            self.data = edited.to_bytes()

    @rule(position=places, at=places)
    def reword(self, position: int, at: int) -> None:
        edited = hand.Edited(self.data)
        paragraphs = edited.paragraphs()
        words = self.marker()
        hand.reword(paragraphs[position % len(paragraphs)], words, at)
        self.words.add(words)
        self.data = edited.to_bytes()

    @rule(position=places)
    def add(self, position: int) -> None:
        edited = hand.Edited(self.data)
        paragraphs = edited.paragraphs()
        words = self.marker()
        hand.add_paragraph(paragraphs[position % len(paragraphs)], words)
        self.words.add(words)
        self.data = edited.to_bytes()

    @precondition(lambda self: not self.lost)
    @rule(source=places, position=places)
    def copy_a_sentence(self, source: int, position: int) -> None:
        edited = hand.Edited(self.data)
        paragraphs = edited.paragraphs()
        words = self.marker()
        saying = [p for p in paragraphs if AMOUNT.search(p.text)]
        text = saying[source % len(saying)].text if saying else ""
        hand.add_paragraph(paragraphs[position % len(paragraphs)], f"{words}：{text}")
        self.words.add(words)
        self.copies.add(words)
        self.data = edited.to_bytes()

    @rule(position=places)
    def delete(self, position: int) -> None:
        edited = hand.Edited(self.data)
        candidates = [
            s
            for s in edited.paragraphs()
            if s.element.find(".//{*}sectPr") is None
            and not any(w in s.text for w in self.words)
            and len(s.names) == 1
            and s.element.find(".//{*}drawing") is None
        ]
        stretch = candidates[position % len(candidates)]
        hand.delete(stretch)
        self.deleted.add(stretch.names[0])
        self.data = edited.to_bytes()

    @rule(position=places, at=places)
    def type_a_figure(self, position: int, at: int) -> None:
        edited = hand.Edited(self.data)
        tables = [t for t in edited.tables() if any(True for _ in hand.number_cells(t))]
        cells = [c for c in hand.number_cells(tables[position % len(tables)]) if c.text not in self.typed] if tables else []
        if cells:
            self.count += 1
            text = f"77{self.count:05d}.01"
            hand.type_into(cells[at % len(cells)], text)
            self.typed.add(text)
            self.data = edited.to_bytes()

    @rule(position=places)
    def format(self, position: int) -> None:
        edited = hand.Edited(self.data)
        paragraphs = edited.paragraphs()
        stretch = paragraphs[position % len(paragraphs)]
        hand.make_bold(stretch)
        self.bold.add(stretch.names[0])
        self.data = edited.to_bytes()

    @rule()
    def rebuild(self) -> None:
        before = self.data
        rebuilt = rebuild_onto(self.data, self.budget, TEMPLATE, pages=False)
        self.data = rebuilt.data
        self.check_nothing_came_back(before)
        self.in_step = True
        self.check_generated(rebuilt)
        self.check_copies(before, rebuilt)
        again = rebuild_onto(self.data, self.budget, TEMPLATE, pages=False)
        assert again.data == self.data, "nothing changed: the same bytes"

    @precondition(lambda self: self.in_step)
    @rule(position=places, amount=amounts, at=places)
    def change_and_undo(self, position: int, amount: int, at: int) -> None:
        self.rebuild()
        before = self.form(self.data)
        others = (with_amount, with_line, with_other_targets, with_other_income)
        other = others[at % len(others)](self.budget, position, amount)
        there = rebuild_onto(self.data, other, TEMPLATE, pages=False).data
        back = rebuild_onto(there, self.budget, TEMPLATE, pages=False).data
        assert self.form(back) == before

    @invariant()
    def nothing_written_is_lost(self) -> None:
        edited = hand.Edited(self.data)
        text = edited.text()
        assert not [w for w in self.words if w not in text]
        assert not [t for t in self.typed if t not in text]
        assert not [w for w in self.headers if w not in hand.header_text(edited)]
        assert hand.pictures(edited) == self.pictures

    def check_nothing_came_back(self, before: bytes) -> None:
        """Where the same blocks are generated as before there are as many paragraphs and tables: none that was deleted came back,
        whether it is known by its bookmark or not."""
        old, new = hand.Edited(before), hand.Edited(self.data)
        known, now = read_payload(old.parts), read_payload(new.parts)
        if set(known.blocks) | set(known.gone) == set(now.blocks) | set(now.gone):
            assert standing(old) == standing(new)

    def check_generated(self, rebuilt: RebuiltDocument) -> None:
        edited = hand.Edited(rebuilt.data)
        payload = read_payload(edited.parts)
        now = generated_blocks(yugong.build(self.budget, TEMPLATE, pages=False).description.document)
        assert payload.blocks == now
        groups = match({**payload.gone, **now}, edited.stretches).groups
        names = {bookmark_name(b.id): g.stretches[0] for g in groups for b in g.blocks}
        assert self.lost or not self.deleted & set(names)
        for block in now.values():
            stretch = names.get(bookmark_name(block.id))
            if stretch is None:
                assert bookmark_name(block.id) in self.deleted or not getattr(block, "text", "")
            elif stretch.is_table:
                self.check_table(block, stretch, payload)
            elif stretch.chart is None and block.id not in payload.settled:
                self.check_paragraph(block, stretch)
        listed = {f.place.block for f in rebuilt.findings if f.code == "待定文字"}
        assert {i for i, b in payload.settled.items() if hasattr(b, "runs")} <= listed
        assert all(hand.is_bold(names[n]) for n in self.bold if n in names)

    def check_copies(self, before: bytes, rebuilt: RebuiltDocument) -> None:
        """Amounts of before in copied sentences, which are amounts nowhere now, are told."""
        old, new = (read_payload(hand.Edited(data).parts).blocks for data in (before, rebuilt.data))
        gone = amounts_in(old) - amounts_in(new)
        told = {shown for f in rebuilt.findings if f.code == "旧数" for shown in f.found.split("、")}
        for stretch in hand.Edited(rebuilt.data).stretches:
            if any(f"{words}：" in stretch.text for words in self.copies) and not stretch.names:
                assert {shown for shown in AMOUNT.findall(stretch.text) if shown in gone} <= told

    def check_table(self, block: Generated, stretch: hand.Stretch, payload: Payload) -> None:
        shown = [row for row in grid_texts(stretch.element) if not any(w in cell for cell in row for w in self.words)]
        wanted = [tuple(c.text for c in row.cells) for row in block.rows]  # type: ignore[union-attr]
        if block.id not in payload.settled:
            assert len(shown) == len(wanted)
            for row, right in zip(shown, wanted, strict=True):
                assert [c for c, w in zip(row, right, strict=True) if c != w and c not in self.typed] == []

    def check_paragraph(self, block: Generated, stretch: hand.Stretch) -> None:
        right, text = block.text, stretch.text  # type: ignore[union-attr]
        if not any(w in text for w in self.words):
            assert text == right
        else:
            assert re.sub("|".join(self.words), "", text) == right
            assert {t.key for t in tokens_of(text) if t.number} <= {t.key for t in tokens_of(right) if t.number}


AMOUNT = re.compile(r"\d+\.\d+万元")


def amounts_in(blocks: Mapping[str, Generated]) -> set[str]:
    """The amounts that sentences say."""
    return {shown for block in blocks.values() for shown in AMOUNT.findall(getattr(block, "text", ""))}


def standing(edited: hand.Edited) -> int:
    """How many paragraphs and tables there are outside the contents."""
    return sum(not s.in_contents for s in edited.stretches)


TestEditing = Editing.TestCase
# Without shrinking: a failing sequence is short already, and shortening it would take minutes.
TestEditing.settings = settings(
    max_examples=10,
    stateful_step_count=8,
    deadline=None,
    phases=(Phase.reuse, Phase.generate),
    report_multiple_bugs=False,
    suppress_health_check=[HealthCheck.too_slow],
)

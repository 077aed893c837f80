"""A writer of many documents writes what is the very same once, and its bytes do not depend on what it wrote before."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from word_samples import DOCUMENT, LOOK, NUMBERS
from word_strategies import documents

from assembler.description import Block, Document, Paragraph, Table
from assembler.word import body, kept, package
from assembler.word.fixed import fixed_parts
from assembler.word.package import DocumentWriter, write_document


@st.composite
def followed(draw: st.DrawFn) -> list[Document]:
    """A document, and others of which many blocks are its own, in other places and beside fewer."""
    first = draw(documents())
    found = [first]
    for _ in range(draw(st.integers(1, 3))):
        sections = tuple(
            replace(section, blocks=tuple(b for b in section.blocks if draw(st.integers(0, 3)))) for section in first.sections
        )
        found.append(replace(first, sections=sections, title=draw(st.sampled_from([first.title, "另一份"]))))
    return found


@settings(max_examples=60, deadline=None)
@given(followed(), st.lists(st.booleans(), min_size=4, max_size=4))
def test_bytes_do_not_depend_on_what_was_written_before(some: list[Document], identities: list[bool]) -> None:
    writer = DocumentWriter(LOOK)
    for document, named in zip(some, identities, strict=False):
        written = writer.write(document, identities=named)
        fixed_parts(LOOK).rows.clear()  # what is kept of rows belongs to the look
        assert written == write_document(document, LOOK, identities=named)


@settings(max_examples=40, deadline=None)
@given(documents(), st.dictionaries(st.integers(0, 9), st.integers(1, 40), max_size=4))
def test_the_contents_are_written_anew_where_a_page_or_a_title_is_another(document: Document, moved: dict[int, int]) -> None:
    writer = DocumentWriter(LOOK)
    pages = {paragraph.id: number for number, (paragraph, _) in enumerate(document.entries(), 1)}
    writer.write(document, pages)
    others = pages | {list(pages)[place]: page for place, page in moved.items() if place < len(pages)}
    retitled = replace(document, sections=tuple(replace(s, blocks=tuple(map(_retitled, s.blocks))) for s in document.sections))
    for changed, numbers in ((document, others), (retitled, others), (document, None), (document, pages)):
        assert writer.write(changed, numbers) == write_document(changed, LOOK, numbers)


def _retitled(block: Block) -> Block:
    if isinstance(block, Paragraph) and block.entry is not None:
        return replace(block, entry=replace(block.entry, text=block.entry.text + "改"))
    return block


def counted(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """The blocks that are written and the charts that are made from here on."""
    made: list[object] = []
    for module, name in ((body, "table_xml"), (body, "paragraph_xml"), (package, "chart_parts")):
        function = getattr(module, name)

        def call(*given: object, of: object = function) -> object:
            made.append(given[1] if isinstance(given[1], (Table, Paragraph)) else given[0])
            return of(*given)  # type: ignore[operator]

        monkeypatch.setattr(module, name, call)
    return made


def test_what_is_the_very_same_is_written_once(monkeypatch: pytest.MonkeyPatch) -> None:
    made = counted(monkeypatch)
    writer = DocumentWriter(LOOK)
    first = writer.write(DOCUMENT, NUMBERS)
    assert made
    made.clear()
    assert writer.write(DOCUMENT, NUMBERS) == first
    assert not made
    sections = [*DOCUMENT.sections]
    blocks = [*sections[-1].blocks]
    blocks[0] = replace(blocks[0])
    sections[-1] = replace(sections[-1], blocks=tuple(blocks))
    assert writer.write(replace(DOCUMENT, sections=tuple(sections)), NUMBERS) == first
    assert made == [blocks[0]], "an equal block that is another object"


def test_no_more_is_kept_than_the_last_document_and_not_beyond_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    made = counted(monkeypatch)
    writer = DocumentWriter(LOOK)
    first = writer.write(DOCUMENT)
    writer.write(replace(DOCUMENT, sections=DOCUMENT.sections[:1]))
    made.clear()
    assert writer.write(DOCUMENT) == first
    assert made, "what the document before lacked was let go"
    monkeypatch.setattr(kept, "MOST", 0)
    writer.write(DOCUMENT)
    made.clear()
    assert writer.write(DOCUMENT) == first
    assert len([block for block in made if isinstance(block, Table)]) == sum(isinstance(b, Table) for b in DOCUMENT.blocks())

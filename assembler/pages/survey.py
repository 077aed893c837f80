"""The page numbers of the contents, and how sure they are: the document laid out by both profiles and on slightly other pages."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from assembler.description import Document, Paragraph
from assembler.look import Look
from assembler.pages.doubts import doubts_of
from assembler.pages.flow import Pages, place
from assembler.pages.plan import Stretch, plan
from assembler.pages.profiles import EXACTLY, LIBREOFFICE, STEP, WORD, Perturbation, Profile
from figures.lean import frozen

WIDER, NARROWER = Perturbation(width=STEP), Perturbation(width=-STEP)
HIGHER, LOWER = Perturbation(height=STEP), Perturbation(height=-STEP)
RUNS: tuple[tuple[Profile, Perturbation], ...] = (
    (WORD, EXACTLY),
    (LIBREOFFICE, EXACTLY),
    (WORD, WIDER),
    (WORD, NARROWER),
    (LIBREOFFICE, WIDER),
    (LIBREOFFICE, NARROWER),
    (WORD, HIGHER),
    (WORD, LOWER),
)
"""Both profiles, and six perturbed text areas."""

_LONGEST_NAME = 24


@frozen(slots=True)
class Surveyed:
    """An entry of the contents: the id of its paragraph, its text, its page number, and the numbers that the runs of `RUNS` gave."""

    id: str
    text: str
    number: int
    numbers: tuple[int, ...]

    @property
    def sure(self) -> bool:
        """Whether all runs agree."""
        return len(set(self.numbers)) == 1

    @property
    def spread(self) -> int:
        """How many pages the farthest run is from the number written."""
        return max(abs(n - self.number) for n in self.numbers)


@frozen(slots=True)
class Survey:
    """The entries of the contents in order, what made the calculator doubtful (Chinese sentences), and the edges of LibreOffice's pages.

    At an edge LibreOffice must be told to begin the page (`with_page_breaks`).
    """

    entries: tuple[Surveyed, ...]
    doubts: tuple[str, ...]
    edges: tuple[int, ...] = ()

    @property
    def numbers(self) -> dict[str, int]:
        """The page number of each entry, by the id of its paragraph."""
        return {entry.id: entry.number for entry in self.entries}

    @property
    def unsure(self) -> tuple[Surveyed, ...]:
        """The entries on whose page the runs do not agree."""
        return tuple(entry for entry in self.entries if not entry.sure)


def page_numbers(document: Document, look: Look, profile: Profile = WORD) -> dict[str, int]:
    """The number printed on the page of each entry of the contents, by the id of its paragraph.

    LookError when the look lacks a page or a style that the document names.
    """
    pages = place(document, plan(document, look, profile))
    return {paragraph.id: pages.printed(paragraph.id) for paragraph, _ in document.entries()}


def survey(document: Document, look: Look, profile: Profile = WORD) -> Survey:
    """The entries' page numbers for `profile`, each with what the other runs gave. LookError as in `page_numbers`."""
    runs = _run_all(document, look)
    exact = {p: run for (p, change), run in zip(RUNS, runs, strict=True) if change == EXACTLY}
    written = exact[profile]
    entries = tuple(
        Surveyed(p.id, e.text, written.printed(p.id), tuple(run.printed(p.id) for run in runs)) for p, e in document.entries()
    )
    return Survey(entries, doubts_of(document, look), exact[LIBREOFFICE].edges)


def with_page_breaks(document: Document, edges: Iterable[int]) -> Document:
    """The document with the paragraphs in those places (as in `Pages.edges`) beginning a page, which they do anyway."""
    places, place, sections = frozenset(edges), 0, []
    for section in document.sections:
        blocks = list(section.blocks)
        for i, block in enumerate(blocks):
            if place + i in places and isinstance(block, Paragraph):
                blocks[i] = replace(block, new_page=True)
        place += len(blocks)
        sections.append(replace(section, blocks=tuple(blocks)))
    return replace(document, sections=tuple(sections))


def note(surveyed: Survey) -> str:
    """What the officer is told about the numbers in the contents; "" where nothing is in doubt."""
    unsure = surveyed.unsure
    told = f"目录页码核对：共 {len(surveyed.entries)} 条，"
    if unsure:
        spread = max(entry.spread for entry in unsure)
        named = "；".join(f"“{_short(entry.text)}”第 {entry.number} 页" for entry in unsure)
        told += f"{len(unsure)} 条在个别软件中可能相差{'一' if spread == 1 else f' {spread} '}页（{named}）。"
    elif surveyed.doubts:
        told += "各软件算得一致。"
    else:
        return ""
    if surveyed.doubts:
        told += f"另有 {len(surveyed.doubts)} 处的版面不能确知（{'；'.join(surveyed.doubts)}）。"
    return told + "请在 Word 中打开后按 F9 更新目录。"


def _run_all(document: Document, look: Look) -> list[Pages]:
    """The pages of each run; runs that differ in height alone share one plan."""
    plans: dict[tuple[str, float], tuple[Stretch, ...]] = {}
    runs = []
    for profile, change in RUNS:
        key = profile.name, change.width
        if key not in plans:
            plans[key] = plan(document, look, profile, change)
        runs.append(place(document, plans[key], change.height))
    return runs


def _short(text: str) -> str:
    """A title for quoting: quotation marks inside are single ones, long ones are shortened."""
    plain = text.replace("“", "‘").replace("”", "’")
    return plain if len(plain) <= _LONGEST_NAME else plain[:_LONGEST_NAME] + "…"

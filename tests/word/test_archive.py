"""The archive is one that any program opens."""

from __future__ import annotations

from io import BytesIO
from zipfile import ZipFile

from hypothesis import given
from hypothesis import strategies as st

from assembler.word.archive import archive, deflated, stored

names = st.text("abc/._", min_size=1, max_size=12)


@given(st.dictionaries(names, st.tuples(st.binary(max_size=400), st.integers(0, 9)), max_size=5))
def test_every_file_comes_out_as_it_went_in(files: dict[str, tuple[bytes, int]]) -> None:
    entries = [deflated(name, data, level) if level else stored(name, data) for name, (data, level) in files.items()]
    with ZipFile(BytesIO(archive(entries))) as file:
        assert file.testzip() is None
        assert {name: file.read(name) for name in file.namelist()} == {name: data for name, (data, _) in files.items()}

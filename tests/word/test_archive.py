"""The archive is one that any program opens, whatever packed its files."""

from __future__ import annotations

import zlib
from io import BytesIO
from zipfile import ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assembler.word import packing
from assembler.word.archive import archive, deflated, stored

names = st.text("abc/._", min_size=1, max_size=12)
contents = st.binary(max_size=400) | st.builds(lambda some, times: some * times, st.binary(max_size=40), st.integers(0, 5_000))


@pytest.mark.parametrize("packer", ["当前", "zlib"])
@given(st.dictionaries(names, st.tuples(contents, st.booleans()), max_size=5))
def test_every_file_comes_out_as_it_went_in(packer: str, files: dict[str, tuple[bytes, bool]]) -> None:
    with pytest.MonkeyPatch.context() as patched:
        if packer == "zlib":
            patched.setattr(packing, "compress", zlib.compress)
            patched.setattr(packing, "crc32", zlib.crc32)
        entries = [deflated(name, data) if packed else stored(name, data) for name, (data, packed) in files.items()]
    with ZipFile(BytesIO(archive(entries))) as file:
        assert file.testzip() is None
        assert {name: file.read(name) for name in file.namelist()} == {name: data for name, (data, _) in files.items()}


@given(contents)
def test_packing_is_told_apart_by_nothing_but_the_data(data: bytes) -> None:
    assert packing.packed(data) == packing.packed(bytes(bytearray(data)))
    assert zlib.decompress(packing.packed(data), -15) == data
    assert packing.checksum(data) == zlib.crc32(data)

import pytest

from retold.archive import Archive
from retold.archive.rows import split_name
from retold.errors import ArchiveError


@pytest.mark.parametrize("digits", [19, 20, 5000])
def test_a_number_that_no_version_can_have_is_part_of_the_name(tmp_path, digits):
    name = "bridge@" + "9" * digits
    assert split_name(name) == (name, None)
    with Archive(tmp_path / "a.retold") as archive:
        archive.add([{"id": "bridge", "text": "The bridge at Orlen closed on Monday."}])
        for ask in (archive.entry, archive.get, archive.versions, archive.remove):
            with pytest.raises(ArchiveError, match="There is no article"):
                ask(name)

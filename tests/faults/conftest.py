import pytest

from faults.base import articles, fill
from retold.archive import Archive


@pytest.fixture(scope="session")
def given():
    return articles(60)


@pytest.fixture(scope="session")
def whole(tmp_path_factory, given):
    """A closed archive with these articles, not to be changed."""
    path = tmp_path_factory.mktemp("whole") / "whole.retold"
    with Archive(path) as archive:
        archive.add(given)
    return path


@pytest.fixture
def path(tmp_path, whole):
    """An archive with these articles, to be changed."""
    return fill(tmp_path / "news.retold", whole)

"""docs/archive.md describes the file as it is."""

import re
import sqlite3
from pathlib import Path

from retold import Archive
from retold.archive.schema import SCHEMA_VERSION

PAGE = (Path(__file__).parents[2] / "docs" / "archive.md").read_text("utf-8")


def described():
    """For each table of the page, its columns with their types, in order."""
    parts = re.split(r"^### `(\w+)`$", PAGE.partition("## The file")[2], flags=re.M)[1:]
    tables = {}
    for name, text in zip(parts[::2], parts[1::2], strict=True):
        rows = re.findall(r"^\| (`[^|]*) \| (\w*) +\|", text, re.M)
        tables[name] = [(column, type_) for cell, type_ in rows for column in re.findall(r"`(\w+)`", cell)]
    return tables


def test_every_table_and_column_is_described(path):
    Archive(path).close()
    with sqlite3.connect(path) as connection:
        asked = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'search\\_%' ESCAPE '\\'"
        names = [name for (name,) in connection.execute(asked)]
        tables = {name: [row[1:3] for row in connection.execute(f"PRAGMA table_info({name})")] for name in names}
        version = connection.execute("PRAGMA user_version").fetchone()[0]
        number = connection.execute("PRAGMA application_id").fetchone()[0]
    assert described() == tables
    assert version == SCHEMA_VERSION
    assert f"has the version {version} " in PAGE
    assert f"0x{number:X}" in PAGE


def test_an_archive_of_keys_has_the_same_tables_but_for_the_words(path):
    Archive(path, store="keys").close()
    with sqlite3.connect(path) as connection:
        names = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    assert names == set(described()) - {"search"}


def test_a_backup_as_the_page_makes_it_is_an_archive(archive, path, wire):
    archive.add([wire()])
    (command,) = re.findall(r"VACUUM INTO '[^']*'", PAGE)
    copy = path.with_name("backup.retold")
    with sqlite3.connect(path) as connection:
        connection.execute(command.replace("backup.retold", str(copy)))
    with Archive(copy, create=False) as again:
        assert list(again.export()) == list(archive.export())

"""`retold credit` and `retold quotes`: one article at a time."""

import json

import pytest

AGENCY = """PORT ELLERY, May 2 (AFP) - A storm closed the harbour of Port Ellery on Monday, the harbour office said.

“We heard a severe bang and then nothing at all,” harbour master Mira Tolland told Reuters. Nobody was hurt.
"""


@pytest.fixture
def folder(articles):
    """The folder of articles with one more that credits an agency."""
    (articles / "agency.txt").write_text(AGENCY, encoding="utf-8")
    return articles


def test_credit_names_the_agency_and_the_words_that_show_it(run, folder):
    result = run("credit", folder / "agency.txt")
    assert result.exit_code == 0
    assert result.stdout.startswith("agency.txt")
    assert "credits AFP, shown by:" in result.stdout
    assert "(AFP)" in result.stdout
    assert "Reuters" not in result.stdout


def test_several_files_and_one_without_credit(run, folder):
    result = run("credit", folder / "agency.txt", folder / "bakery.txt")
    first, second = result.stdout.split("\n\n")
    assert "AFP" in first
    assert second.startswith("bakery.txt")
    assert "credits no agency or outlet" in second


def test_credit_as_json_is_a_list_of_one_object_a_file(run, folder):
    result = run("credit", folder / "agency.txt", folder / "bakery.txt", "--format", "json")
    first, second = json.loads(result.stdout)
    assert (first["schema"], first["id"], first["agencies"]) == ("retold.credit/1", "agency.txt", ["AFP"])
    assert first["evidence"]
    assert (second["agencies"], second["evidence"]) == ([], [])


def test_quotes_names_the_speaker(run, folder):
    result = run("quotes", folder / "agency.txt")
    assert result.exit_code == 0
    assert "“We heard a severe bang and then nothing at all,”" in result.stdout
    assert "Mira Tolland" in result.stdout.splitlines()[-1]
    assert "told" in result.stdout.splitlines()[-1]


def test_quotes_as_json_have_offsets_into_the_text(run, folder):
    (found,) = json.loads(run("quotes", folder / "agency.txt", "--format", "json").stdout)
    (quotation,) = found["quotations"]
    text = AGENCY.rstrip("\n")
    assert text[quotation["start"] : quotation["end"]] == "“We heard a severe bang and then nothing at all,”"
    assert quotation["text"] in text[quotation["start"] : quotation["end"]]
    for name in ("speaker_words", "cue"):
        assert text[quotation[name]["start"] : quotation[name]["end"]] == quotation[name]["text"]
    assert "Mira Tolland" in quotation["speaker"]
    assert quotation["sentence"] == 1


def test_an_article_without_quotations(run, folder):
    assert "no direct quotation" in run("quotes", folder / "bakery.txt").stdout


@pytest.mark.parametrize("command_name", ["credit", "quotes"])
def test_the_ending_of_the_output_decides(run, folder, command_name):
    result = run(command_name, folder / "agency.txt", "-o", folder / "out.json")
    assert (result.exit_code, result.stdout) == (0, "")
    assert json.loads((folder / "out.json").read_text("utf-8"))[0]["id"] == "agency.txt"
    run(command_name, folder / "agency.txt", "-o", folder / "out.txt")
    assert (folder / "out.txt").read_text("utf-8").startswith("agency.txt")


@pytest.mark.parametrize("command_name", ["credit", "quotes"])
def test_standard_input_once(run, folder, command_name):
    result = run(command_name, "-", input=AGENCY)
    assert result.exit_code == 0
    assert "AFP" in result.stdout or "Mira Tolland" in result.stdout
    twice = run(command_name, "-", "-", input=AGENCY)
    assert twice.exit_code == 2
    assert "standard input" in twice.stderr


@pytest.mark.parametrize("command_name", ["credit", "quotes"])
def test_what_cannot_be_read_is_one_sentence_and_nothing_is_written(run, folder, command_name):
    result = run(command_name, folder / "agency.txt", folder / "gone.txt", "-o", folder / "out.txt")
    assert result.exit_code == 2
    assert result.stderr.startswith("retold: ")
    assert "gone.txt" in result.stderr
    assert result.stderr.count("\n") == 1
    assert not (folder / "out.txt").exists()

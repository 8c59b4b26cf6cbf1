"""Every command and every option stands in docs/cli.md, with an example that is parsed here."""

import re
import shlex
from pathlib import Path

import click
import pytest

from retold.cli import main

PAGE = Path(__file__).parents[2] / "docs" / "cli.md"


def commands():
    """Every command by what is typed for it: "find", "archive add"."""
    found = dict(main.commands)
    for name, command in main.commands.items():
        if isinstance(command, click.Group):
            found |= {f"{name} {below}": own for below, own in command.commands.items()}
    return sorted(found.items())


def section(name):
    """What docs/cli.md says under the heading of a command."""
    found = re.search(rf"^## `retold {name}`\n(.*?)(?=^## |\Z)", PAGE.read_text("utf-8"), re.M | re.S)
    assert found, f"docs/cli.md has no section for retold {name}"
    return found[1]


@pytest.mark.parametrize(("name", "command"), commands())
def test_every_option_is_documented(name, command):
    text = section(name)
    for parameter in command.params:
        for option in parameter.opts if isinstance(parameter, click.Option) else [parameter.name.upper()]:
            assert f"`{option}" in text, f"{option} of retold {name} is not in docs/cli.md"


@pytest.mark.parametrize(("name", "command"), commands())
def test_no_option_is_documented_that_does_not_exist(name, command):
    of_all = [command, *command.commands.values()] if isinstance(command, click.Group) else [command]
    known = {option for own in of_all for parameter in own.params for option in parameter.opts} | {"-h", "--help"}
    assert set(re.findall(r"`(--?[a-z][a-z-]*)", section(name))) <= known


@pytest.mark.parametrize(("name", "command"), commands())
def test_every_option_has_help_and_the_command_has_examples(name, command):
    assert all(parameter.help for parameter in command.params if isinstance(parameter, click.Option))
    assert "Examples:" in command.help
    examples = re.findall(rf"^\s*(?:\$ )?(retold {name} .*)$", section(name) + command.help, re.M)
    assert len(examples) >= (8 if name == "compare" else 2 if " " in name else 5)
    for example in (line for line in examples if "[OPTIONS]" not in line):
        words = shlex.split(re.split(r" [|<>] ", example)[0])[1 + len(name.split()) :]
        words = [__file__ if before == "--pairs" else word for before, word in zip(["", *words], words, strict=False)]
        command.make_context(name, words)


@pytest.mark.parametrize(("command_name", "command"), commands())
def test_every_format_is_documented(command_name, command):
    for choice in (p.type for p in command.params if p.name == "format_"):
        assert all(f"`{name}`" in section(command_name) for name in choice.choices)


@pytest.mark.parametrize(
    "name", [name for name, command in commands() if command.no_args_is_help and not isinstance(command, click.Group)]
)
def test_a_command_without_arguments_shows_its_help(run, name):
    done = run(*name.split())
    assert done.exit_code == 2
    assert done.stderr.startswith("Usage: ")
    assert f" {name} [" in done.stderr.splitlines()[0]
    assert "\n\nOptions:\n" in done.stderr

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot.settings import load_settings, variable_names
from retrieval.errors import SettingsError

EXAMPLE = Path(__file__).parents[2] / ".env.example"


def test_nothing_set_gives_the_defaults() -> None:
    settings = load_settings({}, env_file=None)
    assert settings.discord_token is None
    assert settings.encoder == "packaged"
    assert (settings.corpus / "README.md").is_file()


def test_an_unknown_variable_names_the_nearest() -> None:
    with pytest.raises(
        SettingsError, match=r"CHOKEPOINT_ENCODR.*nearest one is CHOKEPOINT_ENCODER"
    ):
        load_settings({"CHOKEPOINT_ENCODR": "x"}, env_file=None)


@pytest.mark.parametrize(
    ("name", "value", "remedy"),
    [
        ("CHOKEPOINT_THREADS", "many", "write a whole number"),
        ("CHOKEPOINT_PLAYGROUND_PORT", "70000", "write 65535 or less"),
        ("CHOKEPOINT_LOG_LEVEL", "LOUD", "write 'DEBUG', 'INFO', 'WARNING' or 'ERROR'"),
        ("CHOKEPOINT_MEMORY_MINUTES", "-1", "write 0 or more"),
        ("CHOKEPOINT_MESSAGE_CONTENT", "perhaps", "write true or false"),
    ],
)
def test_a_bad_value_is_named_with_its_variable_and_the_remedy(
    name: str, value: str, remedy: str
) -> None:
    with pytest.raises(SettingsError) as caught:
        load_settings({name: value}, env_file=None)
    assert str(caught.value) == f"{name} is '{value}', which can't be used: {remedy}."


def test_options_win_over_the_environment_and_that_over_the_file(tmp_path: Path) -> None:
    env_file = tmp_path / ".env"
    env_file.write_text("CHOKEPOINT_CORPUS=from-file\nCHOKEPOINT_ENCODER=file-encoder\n")
    settings = load_settings({"CORPUS_DIR": "from-environment"}, env_file=env_file)
    assert settings.encoder == "file-encoder"
    settings = load_settings(
        {"CHOKEPOINT_CORPUS": "from-environment"}, corpus=Path("option"), env_file=env_file
    )
    assert settings.corpus == Path("option")


def test_an_empty_variable_counts_as_unset() -> None:
    assert load_settings({"CHOKEPOINT_ENCODER": ""}, env_file=None).encoder == "packaged"


def test_shard_ids_need_their_count() -> None:
    with pytest.raises(SettingsError, match="CHOKEPOINT_SHARD_COUNT"):
        load_settings({"CHOKEPOINT_SHARD_IDS": "0,1"}, env_file=None)
    settings = load_settings(
        {"CHOKEPOINT_SHARD_IDS": "0,1", "CHOKEPOINT_SHARD_COUNT": "4"}, env_file=None
    )
    assert settings.shard_ids == (0, 1)


def test_secrets_are_not_printed() -> None:
    settings = load_settings({"DISCORD_TOKEN": "s3cret"}, env_file=None)
    assert "s3cret" not in repr(settings)


def test_the_example_file_lists_every_variable_and_no_other() -> None:
    listed = set(re.findall(r"^#?([A-Z_]+)=", EXAMPLE.read_text(encoding="utf-8"), re.MULTILINE))
    assert listed == set(variable_names()) - {"CORPUS_DIR", "DATA_DIR"}

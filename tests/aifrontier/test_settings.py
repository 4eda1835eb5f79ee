"""Settings: composed from defaults, environment and flags, each one documented."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import pytest

from aifrontier.settings import PREFIX, SettingError, Settings, compose, environment_of


def test_flags_come_before_the_environment_and_that_before_defaults() -> None:
    environment = {"AIFRONTIER_PORT": "9000", "AIFRONTIER_HOST": "::1"}
    made = compose({"port": 9001, "data": None}, environment)
    assert (made.port, made.host, made.threads) == (9001, "::1", Settings().threads)


def test_a_value_of_the_wrong_kind_names_its_variable() -> None:
    with pytest.raises(SettingError, match="AIFRONTIER_PORT='eighty'"):
        compose({}, {"AIFRONTIER_PORT": "eighty"})


def test_the_environment_of_settings_gives_the_same_settings_again() -> None:
    made = Settings(data=Path("d"), texts=Path("t"), port=81, query_seconds=2.5, show_overlay=True)
    assert compose({}, environment_of(made)) == made


@pytest.mark.parametrize(
    ("host", "asked", "served"),
    [("127.0.0.1", False, True), ("0.0.0.0", False, False), ("0.0.0.0", True, True), ("::1", False, True)],
)
def test_quotes_are_served_beyond_loopback_only_when_the_operator_says_so(
    host: str, asked: bool, served: bool
) -> None:
    assert Settings(host=host, show_overlay=asked).serves_overlay is served


def test_every_setting_is_documented(root: Path) -> None:
    page = (root / "docs" / "settings.md").read_text(encoding="utf-8")
    for setting in fields(Settings):
        assert f"`{PREFIX}{setting.name.upper()}`" in page, setting.name
        assert setting.metadata["meaning"] in page, setting.name

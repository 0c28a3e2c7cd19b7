"""Settings: command line over environment over file over default; a misspelt key is no silent trap."""

import stat
from pathlib import Path

import pytest

from lagebild.records.errors import SettingsError
from lagebild.settings import Settings, load_settings, read_salt


def test_defaults_keep_the_workspace_on_this_machine(tmp_path: Path) -> None:
    settings = load_settings(tmp_path, environment={})
    assert (settings.host, settings.port, settings.allow_loopback) == ("127.0.0.1", 8765, False)
    assert settings.store_url == f"sqlite:///{tmp_path / 'lagebild.db'}"


def test_precedence(tmp_path: Path) -> None:
    (tmp_path / "lagebild.toml").write_text('port = 1001\nzone = "Europe/Vienna"\nsurface = "en"\n', encoding="utf-8")
    environment = {"LAGEBILD_PORT": "1002", "LAGEBILD_ZONE": "Europe/Zurich", "PORT": "1"}
    settings = load_settings(tmp_path, environment=environment, overrides={"port": 1003, "host": None})
    assert (settings.port, settings.zone, settings.surface) == (1003, "Europe/Zurich", "en")
    assert settings.host == "127.0.0.1", "an option that was not given overrides nothing"


def test_workspace_from_the_environment_or_the_usual_folder(tmp_path: Path) -> None:
    assert load_settings(environment={"LAGEBILD_WORKSPACE": str(tmp_path)}).workspace == tmp_path
    assert load_settings(environment={"XDG_DATA_HOME": str(tmp_path)}).workspace == tmp_path / "lagebild"
    named = load_settings(tmp_path, environment={"LAGEBILD_WORKSPACE": "/elsewhere"})
    assert named.workspace == tmp_path, "a folder that is named outranks the environment"


@pytest.mark.parametrize("place", ["file", "environment", "override"])
def test_unknown_key_is_named_with_the_nearest_known_one(tmp_path: Path, place: str) -> None:
    if place == "file":
        (tmp_path / "lagebild.toml").write_text("prot = 80\n", encoding="utf-8")
    environment = {"LAGEBILD_PROT": "80"} if place == "environment" else {}
    overrides = {"prot": 80} if place == "override" else {}
    with pytest.raises(SettingsError, match='"prot" is unknown; did you mean "port"'):
        load_settings(tmp_path, environment=environment, overrides=overrides)


def test_key_that_resembles_none_lists_the_known_ones(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"known are .*window_days"):
        load_settings(tmp_path, environment={"LAGEBILD_XYZZY": "1"})


@pytest.mark.parametrize(
    ("key", "value", "wanted"),
    [
        ("port", "viele", "a whole number"),
        ("allow_loopback", "vielleicht", "yes or no"),
        ("window_days", "3.5", "whole"),
        ("window_documents", "0", "at least 1"),
        ("join_percent", "100", "between 1 and 99"),
        ("public_address", "news.example", "scheme and host"),
        ("public_address", "https://news.example/lagebild", "scheme and host"),
        ("public_address", "https://user@news.example", "scheme and host"),
        ("public_address", "https://news.example:port", "scheme and host"),
        ("public_address", "ftp://news.example", "scheme and host"),
    ],
)
def test_value_of_the_wrong_kind(tmp_path: Path, key: str, value: str, wanted: str) -> None:
    with pytest.raises(SettingsError, match=wanted):
        load_settings(tmp_path, environment={f"LAGEBILD_{key.upper()}": value})


@pytest.mark.parametrize(("text", "truth"), [("1", True), ("true", True), ("YES", True), ("0", False), ("no", False)])
def test_truth_is_read_from_words(tmp_path: Path, text: str, truth: bool) -> None:
    assert load_settings(tmp_path, environment={"LAGEBILD_ALLOW_LOOPBACK": text}).allow_loopback is truth


def test_broken_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "lagebild.toml").write_bytes(b"port = \xff")
    with pytest.raises(SettingsError, match=r"lagebild\.toml: this is not TOML"):
        load_settings(tmp_path, environment={})


def test_salt_is_made_once_and_is_its_owners_alone(tmp_path: Path) -> None:
    settings = Settings(tmp_path / "new")
    salt = read_salt(settings)
    assert len(salt) == 32 and read_salt(settings) == salt
    path = tmp_path / "new" / "salt"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [p.name for p in path.parent.iterdir()] == ["salt"], "nothing is left lying about"
    assert read_salt(Settings(tmp_path / "other")) != salt

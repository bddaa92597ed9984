"""Settings from the environment, and secrets."""

import os
import stat

import pytest

from config import environment as env
from config.environment import SettingsError


def test_a_secret_is_made_once_and_only_its_owner_reads_it(tmp_path):
    folder = tmp_path / "secrets"
    value = env.secret(folder, "key")
    assert len(value) >= 43
    assert env.secret(folder, "key") == value
    assert stat.S_IMODE((folder / "key").stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert env.secret(folder, "other") != value


def test_a_given_secret_is_not_written(tmp_path, monkeypatch):
    monkeypatch.setenv("DUBAN_SECRET_KEY", "given")
    assert env.secret(tmp_path / "secrets", "secret-key") == "given"
    assert not (tmp_path / "secrets").exists()


def test_an_empty_secret_file_stops_the_start(tmp_path):
    (tmp_path / "key").touch()
    with pytest.raises(SettingsError, match="是空的"):
        env.secret(tmp_path, "key")


def test_a_password_that_can_be_typed():
    assert {len(env.spoken()) for _ in range(20)} == {14}
    assert len({env.spoken() for _ in range(50)}) == 50
    assert not set("".join(env.spoken() for _ in range(50))) & set("0o1il")


@pytest.mark.parametrize(("raw", "value"), [("1", True), ("off", False), ("YES", True), ("", True)])
def test_a_truth_value(monkeypatch, raw, value):
    monkeypatch.setenv("DUBAN_X", raw)
    assert env.flag("X", True) is value


@pytest.mark.parametrize(("read", "raw"), [(env.flag, "maybe"), (env.number, "viel")])
def test_a_value_that_cannot_be_understood_stops_the_start(monkeypatch, read, raw):
    monkeypatch.setenv("DUBAN_X", raw)
    with pytest.raises(SettingsError, match=f"DUBAN_X 的值是“{raw}”"):
        read("X", 0)


def test_a_value_from_a_file(monkeypatch, tmp_path):
    (tmp_path / "v").write_text("5\n")
    monkeypatch.setenv("DUBAN_X_FILE", str(tmp_path / "v"))
    assert env.number("X", 0) == 5


def test_databases(tmp_path):
    assert env.database("", tmp_path)["NAME"] == str(tmp_path / "duban.sqlite3")
    assert env.database("sqlite:///x/y.db", tmp_path)["NAME"] == "/x/y.db"
    found = env.database("postgresql://u:p%40w@db.local:5433/name", tmp_path)
    assert [found[k] for k in ("NAME", "USER", "PASSWORD", "HOST", "PORT")] == ["name", "u", "p@w", "db.local", "5433"]
    assert env.database("postgresql://u@/n?host=/run/pg", tmp_path)["HOST"] == "/run/pg"
    with pytest.raises(SettingsError, match="mysql"):
        env.database("mysql://x", tmp_path)


def test_the_tests_own_no_demo():
    assert "DUBAN_DEMO" not in os.environ

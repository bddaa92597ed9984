"""What has to be there before the first request."""

import os
import socket
import sqlite3

import pytest
from django.db import connection

from duban.ops import start
from duban.ops.start import CannotStart
from tests.factories.orgs import UnitFactory


@pytest.fixture
def data(settings, tmp_path):
    """A data folder of its own."""
    settings.DATA = tmp_path / "data"
    settings.STATIC_ROOT = settings.DATA / "static"
    settings.DATA.mkdir()
    return settings.DATA


def test_a_busy_port_is_refused_in_one_sentence():
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        with pytest.raises(CannotStart) as refused:
            start.require_free_port("127.0.0.1", port)
    assert refused.value.reason == f"端口 {port} 已被占用；请停下占用它的程序，或换一个端口，如 make run PORT=8001。"
    start.require_free_port("127.0.0.1", port)


@pytest.mark.parametrize("port", [0, 70000, -1])
def test_a_port_that_is_none(port):
    with pytest.raises(CannotStart, match="没有端口"):
        start.require_free_port("127.0.0.1", port)


def test_a_data_folder_is_served_once(data):
    with start.hold_data_folder():
        with pytest.raises(CannotStart, match=f"已有一个督办在运行（进程 {os.getpid()}）"):
            start.hold_data_folder()
    start.hold_data_folder().close()


def test_a_database_that_is_up_to_date_is_left_alone(db):
    assert start.migrate() is False


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL 有自己的备份工具")
@pytest.mark.django_db(transaction=True)
def test_a_backup_is_a_whole_database_and_few_are_kept(data):
    UnitFactory(name="区备份局")
    for n in range(start.KEEP_BACKUPS + 2):
        (data / "backups").mkdir(exist_ok=True)
        (data / "backups" / f"2020010{n}-000000.sqlite3").touch()
    path = start.back_up()
    assert oct(path.stat().st_mode)[-3:] == "600"
    copy = sqlite3.connect(path)
    assert copy.execute("select name from orgs_unit").fetchall() == [("区备份局",)]
    copy.close()
    kept = sorted((data / "backups").iterdir())
    assert len(kept) == start.KEEP_BACKUPS and kept[-1] == path


def test_static_files_are_collected_when_something_changed(data, settings, tmp_path):
    source = tmp_path / "assets"
    source.mkdir()
    (source / "a.css").write_text("a{}")
    settings.STATICFILES_DIRS = [source]
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
    }
    assert start.collect_static() is True
    assert start.collect_static() is False
    (source / "a.css").write_text("b{}")
    assert start.collect_static() is True
    assert len(list((data / "static").glob("a.*.css"))) == 1, "nothing of the older one is left"


def test_an_address_that_does_not_answer():
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    assert start.answers(f"http://127.0.0.1:{port}") is False


def test_the_live_server_answers(live_server):
    assert start.answers(live_server.url) is True

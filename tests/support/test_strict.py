"""The guards of the test world guard."""

import socket
import warnings

import pytest
from django.db import transaction
from django.template import engines
from django.test import override_settings

from duban.orgs.models import Unit
from tests.factories.files import StoredFileFactory
from tests.factories.orgs import UnitFactory
from tests.support.strict import NetworkUsed


@pytest.mark.parametrize("address", [("192.0.2.1", 80), ("example.org", 443)])
def test_no_test_reaches_another_machine(address):
    with pytest.raises(NetworkUsed), socket.create_connection(address, timeout=1):
        pass


def test_loopback_is_allowed():
    with socket.create_server(("127.0.0.1", 0)) as server:
        socket.create_connection(server.getsockname()).close()


def test_an_undefined_template_variable_fails():
    template = engines["django"].from_string("{{ nowhere.name }}")
    with pytest.raises(pytest.fail.Exception, match="nowhere"):
        template.render({})


def test_a_warning_is_an_error():
    with pytest.raises(DeprecationWarning):
        warnings.warn("old", DeprecationWarning, stacklevel=1)


def test_commit_hooks_run_when_the_block_ends(db):
    seen = []
    with transaction.atomic():
        with transaction.atomic():
            transaction.on_commit(lambda: seen.append("hook"))
        assert seen == []
    assert seen == ["hook"]


def test_commit_hooks_of_a_failed_block_do_not_run(db):
    seen = []
    with pytest.raises(ValueError), transaction.atomic():
        transaction.on_commit(lambda: seen.append("hook"))
        raise ValueError
    with transaction.atomic():
        pass
    assert seen == []


def test_commit_hooks_outside_a_block_run_at_once(db):
    seen = []
    transaction.on_commit(lambda: seen.append("hook"))
    assert seen == ["hook"]


@pytest.mark.django_db(transaction=True)
def test_commit_hooks_run_once_with_real_commits():
    seen = []
    with transaction.atomic():
        transaction.on_commit(lambda: seen.append("hook"))
        Unit.objects.count()
    assert seen == ["hook"]


def test_every_test_keeps_files_in_a_folder_of_its_own(db, settings, tmp_path):
    stored = StoredFileFactory(data="一".encode())
    assert stored.content.path.startswith(str(tmp_path))
    with stored.content.open() as file:
        assert file.read().decode() == "一"


@pytest.mark.parametrize("turn", [1, 2])
def test_nothing_of_one_test_is_left_to_the_next(db, turn):
    assert not Unit.objects.filter(name="只此一次").exists()
    UnitFactory(name="只此一次")


def test_the_users_data_folder_is_not_the_tests(settings):
    assert "duban-test-" in str(settings.DATA)
    with override_settings(DEMO=True):
        assert settings.DEMO is True
    assert settings.DEMO is False

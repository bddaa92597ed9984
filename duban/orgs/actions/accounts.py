"""Accounts (账号): opened, deactivated, passwords. A person is never deleted."""

from __future__ import annotations

import datetime as dt
import secrets

from axes.utils import reset as unlock
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from duban.audit import actions as audit
from duban.orgs.actions.checking import checked, sentence
from duban.orgs.actor import Actor
from duban.orgs.models import User
from duban.orgs.permissions import Invalid, NotAllowed, Stale, Verb, require

# Without characters that are mistaken for one another when read out or copied from paper.
_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
_LENGTH = 12  # 59 bits, and it must be changed at first log-in


@transaction.atomic
def create_account(
    *, username: str, name: str, by: Actor, at: dt.datetime, phone: str = "", log_in: bool = True
) -> tuple[User, str]:
    """Open an account. Returns the person and the initial password, which is kept nowhere and shown once.

    ``log_in=False``: nobody can log in with it until a password is given by :func:`reset_password`.
    """
    require(by, Verb.EDIT_ACCOUNTS)
    username, name = username.strip(), name.strip()
    if not name:
        raise Invalid("没有填写姓名。请填写真实姓名。")
    if User.objects.filter(username__iexact=username).exists():
        raise Invalid(f"登录名“{username}”已有人使用。请换一个。")
    user = User(username=username, name=name, phone=phone.strip(), must_change_password=True)
    password = _initial(user) if log_in else ""
    if not log_in:
        user.set_unusable_password()
    checked(user)
    user.save()
    audit.record("account.create", user, by=by, at=at, after={"username": username, "name": name})
    return user, password


@transaction.atomic
def edit_account(*, user: User, name: str, by: Actor, at: dt.datetime, phone: str = "") -> User:
    """Correct the name, or put in another telephone number; an empty one leaves the number as it is.

    The number itself does not enter the trail, only that it changed.
    """
    require(by, Verb.EDIT_ACCOUNTS)
    user = User.objects.get(pk=user.pk)
    old_name, old_phone = user.name, user.phone
    user.name, user.phone = name.strip(), phone.strip() or old_phone
    if not user.name:
        raise Invalid("没有填写姓名。请填写真实姓名。")
    checked(user)
    if (user.name, user.phone) == (old_name, old_phone):
        return user
    user.save(update_fields=["name", "phone"])
    after = {"name": user.name, "phone_changed": user.phone != old_phone}
    audit.record("account.edit", user, by=by, at=at, before={"name": old_name}, after=after)
    return user


@transaction.atomic
def deactivate_account(*, user: User, by: Actor, at: dt.datetime, reason: str = "") -> User:
    """Nobody can log in with it any more; sessions that are open end with the password they rest on."""
    require(by, Verb.EDIT_ACCOUNTS)
    if by.user is not None and by.user.pk == user.pk:
        raise NotAllowed("不能停用自己的账号，请由另一位系统管理员办理。")
    user.set_unusable_password()
    if not User.objects.filter(pk=user.pk, is_active=True).update(is_active=False, password=user.password):
        raise Stale(f"{user}的账号已经停用。")
    user.is_active = False
    audit.record("account.deactivate", user, by=by, at=at, reason=reason)
    return user


@transaction.atomic
def reactivate_account(*, user: User, by: Actor, at: dt.datetime) -> str:
    """Open it again with a new initial password, which is returned and shown once. Posts are given anew."""
    require(by, Verb.EDIT_ACCOUNTS)
    password = _initial(user)
    changed = User.objects.filter(pk=user.pk, is_active=False).update(
        is_active=True, password=user.password, must_change_password=True
    )
    if not changed:
        raise Stale(f"{user}的账号已经启用。")
    user.is_active = user.must_change_password = True
    unlock(username=user.username)
    audit.record("account.reactivate", user, by=by, at=at)
    return password


@transaction.atomic
def reset_password(*, user: User, by: Actor, at: dt.datetime) -> str:
    """A new initial password, returned and shown once; sessions end, a lock after failed log-ins is lifted."""
    require(by, Verb.EDIT_ACCOUNTS)
    if by.user is not None and by.user.pk == user.pk:
        raise NotAllowed("自己的密码请在“修改密码”中修改。")
    if not user.is_active:
        raise Invalid(f"{user}的账号已停用。启用时会给出新的初始密码。")
    password = _initial(user)
    User.objects.filter(pk=user.pk).update(password=user.password, must_change_password=True)
    user.must_change_password = True
    unlock(username=user.username)
    audit.record("account.reset_password", user, by=by, at=at)
    return password


@transaction.atomic
def change_own_password(*, current: str, new: str, by: Actor, at: dt.datetime) -> User:
    """Change one's own password. Raises :class:`Invalid` with every reason why the new one does not do."""
    if by.user is None:
        raise NotAllowed("没有登录，不能修改密码。")
    user = User.objects.get(pk=by.user.pk)
    if not user.check_password(current):
        raise Invalid("现用密码不对。请重新输入登录时所用的密码。")
    if user.check_password(new):
        raise Invalid("新密码与现用密码相同。请换一个。")
    try:
        validate_password(new, user)
    except ValidationError as error:
        raise Invalid(sentence(error)) from None
    user.set_password(new)
    user.must_change_password = False
    user.password_changed_at = at
    user.save(update_fields=["password", "must_change_password", "password_changed_at"])
    audit.record("account.change_password", user, by=by, at=at)
    return user


@transaction.atomic
def reveal_phone(*, user: User, by: Actor, at: dt.datetime) -> str:
    """The whole telephone number of a person; that it was looked at is recorded."""
    require(by, Verb.VIEW_PHONE)
    if not user.phone:
        raise Invalid(f"没有登记{user}的联系电话。")
    audit.record("account.reveal_phone", user, by=by, at=at)
    return user.phone


def _initial(user: User) -> str:
    password = "".join(secrets.choice(_ALPHABET) for _ in range(_LENGTH))
    user.set_password(password)
    return password

"""Stored codes of orgs. Codes are never renamed; labels are Chinese."""

from django.db import models


class UnitKind(models.TextChoices):
    """What sort of body a unit (单位) is."""

    OFFICE = "office", "督查室"
    DEPARTMENT = "department", "区政府部门"
    STREET = "street", "街道办事处"
    PARTY = "party", "党群部门"
    COMMITTEE = "committee", "管委会、中心"
    BRANCH = "branch", "驻区分支机构"
    COMPANY = "company", "企业"
    LEADERSHIP = "leadership", "区领导"
    ADMINISTRATION = "administration", "系统管理"
    SUPERIOR = "superior", "上级单位"
    GROUP = "group", "单位组"
    OTHER = "other", "其他"


class UnitLevel(models.TextChoices):
    """Level a unit belongs to."""

    NATION = "nation", "国家"
    PROVINCE = "province", "省级"
    CITY = "city", "市级"
    DISTRICT = "district", "区级"


class PostKind(models.TextChoices):
    """Posts (岗位) that rights hang on (domain §4.3)."""

    CLERK = "clerk", "经办人"
    OFFICE_HEAD = "office_head", "办公室负责人"
    DEPUTY = "deputy", "分管领导"
    PRINCIPAL = "principal", "主要领导"
    SUPERVISOR = "supervisor", "督查员"
    SUPERVISOR_HEAD = "supervisor_head", "督查室主任"
    LEADER = "leader", "区领导"
    SYSTEM_ADMIN = "system_admin", "系统管理员"
    SECURITY_ADMIN = "security_admin", "安全管理员"
    AUDIT_ADMIN = "audit_admin", "审计管理员"


UNIT_POSTS = (PostKind.CLERK, PostKind.OFFICE_HEAD, PostKind.DEPUTY, PostKind.PRINCIPAL)
OFFICE_POSTS = (PostKind.SUPERVISOR, PostKind.SUPERVISOR_HEAD)
ADMIN_POSTS = (PostKind.SYSTEM_ADMIN, PostKind.SECURITY_ADMIN, PostKind.AUDIT_ADMIN)

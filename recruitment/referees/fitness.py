"""Who may be a referee: an academic who knows the candidate, and never the proposed supervisor."""

import re

from recruitment.candidates import names
from recruitment.pipeline.models import Application

_TITLES = re.compile(r"^(?:(?:prof(?:essor)?|dr|mr|ms|mrs|ir|assoc|asst|教授|博士)\b\.?\s*)+", re.I)
# A letter comes from the address of an institution; these give one to everybody.
FREE = frozenset(
    [
        "gmail.com",
        "googlemail.com",
        "outlook.com",
        "hotmail.com",
        "live.com",
        "yahoo.com",
        "yahoo.com.hk",
        "icloud.com",
        "me.com",
        "aol.com",
        "gmx.de",
        "gmx.net",
        "proton.me",
        "protonmail.com",
        "mail.ru",
        "yandex.ru",
        "qq.com",
        "foxmail.com",
        "163.com",
        "126.com",
        "yeah.net",
        "sina.com",
        "sina.cn",
        "sohu.com",
        "139.com",
        "189.cn",
        "naver.com",
    ]
)


def is_supervisor(name: str, email: str, application: Application) -> bool:
    """True if that is the application's proposed supervisor, by e-mail or by name in any script,
    order and title."""
    supervisor = application.supervisor
    if supervisor is None:
        return False
    account = supervisor.user.email if supervisor.user else ""
    if email and account and names.fold_email(email) == names.fold_email(account):
        return True
    known = [bare(one) for one in (supervisor.name, supervisor.native_name) if one]
    return any(names.same_name(bare(name), one) for one in known)


def bare(name: str) -> str:
    """Without titles: Prof. Helena Cruz is Helena Cruz, 張偉教授 is 張偉."""
    name = _TITLES.sub("", name.strip())
    return re.sub(r"\s*(?:教授|博士)$", "", name)


def is_free(email: str) -> bool:
    return email.rpartition("@")[2].casefold() in FREE

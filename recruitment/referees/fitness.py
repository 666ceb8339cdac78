"""Who may be a referee: an academic who knows the candidate, never the proposed supervisor nor the
candidate. And how many letters are wanted."""

import re

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

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


class Unfit(TextChoices):
    """Who is named as a referee and cannot be one."""

    SUPERVISOR = "supervisor", _("the proposed supervisor")
    CANDIDATE = "candidate", _("the candidate")


def unfit(name: str, email: str, application: Application) -> Unfit | None:
    """Who that is, if they cannot vouch for this candidate: their letter does not count."""
    theirs = [names.fold_email(address) for address in application.candidate.emails]
    if email and names.fold_email(email) in theirs:
        return Unfit.CANDIDATE
    return Unfit.SUPERVISOR if is_supervisor(name, email, application) else None


def is_namesake(name: str, application: Application) -> bool:
    """True if the candidate is called so. Strangers may be, too: that alone discounts no letter."""
    return _is_called(name, application.candidate.full_name, application.candidate.native_name)


def is_supervisor(name: str, email: str, application: Application) -> bool:
    """True if that is the application's proposed supervisor, by e-mail or by name in any script,
    order and title."""
    supervisor = application.supervisor
    if supervisor is None:
        return False
    account = supervisor.user.email if supervisor.user else ""
    if email and account and names.fold_email(email) == names.fold_email(account):
        return True
    return _is_called(name, supervisor.name, supervisor.native_name)


def _is_called(name: str, *known: str) -> bool:
    return any(names.same_name(bare(name), bare(one)) for one in known if one)


def bare(name: str) -> str:
    """Without titles: Prof. Helena Cruz is Helena Cruz, 張偉教授 is 張偉."""
    name = _TITLES.sub("", name.strip())
    return re.sub(r"\s*(?:教授|博士)$", "", name)


def letters_wanted(track_wants: int, *, named: int, waived: int) -> int:
    """Of so many referees `named`. A waiver lowers the track's number only where nobody was named
    in their place: one silent referee replaced by another leaves two letters wanted, not one."""
    return min(track_wants, max(track_wants - waived, named - waived))


def is_free(email: str) -> bool:
    return email.rpartition("@")[2].casefold() in FREE

"""“@Grace”: a colleague named in a note, who finds it among their tasks, and in an e-mail if they
asked for one. The e-mail says who and where, never what: the note is read on its page.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import urljoin

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from centre.accounts.models import User
from centre.accounts.policy import may
from recruitment.candidates.models import Candidate, Note
from recruitment.messages import kinds
from recruitment.messages.outbox import post
from recruitment.tasks.colleagues import members, who_see
from recruitment.tasks.models import Task

MENTION = kinds.add(kinds.Kind("mention", gettext_lazy("Mentioned in a note")))
TITLES = {"prof", "professor", "dr", "mr", "ms", "mrs", "mx", "sir"}
# Not the one in an address, as ada@example.org.
_AT = re.compile(r"(?<![\w.+-])@", re.ASCII)


@dataclass
class Mentions:
    """Who was named: `told` may read the note, `refused` may not; `unclear` names several."""

    told: list[User] = field(default_factory=list)
    refused: list[User] = field(default_factory=list)
    unclear: list[str] = field(default_factory=list)
    words: list[str] = field(default_factory=list)  # as typed, of those told

    @property
    def said(self) -> str:
        """What the writer is told of those who will read it."""
        names = ", ".join(str(one) for one in self.told)
        return _("%(names)s will find it among their tasks.") % {"names": names} if names else ""

    @property
    def unsaid(self) -> list[str]:
        """What the writer is told of those who will not."""
        lines = [
            _("%(name)s may not read notes about this candidate and was not told.") % {"name": one}
            for one in self.refused
        ]
        lines += [
            _("“@%(word)s” may be several colleagues: write the whole name. Nobody was told.")
            % {"word": word}
            for word in self.unclear
        ]
        return lines


def mentions(text: str, candidate: Candidate, *, by: User | None) -> Mentions:
    """Whom `text`, written by `by`, names. No statement where it names nobody, else two."""
    found = Mentions()
    if not _AT.search(text):
        return found
    people = [one for one in members(candidate.centre) if one != by]
    named = list(read(text, people))
    every = {one.pk: one for _word, some in named if len(some) == 1 for one in some}
    seeing = {one.pk for one in who_see(candidate, list(every.values()))} if every else set()
    for word, some in named:
        if len(some) > 1:
            found.unclear.append(word)
            continue
        (one,) = some
        reads = one.pk in seeing and may(one, "read_notes", candidate.centre_id)
        kept = found.told if reads else found.refused
        if one not in kept:
            kept.append(one)
        if reads and word not in found.words:
            found.words.append(word)
    return found


def to_name(candidate: Candidate, *, by: User) -> list[tuple[User, str]]:
    """Whom `by` can tell with an @, and the word that means them and nobody else. Two statements.

    Only those who would be told: whoever may not read the note is not offered.
    """
    people = [one for one in members(candidate.centre) if one != by]
    meant = Counter(name for one in people for name in _names(one))
    reading = [one for one in people if may(one, "read_notes", candidate.centre_id)]
    return [(one, _word(one, meant)) for one in who_see(candidate, reading)]


def _word(user: User, meant: Mapping[str, int]) -> str:
    words = user.name, user.email.partition("@")[0]
    return next((one for one in words if meant[one.casefold()] == 1), user.email)


def read(text: str, people: Iterable[User]) -> Iterable[tuple[str, Sequence[User]]]:
    """(what stands after an @, whom of `people` it may mean), by the longest name that fits."""
    known: dict[str, list[User]] = {}
    for one in people:
        for name in _names(one):
            known.setdefault(name, []).append(one)
    longest = sorted(known, key=len, reverse=True)
    for at in _AT.finditer(text):
        rest = text[at.end() : at.end() + 200]
        for name in longest:
            word = rest[: len(name)]
            if word.casefold() == name and _ends(rest, name):
                yield word, known[name]
                break


def _names(user: User) -> set[str]:
    """Whole, without a title, by the first name, or by their address or the part before its @."""
    words = user.name.split()
    while len(words) > 1 and words[0].casefold().rstrip(".") in TITLES:
        words = words[1:]
    given = [user.name, " ".join(words), *words[:1], user.email.partition("@")[0], user.email]
    return {name.casefold() for name in given if len(name) > 1}


def _ends(rest: str, name: str) -> bool:
    """Whether the name ends there: Chinese is written without blanks between words."""
    after = rest[len(name) : len(name) + 1]
    return not (after.isalnum() and name[-1].isascii() and after.isascii())


def tell(note: Note, found: Mentions) -> None:
    """Within the transaction that wrote the note: a task each, and an e-mail to who wants one."""
    centre, by = note.candidate.centre, note.author
    for one in found.told:
        task = Task.objects.create(
            centre=centre, candidate=note.candidate, note=note, owner=one, made_by=by,
            due_on=centre.today(),
        )  # fmt: skip
        if one.mails_mentions:
            _write(task, note.candidate, one)


def _write(task: Task, person: Candidate, to: User) -> None:
    page = urljoin(settings.SITE_URL, f"{person.get_absolute_url()}#activity")
    with translation.override(to.language):
        subject = str(task)
        lead = _("%(name)s mentioned you in a note about a candidate.") % {"name": task.made_by}
        body = "\n".join([lead, "", _("Read it here:"), page, "", str(task.centre)])
    post(
        MENTION.slug, f"mention:{task.pk}", centre=task.centre, to=to.email,
        subject=subject, body=body, by=task.made_by,
    )  # fmt: skip

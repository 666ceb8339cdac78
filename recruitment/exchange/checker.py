"""From the people of a file to planned rows: what the centre has is looked up, faults are noted."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import partial

from django.utils import timezone
from django.utils.translation import gettext as _

from centre.organisation.models import ResearchArea
from centre.people.models import Supervisor
from recruitment.candidates import names
from recruitment.candidates.models import Candidate
from recruitment.exchange.filling import beyond
from recruitment.exchange.lists import Lists, Missing, fold
from recruitment.exchange.matching import CHUNK, Group, Held
from recruitment.exchange.planned import BEFORE_CHECKING, Plan, PlannedApplication, PlannedPerson
from recruitment.exchange.rows import Reading, RowError
from recruitment.exchange.values import BadValue
from recruitment.exchange.vocabulary import Outcome
from recruitment.pipeline.kinds import ENDED, StageKind, Status
from recruitment.pipeline.models import DispositionReason, Stage
from recruitment.positions.models import Intake, Opening, Position, Source, Track

_OF_PLACE = ("degree", "position", "intake", "supervisor", "source", "area")
MOST_NAMED = 50  # rows one sentence names


@dataclass(frozen=True)
class _Place:
    """Where somebody applies and who brought them."""

    track: Track
    position: Position
    intake: Intake
    supervisor: Supervisor | None
    source: Source | None
    area: ResearchArea | None


@dataclass(frozen=True)
class _Result:
    """What came of an application: how the file puts it, the stage, and why it was closed."""

    outcome: Outcome
    stage: Stage | None
    reason: DispositionReason | None


class Checker:
    """Turns the people of a file into planned rows, noting what stands in the way."""

    def __init__(self, plan: Plan, lists: Lists, held: Held, heads):
        self.plan, self.lists, self.held, self.heads = plan, lists, held, heads
        self.now = timezone.now()
        # Rows about which something was supposed.
        self.undated: list[str] = []
        self.by_name: list[str] = []
        self.namesakes: list[str] = []
        self.starts: dict[tuple[int, int], list[PlannedApplication]] = {}
        # A column repeats its values: what a place was found to be, with what it lacks.
        self._places: dict[tuple[str, ...], tuple[_Place, list[Missing]]] = {}

    def run(self, groups: list[Group]) -> None:
        for done, one in enumerate(groups):
            if done % CHUNK == 0:
                share = done / len(groups)
                self.plan.tell(BEFORE_CHECKING + (1 - BEFORE_CHECKING) * share)
            person = self._person(one)
            if (
                person.is_new
                or person.filled
                or person.schools
                or person.notes
                or person.applications
            ):
                self.plan.people.append(person)
            else:
                self.plan.nothing_new.extend(person.rows)
        self._seats()
        for lack in self.lists.missing.values():
            tab = lack.rows[0][0]
            lack.column = self.heads[tab].get(lack.column, lack.column.capitalize())
        self._tell_what_was_supposed()

    def _tell_what_was_supposed(self) -> None:
        for rows, text in (
            (self.undated, _("no date is given: the start of the intake stands in, or today.")),
            (
                self.by_name,
                _(
                    "taken for somebody who is here by name and nationality alone, as there is no "
                    "e-mail address or ORCID iD."
                ),
            ),
            (
                self.namesakes,
                _(
                    "somebody of this name is here, whose nationality, own script, e-mail address "
                    "or ORCID iD differs: taken for another person."
                ),
            ),
        ):
            if rows:
                self.plan.warnings.append(f"{_listed(rows)}: {text}")

    def _person(self, one: Group) -> PlannedPerson:
        known = one.known
        candidate = known or self._candidate(one)
        more = beyond(candidate, one, self._taken(one) if known else set())
        person = PlannedPerson(
            candidate,
            is_new=known is None,
            filled=more.filled if known else {},
            is_decided=one.is_decided,
            rows=[(reading.tab, reading.row) for reading in one.readings],
        )
        self._compare_names(one)
        where = [self._where(reading) for reading in one.readings]
        if not one.is_decided and (one.by_name or one.has_namesake):
            (self.by_name if one.by_name else self.namesakes).extend(where)
        schools = set(self.held.schools[known.pk]) if known else set()
        notes = set(self.held.notes[known.pk]) if known else set()
        if more.note and more.note not in notes:
            person.notes.append(more.note)
            self.plan.warnings.append(f"{_listed(where)}, {candidate.full_name}: {more.note}")
        seen: dict[tuple[int, int], Reading] = {}
        for reading in one.readings:
            for school in reading.schools:
                if fold(school) not in schools:
                    schools.add(fold(school))
                    person.schools.append(school)
            if reading.remark and reading.remark not in notes:
                notes.add(reading.remark)
                person.notes.append(reading.remark)
            if not reading.asked:
                self._once(reading, one)
            elif (application := self._application(reading, one, seen)) is not None:
                person.applications.append(application)
        return person

    def _candidate(self, one: Group) -> Candidate:
        first, *others = one.emails or [""]
        since, why = one.first("silent") or (None, "")
        return Candidate(
            centre=self.plan.centre,
            full_name=one.first("full_name"),
            native_name=one.first("native_name"),
            preferred_name=one.first("preferred_name"),
            email=first,
            other_emails="\n".join(others),
            phone=one.first("phone"),
            orcid=one.orcid,
            home_pages=one.first("home_pages"),
            nationality=one.first("nationality"),
            current_place=one.first("current_place"),
            language=one.first("language"),
            no_contact_on=since,
            no_contact_reason=why,
        )

    def _taken(self, one: Group) -> set[str]:
        """The addresses that somebody else has."""
        own = {one.known.pk} if one.known else set()
        return {email for email in one.emails if self.held.addresses[email] - own}

    def _compare_names(self, one: Group) -> None:
        """One address or iD under two names is said aloud: it may be shared, or mistyped."""
        if one.shares and not one.is_decided:
            self.plan.warnings.append(
                _("%(row)s: “%(name)s” has the e-mail address of “%(other)s” and another name: "
                  "taken for another person.")
                % {
                    "row": self._where(one.readings[0]), "name": one.first("full_name"),
                    "other": one.shares,
                }
            )  # fmt: skip
        stored = one.known
        name = stored.full_name if stored else one.readings[0].full_name
        native = stored.native_name if stored else one.readings[0].native_name
        for reading in one.readings if stored else one.readings[1:]:
            if fold(reading.full_name) in (fold(name), fold(native)):
                continue
            if not names.same_name(reading.full_name, name):
                self.plan.warnings.append(
                    _("%(row)s: “%(name)s” is taken for “%(other)s”, whose e-mail address or ORCID "
                      "iD it has. That name is kept, and the other in a note.")
                    % {"row": self._where(reading), "name": reading.full_name, "other": name}
                )  # fmt: skip

    def _where(self, reading: Reading) -> str:
        row = _("Row %(row)d") % {"row": reading.row}
        return f"“{reading.tab}”, {row}" if reading.tab else row

    def _once(self, reading: Reading, one: Group) -> None:
        first = one.readings[0]
        if reading is not first:
            self._fault(
                reading, "full_name", reading.full_name,
                _("is the same person as row %(row)d. Remove one of the two.") % {"row": first.row},
            )  # fmt: skip

    def _fault(self, reading: Reading, column: str, value: str, problem: str) -> None:
        heading = self.heads[reading.tab].get(column, column)
        self.plan.errors.append(RowError(reading.row, heading, value, problem, reading.tab, column))

    def _application(self, reading: Reading, one: Group, seen) -> PlannedApplication | None:
        """What a line asks for as an application; None, its faults noted, if it cannot be one, or
        if the person has it."""
        faults = len(self.plan.errors)
        place = self._place(reading)
        result = place and self._result(reading, place.track)
        if not (place and result and len(self.plan.errors) == faults):
            return None
        key = (id(place.position), id(place.intake))
        if self._is_second(reading, seen, key):
            return None
        if one.known and self._has_it(reading, one.known, place, result.outcome):
            return None
        at, starts_on = self._when(reading, place.intake, result.outcome)
        if at is None:
            self._fault(
                reading, "result_date", "",
                _("is empty, and the intake has no past start. Enter the first day."),
            )  # fmt: skip
            return None
        application = PlannedApplication(
            tab=reading.tab, row=reading.row, **vars(place), **vars(result), at=at,
            starts_on=starts_on, note=_note(reading, result.outcome),
            next_step=reading.next_step, next_step_on=reading.next_step_on,
        )  # fmt: skip
        if starts_on:
            self.starts.setdefault(key, []).append(application)
        return application

    def _ask(self, reading: Reading, column: str, call):
        """What the centre's lists answer to a cell; None, the fault noted, if nothing."""
        text = reading.asked.get(column, "")
        try:
            return call(text)
        except BadValue as fault:
            self._fault(reading, column, text, str(fault))
            return None

    def _place(self, reading: Reading) -> _Place | None:
        """Where somebody applies and who brought them; None without a track. What else is missing
        is None, its fault noted."""
        asked = tuple(reading.asked.get(column, "") for column in _OF_PLACE)
        where = (reading.tab, reading.row)
        if asked in self._places:
            place, lacks = self._places[asked]
            for lack in lacks:
                lack.rows.append(where)
            return place
        faults = len(self.plan.errors)
        found = self._find_place(reading, where)
        if found and len(self.plan.errors) == faults:
            named = [lack for lack in self.lists.missing.values() if lack.rows[-1] == where]
            self._places[asked] = found, named
        return found

    def _find_place(self, reading: Reading, where: tuple[str, int]) -> _Place | None:
        lists = self.lists
        ask = partial(self._ask, reading)
        position = ask("position", lambda text: lists.position(text, None, where))
        only = lists.only_track(reading.asked) if position is None else None
        track = only or ask("degree", lambda text: lists.track(text, position, where))
        supervisor = ask("supervisor", lambda text: lists.supervisor(text, where))
        source = ask("source", lambda text: lists.source(text, where))
        if track is None:
            return None
        if position is None:
            position = ask("position", lambda text: lists.position(text, track, where))
        elif position.track_id != track.pk:
            self._fault(
                reading, "position", reading.asked["position"],
                _("is a position of the track %(track)s, not of %(other)s. Correct one of them.")
                % {"track": position.track, "other": track},
            )  # fmt: skip
        area = ask("area", lambda text: lists.area(text, position))
        intake = ask("intake", lambda text: lists.intake(text, track, where))
        return _Place(track, position, intake, supervisor, source, area)

    def _result(self, reading: Reading, track: Track) -> _Result | None:
        """What came of the application; None, the fault noted, if that cannot be told."""
        said = self._ask(reading, "result", lambda text: self.lists.outcome(text, track))
        if said is None:
            return None
        outcome, stage = said
        reason = self._ask(reading, "result", lambda _text: self.lists.reason(outcome))
        return _Result(outcome, stage, reason)

    def _is_second(self, reading: Reading, seen: dict, key: tuple[int, int]) -> bool:
        """Whether a line above said the same already; noted as a fault."""
        first = seen.setdefault(key, reading)
        if first is reading:
            return False
        self._fault(
            reading, "full_name", reading.full_name,
            _("is the same person, position and intake as row %(row)d. Remove one of the two.")
            % {"row": first.row},
        )  # fmt: skip
        return True

    def _has_it(self, reading: Reading, known: Candidate, place: _Place, outcome: Outcome) -> bool:
        key = (known.pk, place.position.pk, place.intake.pk)
        standing = self.held.applications.get(key)
        if standing is None:
            return False
        self.plan.there_already += 1
        ended = standing.status in ENDED
        same = ended if outcome.party else not ended and standing.stage_kind == outcome.kind
        if not same:
            self.plan.warnings.append(
                _("%(row)s: the application is in %(stage)s (%(status)s) here; the file says "
                  "“%(text)s”. It was left as it is.")
                % {
                    "row": self._where(reading),
                    "stage": StageKind(standing.stage_kind).label,
                    "status": Status(standing.status).label,
                    "text": reading.asked.get("result", ""),
                }
            )  # fmt: skip
        return True

    def _when(self, reading, intake, outcome) -> tuple[datetime | None, date | None]:
        """The moment of the result and the first day of a start. Noon is no other day nearby."""
        today = self.plan.centre.today()
        past = intake.starts_on if intake.starts_on and intake.starts_on <= today else None
        started = outcome.kind == StageKind.STARTED
        day = reading.on
        if day is None:
            if started and past is None:
                return None, None
            self.undated.append(self._where(reading))
            day = past or today
        noon = datetime.combine(day, time(12), tzinfo=self.plan.centre.zone)
        return min(noon, self.now), day if started else None

    def _seats(self) -> None:
        """Every start fills a seat: count the free ones and note how many are missing."""
        stored = [
            (planned[0].position, planned[0].intake)
            for planned in self.starts.values()
            if planned[0].position.pk and planned[0].intake.pk
        ]
        free: Counter[tuple[int, int]] = Counter()
        if stored:
            rows = Opening.objects.free().filter(
                position__in=[position for position, _intake in stored],
                intake__in=[intake for _position, intake in stored],
            )
            free.update(rows.values_list("position", "intake"))
        for planned in self.starts.values():
            position, intake = planned[0].position, planned[0].intake
            needed = len(planned) - free[position.pk, intake.pk]
            if needed > 0:
                rows = [(one.tab, one.row) for one in planned]
                self.lists.lack_openings(position, intake, needed, rows)


def _note(reading: Reading, outcome: Outcome) -> str:
    text = reading.asked.get("result", "")
    return _("On the waiting list (“%(text)s”)") % {"text": text} if outcome.note else text


def _listed(rows: Sequence[str]) -> str:
    """The rows by name, as many as one reads."""
    if len(rows) <= MOST_NAMED:
        return ", ".join(rows)
    more = _("%(n)d more") % {"n": len(rows) - MOST_NAMED}
    return ", ".join([*rows[:MOST_NAMED], more])

"""What a centre has to choose from, read once; and what a file names that it lacks.

A missing thing is returned as an unsaved row and noted with the lines that name it. Whether it
is made or reported is the plan's affair.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from django.utils.translation import gettext as _

from centre.organisation.models import Centre
from centre.people.models import Supervisor
from centre.targets.models import TrackKind
from recruitment.candidates import names
from recruitment.exchange.values import BadValue, is_blank, one_line
from recruitment.exchange.vocabulary import (
    MASTER,
    Outcome,
    intake_start,
    read_degree,
    read_result,
)
from recruitment.pipeline.defaults import STAGES
from recruitment.pipeline.kinds import StageKind
from recruitment.pipeline.models import DispositionReason, Stage
from recruitment.positions.models import Intake, Opening, Position, Source, Track

MASTER_CODE = "mphil-master"


@dataclass
class Missing:
    """Something the file names and the centre lacks, with every line that names it."""

    kind: str
    name: str
    column: str
    value: str
    problem: str
    row: Any  # the unsaved model row
    rows: list[tuple[str, int]] = field(default_factory=list)
    count: int = 1


@lru_cache(maxsize=8192)
def fold(text: str) -> str:
    return " ".join(names.fold(names.clean(text)).split())


def some(options: Iterable, most: int = 5) -> str:
    """ "A, B, …": the first of what one may choose."""
    listed = [str(option) for option in options]
    return ", ".join(listed[:most]) + (", …" if len(listed) > most else "") or "—"


def offer(options: Iterable) -> str:
    """What to do about something missing: choose, if there is a choice, or have it made."""
    listed = list(options)
    create = _("use --create-missing")
    if not listed:
        return create[0].upper() + create[1:] + "."
    return _("Choose one of %(options)s, or %(create)s.") % {
        "options": some(listed),
        "create": create,
    }


def _named(row) -> str:
    """An intake with its track: two tracks may have one of the same name."""
    return f"{row}, {row.track}" if isinstance(row, Intake) else str(row)


def _in_use_last(rows: Iterable) -> list:
    return sorted(rows, key=lambda row: row.retired_on is None)


class Lists:
    """A centre's tracks, stages, positions, intakes, supervisors, sources, areas and reasons."""

    def __init__(self, centre: Centre):
        self.centre = centre
        self.missing: dict[tuple, Missing] = {}
        self._outcomes: dict[tuple[str, str], tuple[Outcome, Stage | None]] = {}
        self.tracks = list(centre.tracks.all())
        # Lists of the past name what is retired by now; where names meet, what is in use stands.
        self.positions = {
            fold(one.title): one
            for one in _in_use_last(
                centre.positions.select_related("track", "centre").prefetch_related("areas")
            )
        }
        self.intakes = {
            (one.track_id, fold(one.name)): one
            for one in _in_use_last(centre.intakes.order_by("starts_on", "pk"))
        }
        self.supervisors = {
            fold(name): one
            for one in _in_use_last(centre.supervisors.all())
            for name in (one.native_name, one.name)
        }
        self.sources = {fold(one.name): one for one in _in_use_last(centre.sources.all())}
        self.areas = {fold(one.name): one for one in centre.areas.filter(retired_on=None)}
        self.reasons = {(one.party, one.code): one for one in centre.reasons.all()}
        self.stages: dict[int, list[Stage]] = defaultdict(list)
        for stage in centre.stages.in_use().select_related("pipeline").order_by("position"):
            self.stages[stage.pipeline.track_id].append(stage)

    def _lack(self, key, column, text, make, problem, where):
        """The row to make for what is lacking, one a `key`; `key[0]` says what kind of thing."""
        if key not in self.missing:
            row = make()
            self.missing[key] = Missing(key[0], _named(row), column, text, problem(), row)
        self.missing[key].rows.append(where)
        return self.missing[key].row

    def only_track(self, asked: Mapping[str, str]) -> Track | None:
        """The one track whose intake and stage a line without a degree names: a list exported here
        names no track, and most intakes are of one alone. None if there is a degree, or several."""
        if not is_blank(asked.get("degree", "")) or is_blank(asked.get("intake", "")):
            return None
        intake, stage = fold(asked["intake"]), fold(asked.get("result", ""))
        found = [one for one in self.tracks if (one.pk, intake) in self.intakes]
        if len(found) > 1:
            found = [
                one
                for one in found
                if any(fold(own.name) == stage for own in self.stages.get(one.pk, ()))
            ]
        return found[0] if len(found) == 1 else None

    def track(self, text: str, position: Position | None, where) -> Track:
        """The track a degree names, or the position's. Raises BadValue."""
        if is_blank(text):
            if position is None:
                raise BadValue(_("is empty. Write PhD, Postdoc, MPhil or Master."))
            return position.track
        wanted = fold(text)
        for track in self.tracks:
            if wanted in (fold(track.name), track.code):
                return track
        kind = read_degree(text)
        if kind != TrackKind.OTHER:
            for track in self.tracks:
                if track.kind == kind:
                    return track
            raise BadValue(_("needs a track that this centre lacks. Add it in the settings."))
        for track in self.tracks:
            if track.code == MASTER_CODE:
                return track
            if track.kind == kind and {"mphil", "master", "msc"} & set(names.words(track.name)):
                return track

        def make():
            order = max(track.position for track in self.tracks) + 1
            return Track(
                centre=self.centre, kind=kind, code=MASTER_CODE,
                name=MASTER, position=order,
            )  # fmt: skip

        return self._lack(
            ("track", MASTER), "degree", text, make,
            lambda: _("needs the track %(name)s, which this centre lacks. %(offer)s")
            % {"name": MASTER, "offer": offer([])},
            where,
        )  # fmt: skip

    def position(self, text: str, track: Track | None, where) -> Position | None:
        """The position named; without a name, the only one of the track. None: not decided yet."""
        if not is_blank(text):
            title = one_line(text, 200)
            if found := self.positions.get(fold(title)):
                return found
            if track is None:
                return None
            return self._new_position(title, text, track, where)
        if track is None:
            return None
        own = [
            one
            for one in self.positions.values()
            if track.pk and one.track_id == track.pk and one.retired_on is None
        ]
        if len(own) == 1:
            return own[0]
        found = self.positions.get(fold(track.name))
        if found is not None and found.track_id == track.pk:
            return found
        title = track.name if found is None else _("%(track)s, any") % {"track": track}
        return self._new_position(title, "", track, where, several=own)

    def _new_position(self, title, text, track, where, *, several=()):
        def problem():
            if several:
                return _(
                    "is missing, and the track has several positions. Add a column “Position” "
                    "(%(options)s), or use --create-missing for one of its own."
                ) % {"options": some(several)}
            if not text:
                return _("is missing: the track %(track)s has none. %(offer)s") % {
                    "track": track, "offer": offer([]),
                }  # fmt: skip
            options = [one for one in self.positions.values() if one.track_id == track.pk]
            return _("is not a position of this centre. %(offer)s") % {"offer": offer(options)}

        return self._lack(
            ("position", track.code, fold(title)), "position", text,
            lambda: Position(centre=self.centre, track=track, title=title), problem, where,
        )  # fmt: skip

    def intake(self, text: str, track: Track, where) -> Intake:
        """The intake of `track` by name; an empty cell means its one rolling intake."""
        own = [one for (of, _name), one in self.intakes.items() if of == track.pk and track.pk]
        if is_blank(text):
            rolling = [one for one in own if one.starts_on is None]
            if len(rolling) == 1:
                return rolling[0]
            raise BadValue(
                _("is empty. Choose one of %(options)s.") % {"options": some(own)}
                if own
                else _("is empty. Write it as September 2027.")
            )
        name = one_line(text, 60)
        if found := self.intakes.get((track.pk, fold(name))) if track.pk else None:
            return found
        starts_on = intake_start(name)
        if starts_on is None:
            raise BadValue(
                _("is not an intake. Choose one of %(options)s, or write it as September 2027.")
                % {"options": some(own)}
                if own
                else _("is not an intake. Write it as September 2027.")
            )
        return self._lack(
            ("intake", track.code, fold(name)), "intake", text,
            lambda: Intake(
                centre=self.centre, track=track, name=name, starts_on=starts_on,
                deadline_zone=self.centre.time_zone,
            ),
            lambda: _("is not an intake of the track %(track)s. %(offer)s")
            % {"track": track, "offer": offer(own)},
            where,
        )  # fmt: skip

    def supervisor(self, text: str, where) -> Supervisor | None:
        return self._by_name(text, where, "supervisor", self.supervisors, Supervisor, 200)

    def source(self, text: str, where) -> Source | None:
        return self._by_name(text, where, "source", self.sources, Source, 100)

    def _by_name(self, text, where, kind, known, model, most):
        if is_blank(text):
            return None
        name = one_line(text, most)
        if found := known.get(fold(name)):
            return found
        words = {
            "supervisor": _("is not a supervisor of this centre. %(offer)s"),
            "source": _("is not a source of this centre. %(offer)s"),
        }
        return self._lack(
            (kind, fold(name)), kind, text, lambda: model(centre=self.centre, name=name),
            lambda: words[kind] % {"offer": offer(dict.fromkeys(known.values()))}, where,
        )  # fmt: skip

    def area(self, text: str, position: Position | None):
        """The area named; without a name, the only one of the position."""
        if is_blank(text):
            if position is None or not position.pk:
                return None
            areas = [one for one in position.areas.all() if not one.retired_on]
            return areas[0] if len(areas) == 1 else None
        if found := self.areas.get(fold(text)):
            return found
        raise BadValue(
            _(
                "is not a research area of this centre. Choose one of %(options)s, or leave the "
                "cell empty."
            )
            % {"options": some(self.areas.values())}
        )

    def outcome(self, text: str, track: Track) -> tuple[Outcome, Stage | None]:
        """What a result means on `track`, and its stage where that exists. Raises BadValue."""
        key = (track.code, text)
        if key not in self._outcomes:
            self._outcomes[key] = self._outcome(text, track)
        return self._outcomes[key]

    def _outcome(self, text: str, track: Track) -> tuple[Outcome, Stage | None]:
        stages = self.stages.get(track.pk, []) if track.pk else []
        for stage in stages:
            if fold(stage.name) == fold(text):
                return Outcome(stage.kind), stage
        outcome = read_result(text)
        kinds = [stage.kind for stage in stages] or [row[1] for row in STAGES[track.kind]]
        kind = outcome.kind
        if kind not in kinds and kind == StageKind.APPLIED:
            kind = kinds[0]
        if kind not in kinds:
            raise BadValue(
                _("means a stage (%(kind)s) that the track %(track)s does not have in use.")
                % {"kind": StageKind(kind).label, "track": track}
            )
        return outcome, next((stage for stage in stages if stage.kind == kind), None)

    def reason(self, outcome: Outcome) -> DispositionReason | None:
        if not outcome.party:
            return None
        try:
            return self.reasons[outcome.party, outcome.code]
        except KeyError:
            raise BadValue(
                _(
                    "closes the application with the reason “%(code)s”, which this centre lacks. "
                    "Add it in the settings."
                )
                % {"code": outcome.code}
            ) from None

    def lack_openings(self, position: Position, intake: Intake, count: int, rows) -> None:
        """Note that so many seats are missing for the starts in `rows`."""
        seat = Opening(centre=self.centre, position=position, intake=intake)
        problem = _("has no free seat for %(n)d who started. Add openings, or %(create)s.") % {
            "n": count, "create": _("use --create-missing"),
        }  # fmt: skip
        self.missing["opening", id(position), id(intake)] = Missing(
            "opening", str(seat), "result", str(seat), problem, seat, rows=list(rows), count=count
        )

"""A machine that lacks what PDFs need says so, and starts."""

import sys

import pytest

from centre.web import paper
from recruitment.reports import checks


@pytest.mark.parametrize(
    ("able", "fonts", "warned"),
    [
        (True, True, []),
        (False, True, ["cohort.W2"]),
        (False, False, ["cohort.W2"]),
        (True, False, ["cohort.W3"]),
    ],
)
def test_pango_and_chinese_fonts_are_looked_for(monkeypatch, able, fonts, warned):
    monkeypatch.setattr(paper, "is_able", lambda: able)
    monkeypatch.setattr(paper, "has_chinese_fonts", lambda: fonts)

    found = checks.paper_can_be_made(None)

    assert [one.id for one in found] == warned
    assert all("apt-get install" in str(one.hint) for one in found)


def test_a_machine_without_fontconfig_is_searched_for_fonts(monkeypatch, tmp_path):
    monkeypatch.setattr(paper.shutil, "which", lambda _name: None)
    monkeypatch.setattr(paper, "FONTS", [tmp_path, tmp_path / "none"])
    look = paper.has_chinese_fonts.__wrapped__

    before = look()
    (tmp_path / "NotoSansCJK-Regular.ttc").touch()

    assert (before, look()) == (False, True)


def test_a_library_that_is_missing_is_no_fault_that_passes(monkeypatch, tmp_path):
    (tmp_path / "weasyprint.py").write_text('raise OSError("cannot load library pango")')
    monkeypatch.delitem(sys.modules, "weasyprint", raising=False)
    monkeypatch.syspath_prepend(tmp_path)

    with pytest.raises(paper.Unable, match="cannot load library pango"):
        paper.drawn("", [])

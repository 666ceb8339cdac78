"""A kept copy of the migrated database is not taken for that of other migrations."""

from tests import migrated


def test_what_a_migration_imports_belongs_to_the_copy():
    text = """from django.db import models
from recruitment.candidates import names, keys
    import centre.money.currencies
"""

    found = {str(one.relative_to(migrated.ROOT)) for one in migrated.imported(text)}

    assert {"recruitment/candidates/names.py", "centre/money/currencies.py"} <= found
    assert not any("django" in one for one in found)


def test_another_migration_is_another_copy(tmp_path, monkeypatch):
    monkeypatch.setattr(migrated, "ROOT", tmp_path)
    for name in ("requirements/dev.txt", "centre/settings.py", "centre/migrations/0001_a.py"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("from centre import rule\n")
    (tmp_path / "centre/rule.py").write_text("RATE = 1\n")
    seen = {migrated.digest()}

    for name in ("centre/migrations/0001_a.py", "centre/rule.py", "centre/migrations/0002_b.py"):
        (tmp_path / name).write_text(
            "RATE = 2\n" if "rule" in name else "from centre import rule\n\n"
        )
        seen.add(migrated.digest())

    assert len(seen) == 4

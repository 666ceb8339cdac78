"""A JSON Resume as a line of a list."""

import json

from recruitment.exchange.reader import read_bytes

ADA = {
    "$schema": "https://example.org/schema.json",
    "basics": {
        "name": "Ada Ng",
        "email": "ada@example.org",
        "phone": "555-0100",
        "url": "https://ada.example.org",
        "summary": "Lenses,\nand what they show.",
        "location": {"city": "Kowloon", "countryCode": "HK"},
        "profiles": [{"network": "Code", "url": "https://code.example.org/ada"}],
    },
    "work": [
        {"name": "Old Works", "position": "Engineer", "endDate": "2020-01-01"},
        {"name": "Lens Lab", "position": "Fellow", "startDate": "2020-02-01"},
    ],
    "education": [
        {"institution": "Old College", "area": "Optics", "studyType": "BSc", "endDate": "2019"},
        {"institution": "New College", "studyType": "MSc"},
    ],
    "skills": [{"name": "Optics", "keywords": ["lenses", "light"]}],
    "meta": {"version": "v1.0.0"},
}


def rows_of(data):
    return [cells for _n, cells in read_bytes(json.dumps(data).encode(), "me.json").tabs[0].rows]


def test_every_part_of_a_resume_has_a_column_or_stands_in_the_remarks():
    head, line = rows_of(ADA)

    assert dict(zip(head, line, strict=True)) == {
        "Name": "Ada Ng",
        "Email": "ada@example.org",
        "Phone": "555-0100",
        "Website": "https://ada.example.org\nhttps://code.example.org/ada",
        "Current position": "Fellow, Lens Lab",
        "University": "Old College\nNew College",
        "Remarks": "summary: Lenses, and what they show.\n"
        "location: Kowloon, HK\n"
        "work: Old Works, Engineer, 2020-01-01\n"
        "work: Lens Lab, Fellow, 2020-02-01\n"
        "education: BSc, Optics, Old College, 2019\n"
        "education: MSc, New College\n"
        "skills: Optics, lenses, light",
    }


def test_a_list_of_resumes_is_a_line_each():
    assert [cells[0] for cells in rows_of([ADA, {"basics": {"name": "Bo Roe"}}])] == [
        "Name", "Ada Ng", "Bo Roe",
    ]  # fmt: skip

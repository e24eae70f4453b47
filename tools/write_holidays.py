#!/usr/bin/env python3
"""Writes crates/domain/src/region/holidays.txt: the public holidays of the countries whose numbers we know.

    pip install holidays==0.85 && tools/write_holidays.py

National holidays alone: those of a state, a province or a town are not in it. Run it again each year with a newer
version of the package; `vocero doctor` says when the table is about to end.
"""

import pathlib
import re

import holidays

YEARS = range(2026, 2031)
REGION = pathlib.Path(__file__).parent.parent / "crates/domain/src/region.rs"
TABLE = REGION.parent / "region/holidays.txt"
# Their numbers are understood and called like any other, although we speak none of their languages.
ALSO = {"DE", "FR", "IT"}


def name(text: str) -> str:
    return text.replace("|", "/").replace("\n", " ").strip()


def main() -> None:
    codes = ALSO | set(re.findall(r'^    region\("([A-Z]{2})"', REGION.read_text(), re.MULTILINE))
    lines = [
        "# Public holidays, national ones alone: country|date|name in English.",
        f"# {YEARS.start} to {YEARS.stop - 1}, by the Python package holidays {holidays.__version__}",
        "# (MIT licence, https://github.com/vacanza/holidays), written by tools/write_holidays.py.",
    ]
    for code in sorted(codes):
        for date, text in sorted(holidays.country_holidays(code, years=YEARS, language="en_US").items()):
            lines.append(f"{code}|{date}|{name(text)}")
    TABLE.parent.mkdir(exist_ok=True)
    TABLE.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()

"""Lists of names as people save them: what each odd file gives, written before any of them was read."""

import pytest

from pipeline.errors import RefusedDecision
from pipeline.monitors.watch_files import LONGEST, MOST, read_list

BOM = "\N{ZERO WIDTH NO-BREAK SPACE}"
MARK = "\N{RIGHT-TO-LEFT MARK}"
OVERRIDE = "\N{RIGHT-TO-LEFT OVERRIDE}"
HARD = "\N{NO-BREAK SPACE}"
TWO = ["زهرا بیگدلی", "شرکت نفت پارس"]

TAKEN: list[tuple[str, bytes, str, list[str]]] = [
    ("a mark of Excel before semicolons", f"{BOM}نام;سمت\nزهرا بیگدلی;شهردار\nشرکت نفت پارس;\n".encode(), "a.csv", TWO),
    ("the line by which Excel is told", "sep=;\nنام;سمت\nزهرا بیگدلی;شهردار\nشرکت نفت پارس;\n".encode(), "a.csv", TWO),
    ("Unicode text of Excel", "نام\tسمت\nزهرا بیگدلی\tشهردار\nشرکت نفت پارس\t\n".encode("utf-16"), "a.txt", TWO),
    ("Arabic of Windows", "الاسم,المدينة\nنادي القراءة,الحلة\n".encode("cp1256"), "a.csv", ["نادي القراءة"]),
    ("lines of old Macs in CSV", "نام,سمت\rزهرا بیگدلی,شهردار\rشرکت نفت پارس,\r".encode(), "a.csv", TWO),
    ("a comma in the name", '"شرکت نفت, گاز و پتروشیمی",تهران\n'.encode(), "a.csv", ["شرکت نفت, گاز و پتروشیمی"]),
    ("a line break in the name", '"شرکت نفت\nپارس"\nزهرا بیگدلی\n'.encode(), "a.csv", TWO[::-1]),
    (
        "notes with commas and lines",
        'نام,یادداشت\nزهرا بیگدلی,"شهردار, پیشتر\nبخشدار"\nشرکت نفت پارس,"نگاه کنید: الف, ب"\n'.encode(),
        "a.csv",
        TWO,
    ),
    ("one name in other letters", "علی رضایی\nعلي رضايي\nعلی‌رضایی\n".encode(), "a.csv", ["علی رضایی"]),
    ("one name in other cases", b"Total Energies\nTOTAL energies\n", "a.csv", ["Total Energies"]),
    ("one name in hard and many spaces", f"زهرا{HARD}بیگدلی\nزهرا   بیگدلی\n".encode(), "a.csv", ["زهرا بیگدلی"]),
    ("marks of direction around it", f"{MARK}زهرا بیگدلی{MARK}\nزهرا بیگدلی\n".encode(), "a.csv", ["زهرا بیگدلی"]),
    ("an override before it", f"{OVERRIDE}زهرا بیگدلی\n".encode(), "a.csv", ["زهرا بیگدلی"]),
    ("text as a formula", '"=""زهرا بیگدلی"""\n="شرکت نفت پارس"\n'.encode(), "a.csv", TWO),
    ("a formula that runs something", "=cmd|' /C calc'!A0\nزهرا بیگدلی\n".encode(), "a.csv", ["زهرا بیگدلی"]),
    ("an apostrophe before it", "'زهرا بیگدلی\n".encode(), "a.csv", ["زهرا بیگدلی"]),
    ("a number before each", "1,زهرا بیگدلی\n2,شرکت نفت پارس\n".encode(), "a.csv", TWO),
    ("Persian numbers before each", "۱;زهرا بیگدلی\n۲;شرکت نفت پارس\n".encode(), "a.csv", TWO),
    ("a heading of its own before each", "ردیف,نام و نام خانوادگی\n1,زهرا بیگدلی\n".encode(), "a.csv", ["زهرا بیگدلی"]),
    ("an Arabic heading", "الاسم الكامل,الصفة\nفاطمة الهاشمي,وزيرة\n".encode(), "a.csv", ["فاطمة الهاشمي"]),
    ("an English heading", b"Full name,Office\nFatima Hashimi,minister\n", "a.csv", ["Fatima Hashimi"]),
    ("lines with commas", "بیگدلی، زهرا\nشرکت نفت, گاز\n".encode(), "A.TXT", ["بیگدلی، زهرا", "شرکت نفت, گاز"]),
    ("a name of digits", "۱۱۰\nزهرا بیگدلی\n".encode(), "a.csv", ["۱۱۰", "زهرا بیگدلی"]),
    ("presentation forms", "ﺯﻫﺮﺍ ﺑﯿﮕﺪﻟﯽ\nزهرا بیگدلی\n".encode(), "a.csv", ["ﺯﻫﺮﺍ ﺑﯿﮕﺪﻟﯽ"]),
    ("markup", "<b>زهرا</b>\n".encode(), "a.csv", ["<b>زهرا</b>"]),
    ("a zero byte", "زهرا\0بیگدلی\n".encode(), "a.csv", ["زهرا بیگدلی"]),
    ("space around the semicolon", "زهرا بیگدلی ; شهردار\nشرکت نفت پارس ; -\n".encode(), "a.csv", TWO),
    ("the longest name", ("ن" * LONGEST + "\n").encode(), "a.csv", ["ن" * LONGEST]),
    ("vowel signs", "زَهرا بیگدلی\nزهرا بیگدلی\n".encode(), "a.csv", ["زَهرا بیگدلی", "زهرا بیگدلی"]),
]
REFUSED: list[tuple[str, bytes, str, str]] = [
    ("a workbook", b"PK\x03\x04\x14\x00\x06\x00\x08\x00" + bytes(range(256)) * 8, "a.csv", "no text"),
    ("a PDF", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n" + bytes(range(200)) * 9, "names.csv", "no text"),
    ("an open quotation", 'زهرا\n"علی\n'.encode(), "a.csv", "line 2 is not closed"),
    (
        "one more than the most",
        "\n".join(f"نام {n}" for n in range(MOST + 1)).encode(),
        "a.csv",
        "100,000 names at most",
    ),
    ("nothing but signs", "—\n***\n؟\n".encode(), "a.csv", "no word"),
    ("a heading alone", f"{BOM}نام\n".encode(), "a.csv", "no name"),
]


@pytest.mark.parametrize(("what", "data", "file", "names"), TAKEN, ids=[one[0] for one in TAKEN])
def test_what_a_file_gives(what: str, data: bytes, file: str, names: list[str]) -> None:
    assert list(read_list(data, file).names) == names, what


@pytest.mark.parametrize(("what", "data", "file", "told"), REFUSED, ids=[one[0] for one in REFUSED])
def test_what_is_no_list(what: str, data: bytes, file: str, told: str) -> None:
    with pytest.raises(RefusedDecision, match=told):
        read_list(data, file)
    assert what

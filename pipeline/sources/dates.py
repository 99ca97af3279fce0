"""What is odd about the date that a feed gives a story: none that can be read, one to come, another than its page's."""

from datetime import date, datetime, timedelta

from pipeline.ingest.formats.published import machine_date

_A_DAY = timedelta(days=1)


def stated(text: str, at: datetime) -> tuple[str, str]:
    """The date that a feed states, in ISO 8601, and what is wrong with it: "" or ``date_unread`` or ``date_to_come``.

    A date that is wrong is not given. Jalali dates are read.

    >>> from datetime import UTC
    >>> at = datetime(2025, 8, 13, 12, tzinfo=UTC)
    >>> stated("۲۲ مرداد ۱۴۰۴، ۲۲:۰۶", at), stated("بزودی", at), stated("2031-01-01", at), stated("", at)
    (('2025-08-13T22:06', ''), ('', 'date_unread'), ('', 'date_to_come'), ('', ''))
    """
    if not text.strip():
        return "", ""
    found = machine_date(text)
    if not found:
        return "", "date_unread"
    return ("", "date_to_come") if _day(found) > at.date() + _A_DAY else (found, "")


def differ(feed: str, page: str) -> int:
    """By how many days two dates differ, where that is more than one: a feed may be in another time zone; else 0.

    >>> differ("2025-08-13T22:06", "2025-08-14"), differ("2025-08-13", "2025-07-13"), differ("", "2025-08-13")
    (0, 31, 0)
    """
    days = abs((_day(feed) - _day(page)).days) if feed and page else 0
    return days if days > 1 else 0


def _day(text: str) -> date:
    return date.fromisoformat(text[:10])

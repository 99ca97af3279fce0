"""What people type behind an option: a day of any calendar."""

from datetime import date

import click


class Day(click.ParamType[date]):
    """A day, Jalali, Hijri or Gregorian as its year tells, in any digits; a date of the standard library."""

    name = "day"

    def convert(self, value: str | date, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """Refuses what is no whole day, with how one is written."""
        from pipeline.query.dates import NoValue, date_in

        if isinstance(value, date):
            return value
        try:
            written = date_in(value)
        except NoValue as error:
            self.fail(str(error), param, ctx)
        if written.precision != "day":
            self.fail("a whole day is wanted, as 2026-11-28 or 1405-09-07", param, ctx)
        return written.first


DAY = Day()

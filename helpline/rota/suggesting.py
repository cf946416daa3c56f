"""What the forecast suggests beside the rota: figures for supervisors, who decide."""

from datetime import date, datetime

from helpline.staff.models import Account
from helpline.statistics import knobs
from helpline.statistics.forms_staffing import NumbersForm
from helpline.statistics.own_figures import own_figures
from helpline.statistics.past_hours import past_hours
from helpline.statistics.query_log import write_down_page
from helpline.statistics.start_values import starts_of
from helpline.statistics.week_ahead import week_ahead

Suggested = dict[tuple[date, int], int | None]


def suggested(monday: date, *, now: datetime, by: Account) -> Suggested | None:
    """Return how many handlers each hour would need by the forecast, None: nothing was counted yet.

    A number that is None cannot be reached by any rota. Who looked is written into the log of queries.
    """
    past = past_hours(now=now)
    own = own_figures(past=past, now=now)
    numbers = NumbersForm(None, knobs=knobs.WEEK, starts=starts_of(own)).numbers()
    found = week_ahead(
        monday=monday, past=past, talks=knobs.talks_of(numbers), aim=knobs.aim_of(numbers), now=now
    )
    if found is None:
        return None
    write_down_page("handlers needed by hour", period=f"{monday:%GW%V}", by=by)
    return {(day.day, hour.hour): hour.needed for day in found.days for hour in day.hours}

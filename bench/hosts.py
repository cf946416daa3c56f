"""How many processes and hosts a line needs, by simulation with measured costs: `python -m bench.hosts`.

    python -m bench.hosts                      four sizes, into bench/RESULTS.md
    python -m bench.hosts --talks 600 --json   one size, as JSON on the screen

It reckons with bench/simulation/costs.json, which `python -m bench.costs` measures; nothing here measures.
The same seed gives the same figures. See docs/operations/how-many-hosts.md.
"""

# ruff: noqa: T201

import argparse
import json

from bench.results import put_under
from bench.simulation.costs import read
from bench.simulation.in_words import as_data, costs_table, needs_table, plans_table, steps_table
from bench.simulation.planning import Plan, plan, steps, surviving
from bench.simulation.site import Line

HEADING = "## How many hosts"
SIZES = (10, 100, 1_000, 10_000)
TEXT = """
`.venv/bin/python -m bench.hosts`, a simulation; nothing in it is a clock's. It reckons with costs measured
on {date}, commit {commit}; {machine}, {cores} cores that others used as well ({busy} processes wanted one),
Python {python}. Each side of a talk writes every {pause:.0f} s in the mean, a talk lasts {talk:.0f} minutes,
a desk has three talks, one in twenty waits. Enough is: 99 of 100 words are heard within a second, and no part
is more than 70 % at work. A host has four cores, three for processes.

### Machines

{plans}

With *: enough also with one host gone. Shares are means over the time played; `lane` is the one thread of a
process that stores and reads words, waiting for PostgreSQL included.

{needs}

### Where it breaks first, and what then

{steps}

### Costs

{costs}
"""


def asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument(
        "--talks", type=int, action="append", help="conversations at once; may be given again"
    )
    parser.add_argument("--desks", type=int, default=0, help="handlers there; else as the talks need")
    parser.add_argument("--pause", type=float, default=40.0, help="seconds between what one side writes")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", action="store_true", help="print JSON and change no file")
    return parser.parse_args()


def found_for(line: Line, seed: int) -> tuple[Plan, Plan]:
    costs = read()
    few = plan(line, costs, seed=seed)
    return few, surviving(line, costs, few, seed=seed)


def in_words(plans: list[tuple[Plan, Plan]]) -> str:
    costs = read()
    line = plans[0][0].line
    return TEXT.format(
        **costs.measured,
        pause=line.pause_seconds,
        talk=line.talk_seconds / 60,
        plans=plans_table(plans, costs),
        needs=needs_table(plans, costs),
        steps=steps_table(steps(costs)),
        costs=costs_table(costs),
    )


def main() -> None:
    options = asked()
    plans = [
        found_for(Line(talks, pause_seconds=options.pause, desks=options.desks), options.seed)
        for talks in options.talks or SIZES
    ]
    if options.json:
        print(json.dumps(as_data(plans, steps(read()), read()), indent=2))
        return
    text = in_words(plans)
    print(text)
    if not options.talks:
        put_under(HEADING, text)


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
"""Run Django's commands and ours."""

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "helpline.settings")
    from helpline.environment import EnvironmentMistake

    try:
        run(sys.argv)
    except EnvironmentMistake as mistake:
        sys.stderr.write(mistake.line + "\n")
        sys.exit(2)
    except KeyboardInterrupt:
        sys.exit(130)
    except Exception as error:
        from helpline.start_refusals import told_in_one_line

        line = told_in_one_line(error)
        if line is None or "--traceback" in sys.argv:
            raise
        sys.stderr.write(line + "\n")
        sys.exit(2)


def run(arguments: list[str]) -> None:
    if arguments[1:2] == ["run_demo"]:
        # The settings read the keys when they are imported, so the demo makes them first.
        from helpline import demo

        demo.prepare()
    elif arguments[1:2] == ["first_run"]:
        from helpline import first_run

        first_run.prepare()
    from django.core.management import execute_from_command_line

    execute_from_command_line(arguments)


if __name__ == "__main__":
    main()

"""Runs `tradedocket crawl --due` once for each moment on standard input, in a child of its own, imports done once.

Arguments: those of the command but for --now; a line with its exit code answers each moment.
"""

import os
import sys

from timeline.cli import commands


def main() -> None:
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            try:
                code = commands(["crawl", "--due", "--now", line.strip(), *sys.argv[1:]], standalone_mode=False)
            except Exception as error:
                print(repr(error), file=sys.stderr, flush=True)
                os._exit(9)
            os._exit(code or 0)
        _, status = os.waitpid(child, 0)
        print(f"left with {os.waitstatus_to_exitcode(status)}", flush=True)


if __name__ == "__main__":
    main()

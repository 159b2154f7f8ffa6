"""The commands around runs: what they counted, how to have them started, and a loop that starts them."""

import json
import shlex
import shutil
import subprocess
import sys
import time
from pathlib import Path

import click

from timeline.commands.report import SHOWN_COUNTS, in_words
from timeline.commands.stages import UNHEALTHY, sources_option
from timeline.commands.words import database_option, reading
from timeline.runs import CRAWLED, RunRecord, latest_runs

BUSY = 4


@click.command()
@database_option
@click.option("--limit", default=20, show_default=True, help="How many, the newest first.")
@click.option("--sources", "by_source", is_flag=True, help="Each source's counts, reasons and problems too.")
@click.option("--json", "as_json", is_flag=True, help="As JSON lines, with every count.")
def runs(database: Path, limit: int, by_source: bool, as_json: bool) -> None:
    """List the runs: when each began, how it ended, and what it counted."""
    with reading(database) as connection:
        for record in latest_runs(connection, limit):
            if as_json:
                click.echo(json.dumps(_as_json(record), ensure_ascii=False))
                continue
            counts = {**record.total("crawl"), **record.total("read"), **record.total("build")}
            told = in_words({name: count for name, count in counts.items() if name != CRAWLED})
            click.echo(f"{record.started_at[:19]}  {record.command:<8} {record.state:<11} {told}  ({record.id})")
            if causes := record.total("causes"):
                click.echo(f"    why not: {in_words(causes)}")
            if record.note:
                click.echo(f"    {record.note}")
            if by_source:
                _print_sources(record)


def _print_sources(record: RunRecord) -> None:
    reasons = record.of_sources("reasons")
    for source, counts in record.of_sources("crawl").items():
        asked = {name: count for name, count in counts.items() if name in SHOWN_COUNTS | {"found", "fetched"}}
        click.echo(f"    {source}: {in_words(asked) or 'its listings named nothing anew'}")
        for reason, count in reasons.get(source, {}).items():
            click.echo(f"        {count} × {reason}")
    for problem in record.problems:
        click.echo(f"    {problem}")


def _as_json(record: RunRecord) -> dict[str, object]:
    return {
        "id": record.id,
        "command": record.command,
        "started_at": record.started_at,
        "finished_at": record.finished_at,
        "state": record.state,
        "note": record.note,
        "crawl": record.of_sources("crawl"),
        "reasons": record.of_sources("reasons"),
        "causes": record.of_sources("causes"),
        "read": record.total("read"),
        "build": record.total("build"),
        "problems": record.problems,
    }


def _program() -> str:
    """The command as a scheduler has to call it."""
    return shutil.which("tradedocket") or str(Path(sys.argv[0]).resolve())


@click.command()
@click.option("--systemd", "form", flag_value="systemd", help="A service and a timer.")
@click.option("--cron", "form", flag_value="cron", help="A line for crontab.")
@click.option("--every", default=15, show_default=True, type=click.IntRange(1, 59), help="Minutes between two runs.")
@sources_option
@database_option
@click.argument("run_options", nargs=-1, type=click.UNPROCESSED)
def schedule(
    form: str | None, every: int, directory: Path | None, database: Path, run_options: tuple[str, ...]
) -> None:
    """Print what has a scheduler run `tradedocket run --due` every few minutes; nothing is installed.

    A run that finds nothing due ends at once, and two never run together, so the interval only says how late a
    source may be. RUN_OPTIONS, after --, go to each run.
    """
    if form is None:
        raise click.UsageError("Say --systemd or --cron.")
    command = [_program(), "run", "--due", "--json-log", "--db", str(database.resolve())]
    if directory is not None:
        command += ["--sources", str(directory.resolve())]
    line = shlex.join([*command, *run_options])
    if form == "cron":
        click.echo(f"*/{every} * * * * {_in_crontab(line)}")
        return
    click.echo(f"""# /etc/systemd/system/tradedocket.service
[Unit]
Description=Crawl the trade-policy sources that are due
Wants=network-online.target
After=network-online.target

[Service]
Type=oneshot
ExecStart={_in_unit(line)}
# 4: an earlier run is still at work. 3, an unhealthy source, stays a failure that a monitor sees.
SuccessExitStatus={BUSY}
Nice=10

# /etc/systemd/system/tradedocket.timer
[Unit]
Description=Run tradedocket every {every} minutes

[Timer]
OnBootSec=2min
OnUnitInactiveSec={every}min
Persistent=true

[Install]
WantedBy=timers.target""")


def _in_crontab(line: str) -> str:
    """A command as crontab(5) takes it: an unescaped percent sign would end it."""
    return line.replace("%", r"\%")


def _in_unit(line: str) -> str:
    """A command as systemd.service(5) takes it: percent and dollar signs would be expanded."""
    return line.replace("%", "%%").replace("$", "$$")


@click.command(context_settings={"ignore_unknown_options": True})
@click.option("--every", default=300, show_default=True, type=click.IntRange(1), help="Seconds between two runs.")
@click.option("--times", type=click.IntRange(1), help="End after so many runs; without it, go on until stopped.")
@click.argument("run_options", nargs=-1, type=click.UNPROCESSED)
def watch(every: int, times: int | None, run_options: tuple[str, ...]) -> None:
    """Run `tradedocket run --due` again and again in the foreground, for containers; RUN_OPTIONS go to each run.

    Each run is a process of its own. A run that finds a source unhealthy, or another run at work, does not end the
    watch; a run that fails does, with its exit code.
    """
    done = 0
    while True:
        ended = subprocess.run([sys.executable, "-m", "timeline.cli", "run", "--due", *run_options], check=False)
        done += 1
        if ended.returncode not in (0, UNHEALTHY, BUSY):
            raise click.exceptions.Exit(ended.returncode if ended.returncode > 0 else 1)
        if done == times:
            raise click.exceptions.Exit(ended.returncode)
        time.sleep(every)

"""The command that shows the whole line on a small news web of its own."""

from importlib import resources
from pathlib import Path

import click

from crawler.settings import CrawlSettings
from crawler.site_server import serve_site
from timeline.commands.events import print_timeline
from timeline.commands.report import Words
from timeline.commands.stages import chosen_sources, do_build, do_crawl, do_read
from timeline.commands.words import model_option, reading, writing
from timeline.export import export
from timeline.run import only_run
from timeline.runs import recorded_run


@click.command()
@click.option(
    "--folder",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=Path(),
    help="Where demo.db, demo.json and demo.html are written.",
)
@model_option
def demo(folder: Path, model: str) -> None:
    """Crawl a small invented news web on this machine, read it, and print its timeline."""
    site = find_site()
    database = folder / "demo.db"
    with (
        writing(database) as store,
        only_run(database),
        recorded_run(store, "demo") as record,
        serve_site(site) as proxy,
    ):
        settings = CrawlSettings(proxy=proxy, contact="demo@tradedocket.example")
        report = Words()
        do_crawl(store, record, chosen_sources(site / "sources", ()), settings, report)
        do_read(store, record, model, report)
        do_build(store, record, report)
    with reading(database) as connection:
        print_timeline(connection)
        (folder / "demo.json").write_text(export(connection, "json"), encoding="utf-8")
        (folder / "demo.html").write_text(export(connection, "dashboard"), encoding="utf-8")
    click.echo(f"""
The outlets, their pages and the events in them are invented or retold for this demo.
  database   {database}
  JSON       {folder / "demo.json"}
  dashboard  {folder / "demo.html"}   (open it in a browser)

Try next:
  tradedocket timeline --db {database} --entity Huawei --type license
  tradedocket query --db {database} "SELECT title, state, valid_until FROM license_status"
  tradedocket show --db {database} EVENT     (the first characters of an id in the table above)""")


def find_site() -> Path:
    """The folder of the demo's pages: in the installed package, or in the repository beside it."""
    packaged = Path(str(resources.files("timeline"))) / "demo_site"
    return packaged if packaged.is_dir() else Path(__file__).parents[2] / "fixtures" / "site"

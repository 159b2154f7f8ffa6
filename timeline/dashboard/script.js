"use strict";
(() => {
  const byId = (id) => document.getElementById(id);
  const FIELDS = ["agency", "actor", "targets", "items", "instrument", "count", "rate", "effective_from", "valid_until",
    "duration", "ordinal", "attribution", "date_basis", "confidence", "first_reported", "last_reported"];
  const FILTERS = ["type", "agency", "party", "modality", "since", "until", "sources", "words"];
  const MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
    "November", "December"];
  let timeline = JSON.parse(byId("timeline").textContent);

  function element(name, className, text) {
    const made = document.createElement(name);
    if (className) made.className = className;
    if (text !== undefined) made.textContent = text;
    return made;
  }

  function dayWords(day) {
    const [year, month, number] = day.split("-");
    return `${Number(number)} ${MONTHS[Number(month) - 1]} ${year}`;
  }

  // The date at the precision that it is known, in words.
  function when(event) {
    if (!event.date) return "date not stated";
    if (event.date_precision === "day") return dayWords(event.date_start);
    if (event.date_precision === "week") return `week of ${dayWords(event.date_start)}`;
    if (event.date_precision === "month") {
      const [year, month] = event.date.split("-");
      return `${MONTHS[Number(month) - 1]} ${year}`;
    }
    return event.date;
  }

  const parties = (event) => [event.actor, ...event.targets].flatMap((name) => (name ? name.split("; ") : []));

  function options(id, values) {
    const select = byId(id);
    const first = select.options[0];
    const chosen = select.value;
    select.replaceChildren(first, ...[...new Set(values)].filter(Boolean).sort().map((value) => {
      const option = element("option", "", value);
      option.value = value;
      return option;
    }));
    select.value = chosen;
  }

  function wanted(event, filter) {
    if (filter.type && event.type !== filter.type && event.type.split(".")[0] !== filter.type) return false;
    if (filter.agency && event.agency !== filter.agency) return false;
    if (filter.party && !parties(event).includes(filter.party)) return false;
    if (filter.modality && event.modality !== filter.modality) return false;
    if (filter.since && !(event.date_end && event.date_end >= filter.since)) return false;
    if (filter.until && !(event.date_start && event.date_start <= filter.until)) return false;
    if (event.source_count < Number(filter.sources || 1)) return false;
    if (!filter.words) return true;
    const text = [event.summary, event.type, ...event.mentions.map((mention) => mention.quote)].join(" ").toLowerCase();
    return filter.words.toLowerCase().split(/\s+/).every((word) => text.includes(word));
  }

  function inside(event) {
    const box = element("div", "inside");
    const list = element("dl");
    for (const field of FIELDS) {
      const value = Array.isArray(event[field]) ? event[field].join(", ") : event[field];
      if (value === null || value === undefined || value === "") continue;
      list.append(element("dt", "", field.replaceAll("_", " ")), element("dd", "", String(value)));
    }
    box.append(list);
    for (const mention of event.mentions) {
      const quote = element("blockquote", "", `“${mention.quote}”`);
      const source = element("div", "quiet", `${mention.source}, ${mention.published || "no date"}: `);
      if (/^https?:\/\//.test(mention.url)) {
        const link = element("a", "", mention.title || mention.url);
        link.href = mention.url;
        link.rel = "noopener noreferrer";
        source.append(link);
      } else {
        source.append(mention.title || mention.url);
      }
      if (mention.copy_of) source.append(" (a copy)");
      quote.append(source);
      box.append(quote);
    }
    for (const conflict of event.conflicts) {
      box.append(element("p", "quiet", `Sources differ on ${conflict.field}: ${conflict.value} (${conflict.sources}), ` +
        `${conflict.preferred} (${conflict.preferred_sources}); ${conflict.rule}.`));
    }
    return box;
  }

  function row(event) {
    const details = element("details", event.type.split(".")[0]);
    const summary = element("summary");
    const what = element("span", "what", event.summary);
    if (event.modality !== "actual") what.append(element("span", "tag", event.modality));
    summary.append(element("span", "when", when(event)), element("span", "type", event.type), what,
      element("span", "quiet", event.source_count === 1 ? "1 source" : `${event.source_count} sources`));
    details.append(summary);
    details.addEventListener("toggle", () => {
      if (details.open && details.children.length === 1) details.append(inside(event));
    });
    return details;
  }

  function showLicenses() {
    const rows = timeline.measures.filter((measure) => measure.kind === "license");
    const table = element("table");
    const head = element("tr");
    for (const name of ["License", "Holder", "Counterparty", "State", "Since", "Valid until", "Steps"]) {
      const cell = element("th", "", name);
      cell.scope = "col";
      head.append(cell);
    }
    table.append(head);
    for (const measure of rows) {
      const line = element("tr");
      const until = measure.valid_until ? `${measure.valid_until} (${measure.valid_until_basis})` : "";
      for (const value of [measure.title, measure.holder, measure.counterparty, measure.state, measure.since, until,
        measure.steps.map((step) => `${step.date || "?"} ${step.state}`).join(" → ")]) {
        line.append(element("td", "", value || ""));
      }
      table.append(line);
    }
    byId("licenses").replaceChildren(rows.length ? table : element("p", "quiet", "No license is in this timeline."));
  }

  function show() {
    const filter = Object.fromEntries(FILTERS.map((name) => [name, byId(name).value]));
    const kept = timeline.events.filter((event) => wanted(event, filter));
    const parts = [];
    let month = null;
    for (const event of kept) {
      const start = event.date_start || null;
      const heading = start ? (event.date_precision === "year" ? start.slice(0, 4) :
        `${MONTHS[Number(start.slice(5, 7)) - 1]} ${start.slice(0, 4)}`) :
        `Date not stated, reported ${event.first_reported || "on an unknown day"}`;
      if (heading !== month) {
        parts.push(element("h3", "", heading));
        month = heading;
      }
      parts.push(row(event));
    }
    byId("events").replaceChildren(...parts);
    byId("count").textContent = `${kept.length} of ${timeline.events.length} events, ${timeline.sources.length} sources`;
    const hash = new URLSearchParams(Object.entries(filter).filter(([name, value]) => value && !(name === "sources" && value === "1")));
    history.replaceState(null, "", hash.size ? `#${hash}` : location.pathname + location.search);
  }

  function load(value) {
    if (!value || value.version !== 2 || !Array.isArray(value.events)) {
      byId("count").textContent = "This file is no timeline of version 2; make one with 'tradedocket export json'.";
      return;
    }
    timeline = value;
    options("type", timeline.events.flatMap((event) => [event.type.split(".")[0], event.type]));
    options("agency", timeline.events.map((event) => event.agency));
    options("party", timeline.events.flatMap(parties));
    options("modality", timeline.events.map((event) => event.modality));
    showLicenses();
    show();
  }

  load(timeline);
  for (const [name, value] of new URLSearchParams(location.hash.slice(1))) {
    if (FILTERS.includes(name)) byId(name).value = value;
  }
  show();
  byId("filters").addEventListener("input", (happened) => happened.target.id !== "file" && show());
  byId("filters").addEventListener("reset", () => setTimeout(show));
  byId("filters").addEventListener("submit", (happened) => happened.preventDefault());
  byId("file").addEventListener("change", async (happened) => {
    try {
      load(JSON.parse(await happened.target.files[0].text()));
    } catch {
      byId("count").textContent = "This file is not JSON.";
    }
  });
})();

"use strict";
(() => {
  const VERSION = 2;
  const byId = (id) => document.getElementById(id);
  const FIELDS = ["agency", "actor", "targets", "items", "instrument", "count", "rate", "published_on", "effective_from",
    "valid_until", "duration", "ordinal", "attribution", "date_basis", "confidence", "first_reported", "last_reported"];
  const FILTERS = ["type", "agency", "party", "modality", "since", "until", "sources", "words"];
  const VIEWS = ["events", "license", "listing"];
  const IN_FORCE = ["granted", "extended", "amended", "reinstated", "added", "modified"];
  const MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
    "November", "December"];
  let timeline = JSON.parse(byId("timeline").textContent);
  let view = "events";

  function element(name, className, ...children) {
    const made = document.createElement(name);
    if (className) made.className = className;
    made.append(...children.filter((child) => child !== null && child !== undefined && child !== ""));
    return made;
  }

  const plural = (number, word) => `${number} ${word}${number === 1 ? "" : "s"}`;
  const family = (type) => type.split(".")[0];

  function dayWords(day) {
    const [year, month, number] = day.split("-");
    return `${Number(number)} ${MONTHS[Number(month) - 1].slice(0, 3)} ${year}`;
  }

  // The first day of an ISO 8601 week: week 1 is the one with 4 January in it.
  function monday(week) {
    const fourth = new Date(`${week.slice(0, 4)}-01-04T00:00:00Z`);
    const days = (Number(week.slice(6)) - 1) * 7 - ((fourth.getUTCDay() + 6) % 7);
    return new Date(fourth.getTime() + days * 86400000).toISOString().slice(0, 10);
  }

  // A date at the precision that it is known, in words.
  function dateWords(date) {
    if (!date) return "date not stated";
    if (/^\d{4}-\d\d-\d\d$/.test(date)) return dayWords(date);
    if (/^\d{4}-W\d\d$/.test(date)) return `week of ${dayWords(monday(date))}`;
    if (/^\d{4}-\d\d$/.test(date)) return `${MONTHS[Number(date.slice(5)) - 1]} ${date.slice(0, 4)}`;
    return date;
  }

  // When an event was; of one without a date, the report by which it was done, or that it was said in.
  function whenWords(event) {
    if (event.date || !event.first_reported) return dateWords(event.date);
    return `${event.modality === "actual" ? "by" : "said"} ${dayWords(event.first_reported)}`;
  }

  const modalityWords = (modality) => (modality === "denied" ? "said not to be done" : modality);
  const parties = (event) => [event.actor, ...event.targets].flatMap((name) => (name ? name.split("; ") : []));
  const when = (event) => event.date_start || event.first_reported || "";

  function options(id, values) {
    const select = byId(id);
    const chosen = select.value;
    select.replaceChildren(select.options[0], ...[...new Set(values)].filter(Boolean).sort().map((value) => {
      const option = element("option", "", value);
      option.value = value;
      return option;
    }));
    select.value = chosen;
  }

  function holdsWords(text, words) {
    const lower = text.toLowerCase();
    return words.toLowerCase().split(/\s+/).every((word) => lower.includes(word));
  }

  function wanted(event, filter) {
    if (filter.type && event.type !== filter.type && family(event.type) !== filter.type) return false;
    if (filter.agency && event.agency !== filter.agency) return false;
    if (filter.party && !parties(event).includes(filter.party)) return false;
    if (filter.modality && event.modality !== filter.modality) return false;
    if (filter.since && !(event.date_end && event.date_end >= filter.since)) return false;
    if (filter.until && !(event.date_start && event.date_start <= filter.until)) return false;
    if (event.source_count < Number(filter.sources || 1)) return false;
    const quotes = event.mentions.map((mention) => `${mention.title || ""} ${mention.quote}`);
    return !filter.words || holdsWords([event.summary, event.type, ...quotes].join(" "), filter.words);
  }

  function link(url, words) {
    if (!/^https?:\/\//.test(url)) return words;
    const made = element("a", "", words);
    made.href = url;
    made.rel = "noopener noreferrer";
    return made;
  }

  // A link to a box of this page: an event, or a measure of the ledger.
  function inPage(kind, id, words) {
    const made = element("a", "", words);
    made.href = `#${kind}=${id}`;
    made.addEventListener("click", (happened) => {
      happened.preventDefault();
      open(kind, id);
    });
    return made;
  }

  function open(kind, id) {
    const measure = timeline.measures.find((one) => one.id === id);
    if (!byId(`${kind}-${id}`)) byId("filters").reset();
    choose(kind === "event" ? "events" : measure && VIEWS.includes(measure.kind) ? measure.kind : view);
    const made = byId(`${kind}-${id}`);
    if (!made) return;
    made.open = true;
    made.scrollIntoView({ block: "center" });
    made.firstChild.focus();
  }

  const section = (title, parts) => (parts.length ? [element("h4", "", title), ...parts] : []);
  const sourceTitle = (id) => (timeline.sources.find((source) => source.id === id) || {}).title || id;

  function quote(mention) {
    const words = mention.quote.startsWith("“") ? mention.quote : `“${mention.quote}”`;
    const source = element("div", "quiet", `${sourceTitle(mention.source)}, ${mention.published ? dayWords(mention.published) : "no date"}: `,
      link(mention.url, mention.title || mention.url), mention.copy_of ? " (a copy)" : "");
    return element("blockquote", "", words, source);
  }

  function inside(event) {
    const list = element("dl");
    for (const field of FIELDS) {
      const value = Array.isArray(event[field]) ? event[field].join(", ") : event[field];
      if (value === null || value === undefined || value === "") continue;
      list.append(element("dt", "", field.replaceAll("_", " ")), element("dd", "", String(value)));
    }
    const byEvent = new Map(timeline.events.map((other) => [other.id, other]));
    return element("div", "inside",
      ...section("What the sources say", event.mentions.map(quote)),
      ...section("Statements", event.statements.map((said) => element("blockquote", "", `${said.speaker}: “${said.text}”`,
        element("div", "quiet", `${said.published ? dayWords(said.published) : "no date"}, ${plural(said.articles, "article")}: `, link(said.url, said.url))))),
      ...section("Official gazette", event.documents.map((document) => element("p", "quiet", link(document.url, `${document.kind}: ${document.reference}`),
        document.published_on ? `, published ${dayWords(document.published_on)}` : ""))),
      ...section("Sources differ", event.conflicts.map((conflict) => element("p", "flag",
        `${conflict.field}: ${conflict.value} (${conflict.sources}) against ${conflict.preferred} (${conflict.preferred_sources}); ${conflict.rule}.`))),
      ...section("Bears on", event.relations.filter((relation) => byEvent.has(relation.event)).map((relation) => element("p", "quiet",
        `${relation.kind.replaceAll("_", " ")} `, inPage("event", relation.event, `${dateWords(byEvent.get(relation.event).date)}: ${byEvent.get(relation.event).summary}`)))),
      ...section("In the ledger", timeline.measures.filter((measure) => VIEWS.includes(measure.kind) && measure.steps.some((step) => step.event === event.id))
        .map((measure) => element("p", "quiet", inPage("measure", measure.id, measure.title), ` – ${measure.state}`))),
      ...section("Reviewed", event.decisions.map((decision) => element("p", "quiet",
        `${decision.action}${decision.field ? ` ${decision.field} = ${decision.value}` : ""}: ${decision.who}, ${decision.at.slice(0, 10)}: ${decision.why}`))),
      ...section("Fields", [list]));
  }

  // A box whose inside is made when it is first opened: a long timeline stays quick.
  function box(className, summary, make) {
    const details = element("details", className, summary);
    details.addEventListener("toggle", () => {
      if (details.open && details.children.length === 1) details.append(make());
    });
    return details;
  }

  // The text with its ISO dates in spans of their own, so that none breaks across lines.
  function withWholeDates(text) {
    return text.split(/(\d{4}-\d{2}(?:-\d{2})?)/).map((part, at) => (at % 2 ? element("span", "whole", part) : part));
  }

  // The acts by which plans were carried out, or came otherwise, by the plan; made once for each timeline that is shown.
  const actsByPlan = new WeakMap();
  function actOf(plan) {
    if (!actsByPlan.has(timeline)) {
      const byId = new Map(timeline.events.map((event) => [event.id, event]));
      const acts = new Map();
      for (const event of timeline.events)
        for (const relation of event.relations) {
          if (relation.kind === "implements") acts.set(relation.event, event);
          if (relation.kind === "superseded_by" && byId.has(relation.event)) acts.set(event.id, byId.get(relation.event));
        }
      actsByPlan.set(timeline, acts);
    }
    return actsByPlan.get(timeline).get(plan.id);
  }

  function modalityTag(event) {
    const act = event.modality === "planned" ? actOf(event) : undefined;
    const done = act ? `, done ${act.date ? dateWords(act.date) : ""}`.trimEnd() : "";
    return element("span", "tag", `${modalityWords(event.modality)}${done}`);
  }

  function eventRow(event) {
    const what = element("span", "what", ...withWholeDates(event.summary));
    if (event.modality !== "actual") what.append(modalityTag(event));
    if (event.conflicts.length) what.append(element("span", "tag warn", "sources differ"));
    if (event.decisions.length) what.append(element("span", "tag good", "reviewed"));
    const made = box(`event ${family(event.type)}`, element("summary", "", element("span", "when", whenWords(event)), what,
      element("span", "type", event.type), element("span", "quiet count", plural(event.source_count, "source"))), () => inside(event));
    made.id = `event-${event.id}`;
    return made;
  }

  function showEvents(kept) {
    const parts = [];
    let year = null;
    let month = null;
    for (const event of kept) {
      const start = when(event);
      if (start.slice(0, 4) !== year) {
        year = start.slice(0, 4);
        month = null;
        parts.push(element("h2", "", year || "Never dated"));
      }
      if (start.slice(0, 7) !== month) {
        month = start.slice(0, 7);
        if (month) parts.push(element("h3", "", MONTHS[Number(month.slice(5)) - 1]));
      }
      parts.push(eventRow(event));
    }
    byId("events").replaceChildren(...parts);
  }

  const quarter = (day) => Number(day.slice(0, 4)) * 4 + Math.floor((Number(day.slice(5, 7)) - 1) / 3);
  const quarterStart = (number) => `${Math.floor(number / 4)}-${String((number % 4) * 3 + 1).padStart(2, "0")}-01`;

  function showStrip(kept) {
    const counts = new Map();
    for (const event of kept.filter(when)) {
      const found = counts.get(quarter(when(event))) || [];
      counts.set(quarter(when(event)), [...found, family(event.type)]);
    }
    const strip = byId("strip");
    if (strip.nextSibling.className === "axis") strip.nextSibling.remove();
    if (counts.size < 2) return strip.replaceChildren();
    const numbers = [...counts.keys()];
    const first = Math.min(...numbers);
    const last = Math.max(...numbers);
    const most = Math.max(...[...counts.values()].map((found) => found.length));
    const bars = [];
    for (let number = first; number <= last; number += 1) {
      const found = (counts.get(number) || []).sort();
      const name = `${plural(found.length, "event")}, ${MONTHS[(number % 4) * 3]} to ${MONTHS[(number % 4) * 3 + 2]} ${Math.floor(number / 4)}`;
      const bar = element("button", "", ...found.map((kind) => {
        const part = element("i", kind);
        part.style.height = `${90 / most}%`;
        return part;
      }));
      bar.type = "button";
      bar.title = name;
      bar.setAttribute("aria-label", name);
      bar.addEventListener("click", () => {
        byId("since").value = quarterStart(number);
        byId("until").value = new Date(Date.parse(quarterStart(number + 1)) - 86400000).toISOString().slice(0, 10);
        show();
      });
      bars.push(bar);
    }
    strip.replaceChildren(...bars);
    const years = [...new Set([first, last].map((number) => String(Math.floor(number / 4))))];
    strip.after(element("div", "axis", ...years.map((year) => element("span", "", year))));
    for (const part of [strip, strip.nextSibling]) part.style.maxWidth = `${bars.length * 5}rem`;
  }

  // The terms of a license as one bar from its first day to its last end.
  function termBar(measure) {
    const day = (value) => (/^\d{4}-\d\d-\d\d$/.test(value || "") ? Date.parse(value) / 86400000 : null);
    const terms = measure.steps.filter((step) => !step.inferred).map((step) => ({
      step, from: day(step.date) ?? day(step.previous_valid_until), until: day(step.valid_until),
    })).filter((term) => term.from !== null && term.until !== null);
    if (terms.length < 2) return null;
    const first = terms[0].from;
    const last = Math.max(...terms.map((term) => term.until));
    const bar = element("div", "bar");
    let at = first;
    for (const { step, from, until } of terms) {
      for (const [className, days] of [["out", from - at], ["", until - Math.max(at, from)]].filter((part) => part[1] > 0)) {
        const part = element("i", className);
        part.style.width = `${(100 * days) / (last - first)}%`;
        part.title = `${step.state}, until ${step.valid_until}`;
        bar.append(part);
      }
      at = Math.max(at, until);
    }
    bar.setAttribute("aria-hidden", "true");
    return element("div", "", bar, element("div", "axis", ...[first, last].map((days) => element("span", "", dayWords(new Date(days * 86400000).toISOString().slice(0, 10))))));
  }

  function stepRow(step) {
    const flags = step.flag ? [element("div", "flag", step.flag)] : [];
    const act = step.inferred ? `${step.state} (inferred from its end date)` :
      step.state === "extended" && step.ordinal ? `extended, no. ${step.ordinal}${step.ordinal_basis === "counted" ? " by count" : ""}` : step.state;
    const until = step.valid_until ? `${dateWords(step.valid_until)}${step.valid_until_basis === "stated" ? "" : ` (${step.valid_until_basis})`}` : "";
    const day = element("td", "day", dateWords(step.date));
    return element("tr", "", day, element("td", "", inPage("event", step.event, act), ...flags),
      element("td", "day", step.previous_valid_until ? dateWords(step.previous_valid_until) : ""), element("td", "day", until), element("td", "day", step.citation || ""));
  }

  function ledger(measure) {
    const head = element("tr");
    for (const name of ["Date", "Act", "End it replaces", "In force until", "Gazette"]) {
      const cell = element("th", "", name);
      cell.scope = "col";
      head.append(cell);
    }
    const facts = element("dl");
    for (const name of ["holder", "counterparty", "agency", "items", "citation"]) {
      if (measure[name]) facts.append(element("dt", "", name), element("dd", "", measure[name]));
    }
    const table = element("table", "", element("thead", "", head), element("tbody", "", ...measure.steps.map(stepRow)));
    return element("div", "inside", facts, termBar(measure), element("div", "scroll", table));
  }

  function measureRow(measure) {
    const flagged = measure.steps.filter((step) => step.flag).length;
    const state = element("span", `tag ${IN_FORCE.includes(measure.state) ? "good" : ""}`, measure.inferred ? `${measure.state}, inferred` : measure.state);
    const line = [measure.agency, measure.since && `since ${dateWords(measure.since)}`, measure.valid_until && `until ${dateWords(measure.valid_until)}`,
      plural(measure.steps.length, "step")].filter(Boolean).join(" · ");
    const name = element("span", "what", measure.title, state, flagged ? element("span", "tag warn", plural(flagged, "flag")) : null);
    const made = box(`measure ${measure.kind}`, element("summary", "", name, element("span", "quiet", line)), () => ledger(measure));
    made.id = `measure-${measure.id}`;
    return made;
  }

  function showMeasures(kind, filter) {
    const kept = timeline.measures.filter((measure) => measure.kind === kind &&
      (!filter.agency || measure.agency === filter.agency) &&
      (!filter.party || [measure.holder, ...(measure.counterparty || "").split("; ")].includes(filter.party)) &&
      (!filter.words || holdsWords([measure.title, measure.agency, measure.items, measure.citation].join(" "), filter.words)));
    kept.sort((one, other) => (other.since || "").localeCompare(one.since || "") || one.title.localeCompare(other.title));
    byId(kind).replaceChildren(...(kept.length ? kept.map(measureRow) : [element("p", "quiet", "None in this timeline.")]));
    return kept.length;
  }

  function show() {
    const filter = Object.fromEntries(FILTERS.map((name) => [name, byId(name).value]));
    const kept = timeline.events.filter((event) => wanted(event, filter));
    showStrip(kept);
    showEvents(kept);
    const shown = { events: kept.length, license: showMeasures("license", filter), listing: showMeasures("listing", filter) };
    const all = { events: timeline.events.length };
    for (const kind of ["license", "listing"]) all[kind] = timeline.measures.filter((measure) => measure.kind === kind).length;
    for (const name of VIEWS) {
      byId(`tab-${name}`).replaceChildren({ events: "Events", license: "Licenses", listing: "Listings" }[name], element("small", "", String(shown[name])));
    }
    byId("count").textContent = `${shown[view]} of ${plural(all[view], { events: "event", license: "license", listing: "listing" }[view])} shown`;
    const hash = new URLSearchParams(Object.entries(filter).filter(([name, value]) => value && !(name === "sources" && value === "1")));
    if (view !== "events") hash.set("view", view);
    const address = location.pathname + location.search + (hash.size ? `#${hash}` : "");
    history.replaceState(null, "", address);
  }

  function choose(name) {
    view = name;
    for (const other of VIEWS) {
      byId(`tab-${other}`).setAttribute("aria-selected", String(other === name));
      byId(`tab-${other}`).tabIndex = other === name ? 0 : -1;
      byId(`panel-${other}`).hidden = other !== name;
    }
    show();
  }

  function load(value) {
    if (!value || value.version !== VERSION || !Array.isArray(value.events)) {
      byId("count").textContent = `This file is no timeline of version ${VERSION}; make one with 'tradedocket export json'.`;
      return;
    }
    timeline = value;
    options("type", timeline.events.flatMap((event) => [family(event.type), event.type]));
    options("agency", timeline.events.map((event) => event.agency));
    options("party", timeline.events.flatMap(parties));
    options("modality", timeline.events.map((event) => event.modality));
    const days = timeline.events.map(when).filter(Boolean).sort();
    const articles = new Set(timeline.events.flatMap((event) => event.mentions.map((mention) => mention.url)));
    const span = days.length ? `, ${dayWords(days[0])} to ${dayWords(days[days.length - 1])}` : "";
    byId("coverage").replaceChildren(`${plural(timeline.events.length, "event")} from ${plural(articles.size, "article")} of ${plural(timeline.sources.length, "source")}${span}`,
      timeline.known_on ? element("span", "known", ` — as known on ${dayWords(timeline.known_on)}`) : "");
    show();
  }

  const asked = new URLSearchParams(location.hash.slice(1));
  load(timeline);
  for (const [name, value] of asked) {
    if (FILTERS.includes(name)) byId(name).value = value;
  }
  choose(VIEWS.includes(asked.get("view")) ? asked.get("view") : "events");
  for (const kind of ["event", "measure"]) {
    if (asked.has(kind)) open(kind, asked.get(kind));
  }
  byId("filters").addEventListener("input", show);
  byId("filters").addEventListener("reset", () => setTimeout(show));
  byId("filters").addEventListener("submit", (happened) => happened.preventDefault());
  for (const [index, name] of VIEWS.entries()) {
    byId(`tab-${name}`).addEventListener("click", () => choose(name));
    byId(`tab-${name}`).addEventListener("keydown", (happened) => {
      const step = { ArrowRight: 1, ArrowLeft: VIEWS.length - 1 }[happened.key];
      if (!step) return;
      choose(VIEWS[(index + step) % VIEWS.length]);
      byId(`tab-${view}`).focus();
    });
  }
  byId("file").addEventListener("change", async (happened) => {
    try {
      load(JSON.parse(await happened.target.files[0].text()));
    } catch {
      byId("count").textContent = "This file is not JSON.";
    }
  });
})();

"""Says what an event is in one line, from its type, its parties and its fields."""

import re
from collections.abc import Collection, Mapping, Sequence

MOST_NAMES = 3
"""So many names of one role are said; the others are counted."""

TEMPLATES: Mapping[str, tuple[str, ...]] = {
    "license.applied": (
        "Request made by {actor}[ to {agency}] for {license}[ for {items}][ concerning {targets}]",
        "Request made for {license}[ for {items}][ concerning {targets}]",
    ),
    "license.granted": (
        "{agency} grants {license}[ to {actor}][ for {items}][ concerning {targets}][ until {valid_until}]",
        "{license} granted[ to {actor}][ for {items}][ concerning {targets}][ until {valid_until}]",
    ),
    "license.extended": (
        "{agency} extends {license}[ of {actor}][ concerning {targets}][ by {duration}][ until {valid_until}]",
        "{license} extended[ for {actor}][ concerning {targets}][ by {duration}][ until {valid_until}]",
    ),
    "license.amended": (
        "{agency} amends {license}[ of {actor}][ concerning {targets}]",
        "{license} amended[ for {actor}][ concerning {targets}]",
    ),
    "license.denied": (
        "{agency} denies {license}[ to {actor}][ for {items}][ concerning {targets}]",
        "{license} denied[ to {actor}][ for {items}][ concerning {targets}]",
    ),
    "license.revoked": (
        "{agency} revokes {license}[ of {actor}][ concerning {targets}]",
        "{license} revoked[ for {actor}][ concerning {targets}]",
    ),
    "license.expired": ("{license}[ of {actor}][ concerning {targets}] expires",),
    "listing.added": ("{agency} adds {parties} to {list}", "{parties} added to {list}"),
    "listing.removed": ("{agency} removes {parties} from {list}", "{parties} removed from {list}"),
    "listing.modified": (
        "{agency} changes the entry of {parties} on {list}",
        "Entry of {parties} on {list} changed",
    ),
    "control.proposed": (
        "{agency} proposes {control}[ on {items}][ aimed at {targets}]",
        "{control}[ on {items}][ aimed at {targets}] proposed",
    ),
    "control.imposed": (
        "{agency} imposes {control}[ on {items}][ aimed at {targets}]",
        "{control}[ on {items}][ aimed at {targets}] imposed",
    ),
    "control.expanded": (
        "{agency} tightens {control}[ on {items}][ aimed at {targets}]",
        "{control}[ on {items}][ aimed at {targets}] tightened",
    ),
    "control.eased": (
        "{agency} eases {control}[ on {items}][ aimed at {targets}]",
        "{control}[ on {items}][ aimed at {targets}] eased",
    ),
    "control.lifted": (
        "{agency} lifts {control}[ on {items}][ aimed at {targets}]",
        "{control}[ on {items}][ aimed at {targets}] lifted",
    ),
    "tariff.proposed": (
        "{agency} proposes {tariff}[ on {items}][ aimed at {targets}]",
        "{tariff}[ on {items}][ aimed at {targets}] proposed",
    ),
    "tariff.imposed": (
        "{agency} imposes {tariff}[ on {items}][ aimed at {targets}]",
        "{tariff}[ on {items}][ aimed at {targets}] imposed",
    ),
    "tariff.raised": (
        "{agency} raises {duties}[ on {items}][ aimed at {targets}][ to {rate}]",
        "{duties}[ on {items}][ aimed at {targets}] raised[ to {rate}]",
    ),
    "tariff.reduced": (
        "{agency} reduces {duties}[ on {items}][ aimed at {targets}][ to {rate}]",
        "{duties}[ on {items}][ aimed at {targets}] reduced[ to {rate}]",
    ),
    "tariff.suspended": (
        "{agency} suspends {tariff}[ on {items}][ aimed at {targets}]",
        "{tariff}[ on {items}][ aimed at {targets}] suspended",
    ),
    "tariff.removed": (
        "{agency} removes {tariff}[ on {items}][ aimed at {targets}]",
        "{tariff}[ on {items}][ aimed at {targets}] removed",
    ),
    "tariff.excluded": (
        "{agency} excludes {goods} from {duties}[ aimed at {targets}][ until {valid_until}]",
        "{goods} excluded from {duties}[ aimed at {targets}][ until {valid_until}]",
    ),
    "order.signed": ("{agency} signs {order}[ aimed at {targets}]", "{order} signed[, aimed at {targets}]"),
    "case.initiated": (
        "{agency} opens {case}[ on {items}][ against {targets}]",
        "{case} opened[ on {items}][ against {targets}]",
    ),
    "case.determined": (
        "{agency} makes {finding}[ on {items}][ against {targets}][ at {rate}]",
        "{finding}[ on {items}][ against {targets}] made[ at {rate}]",
    ),
    "enforcement.charged": ("{agency} charges {parties}", "{parties} charged"),
    "enforcement.penalized": ("{agency} penalizes {parties}[ ({rate})]", "{parties} penalized[ ({rate})]"),
    "agreement.reached": (
        "{agency} reaches {agreement}[ with {targets}]",
        "{agreement} reached by {actor}[ with {targets}]",
        "{agreement} reached[ with {targets}]",
    ),
    "litigation.filed": (
        "Suit or complaint filed by {actor}[ against {targets}][ over {items}]",
        "Suit or complaint filed by {agency}[ against {targets}][ over {items}]",
        "Suit or complaint filed[ against {targets}][ over {items}]",
    ),
    "litigation.ruled": (
        "{agency} rules[ on {instrument}][ in a case of {actor}][ against {targets}]",
        "Ruling given[ on {instrument}][ in a case of {actor}][ against {targets}]",
    ),
}
"""For each type the lines to choose from: the first whose slots outside of brackets are all filled."""

_NOUNS = {
    "license": "a license",
    "list": "a restricted-party list",
    "control": "trade controls",
    "duties": "tariffs",
    "order": "an order",
    "case": "a trade case",
    "finding": "a finding in a trade case",
    "agreement": "an agreement",
    "goods": "goods",
    "parties": "parties",
}
_FIRST_ACTS = frozenset(
    {"license.applied", "license.granted", "control.proposed", "control.imposed", "case.initiated", "case.determined"}
    | {"order.signed", "agreement.reached"}
)
"""Acts that make what they are told with: "imposes a ban", but "lifts the ban"."""
_NUMBERED = re.compile(r"(?<! of) \S*\d\S*$")
_FLOWS = frozenset({"export", "exports", "import", "imports"})
_DUTIES = ("tariff", "tariffs", "duty", "duties", "levy", "levies", "tax", "taxes", "surcharge", "surcharges")
_FINDINGS = ("determination", "determinations", "finding", "findings")
_STEM = 4
"""Letters that a state's name and its adjective share at least (Japan, Japanese; China, Chinese; Mexico, Mexican)."""
_ORDERS = re.compile(r"\b(?:Order|Proclamation|Memorandum|Determination|Decree|Act|Law|Regulations?)\b")
"""Instruments that are signed; others that an order is told with are what it is about."""
_SLOT = re.compile(r"\{(\w+)\}")
_OPTIONAL = re.compile(r"\[([^]]*)\]")
_DURATION = re.compile(r"P(\d+)([DWMY])")
_UNITS = {"D": "day", "W": "week", "M": "month", "Y": "year"}


def summarize(
    kind: str,
    names: Mapping[str, Sequence[str]],
    fields: Mapping[str, str],
    states: Collection[str] = (),
) -> str:
    """An event in one line; ``names`` holds those that fill each role (``agency``, ``actor``, ``target``).

    ``states`` are those of the names that are of states: of "31 Chinese companies" the state is not what is listed.
    """
    slots = _slots(kind.partition(".")[0], names, fields, known=kind not in _FIRST_ACTS)
    if (parties := _parties(names.get("target", ()), fields, states)) is not None:
        slots["parties"] = parties
    for template in TEMPLATES[kind]:
        outside = _OPTIONAL.sub("", template)
        if all(name in slots for name in _SLOT.findall(outside)):
            line = _OPTIONAL.sub(lambda part: _filled(part.group(1), slots), template)
            line = _SLOT.sub(lambda slot: slots[slot.group(1)], line)
            return line[0].upper() + line[1:]
    raise AssertionError(f"{kind} has no template that needs no party")


def _filled(part: str, slots: Mapping[str, str]) -> str:
    return part if all(name in slots for name in _SLOT.findall(part)) else ""


def _slots(
    family: str, names: Mapping[str, Sequence[str]], fields: Mapping[str, str], *, known: bool
) -> dict[str, str]:
    slots = dict(_NOUNS)
    instrument = fields.get("instrument")
    rate = fields.get("rate")
    slots |= _measures(fields.get("measure"), family, known=known)
    if instrument:
        slots["instrument"] = instrument
        if _ORDERS.search(instrument):
            slots["order"] = instrument
        slots["license"] = _with_article(instrument, known=known)
        slots["list"] = _list(instrument, known=known)
        if instrument.endswith(_DUTIES):
            slots["duties"] = instrument
        elif instrument.startswith("Section"):
            slots["duties"] = f"{instrument} {slots['duties']}"
        for name in ("control", "case", "agreement"):
            slots[name] = (
                instrument
                if slots[name] == _NOUNS[name]
                else f"{slots[name]} under {_with_article(instrument, known=True)}"
            )
    slots["tariff"] = f"{rate} {slots['duties']}" if rate else slots["duties"]
    for role, slot in (("agency", "agency"), ("actor", "actor"), ("target", "targets")):
        if names.get(role):
            slots[slot] = _joined(names[role])
    if "items" in fields:
        slots["items"] = slots["goods"] = fields["items"]
        targets = [name for name in names.get("target", ()) if not _is_told_in(fields["items"], name)]
        if not targets:
            slots.pop("targets", None)
        elif len(targets) < len(names["target"]):
            slots["targets"] = _joined(targets)
    slots |= {name: fields[name] for name in ("rate", "valid_until") if name in fields}
    if duration := _DURATION.fullmatch(fields.get("duration", "")):
        number, unit = int(duration[1]), _UNITS[duration[2]]
        slots["duration"] = f"{number} {unit}{'s' if number != 1 else ''}"
    return slots


def _is_told_in(items: str, name: str) -> bool:
    """Whether the goods are already those of a state: "Mexican steel" of Mexico, "U.S. coal" of the United States."""
    words = items.split()
    initials = "".join(f"{word[0]}." for word in name.split())
    return initials in words or any(word.startswith(name.split()[-1][:_STEM]) for word in words)


def _measures(measure: str | None, family: str, *, known: bool) -> dict[str, str]:
    """The slots that what the text calls a measure fills: "export ban" that of a control, "retaliatory duty" that of duties."""
    if measure is None:
        return {}
    if family == "control" and measure in _FLOWS:
        return {"control": f"{measure.removesuffix('s')} controls"}
    if family == "tariff":
        return {"duties": _plural(measure)} if measure.endswith(_DUTIES) else {}
    if family == "case":
        return {"finding" if measure.endswith(_FINDINGS) else "case": _with_article(measure, known=known)}
    return {family: _with_article(measure, known=known)} if family in {"control", "order", "agreement"} else {}


def _plural(noun: str) -> str:
    if noun.endswith("s"):
        return noun
    return f"{noun[:-1]}ies" if noun.endswith("y") else f"{noun}es" if noun.endswith("x") else f"{noun}s"


def _list(instrument: str, *, known: bool) -> str:
    """The list that a party is put on, or one without a name where only what allows the listing is told."""
    if instrument.lower().endswith("list"):
        return _with_article(instrument, known=known)
    return f"{_NOUNS['list']} under {_with_article(instrument, known=True)}"


def _parties(targets: Sequence[str], fields: Mapping[str, str], states: Collection[str]) -> str | None:
    """Those to whom it is done: their names with how many they are, where more are counted than named."""
    count = fields.get("count")
    counted = "parties" if count is None else "one party" if count == "1" else f"{count} parties"
    if targets and "instrument" in fields and all(name in states for name in targets):
        return f"{counted} of {_joined(targets)}"
    if targets and (count is None or int(count) <= len(targets)):
        return _joined(targets)
    if targets:
        return f"{_joined(targets)} ({counted})"
    return None if count is None else counted


def _with_article(noun: str, *, known: bool) -> str:
    """The noun or name with the article that running text gives it: none where a number makes it a name of its own."""
    if noun[0].isupper():
        return noun if _NUMBERED.search(noun) else f"the {noun}"
    if any(letter.isdigit() for letter in noun) or noun.endswith(("s", "ing")):
        return noun
    return f"the {noun}" if known else f"an {noun}" if noun[0] in "aeiou" else f"a {noun}"


def _joined(names: Sequence[str]) -> str:
    said = list(names[:MOST_NAMES])
    if len(names) > MOST_NAMES:
        said.append(f"{len(names) - MOST_NAMES} more")
    return said[0] if len(said) == 1 else f"{', '.join(said[:-1])} and {said[-1]}"

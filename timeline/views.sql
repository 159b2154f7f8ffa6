-- The common questions, each one short SELECT away. Each view's comment is an example that the tests run.

-- The day that "now" is: today, or the day as known on which the timeline is asked for.
-- SELECT day FROM today
CREATE VIEW today AS SELECT date('now') AS day;

-- Every event in the order of its day: the first that its date allows, else that of its first report, else 9999.
-- SELECT date, type, summary FROM timeline WHERE day >= '2019-05-01' LIMIT 100
CREATE VIEW timeline AS
SELECT e.date, e.type, e.modality, e.agency, e.actor, e.targets, e.instrument, e.valid_until,
       e.source_count AS sources, round(e.confidence, 2) AS confidence, e.summary, e.quote, e.id AS event_id,
       e.date_start, e.date_end, e.first_reported, coalesce(e.date_start, e.first_reported, '9999') AS day
FROM events AS e
ORDER BY coalesce(e.date_start, e.first_reported, '9999'), e.date_end, e.type, e.id;

-- Each license and the state it is in; an expiry that follows from an end date says that it is inferred.
-- SELECT title, state, valid_until FROM license_status WHERE counterparty LIKE 'Huawei%'
CREATE VIEW license_status AS
SELECT m.title, m.scope, m.holder, m.counterparty, m.agency, m.instrument,
       coalesce((SELECT CASE WHEN s.inferred THEN s.state || ' (inferred from its end date)' ELSE s.state END
                 FROM measure_events AS s, today
                 WHERE s.measure_id = m.id AND s.holds_from <= today.day
                   AND (s.holds_before IS NULL OR s.holds_before > today.day)
                 ORDER BY s.number DESC LIMIT 1), m.state) AS state,
       m.since, m.valid_from, m.valid_until, m.valid_until_basis, m.citation,
       (SELECT count(*) FROM measure_events AS s WHERE s.measure_id = m.id AND NOT s.inferred) AS steps,
       (SELECT count(*) FROM measure_flags AS f WHERE f.measure_id = m.id) AS flags,
       m.id AS measure_id
FROM measures AS m
WHERE m.kind = 'license'
ORDER BY m.valid_from, m.title, m.id;

-- Each step of each license, with its term, its gazette citation, its sentence and what does not add up.
-- SELECT date, state, ordinal, valid_until, citation FROM license_ledger WHERE title LIKE 'Temporary general license%'
CREATE VIEW license_ledger AS
SELECT m.title, s.number, s.date, s.state, s.ordinal, s.previous_valid_until, s.valid_until, s.valid_until_basis,
       s.citation, s.inferred, s.flag, e.quote, e.source_count AS sources, s.event_id, m.id AS measure_id
FROM measures AS m JOIN measure_events AS s ON s.measure_id = m.id JOIN events AS e ON e.id = s.event_id
WHERE m.kind = 'license'
ORDER BY m.title, m.id, s.number;

-- The state of every measure between two days: holds_from is in it, holds_before is not.
-- SELECT title, state FROM measure_states WHERE kind = 'license' AND holds_from <= '2019-11-19' AND holds_before > '2019-11-19'
CREATE VIEW measure_states AS
SELECT m.kind, m.title, m.holder, m.counterparty, m.agency, m.instrument, s.state, s.holds_from,
       coalesce(s.holds_before, '9999') AS holds_before, s.valid_until, s.inferred, s.number, s.event_id, m.id AS measure_id
FROM measures AS m JOIN measure_events AS s ON s.measure_id = m.id;

-- Who is on which list, since when, and until when if taken off.
-- SELECT party, list FROM listing_status WHERE listed_from <= '2019-06-01' AND listed_before > '2019-06-01'
CREATE VIEW listing_status AS
SELECT m.counterparty AS party, m.instrument AS list, m.agency, s.state, s.holds_from AS listed_from,
       coalesce((SELECT min(r.holds_from) FROM measure_events AS r
                 WHERE r.measure_id = m.id AND r.state = 'removed' AND r.number > s.number), '9999') AS listed_before,
       s.date, s.event_id, m.id AS measure_id
FROM measures AS m JOIN measure_events AS s ON s.measure_id = m.id
WHERE m.kind = 'listing' AND s.state <> 'removed'
  AND NOT EXISTS (SELECT 1 FROM measure_events AS b WHERE b.measure_id = m.id AND b.number = s.number - 1
                  AND b.state <> 'removed')
ORDER BY m.counterparty, m.instrument, s.number;

-- How many parties an event says it lists, and how many of them are named.
-- SELECT date, list, stated, named FROM listing_counts WHERE stated > named
CREATE VIEW listing_counts AS
SELECT e.date, e.type, e.instrument AS list, e.count AS stated,
       (SELECT count(*) FROM participants AS p WHERE p.event_id = e.id AND p.role = 'target') AS named,
       e.summary, e.id AS event_id
FROM events AS e
WHERE e.family = 'listing' AND e.count IS NOT NULL
ORDER BY e.date_start, e.id;

-- Acts of US authorities that the press tells and no gazette document in the store does, the oldest first.
-- A license to one company is never gazetted; what is late here may be.
-- SELECT date, summary, days FROM ungazetted WHERE days > 30 AND type = 'license.extended'
CREATE VIEW ungazetted AS
SELECT e.date, e.type, e.agency, e.instrument, e.summary,
       CAST(julianday((SELECT day FROM today)) - julianday(e.date_end) AS INTEGER) AS days, e.id AS event_id
FROM events AS e
WHERE e.modality = 'actual' AND e.family IN ('license', 'listing', 'control', 'tariff')
  AND e.date_start IS NOT NULL AND e.date_end <= (SELECT day FROM today)
  AND NOT EXISTS (SELECT 1 FROM event_documents AS d WHERE d.event_id = e.id)
ORDER BY e.date_start, e.id;

-- What each authority did, by year and type.
-- SELECT type, events FROM agency_activity WHERE year = '2019'
CREATE VIEW agency_activity AS
SELECT e.agency, substr(e.date, 1, 4) AS year, e.type, count(*) AS events,
       min(e.date_start) AS first, max(e.date_end) AS last
FROM events AS e
WHERE e.agency IS NOT NULL AND e.modality = 'actual'
GROUP BY substr(e.date, 1, 4), e.agency, e.type
ORDER BY e.agency, year, events DESC, e.type;

-- All events that a party is in, in the order of their days.
-- SELECT date, role, summary FROM entity_history WHERE entity = 'Huawei'
CREATE VIEW entity_history AS
SELECT p.name AS entity, p.role, e.date, e.type, e.modality, e.summary, e.source_count AS sources,
       e.id AS event_id, e.date_start, p.day
FROM participants AS p JOIN events AS e ON e.id = p.event_id
ORDER BY p.name, p.day, p.event_id;

-- What does not add up in the life of a measure, by the kind of it.
-- SELECT title, kind, sentence FROM ledger_flags WHERE kind = 'missing_link'
CREATE VIEW ledger_flags AS
SELECT m.title, f.kind, f.sentence, s.date, s.event_id, m.id AS measure_id
FROM measure_flags AS f JOIN measures AS m ON m.id = f.measure_id
JOIN measure_events AS s ON s.measure_id = f.measure_id AND s.number = f.number
ORDER BY f.kind, f.measure_id, f.number;

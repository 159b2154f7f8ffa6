-- The common questions, each one short SELECT away.

-- SELECT * FROM timeline WHERE date >= '2019-05'
CREATE VIEW timeline AS
SELECT e.date, e.type, e.modality, e.agency, e.actor, e.targets, e.instrument, e.valid_until,
       e.source_count AS sources, round(e.confidence, 2) AS confidence, e.summary, e.quote, e.id AS event_id,
       e.date_start, e.date_end, e.first_reported
FROM events AS e
ORDER BY coalesce(e.date_start, e.first_reported, '9999'), e.date_end, e.type, e.id;

-- SELECT * FROM license_status WHERE counterparty LIKE 'Huawei%'
CREATE VIEW license_status AS
SELECT m.title, m.scope, m.holder, m.counterparty, m.agency, m.instrument,
       CASE WHEN m.state IN ('granted', 'extended', 'amended') AND m.valid_until < date('now')
            THEN 'expired (inferred from its end date)' ELSE m.state END AS state,
       m.since, m.valid_from, m.valid_until, m.valid_until_basis,
       (SELECT count(*) FROM measure_events AS s WHERE s.measure_id = m.id) AS steps,
       m.id AS measure_id
FROM measures AS m
WHERE m.kind = 'license'
ORDER BY m.valid_from, m.title, m.id;

-- SELECT * FROM agency_activity WHERE year = '2019'
CREATE VIEW agency_activity AS
SELECT e.agency, substr(e.date, 1, 4) AS year, e.type, count(*) AS events,
       min(e.date_start) AS first, max(e.date_end) AS last
FROM events AS e
WHERE e.agency IS NOT NULL AND e.modality = 'actual'
GROUP BY e.agency, substr(e.date, 1, 4), e.type
ORDER BY e.agency, year, events DESC, e.type;

-- SELECT * FROM entity_history WHERE entity = 'Huawei'
CREATE VIEW entity_history AS
SELECT p.name AS entity, p.role, e.date, e.type, e.modality, e.summary, e.source_count AS sources,
       e.id AS event_id, e.date_start
FROM participants AS p JOIN events AS e ON e.id = p.event_id
ORDER BY p.name, coalesce(e.date_start, e.first_reported, '9999'), e.id;

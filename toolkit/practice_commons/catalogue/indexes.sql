-- By what else the rows of an edition are looked for. Made once a new edition is filled: in order, which is quicker.
CREATE INDEX file_by_identity ON file (identity, path) WHERE identity != '';
CREATE INDEX file_by_part ON file (part);
CREATE INDEX reference_by_path ON reference (path);
CREATE UNIQUE INDEX placement_by_path ON placement (path, source);
CREATE INDEX placement_by_id ON placement (id);
CREATE INDEX placement_by_community ON placement (community, kind, date);
CREATE INDEX placement_by_kind ON placement (kind, date);
CREATE INDEX placement_by_date ON placement (date);
CREATE INDEX placement_by_person ON placement (person) WHERE person IS NOT NULL;
CREATE INDEX placement_by_change ON placement (changed);
CREATE INDEX placement_by_response ON placement (responds_to) WHERE responds_to IS NOT NULL;
CREATE INDEX facet_by_number ON facet (number, facet, value);
CREATE INDEX problem_by_path ON problem (path, layer);
CREATE INDEX problem_by_part ON problem (part) WHERE part IS NOT NULL;
CREATE INDEX problem_by_layer ON problem (layer);

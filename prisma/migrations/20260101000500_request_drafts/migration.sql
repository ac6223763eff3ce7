-- What a form holds before it is submitted, saved while the person types. It is no part of what the gate
-- decides on, so it may change without a new revision until the request has ended.
alter table requests add column draft jsonb;

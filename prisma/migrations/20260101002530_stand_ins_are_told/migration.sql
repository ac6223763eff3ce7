-- Whoever stands in for somebody is told when they are named, and both people when a delegation ends before its last day.
alter table notices
  drop constraint notice_kind,
  add constraint notice_kind check (kind in ('signature_awaited', 'signature_overdue', 'request_signed', 'request_approved',
    'request_denied', 'request_stale', 'request_open_again', 'mention', 'policy_proposed', 'escalation_raised',
    'stand_in_named', 'stand_in_ended'));

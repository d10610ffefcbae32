-- Its second version.
alter table notes add column if not exists author varchar;

update genaiops_schema set version = 2 where part = 'notes' and version = 1;

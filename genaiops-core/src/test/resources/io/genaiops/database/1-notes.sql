-- A part for tests; its first version.
create table if not exists genaiops_schema (part varchar(40) not null primary key, version integer not null);

create table if not exists notes (
  text varchar not null
);

insert into genaiops_schema (part, version)
  select 'notes', 1 where not exists (select 1 from genaiops_schema where part = 'notes');

-- Who is behind pseudonyms, version 1 of the tables for pseudonyms. For PostgreSQL and H2. May run twice.
create table if not exists genaiops_schema (
  part varchar(40) not null primary key,
  version integer not null
);

-- One row a person. To erase a person is to delete the row.
create table if not exists genaiops_pseudonym (
  pseudonym varchar(34) not null primary key,
  id varchar(2000) not null unique
);

insert into genaiops_schema (part, version)
  select 'pseudonyms', 1 where not exists (select 1 from genaiops_schema where part = 'pseudonyms');

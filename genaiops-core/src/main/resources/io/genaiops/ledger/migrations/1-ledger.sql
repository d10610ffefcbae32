-- The ledger, version 1 of the tables for the ledger. For PostgreSQL and H2. May run twice.
create table if not exists genaiops_schema (
  part varchar(40) not null primary key,
  version integer not null
);

-- Where the ledger ends, in one row. Who appends holds it.
create table if not exists genaiops_ledger (
  place integer not null primary key,
  ledger varchar(32) not null,
  key_id varchar(63) not null,
  sequence bigint not null,
  hash varchar(64) not null
);

-- The entries, each line as it was hashed.
create table if not exists genaiops_ledger_entry (
  sequence bigint not null primary key,
  line varchar not null
);

insert into genaiops_schema (part, version)
  select 'ledger', 1 where not exists (select 1 from genaiops_schema where part = 'ledger');

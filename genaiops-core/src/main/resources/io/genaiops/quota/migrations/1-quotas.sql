-- What is used of quotas, version 1 of the tables for quotas. For PostgreSQL and H2. May run twice.
create table if not exists genaiops_schema (
  part varchar(40) not null primary key,
  version integer not null
);

-- One row a quota, key and window; the key is a hash, times are milliseconds since 1970. What is used is spent or reserved.
-- Rows of windows that ended over a day before are deleted by whoever uses the table.
create table if not exists genaiops_quota (
  name varchar(255) not null,
  key_hash varchar(71) not null,
  window_start bigint not null,
  window_end bigint not null,
  used numeric(38, 12) not null,
  spent numeric(38, 12) not null,
  soft_raised boolean not null,
  primary key (name, key_hash, window_start)
);

-- What a call that is under way holds, one row a quota. An ended lease holds nothing; its rows stay for a day, so that a
-- late settlement is charged, and charged once.
create table if not exists genaiops_quota_lease (
  id varchar(36) not null,
  name varchar(255) not null,
  key_hash varchar(71) not null,
  window_start bigint not null,
  estimate numeric(38, 12) not null,
  expires_at bigint not null,
  ended boolean not null,
  primary key (id, name)
);

create index if not exists genaiops_quota_lease_end on genaiops_quota_lease (ended, expires_at);

insert into genaiops_schema (part, version)
  select 'quotas', 1 where not exists (select 1 from genaiops_schema where part = 'quotas');

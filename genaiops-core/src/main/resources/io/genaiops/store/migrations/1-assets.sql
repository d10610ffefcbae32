-- Versioned assets, version 1 of the tables for assets. For PostgreSQL and H2. May run twice.
create table if not exists genaiops_schema (
  part varchar(40) not null primary key,
  version integer not null
);

-- A writer holds the row of its asset; each transaction that writes counts the revision up. Keys begin with the name, which
-- tells more than the kind: H2 searches by the first column of a key alone where it is asked for several values.
create table if not exists genaiops_asset (
  kind varchar(40) not null,
  name varchar(63) not null,
  revision bigint not null,
  primary key (name, kind)
);

-- Published versions. Times are ISO 8601 in UTC, digests are 'sha256:' and 64 digits, locked is JSON.
create table if not exists genaiops_version (
  kind varchar(40) not null,
  name varchar(63) not null,
  version varchar(160) not null,
  source varchar(71) not null,
  resolved varchar(71) not null,
  locked varchar not null,
  published_at varchar(40) not null,
  published_by varchar not null,
  removed_at varchar(40),
  removed_by varchar,
  removed_why varchar,
  body text not null,
  primary key (name, kind, version),
  foreign key (name, kind) references genaiops_asset (name, kind)
);

create table if not exists genaiops_label (
  kind varchar(40) not null,
  name varchar(63) not null,
  label varchar(255) not null,
  version varchar(160) not null,
  frozen boolean not null,
  primary key (name, kind, label),
  foreign key (name, kind, version) references genaiops_version (name, kind, version)
);

-- Every move of a label; place counts the moves of an asset from 0.
create table if not exists genaiops_move (
  kind varchar(40) not null,
  name varchar(63) not null,
  place integer not null,
  label varchar(255) not null,
  moved_from varchar(160),
  moved_to varchar(160),
  moved_at varchar(40) not null,
  moved_by varchar not null,
  why varchar not null,
  authority varchar,
  freezes boolean not null,
  primary key (name, kind, place),
  foreign key (name, kind) references genaiops_asset (name, kind)
);

-- Labels that move only with the authority of a gate.
create table if not exists genaiops_governed (
  label varchar(255) not null primary key
);

insert into genaiops_schema (part, version)
  select 'assets', 1 where not exists (select 1 from genaiops_schema where part = 'assets');

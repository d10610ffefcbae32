-- The arms that keys were put into, version 1 of the tables for arms. For PostgreSQL and H2. May run twice.
create table if not exists genaiops_schema (
  part varchar(40) not null primary key,
  version integer not null
);

-- One row a key and rollout; the key is a hash. Rows of a rollout that has ended can be deleted.
create table if not exists genaiops_arm (
  rollout varchar(255) not null,
  key_hash varchar(71) not null,
  arm varchar(63) not null,
  kept_at timestamp with time zone default current_timestamp not null,
  primary key (rollout, key_hash)
);

insert into genaiops_schema (part, version)
  select 'arms', 1 where not exists (select 1 from genaiops_schema where part = 'arms');

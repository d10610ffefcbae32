-- Answers of models that are kept, version 1 of the tables for answers. For PostgreSQL and H2. May run twice.
create table if not exists genaiops_schema (
  part varchar(40) not null primary key,
  version integer not null
);

-- One row a request, whose key is a hash. The format says how the body is written, the check is the hash of it; times are
-- milliseconds since 1970 in UTC.
create table if not exists genaiops_response (
  key_hash varchar(71) not null,
  format integer not null,
  prompt varchar(255),
  kept_at bigint not null,
  expires_at bigint not null,
  body_hash varchar(71) not null,
  body text not null,
  primary key (key_hash, format)
);

create index if not exists genaiops_response_expiry on genaiops_response (expires_at);
create index if not exists genaiops_response_prompt on genaiops_response (prompt);

insert into genaiops_schema (part, version)
  select 'responses', 1 where not exists (select 1 from genaiops_schema where part = 'responses');

import type pg from "pg";

export interface Column {
  readonly name: string;
  /** As PostgreSQL prints it: `timestamp with time zone`, `text[]`. */
  readonly type: string;
  readonly notNull: boolean;
  readonly default: string | null;
  /** The expression of a generated column. */
  readonly generated: string | null;
  readonly identity: "always" | "by default" | null;
  readonly collation: string | null;
}

interface Named {
  readonly name: string;
  readonly definition: string;
}

export interface Table {
  readonly schema: string;
  readonly name: string;
  readonly kind: "table" | "partitioned" | "partition" | "view" | "materialized";
  /** Of a partitioned table its key, of a partition its bound and parent, of a view its query. */
  readonly definition: string | null;
  readonly columns: readonly Column[];
  readonly constraints: readonly Named[];
  readonly indexes: readonly Named[];
  readonly triggers: readonly Named[];
  readonly policies: readonly Named[];
  readonly grants: readonly Grant[];
  readonly rowSecurity: "none" | "enabled" | "forced";
}

interface Grant {
  readonly grantee: string;
  readonly privileges: string;
}

export interface Catalog {
  readonly extensions: readonly string[];
  readonly schemas: readonly { readonly name: string; readonly grants: readonly Grant[] }[];
  readonly functions: readonly { readonly name: string; readonly definition: string; readonly grants: readonly Grant[] }[];
  readonly sequences: readonly { readonly name: string; readonly grants: readonly Grant[] }[];
  readonly tables: readonly Table[];
}

/** What is in a migrated database, in a fixed order; without the queue's own schema and what extensions brought. */
export async function readCatalog(client: pg.ClientBase): Promise<Catalog> {
  await client.query("set search_path = pg_catalog");
  const rows = async <T extends object>(text: string): Promise<T[]> => (await client.query<T>(text)).rows;
  const catalog = {
    extensions: (await rows<{ name: string }>("select extname as name from pg_extension where extname <> 'plpgsql' order by 1")).map(({ name }) => name),
    schemas: await rows<Catalog["schemas"][number]>(`select nspname as name, ${grantsOf("nspacl", "nspowner")} as grants from pg_namespace where ${ours("oid")} order by 1`),
    functions: await rows<Catalog["functions"][number]>(functionsQuery),
    sequences: await rows<Catalog["sequences"][number]>(sequencesQuery),
    tables: await rows<Table>(tablesQuery),
  };
  await client.query("reset search_path");
  return catalog;
}

const ours = (schema: string): string =>
  `${schema} in (select oid from pg_namespace where nspname !~ '^pg_' and nspname not in ('information_schema', 'graphile_worker', 'public'))`;

/** The rights given away by the owner, gathered per role; one grant per role and option. */
const grantsOf = (acl: string, owner: string): string => `(
  select coalesce(json_agg(json_build_object('grantee', grantee, 'privileges', privileges) order by grantee), '[]')
    from (select case when g.grantee = 0 then 'public' else pg_get_userbyid(g.grantee) end as grantee,
                 string_agg(lower(g.privilege_type), ', ' order by g.privilege_type) as privileges
            from aclexplode(${acl}) g where g.grantee <> ${owner} group by g.grantee) given)`;

const functionsQuery = `
  select format('%I.%I(%s)', n.nspname, p.proname, pg_get_function_identity_arguments(p.oid)) as name,
         pg_get_functiondef(p.oid) as definition,
         ${grantsOf("coalesce(p.proacl, acldefault('f', p.proowner))", "p.proowner")} as grants
    from pg_proc p join pg_namespace n on n.oid = p.pronamespace
   where ${ours("n.oid")} and p.prokind in ('f', 'p')
     and not exists (select from pg_depend d where d.classid = 'pg_proc'::regclass and d.objid = p.oid and d.deptype = 'e')
   order by 1`;

const sequencesQuery = `
  select format('%I.%I', n.nspname, c.relname) as name, ${grantsOf("c.relacl", "c.relowner")} as grants
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
   where c.relkind = 'S' and ${ours("n.oid")}
   order by 1`;

const tablesQuery = `
  select n.nspname as schema, c.relname as name,
         case when c.relkind = 'v' then 'view' when c.relkind = 'm' then 'materialized' when c.relkind = 'p' then 'partitioned'
              when c.relispartition then 'partition' else 'table' end as kind,
         case when c.relkind in ('v', 'm') then pg_get_viewdef(c.oid)
              when c.relkind = 'p' then pg_get_partkeydef(c.oid)
              when c.relispartition then (select inhparent::regclass::text from pg_inherits where inhrelid = c.oid) || ' ' || pg_get_expr(c.relpartbound, c.oid) end as definition,
         case when c.relforcerowsecurity and c.relrowsecurity then 'forced' when c.relrowsecurity then 'enabled' else 'none' end as "rowSecurity",
         ${grantsOf("c.relacl", "c.relowner")} as grants,
         (select coalesce(json_agg(json_build_object(
                   'name', a.attname, 'type', format_type(a.atttypid, a.atttypmod), 'notNull', a.attnotnull,
                   'default', case when a.attgenerated = '' then pg_get_expr(d.adbin, d.adrelid) end,
                   'generated', case when a.attgenerated <> '' then pg_get_expr(d.adbin, d.adrelid) end,
                   'identity', case a.attidentity when 'a' then 'always' when 'd' then 'by default' end,
                   'collation', (select collname from pg_collation l where l.oid = a.attcollation and l.collname <> 'default')
                 ) order by a.attnum), '[]')
            from pg_attribute a left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
           where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped) as columns,
         (select coalesce(json_agg(json_build_object('name', k.conname, 'definition', pg_get_constraintdef(k.oid)) order by array_position('{p,u,x,f,c}', k.contype::text), k.conname), '[]')
            from pg_constraint k where k.conrelid = c.oid and k.contype in ('p', 'u', 'x', 'f', 'c') and k.conparentid = 0) as constraints,
         (select coalesce(json_agg(json_build_object('name', ic.relname, 'definition', pg_get_indexdef(i.indexrelid)) order by ic.relname), '[]')
            from pg_index i join pg_class ic on ic.oid = i.indexrelid
           where i.indrelid = c.oid and not ic.relispartition and not exists (select from pg_constraint k where k.conindid = i.indexrelid and k.contype in ('p', 'u', 'x'))) as indexes,
         (select coalesce(json_agg(json_build_object('name', t.tgname, 'definition', concat_ws(e';\\n', pg_get_triggerdef(t.oid),
                   format('alter table %s ', c.oid::regclass) || case t.tgenabled when 'A' then 'enable always' when 'D' then 'disable' when 'R' then 'enable replica' end || ' trigger ' || t.tgname)) order by t.tgname), '[]')
            from pg_trigger t where t.tgrelid = c.oid and not t.tgisinternal and t.tgparentid = 0) as triggers,
         (select coalesce(json_agg(json_build_object('name', p.polname, 'definition', concat_ws(' ',
                   case when p.polpermissive then '' else 'as restrictive' end,
                   'for ' || case p.polcmd when '*' then 'all' when 'r' then 'select' when 'a' then 'insert' when 'w' then 'update' else 'delete' end,
                   'to ' || (select string_agg(case r when 0 then 'public' when c.relowner then 'current_user' else pg_get_userbyid(r) end, ', ' order by 1) from unnest(p.polroles) r),
                   'using (' || pg_get_expr(p.polqual, p.polrelid) || ')',
                   'with check (' || pg_get_expr(p.polwithcheck, p.polrelid) || ')')) order by p.polname), '[]')
            from pg_policy p where p.polrelid = c.oid) as policies
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
   where c.relkind in ('r', 'p', 'v', 'm') and ${ours("n.oid")}
   order by n.nspname collate "C", c.relname collate "C"`;

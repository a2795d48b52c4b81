// Written by `npm run schema` from the migrated database. Do not edit.

import type { Generated } from "kysely";

export interface Database {
  "leasing.lease": {
    site_id: string;
    id: string;
    lease_no: string;
    tenant_id: string;
    unit_id: string;
    status: "draft" | "signed" | "active" | "ended" | "cancelled";
    lease_start: Temporal.PlainDate;
    lease_end: Temporal.PlainDate;
    version: Generated<number>;
    created_at: Temporal.Instant;
  };
  "migration.applied": {
    number: number;
    name: string;
    sha256: string;
    applied_at: Generated<Temporal.Instant>;
  };
  "people.person": {
    id: string;
    name: string;
    login: string | null;
    email: string | null;
    phone: string | null;
    language: Generated<"zh" | "en">;
    is_administrator: Generated<boolean>;
    state: Generated<"invited" | "active" | "inactive">;
    version: Generated<number>;
    created_at: Temporal.Instant;
  };
  "people.role_grant": {
    site_id: string;
    id: string;
    person_id: string;
    role: string;
    tenant_id: string | null;
    contact_id: string | null;
    authorities: Generated<string[]>;
    granted_by: string | null;
    granted_at: Temporal.Instant;
  };
  "platform.clock": {
    name: string;
    site_id: string;
    last_at: Temporal.Instant;
  };
  "platform.file": {
    site_id: string;
    id: string;
    hash: string;
    name: string;
    type: string;
    size: number;
    tenant_id: string | null;
    uploaded_by: string | null;
    uploaded_at: Temporal.Instant;
  };
  "sites.building": {
    site_id: string;
    id: string;
    code: string;
    name: string;
    position: Generated<number>;
    version: Generated<number>;
  };
  "sites.company": {
    id: string;
    name: string;
    only_one: Generated<boolean>;
    created_at: Temporal.Instant;
  };
  "sites.floor": {
    site_id: string;
    id: string;
    building_id: string;
    name: string;
    level: number;
    version: Generated<number>;
  };
  "sites.site": {
    id: string;
    code: string;
    name: string;
    zone: string;
    address: Generated<string>;
    state: Generated<"active" | "closed">;
    version: Generated<number>;
    created_at: Temporal.Instant;
  };
  "sites.unit": {
    site_id: string;
    id: string;
    building_id: string;
    floor_id: string;
    unit_no: string;
    gross_centi: number | null;
    net_centi: number | null;
    chargeable_centi: number | null;
    use: Generated<"office" | "retail" | "storage" | "parking" | "plant" | "public" | "other">;
    state: Generated<"lettable" | "ownUse" | "works" | "withdrawn">;
    version: Generated<number>;
  };
  "tenants.contact": {
    site_id: string;
    id: string;
    tenant_id: string;
    name: string;
    post: Generated<string>;
    phone: Generated<string>;
    email: Generated<string>;
    authorities: Generated<string[]>;
    state: Generated<"active" | "left">;
    search_key: Generated<string>;
    version: Generated<number>;
    created_at: Temporal.Instant;
  };
  "tenants.tenant": {
    site_id: string;
    id: string;
    name: string;
    short_name: Generated<string>;
    credit_code: string | null;
    industry: Generated<string>;
    search_key: Generated<string>;
    state: Generated<"active" | "left">;
    version: Generated<number>;
    created_at: Temporal.Instant;
  };
}

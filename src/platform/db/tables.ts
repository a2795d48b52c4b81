// Written by `npm run schema` from the migrated database. Do not edit.

import type { ColumnType, Generated, GeneratedAlways, RawBuilder } from "kysely";

/** Read as it was written; written through `json()`. */
type Json<Null = never> = ColumnType<unknown, RawBuilder<unknown> | Null, RawBuilder<unknown> | Null>;

export interface Database {
  "appraisal.closing": {
    site_id: string;
    duty_id: string;
    month: Temporal.PlainDate;
    clause: string;
    standard: string;
    owner_role: string;
    owner_id: string | null;
    verdict: "kept" | "late" | "missed" | "overridden" | "excused";
  };
  "appraisal.exception": {
    site_id: string;
    evidence_id: string;
    kind: "dutyExcused" | "dutyOverridden" | "caseVoided" | "gateOpened" | "ownerHandedOver";
    happened_at: Temporal.Instant;
    clause: string;
    subject_kind: string;
    subject_id: string;
    subject_label: string;
    reason: string;
    by_id: string | null;
    by_name: string;
    duty_id: string | null;
  };
  "appraisal.tally": {
    site_id: string;
    month: Temporal.PlainDate;
    clause: string;
    standard: string;
    owner_role: string;
    owner_id: string | null;
    kept: Generated<number>;
    late: Generated<number>;
    missed: Generated<number>;
    overridden: Generated<number>;
    excused: Generated<number>;
  };
  "duties.calendar_year": {
    year: number;
    version: number;
    notice: Generated<string>;
    papers: Json<undefined>;
    days: Json;
    imported_at: Temporal.Instant;
    imported_by: string | null;
  };
  "duties.duty": {
    site_id: string;
    id: string;
    standard: string;
    manual_version: number;
    clause: string;
    wording: Json;
    subject_kind: string;
    subject_id: string;
    subject_label: string;
    tenant_id: string | null;
    owed_to: string | null;
    owner_role: string;
    owner_id: string | null;
    opened_at: Temporal.Instant;
    counted_from: Temporal.Instant;
    counted_by: "received" | "counted";
    time_limit: Json<null | undefined>;
    due_at: Temporal.Instant;
    explanation: Json;
    provisional: Generated<boolean>;
    promised_at: Temporal.Instant | null;
    pauses: Json<undefined>;
    paused_since: Temporal.Instant | null;
    misses_at: Temporal.Instant | null;
    escalation_step: Generated<number>;
    next_look_at: Temporal.Instant | null;
    closed_at: Temporal.Instant | null;
    recorded_at: Temporal.Instant | null;
    outcome: "kept" | "late" | "missed" | "excused" | null;
    evidence_id: string | null;
    overridden: Generated<boolean>;
    excuse: string | null;
    excused_by: string | null;
    excused_by_name: string | null;
  };
  "duties.escalation": {
    site_id: string;
    duty_id: string;
    step: number;
    target: string;
    role: string | null;
    due_at: Temporal.Instant;
    escalated_at: Temporal.Instant;
  };
  "duties.ladder": {
    site_id: string;
    standard: string;
    rungs: Json;
    version: Generated<number>;
  };
  "duties.service_hours": {
    site_id: string;
    since: Temporal.PlainDate;
    week: Json;
    set_at: Temporal.Instant;
    set_by: string | null;
  };
  "duties.site_day": {
    site_id: string;
    date: Temporal.PlainDate;
    name: string;
    is_off_day: boolean;
    spans: Json<null | undefined>;
    set_at: Temporal.Instant;
    set_by: string | null;
  };
  "evidence.era": {
    only_one: Generated<boolean>;
    cluster: string;
    shift: number;
  };
  "evidence.fact": {
    site_id: string;
    id: string;
    tx_order: Generated<number>;
    happened_at: Temporal.Instant;
    received_at: Temporal.Instant;
    actor_kind: string;
    actor_id: string | null;
    actor_name: string;
    name: string;
    clauses: string[];
    subject_kind: string;
    subject_id: string;
    facts: Json;
    hash: Buffer;
  };
  "evidence.proof": {
    site_id: string;
    id: string;
    code: string;
    document: string;
    version: number;
    subject_kind: string;
    subject_id: string;
    content_hash: string;
    fact_id: string;
    issued_at: Temporal.Instant;
  };
  "evidence.seal": {
    site_id: string;
    number: number;
    count: number;
    first_id: string;
    last_id: string;
    last_order: number;
    leaves: Buffer;
    root: Buffer;
    previous: Buffer | null;
    leap: Buffer | null;
    sealed_at: Temporal.Instant;
    hash: Buffer;
  };
  "evidence.verification": {
    site_id: string;
    id: string;
    verified_at: Temporal.Instant;
    facts: number;
    unsealed: number;
    seals: number;
    head_number: number | null;
    head_hash: Buffer | null;
    findings: Json;
    is_cut_short: boolean;
  };
  "leasing.lease": {
    site_id: string;
    id: string;
    lease_no: string;
    tenant_id: string;
    status: "draft" | "submitted" | "approved" | "signed" | "ended" | "cancelled";
    lease_start: Temporal.PlainDate;
    lease_end: Temporal.PlainDate;
    version: Generated<number>;
    created_at: Temporal.Instant;
    rent_start: Temporal.PlainDate | null;
    handover_on: Temporal.PlainDate | null;
    move_in_on: Temporal.PlainDate | null;
  };
  "leasing.lease_unit": {
    site_id: string;
    lease_id: string;
    unit_id: string;
    tenant_id: string;
    from_day: Temporal.PlainDate;
    to_day: Temporal.PlainDate;
    area_centi: number | null;
    is_live: boolean;
  };
  "manual.announcement": {
    site_id: string;
    edition_id: string;
    announced_at: Temporal.Instant;
  };
  "manual.edition": {
    id: string;
    number: number;
    state: "draft" | "published";
    effective_from: Temporal.PlainDate | null;
    book: Json;
    book_hash: string | null;
    note: Generated<string>;
    version: Generated<number>;
    created_by: string | null;
    created_at: Temporal.Instant;
    published_by: string | null;
    published_at: Temporal.Instant | null;
  };
  "manual.site_parameter": {
    site_id: string;
    id: string;
    parameter: string;
    value: number;
    effective_from: Temporal.PlainDate;
    is_adopted: boolean;
    reason: Generated<string>;
    set_by: string | null;
    set_by_name: string;
    set_at: Temporal.Instant;
  };
  "migration.applied": {
    number: number;
    name: string;
    sha256: string;
    applied_at: Generated<Temporal.Instant>;
  };
  "people.audit": {
    id: string;
    at: Temporal.Instant;
    deed: string;
    actor_id: string | null;
    actor_name: string;
    person_id: string | null;
    address: string | null;
    facts: Json<undefined>;
  };
  "people.credential": {
    person_id: string;
    password_hash: string;
    changed_at: Temporal.Instant;
  };
  "people.device": {
    person_id: string;
    token_hash: string;
    seen_at: Temporal.Instant;
  };
  "people.guard": {
    kind: "account" | "address";
    key: string;
    failures: number;
    last_at: Temporal.Instant;
    locked_until: Temporal.Instant | null;
  };
  "people.link": {
    id: string;
    kind: "setup" | "invitation" | "reset";
    token_hash: string;
    person_id: string | null;
    created_by: string | null;
    created_at: Temporal.Instant;
    expires_at: Temporal.Instant;
    used_at: Temporal.Instant | null;
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
  "people.recovery_code": {
    person_id: string;
    code_hash: string;
    used_at: Temporal.Instant | null;
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
  "people.second_factor": {
    person_id: string;
    secret: string;
    created_at: Temporal.Instant;
    confirmed_at: Temporal.Instant | null;
    last_step: Generated<number>;
  };
  "people.session": {
    id: string;
    person_id: string;
    token_hash: string;
    device: string;
    address: string;
    signed_in_at: Temporal.Instant;
    seen_at: Temporal.Instant;
    expires_at: Temporal.Instant;
    ended_at: Temporal.Instant | null;
  };
  "people.token": {
    id: string;
    person_id: string;
    name: string;
    token_hash: string;
    scopes: string[];
    created_at: Temporal.Instant;
    expires_at: Temporal.Instant;
    used_at: Temporal.Instant | null;
    ended_at: Temporal.Instant | null;
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
  "platform.mail": {
    id: string;
    job_id: string;
    recipient: string;
    subject: string;
    state: "sent" | "kept" | "failing" | "failed";
    attempts: number;
    error: string | null;
    queued_at: Temporal.Instant;
    sent_at: Temporal.Instant | null;
  };
  "platform.mail_server": {
    only_one: Generated<boolean>;
    is_configured: boolean;
    looked_at: Temporal.Instant;
  };
  "rentroll.change": {
    site_id: string;
    import_id: string;
    kind: "site" | "building" | "floor" | "unit" | "tenant" | "contact" | "lease";
    row_id: string;
    version: number;
    was: Json<null | undefined>;
  };
  "rentroll.import": {
    site_id: string | null;
    id: string;
    file_name: string;
    file_hash: string;
    sheets: string[];
    status: Generated<"draft" | "previewing" | "previewed" | "running" | "done" | "failed" | "undoing" | "undone">;
    mapping: Json<null | undefined>;
    titles: Json<null | undefined>;
    fingerprint: string | null;
    choice: "allOrNothing" | "goodRows" | null;
    is_dry_run: Generated<boolean>;
    counts: Json<null | undefined>;
    problems: Json<null | undefined>;
    progress_done: Generated<number>;
    progress_all: Generated<number>;
    created_by: string;
    created_by_name: string;
    created_at: Temporal.Instant;
    finished_at: Temporal.Instant | null;
  };
  "rentroll.refused_row": {
    site_id: string | null;
    import_id: string;
    row_no: number;
    reasons: Json;
    cells: Json;
  };
  "rentroll.source": {
    site_id: string | null;
    import_id: string;
    bytes: Buffer;
  };
  "service.attachment": {
    site_id: string;
    file_id: string;
    case_id: string;
    tenant_id: string | null;
    audience: "internal" | "tenant";
    added_at: Temporal.Instant;
    added_by: string;
  };
  "service.call": {
    site_id: string;
    id: string;
    source: "csv" | "pbx" | "test";
    external_id: string;
    started_at: Temporal.Instant;
    waited_ms: number;
    rings: number;
    is_answered: boolean;
    verdict: "kept" | "failed" | "noOccasion";
    caller_number: Generated<string>;
    extension: Generated<string>;
    answered_by_id: string | null;
    had_greeting: boolean | null;
    remark: Generated<string>;
    evidence_id: string | null;
    recorded_at: Temporal.Instant;
  };
  "service.callback": {
    site_id: string;
    id: string;
    case_id: string;
    tenant_id: string | null;
    round: number;
    caller_id: string | null;
    visited: string;
    means: string;
    speed: number;
    attitude: number;
    quality: number;
    result: number;
    is_unresolved: boolean;
    is_satisfied: GeneratedAlways<boolean>;
    opinion: string;
    said_at: Temporal.Instant;
    recorded_at: Temporal.Instant;
  };
  "service.case": {
    site_id: string;
    id: string;
    case_no: string;
    kind: "enquiry" | "complaint";
    channel: "phone" | "desk" | "portal" | "email" | "wechat" | "letter";
    severity: "ordinary" | "complex" | "grave";
    attributable: "undecided" | "yes" | "no";
    category: string;
    cause: string | null;
    title: string;
    matter: string;
    tenant_id: string | null;
    customer_name: string;
    contact_id: string | null;
    contact_name: string;
    contact_phone: string | null;
    contact_email: string | null;
    unit_id: string | null;
    floor_id: string | null;
    building_id: string | null;
    place: Generated<string>;
    received_at: Temporal.Instant;
    registered_at: Temporal.Instant;
    first_owner_id: string;
    owner_id: string;
    promised_at: Temporal.Instant | null;
    round: Generated<number>;
    department: string | null;
    handler_id: string | null;
    handler_ids: Generated<string[]>;
    is_valid: boolean | null;
    verified_at: Temporal.Instant | null;
    dispatched_at: Temporal.Instant | null;
    accepted_at: Temporal.Instant | null;
    resolved_at: Temporal.Instant | null;
    first_feedback_at: Temporal.Instant | null;
    feedback_at: Temporal.Instant | null;
    revisited_at: Temporal.Instant | null;
    archived_at: Temporal.Instant | null;
    voided_at: Temporal.Instant | null;
    merged_into_id: string | null;
    overridden: Generated<string[]>;
    due_at: Temporal.Instant | null;
    escalated_at: Temporal.Instant | null;
    version: Generated<number>;
    status: GeneratedAlways<string>;
  };
  "service.case_counter": {
    site_id: string;
    year: number;
    last: number;
  };
  "service.case_link": {
    site_id: string;
    case_id: string;
    other_id: string;
    linked_at: Temporal.Instant;
  };
  "service.case_search": {
    site_id: string;
    case_id: string;
    received_at: Temporal.Instant;
    words: string;
    pieces: string[];
  };
  "service.conduct_sample": {
    site_id: string;
    id: string;
    sampled_at: Temporal.Instant;
    person_id: string;
    case_id: string | null;
    failed: string[];
    remark: string;
    sampler_id: string;
    recorded_at: Temporal.Instant;
  };
  "service.delivery": {
    site_id: string;
    signature: string;
    received_at: Temporal.Instant;
  };
  "service.entry": {
    site_id: string;
    id: string;
    case_id: string;
    tenant_id: string | null;
    at: Temporal.Instant;
    kind: string;
    audience: "internal" | "tenant";
    round: number;
    actor_id: string | null;
    actor_name: string;
    text: Generated<string>;
    facts: Json<undefined>;
    evidence_id: string | null;
  };
  "service.exchange": {
    site_id: string;
    key: string;
    connected_at: Temporal.Instant;
    last_delivery_at: Temporal.Instant | null;
  };
  "service.improvement": {
    site_id: string;
    id: string;
    action_no: string;
    month: Temporal.PlainDate;
    cause: string | null;
    measure: string;
    department: string;
    owner_id: string | null;
    due_on: Temporal.PlainDate;
    done_at: Temporal.Instant | null;
    done_remark: Generated<string>;
  };
  "service.monthly_analysis": {
    site_id: string;
    month: Temporal.PlainDate;
    id: string;
    findings: string;
    figures: Json;
    recorded_at: Temporal.Instant;
    recorded_by: string;
  };
  "service.rating_link": {
    site_id: string;
    id: string;
    case_id: string;
    tenant_id: string | null;
    round: number;
    token_hash: string;
    created_at: Temporal.Instant;
    expires_at: Temporal.Instant;
    revoked_at: Temporal.Instant | null;
    rated_at: Temporal.Instant | null;
    callback_id: string | null;
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

import { z } from "zod";
import { endpoint, event, fileReply, fileUpload } from "#kernel/contract.ts";
import { idField, pageOf, pageQuery, searchField, textField, versionField } from "#kernel/fields.ts";
import { type EntityKind, entityKinds, type Taxpayer, taxpayers, type UnitState, unitStates, type UnitUse, unitUses } from "./rules.ts";
import { words } from "#kernel/words.ts";
import { sitesRights } from "./contract/rights.ts";

export { sitesRights };

const site = { siteId: idField("site") };
const areaField = () => z.number().int().positive().max(100_000_000).nullable();
const useField = () => z.enum(Object.keys(unitUses) as [UnitUse, ...UnitUse[]]);
const stateField = () => z.enum(Object.keys(unitStates) as [UnitState, ...UnitState[]]);

export const siteField = z.object({
  id: idField("site"),
  code: z.string(),
  name: z.string(),
  zone: z.string(),
  address: z.string(),
  state: z.enum(["active", "closed"]),
  version: versionField(),
});
const siteBody = { code: textField(40), name: textField(120), zone: textField(60), address: z.union([z.literal(""), textField(300)]).default("") };

export const buildingField = z.object({ id: idField("building"), code: z.string(), name: z.string(), position: z.number().int(), version: versionField() });
const buildingBody = { code: textField(40), name: textField(120), position: z.number().int().min(0).max(10_000).default(0) };

export const floorField = z.object({ id: idField("floor"), buildingId: idField("building"), name: z.string(), level: z.number().int(), version: versionField() });
const floorBody = { name: textField(40), level: z.number().int().min(-20).max(300) };

export const unitField = z.object({
  id: idField("unit"),
  buildingId: idField("building"),
  floorId: idField("floor"),
  unitNo: z.string(),
  grossCenti: areaField(),
  netCenti: areaField(),
  chargeableCenti: areaField(),
  use: useField(),
  state: stateField(),
  version: versionField(),
});
const unitBody = {
  unitNo: textField(40),
  floorId: idField("floor"),
  grossCenti: areaField(),
  netCenti: areaField(),
  chargeableCenti: areaField(),
  use: useField(),
  state: stateField(),
};

/** A unit with the names of where it lies, for lists and pages. */
export const placedUnitField = unitField.extend({ building: z.string(), floor: z.string(), level: z.number().int(), place: z.string() });

export const listSites = endpoint({
  method: "GET",
  path: "/sites",
  summary: "The sites where I work, each with its size",
  permission: sitesRights.read,
  reply: z.object({ sites: z.array(siteField.extend({ buildings: z.number().int(), units: z.number().int(), grossCenti: z.number().int() })) }),
});
export const createSite = endpoint({
  method: "POST",
  path: "/sites",
  summary: "Open a site; whoever opens it becomes its manager",
  permission: "administrator",
  body: z.object({ id: idField("site"), ...siteBody }),
  reply: siteField,
});
export const getSite = endpoint({ method: "GET", path: "/sites/{siteId}", summary: "A site", permission: sitesRights.read, params: z.object(site), reply: siteField });
export const changeSite = endpoint({
  method: "PUT",
  path: "/sites/{siteId}",
  summary: "Change the name, zone or address of a site",
  permission: sitesRights.edit,
  params: z.object(site),
  body: z.object({ ...siteBody, version: versionField() }),
  reply: siteField,
});

const entityKindField = () => z.enum(Object.keys(entityKinds) as [EntityKind, ...EntityKind[]]);
const optionalText = (max: number) => z.union([z.literal(""), textField(max)]).default("");
export const entityField = z.object({
  id: idField("entity"),
  kind: entityKindField(),
  name: z.string(),
  creditCode: z.string(),
  bankName: z.string(),
  bankAccount: z.string(),
  address: z.string(),
  phone: z.string(),
  taxpayer: z.enum(Object.keys(taxpayers) as [Taxpayer, ...Taxpayer[]]),
  propertyCertificateNo: z.string(),
  sealFileId: idField("file").nullable(),
  version: versionField(),
});
export const listEntities = endpoint({
  method: "GET",
  path: "/sites/{siteId}/sites/entities",
  summary: "The legal entities of a site: the owner and the property company, each with its bank account",
  permission: sitesRights.read,
  params: z.object(site),
  reply: z.object({ entities: z.array(entityField) }),
});
export const putEntity = endpoint({
  method: "PUT",
  path: "/sites/{siteId}/sites/entities/{kind}",
  summary: "Register or change a legal entity of a site",
  permission: sitesRights.entities,
  params: z.object({ ...site, kind: entityKindField() }),
  body: z.object({
    id: idField("entity"),
    name: textField(120),
    creditCode: optionalText(18),
    bankName: optionalText(120),
    bankAccount: optionalText(60),
    address: optionalText(300),
    phone: optionalText(40),
    taxpayer: z.enum(Object.keys(taxpayers) as [Taxpayer, ...Taxpayer[]]).default("general"),
    propertyCertificateNo: optionalText(120),
    version: versionField().nullable().default(null),
  }),
  reply: entityField,
});
export const putSeal = endpoint({
  method: "PUT",
  path: "/sites/{siteId}/sites/entities/{kind}/seal",
  summary: "The picture of a legal entity's seal, printed in the seal area of its letters",
  permission: sitesRights.entities,
  params: z.object({ ...site, kind: entityKindField() }),
  body: fileUpload(2 * 1024 * 1024),
  reply: entityField,
});
export const getSeal = endpoint({
  method: "GET",
  path: "/sites/{siteId}/sites/entities/{kind}/seal",
  summary: "The picture of a legal entity's seal",
  permission: sitesRights.entities,
  params: z.object({ ...site, kind: entityKindField() }),
  reply: fileReply("image/png", "image/jpeg"),
});

export const getPlan = endpoint({
  method: "GET",
  path: "/sites/{siteId}/sites/plan",
  summary: "Buildings, floors and units of a site: what the stacking plan is drawn from",
  permission: sitesRights.read,
  params: z.object(site),
  reply: z.object({ buildings: z.array(buildingField), floors: z.array(floorField), units: z.array(unitField) }),
});

const buildingPath = z.object({ ...site, buildingId: idField("building") });
export const createBuilding = endpoint({
  method: "POST",
  path: "/sites/{siteId}/sites/buildings",
  summary: "Add a building",
  permission: sitesRights.edit,
  params: z.object(site),
  body: z.object({ id: idField("building"), ...buildingBody }),
  reply: buildingField,
});
export const changeBuilding = endpoint({
  method: "PUT",
  path: "/sites/{siteId}/sites/buildings/{buildingId}",
  summary: "Change a building",
  permission: sitesRights.edit,
  params: buildingPath,
  body: z.object({ ...buildingBody, version: versionField() }),
  reply: buildingField,
});
export const removeBuilding = endpoint({
  method: "DELETE",
  path: "/sites/{siteId}/sites/buildings/{buildingId}",
  summary: "Remove a building without floors",
  permission: sitesRights.edit,
  params: buildingPath,
});

const floorPath = z.object({ ...site, floorId: idField("floor") });
export const createFloor = endpoint({
  method: "POST",
  path: "/sites/{siteId}/sites/buildings/{buildingId}/floors",
  summary: "Add a floor to a building",
  permission: sitesRights.edit,
  params: buildingPath,
  body: z.object({ id: idField("floor"), ...floorBody }),
  reply: floorField,
});
export const changeFloor = endpoint({
  method: "PUT",
  path: "/sites/{siteId}/sites/floors/{floorId}",
  summary: "Change a floor",
  permission: sitesRights.edit,
  params: floorPath,
  body: z.object({ ...floorBody, version: versionField() }),
  reply: floorField,
});
export const removeFloor = endpoint({
  method: "DELETE",
  path: "/sites/{siteId}/sites/floors/{floorId}",
  summary: "Remove a floor without units",
  permission: sitesRights.edit,
  params: floorPath,
});

const unitPath = z.object({ ...site, unitId: idField("unit") });
export const listUnits = endpoint({
  method: "GET",
  path: "/sites/{siteId}/sites/units",
  summary: "The units of a site by building, floor and number",
  permission: sitesRights.read,
  params: z.object(site),
  query: z.object({ ...pageQuery, search: searchField().optional(), buildingId: idField("building").optional(), use: useField().optional(), state: stateField().optional() }),
  reply: pageOf(placedUnitField),
});
export const getUnit = endpoint({
  method: "GET",
  path: "/sites/{siteId}/sites/units/{unitId}",
  summary: "A unit and where it lies",
  permission: sitesRights.read,
  params: unitPath,
  reply: placedUnitField,
});
export const createUnit = endpoint({
  method: "POST",
  path: "/sites/{siteId}/sites/units",
  summary: "Add a unit to a floor",
  permission: sitesRights.edit,
  params: z.object(site),
  body: z.object({ id: idField("unit"), ...unitBody }),
  reply: unitField,
});
export const changeUnit = endpoint({
  method: "PUT",
  path: "/sites/{siteId}/sites/units/{unitId}",
  summary: "Change a unit",
  permission: sitesRights.edit,
  params: unitPath,
  body: z.object({ ...unitBody, version: versionField() }),
  reply: unitField,
});
export const removeUnit = endpoint({
  method: "DELETE",
  path: "/sites/{siteId}/sites/units/{unitId}",
  summary: "Remove a unit that nothing hangs on",
  permission: sitesRights.edit,
  params: unitPath,
});

export const siteOpened = event({
  name: "sites.site_opened",
  words: words("新建项目", "Site opened"),
  clauses: [],
  subject: "site",
  facts: z.object({ siteId: idField("site"), code: z.string(), name: z.string() }),
});
export const siteChanged = event({
  name: "sites.site_changed",
  words: words("修改项目资料", "Site changed"),
  clauses: [],
  subject: "site",
  facts: z.object({ siteId: idField("site"), code: z.string(), name: z.string(), zone: z.string() }),
});
export const entityChanged = event({
  name: "sites.entity_changed",
  words: words("修改法人主体", "Legal entity changed"),
  clauses: [],
  subject: "entity",
  facts: z.object({ entityId: idField("entity"), kind: entityKindField(), name: z.string(), creditCode: z.string(), bankName: z.string(), bankAccount: z.string() }),
});
export const sealChanged = event({
  name: "sites.seal_changed",
  words: words("更换印章图样", "Seal changed"),
  clauses: [],
  subject: "entity",
  facts: z.object({ entityId: idField("entity"), kind: entityKindField(), hash: z.string() }),
});
export const buildingChanged = event({
  name: "sites.building_changed",
  words: words("修改楼栋", "Building changed"),
  clauses: [],
  subject: "building",
  facts: z.object({ buildingId: idField("building"), code: z.string(), name: z.string(), deed: z.enum(["added", "changed", "removed"]) }),
});
export const floorChanged = event({
  name: "sites.floor_changed",
  words: words("修改楼层", "Floor changed"),
  clauses: [],
  subject: "floor",
  facts: z.object({ floorId: idField("floor"), name: z.string(), level: z.number().int(), deed: z.enum(["added", "changed", "removed"]) }),
});
export const unitChanged = event({
  name: "sites.unit_changed",
  words: words("修改单元", "Unit changed"),
  clauses: [],
  subject: "unit",
  facts: z.object({ unitId: idField("unit"), unitNo: z.string(), deed: z.enum(["added", "changed", "removed"]), grossCenti: areaField(), state: stateField() }),
});

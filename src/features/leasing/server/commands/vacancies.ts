import type { FileContent, ValueOf } from "#kernel/contract.ts";
import { decimalText, over } from "#kernel/decimal.ts";
import { type Id, newId } from "#kernel/id.ts";
import { Refusal, refuseIf } from "#kernel/problem.ts";
import type { Language } from "#kernel/words.ts";
import { hashOfSecret, newSecret } from "#platform/auth/secret.ts";
import { dayAt, type SiteContext } from "#platform/context.ts";
import { refusing } from "#platform/db/violations.ts";
import { renderPdf } from "#platform/documents/index.ts";
import { unitUses } from "#features/sites/rules.ts";
import { siteById, unitById } from "#features/sites/server/index.ts";
import { askingChanged, type setAsking as askingContract, type shareVacancies as shareContract, vacanciesRevoked, vacanciesShared } from "../../contract/vacancies.ts";
import { leasingProblems, priceUnits } from "../../rules.ts";
import { type Asking, vacancyProblems, whyNotShare } from "../../rules/vacancies.ts";
import { listByToken, unitsOfList, vacancyListById } from "../queries/vacancies.ts";

type AskingInput = ValueOf<NonNullable<(typeof askingContract)["body"]>>;
type Sharing = ValueOf<NonNullable<(typeof shareContract)["body"]>>;

/** Says what is asked for units; null takes it back. Refusal: sites.unitNotFound. */
export async function setAsking(ctx: SiteContext, { unitIds, asking }: AskingInput): Promise<{ changed: number }> {
  const ids = [...new Set(unitIds)].sort();
  for (const unitId of ids) await unitById(ctx, unitId);
  if (asking === null) await ctx.tx.deleteFrom("leasing.asking").where("site_id", "=", ctx.siteId).where("unit_id", "in", ids).execute();
  else {
    const set = { price: asking.price, price_unit: asking.priceUnit, changed_at: ctx.now };
    await ctx.tx
      .insertInto("leasing.asking")
      .values(ids.map((unitId) => ({ site_id: ctx.siteId, unit_id: unitId, ...set })))
      .onConflict((conflict) => conflict.columns(["site_id", "unit_id"]).doUpdateSet(set))
      .execute();
  }
  await ctx.record(askingChanged, { askingId: newId(), unitIds: ids, price: asking?.price ?? null, priceUnit: asking?.priceUnit ?? null });
  await ctx.tell(ctx.siteId, "leasing.asking");
  return { changed: ids.length };
}

/** Makes a list of chosen units with a link that ends with its last day; the link is told here and nowhere else. Manual 2.1.1-1. Refusals: shareInPast, shareTooLong, vacancyTwice, sites.unitNotFound. */
export async function shareVacancies(ctx: SiteContext, { id, unitIds, until, by, ...input }: Sharing) {
  refuseIf(whyNotShare(unitIds, until, dayAt(ctx, ctx.now)));
  for (const unitId of unitIds) await unitById(ctx, unitId);
  const token = newSecret();
  const expiresAt = until.add({ days: 1 }).toZonedDateTime(ctx.zone).toInstant();
  const insert = ctx.tx.insertInto("leasing.vacancy_list").values({
    site_id: ctx.siteId,
    id,
    title: input.title,
    note: input.note,
    by_day: by,
    with_prices: input.withPrices,
    contact_name: ctx.actor.name,
    contact_phone: input.contactPhone,
    token_hash: hashOfSecret(token),
    created_by: ctx.actor.personId,
    created_at: ctx.now,
    expires_at: expiresAt,
  });
  await refusing(insert.execute(), { vacancy_list_pkey: () => leasingProblems.stale() });
  const asked = await ctx.tx.selectFrom("leasing.asking").select(["unit_id", "price", "price_unit"]).where("site_id", "=", ctx.siteId).where("unit_id", "in", unitIds).execute();
  const prices = new Map(asked.map((row) => [row.unit_id, row]));
  const rows = unitIds.map((unitId, position) => ({
    site_id: ctx.siteId,
    list_id: id,
    unit_id: unitId,
    position,
    price: prices.get(unitId)?.price ?? null,
    price_unit: prices.get(unitId)?.price_unit ?? null,
  }));
  await ctx.tx.insertInto("leasing.vacancy_list_unit").values(rows).execute();
  await ctx.record(vacanciesShared, { vacancyListId: id, title: input.title, unitIds, expiresAt, withPrices: input.withPrices });
  await ctx.tell(ctx.siteId, "leasing.vacancyList", id);
  return { list: await vacancyListById(ctx, id), path: `/portal/vacancies#${ctx.siteId}/${token}` };
}

/** Makes the link of a list stop working. Refusal: listNotFound. */
export async function revokeVacancyList(ctx: SiteContext, listId: Id<"vacancyList">) {
  const list = await vacancyListById(ctx, listId);
  if (list.revokedAt) return list;
  await ctx.tx.updateTable("leasing.vacancy_list").set({ revoked_at: ctx.now }).where("site_id", "=", ctx.siteId).where("id", "=", listId).execute();
  await ctx.record(vacanciesRevoked, { vacancyListId: listId, title: list.title });
  await ctx.tell(ctx.siteId, "leasing.vacancyList", listId);
  return vacancyListById(ctx, listId);
}

/** What whoever holds the link may see, and one view more on the list. Refusal: linkDead, whatever is wrong with it. */
export async function viewSharedVacancies(ctx: SiteContext, token: string) {
  const list = await listByToken(ctx, token);
  if (!list) throw new Refusal(vacancyProblems.linkDead());
  await ctx.tx
    .updateTable("leasing.vacancy_list")
    .set((eb) => ({ views: eb("views", "+", 1), last_viewed_at: ctx.now }))
    .where("site_id", "=", ctx.siteId)
    .where("id", "=", list.id)
    .execute();
  await ctx.tell(ctx.siteId, "leasing.vacancyList", list.id);
  const { name, address } = await siteById(ctx);
  const { title, note, contactName, contactPhone, expiresAt, withPrices } = list;
  return { site: name, address, title, note, contactName, contactPhone, expiresAt, withPrices, units: await unitsOfList(ctx, list) };
}

const template = new URL("../../letters/vacancyList.typ", import.meta.url);

/** A list of vacancies as PDF, as it stands now. Refusal: listNotFound. */
export async function printVacancyList(
  ctx: SiteContext,
  { listId, language = ctx.language }: { readonly listId: Id<"vacancyList">; readonly language?: Language | undefined },
): Promise<FileContent> {
  const list = await vacancyListById(ctx, listId);
  const { name, address } = await siteById(ctx);
  const units = await unitsOfList(ctx, list);
  const say = ({ price, priceUnit }: Asking) => `${price} ${priceUnits[priceUnit][language]}`;
  const bytes = await renderPdf(template, {
    language,
    site: name,
    address,
    title: list.title,
    note: list.note,
    contact: [list.contactName, list.contactPhone].filter(Boolean).join(" "),
    printedAt: dayAt(ctx, ctx.now).toString(),
    validUntil: list.expiresAt.toZonedDateTimeISO(ctx.zone).toPlainDate().subtract({ days: 1 }).toString(),
    withPrices: list.withPrices,
    units: units.map(({ place, areaCenti, use, freeFrom, asking }) => ({
      place,
      area: areaCenti === null ? "" : squareMetres(areaCenti),
      use: unitUses[use][language],
      freeFrom: freeFrom?.toString() ?? "",
      price: asking ? say(asking) : "",
    })),
  });
  return { name: `${list.title}.pdf`, type: "application/pdf", bytes };
}

/** Hundredths of a square metre as people write them: 286.45. */
const squareMetres = (centi: number): string => decimalText(over(centi, 100), 2);

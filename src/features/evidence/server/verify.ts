import type { SiteContext } from "#platform/context.ts";
import { sha256 } from "./sha256.ts";
import { verification, type Verdict } from "../rules.ts";
import { beforeAll, factsBetween, sealsAfter, type Place } from "./queries.ts";

const sealsAtOnce = 16;
const factsAtOnce = 2000;

/** Recomputes every hash, tree and link of the evidence of the site at hand and names all that is wrong. Reads in batches: its memory does not grow with the site. */
export async function verifySite(ctx: SiteContext, progress: (facts: number) => void = () => {}): Promise<Verdict> {
  const check = verification(sha256, ctx.siteId);
  let facts = 0;
  let place = beforeAll;

  const checkUpTo = async (end?: Place): Promise<void> => {
    for (;;) {
      const rows = await factsBetween(ctx, place, end, factsAtOnce);
      for (const row of rows) check.row(row);
      const last = rows.at(-1);
      if (last) place = { order: last.order, id: last.id };
      facts += rows.length;
      progress(facts);
      if (rows.length < factsAtOnce) return;
    }
  };

  for (let number = 0; ;) {
    const seals = await sealsAfter(ctx, number, sealsAtOnce);
    for (const seal of seals) {
      const end = { order: seal.lastOrder, id: seal.last };
      check.beginSeal(seal);
      await checkUpTo(end);
      check.endSeal();
      place = end;
      number = seal.number;
    }
    if (seals.length < sealsAtOnce) break;
  }
  await checkUpTo();
  return check.end();
}

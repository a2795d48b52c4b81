import { words, type Words } from "#kernel/words.ts";
import type { Amendment } from "./amend.ts";
import { feeItems } from "./feeItems.ts";
import { areaText, sayEscalation, sayFee } from "./sayTerms.ts";
import { type FeeTerm, type LeaseTerms, priceUnits } from "./terms.ts";
import { terminationCauses } from "./versions.ts";

/** What an amendment of these terms changes, as people read it; `nameOf` says units and tenants by their ids. */
export function sayAmendment(amendment: Amendment, terms: LeaseTerms, nameOf: (id: string) => string): Words[] {
  const fee = (id: string): FeeTerm | undefined => terms.fees.find((each) => each.id === id);
  const feeName = (id: string): Words => (fee(id) ? feeItems[fee(id)!.feeItem].name : words(id, id));
  const on = amendment.on.toString();
  switch (amendment.kind) {
    case "price":
      return priced(amendment, on);
    case "area":
      return [
        words(
          `${nameOf(amendment.unitId)} 的约定面积自 ${on} 起为 ${areaText(amendment.areaCenti)} ㎡`,
          `The agreed area of ${nameOf(amendment.unitId)} is ${areaText(amendment.areaCenti)} ㎡ from ${on}`,
        ),
      ];
    case "extension":
      return [
        words(
          `租期由 ${terms.leaseEnd.toString()} 改为至 ${amendment.leaseEnd.toString()} 止`,
          `The term ends on ${amendment.leaseEnd.toString()} instead of ${terms.leaseEnd.toString()}`,
        ),
      ];
    case "renewal":
      return [
        words(`自 ${on} 起续租至 ${amendment.leaseEnd.toString()}`, `Renewed from ${on} to ${amendment.leaseEnd.toString()}`),
        ...amendment.prices.flatMap((price) => priced(price, on)),
        ...amendment.freePeriods.flatMap(freed),
      ];
    case "freePeriod":
      return freed(amendment);
    case "party":
      return [
        words(
          `自 ${on} 起承租方变更为 ${nameOf(amendment.tenantId)}，权利义务一并承接`,
          `From ${on} the tenant is ${nameOf(amendment.tenantId)}, which takes over all rights and duties`,
        ),
      ];
    case "expansion":
      return [
        ...amendment.units.map(({ unitId, areaCenti }) =>
          words(`自 ${on} 起增租 ${nameOf(unitId)}，${areaText(areaCenti)} ㎡`, `From ${on} ${nameOf(unitId)} of ${areaText(areaCenti)} ㎡ is let as well`),
        ),
        ...amendment.fees.map((each) => sayFee(each, amendment)),
      ];
    case "contraction":
      return amendment.unitIds.map((unitId) => words(`自 ${on} 起退租 ${nameOf(unitId)}`, `From ${on} ${nameOf(unitId)} is given back`));
    case "holdover":
      return [
        words(
          `租期届满后自 ${on} 起不定期续用，暂计至 ${amendment.until.toString()}，价格为原价的 ${amendment.percent ?? "100"}%`,
          `After the term the tenant stays from ${on} for an indefinite time, billed until ${amendment.until.toString()} at ${amendment.percent ?? "100"} % of the last price`,
        ),
      ];
    case "sublease":
      return [words(`自 ${on} 起同意转租：${amendment.note}`, `Subletting is agreed to from ${on}: ${amendment.note}`)];
    case "revival":
      return [
        words(
          `撤回提前终止（第 ${amendment.number} 版），租期恢复到 ${terms.leaseEnd.toString()}`,
          `The early termination (version ${amendment.number}) is taken back: the term ends on ${terms.leaseEnd.toString()} again`,
        ),
      ];
    case "termination": {
      const cause = terminationCauses[amendment.cause];
      return [
        words(
          `租约提前终止，最后一天为 ${amendment.leavingDay.toString()}；原因：${cause.zh}`,
          `The lease ends early, its last day being ${amendment.leavingDay.toString()}; cause: ${cause.en.toLowerCase()}`,
        ),
      ];
    }
  }

  function priced(price: { readonly feeId: string; readonly price: string; readonly escalations?: FeeTerm["escalations"] | undefined }, since: string): Words[] {
    const term = fee(price.feeId);
    const unit = term ? priceUnits[term.priceUnit] : words("", "");
    const name = feeName(price.feeId);
    return [
      words(`${name.zh}自 ${since} 起为 ${price.price} ${unit.zh}`, `${name.en} is ${price.price} ${unit.en} from ${since}`),
      ...(term ? (price.escalations ?? []).map((escalation) => sayEscalation(term, escalation)) : []),
    ];
  }

  function freed({ from, to, feeIds }: { readonly from: Temporal.PlainDate; readonly to: Temporal.PlainDate; readonly feeIds: readonly string[] }): Words[] {
    return feeIds.map((id) =>
      words(
        `${feeName(id).zh}：${from.toString()} 至 ${to.toString()} 免收（${from.until(to).days + 1} 天）`,
        `${feeName(id).en}: free from ${from.toString()} to ${to.toString()} (${from.until(to).days + 1} days)`,
      ),
    );
  }
}

import { type ExactInput, over, plus, times } from "#kernel/decimal.ts";
import { type Fen, roundFen } from "#kernel/money.ts";

/** The VAT inside an amount that includes it; `rate` is a share: `"0.09"` for 9 %. The net is rounded once, the tax is the rest, so both add up. Domain §3.5, vector V10. */
export function taxOf(gross: Fen, rate: ExactInput): { readonly net: Fen; readonly tax: Fen } {
  const net = roundFen(over(gross, plus(1, rate)));
  return { net, tax: gross - net };
}

/** An amount with its VAT, rounded once; for prices agreed without it. */
export const netToGross = (net: Fen, rate: ExactInput): Fen => roundFen(times(net, plus(1, rate)));

import { companyImports, siteImports } from "../contract.ts";

/** The imports of a site, or, without one, of the company. Both have the same operations; the company's paths name no site. */
export function importsAt(siteId: string | undefined) {
  const contract = (siteId ? siteImports : companyImports) as typeof siteImports;
  return { contract, here: { siteId } as { siteId: string } };
}

export interface Placed {
  readonly siteId?: string;
}

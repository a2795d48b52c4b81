import { z } from "zod";
import { job } from "#kernel/contract.ts";
import { idField } from "#kernel/fields.ts";

/** Puts what a run billed on the register of invoices, after it. */
export const prepareBilled = job({ name: "books.prepare_billed", payload: z.object({ siteId: idField("site") }) });

import { z } from "zod";
import type { ValueOf } from "#kernel/contract.ts";
import { entryFactsField } from "../contract/fields.ts";

/** The facts of an entry between the product and its jsonb column. */
export const entryFactsCodec = {
  encode: (facts: ValueOf<typeof entryFactsField>) => z.encode(entryFactsField, facts),
  decode: (stored: unknown): ValueOf<typeof entryFactsField> => z.decode(entryFactsField, stored as never),
};

import type { ReplyOf } from "#platform/web/client.ts";
import type { getParameters } from "../contract.ts";
import type { ParameterValues } from "../rules.ts";

export type ParameterItem = ReplyOf<typeof getParameters>["items"][number];

/** The site's figures, as the rules take them. */
export const valuesOf = (items: readonly ParameterItem[]): ParameterValues =>
  Object.fromEntries(items.flatMap(({ definition, setting }) => (setting ? [[definition.id, setting.value]] : [])));

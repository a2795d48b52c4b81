import type { Language } from "#kernel/words.ts";
import { type Band, bandNames } from "#features/meters/rules.ts";

/** Values as people write them: one register alone, several with their names. */
export const sayValues = (values: Readonly<Partial<Record<string, string>>>, language: Language): string =>
  Object.entries(values)
    .map(([band, value]) => (band === "total" ? value : `${bandNames[band as Band][language]} ${value}`))
    .join(" / ");

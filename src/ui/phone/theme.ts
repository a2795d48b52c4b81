import { useSyncExternalStore } from "react";

export const themes = ["auto", "light", "dark"] as const;
/** Light or dark as the device says, or as the person chose on it. */
export type Theme = (typeof themes)[number];

const storageKey = "towerkeep.theme";
const dark = matchMedia("(prefers-color-scheme: dark)");
const heard = new Set<() => void>();

const chosen = (): Theme => themes.find((theme) => theme === localStorage.getItem(storageKey)) ?? "auto";

function apply(): void {
  const theme = chosen();
  document.documentElement.dataset["theme"] = theme === "auto" ? (dark.matches ? "dark" : "light") : theme;
}

/** Follows the device and the choice from here on. */
export function startTheme(): void {
  apply();
  dark.addEventListener("change", apply);
}

export function useTheme(): readonly [Theme, (theme: Theme) => void] {
  const theme = useSyncExternalStore((listener) => {
    heard.add(listener);
    return () => heard.delete(listener);
  }, chosen);
  const choose = (next: Theme) => {
    localStorage.setItem(storageKey, next);
    apply();
    for (const listener of heard) listener();
  };
  return [theme, choose];
}

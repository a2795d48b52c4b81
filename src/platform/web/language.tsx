import { createContext, useContext, useMemo, useState, type ReactNode } from "react";
import { fill } from "#kernel/problem.ts";
import type { Language, Words } from "#kernel/words.ts";

/** The language at hand and how to say things in it. */
export interface Speech {
  readonly language: Language;
  /** BCP 47 tag for `Intl` and `<html lang>`. */
  readonly locale: "zh-CN" | "en-GB";
  setLanguage(language: Language): void;
  /** Speaks the person's own language where nobody chose one at this browser. */
  adopt(language: Language): void;
  /** Says `words`, with `facts` put into their braces; a fact may be bilingual itself. */
  t(words: Words, facts?: Readonly<Record<string, string | number | Words>>): string;
}

const SpeechContext = createContext<Speech | null>(null);

const storageKey = "towerkeep.language";
const locales = { zh: "zh-CN", en: "en-GB" } as const;

let current: Language = localStorage.getItem(storageKey) === "en" ? "en" : "zh";

/** The language requests are sent in; screens use `useLanguage`. */
export const currentLanguage = (): Language => current;

/** Holds the language of the person at this browser: Chinese unless they chose otherwise. */
export function LanguageProvider({ children, onChange }: { readonly children: ReactNode; readonly onChange?: (language: Language) => void }) {
  const [language, choose] = useState(current);
  document.documentElement.lang = locales[language];
  const speech = useMemo<Speech>(
    () => ({
      language,
      locale: locales[language],
      setLanguage: (next) => {
        current = next;
        localStorage.setItem(storageKey, next);
        choose(next);
        onChange?.(next);
      },
      adopt: (next) => {
        if (localStorage.getItem(storageKey) !== null) return;
        current = next;
        choose(next);
      },
      t: (words, facts = {}) => fill(words[language], resolve(facts, language)),
    }),
    [language, onChange],
  );
  return <SpeechContext value={speech}>{children}</SpeechContext>;
}

export function useLanguage(): Speech {
  const speech = useContext(SpeechContext);
  if (!speech) throw new Error("useLanguage outside LanguageProvider");
  return speech;
}

const resolve = (facts: Readonly<Record<string, string | number | Words>>, language: Language) =>
  Object.fromEntries(Object.entries(facts).map(([name, fact]) => [name, typeof fact === "object" ? fact[language] : fact]));

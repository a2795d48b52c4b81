import { createContext, lazy, Suspense, useContext, useEffect, useRef, useState, type ReactNode } from "react";
import type { Words } from "#kernel/words.ts";
import { useLanguage } from "#platform/web/language.tsx";

export interface Shortcut {
  readonly keys: string;
  readonly label: Words;
  readonly run: () => void;
}

const ShortcutList = lazy(() => import("./ShortcutList.tsx"));

type Registry = Map<symbol, Shortcut>;
const RegistryContext = createContext<Registry | null>(null);

/** Listens for the shortcuts of whatever is on screen; `?` lists them. */
export function ShortcutProvider({ children }: { readonly children: ReactNode }) {
  const registry = useRef<Registry>(new Map()).current;
  const [listed, setListed] = useState<readonly Shortcut[] | null>(null);

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.isComposing || event.defaultPrevented) return;
      const pressed = nameOf(event);
      if (isTyping(event.target) && !/^(mod|alt)\+|^Escape$/.test(pressed)) return;
      if (pressed === "?") return setListed([...registry.values()]);
      // the screen opened last answers first
      const found = [...registry.values()].reverse().find(({ keys }) => keys === pressed);
      if (!found) return;
      event.preventDefault();
      found.run();
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, [registry]);

  return (
    <RegistryContext value={registry}>
      {children}
      {listed && (
        <Suspense>
          <ShortcutList shortcuts={listed} onClose={() => setListed(null)} />
        </Suspense>
      )}
    </RegistryContext>
  );
}

/** Makes `keys` (`n`, `/`, `mod+k`, `mod+Enter`) do something while the calling component is on screen. Single letters do nothing while somebody types. */
export function useShortcut(keys: string, label: Words, run: () => void, enabled = true): void {
  const registry = useContext(RegistryContext);
  const latest = useRef(run);
  useEffect(() => {
    latest.current = run;
  });
  useEffect(() => {
    if (!registry || !enabled) return;
    const id = Symbol(keys);
    registry.set(id, { keys, label, run: () => latest.current() });
    return () => void registry.delete(id);
  }, [registry, keys, label, enabled]);
}

/** The keys of a shortcut as they are printed on this keyboard. */
export function KeyHint({ keys }: { readonly keys: string }) {
  const isMac = /Mac|iPhone|iPad/.test(navigator.userAgent);
  const said = keys.split("+").map((key) => (key === "mod" ? (isMac ? "⌘" : "Ctrl") : key.length === 1 ? key.toUpperCase() : key));
  return <kbd className="tk-key">{said.join(isMac ? "" : "+")}</kbd>;
}

function nameOf(event: KeyboardEvent): string {
  const modifier = event.metaKey || event.ctrlKey ? "mod+" : event.altKey ? "alt+" : "";
  return modifier + (event.key.length === 1 ? event.key.toLowerCase() : event.key);
}

const isTyping = (target: EventTarget | null) => target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));

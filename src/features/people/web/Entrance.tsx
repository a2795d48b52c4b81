import { useEffect, useState, type ReactNode } from "react";
import { useLanguage } from "#platform/web/language.tsx";
import { words } from "#kernel/words.ts";
import "./people.css";

/** A card in the middle of an otherwise empty screen: for everything before one is signed in. */
export function Entrance({ title, lead, children }: { readonly title: string; readonly lead?: ReactNode; readonly children: ReactNode }) {
  const { t } = useLanguage();
  useEffect(() => {
    document.title = `${title} · ${t(words("楼诺", "Towerkeep"))}`;
  }, [title, t]);
  return (
    <div className="entrance">
      <div className="entrance-card">
        <h1>{title}</h1>
        {lead && <p className="tk-lead">{lead}</p>}
        {children}
      </div>
    </div>
  );
}

/** The secret behind the hash of a link, taken out of the address at once so that it is not left in the history. */
export function useLinkSecret(): string | null {
  const [secret] = useState(() => location.hash.slice(1) || null);
  useEffect(() => {
    if (secret && location.hash) history.replaceState(history.state, "", location.pathname + location.search);
  }, [secret]);
  return secret;
}

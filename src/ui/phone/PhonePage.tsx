import { useEffect, type ReactNode } from "react";
import { words } from "#kernel/words.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { Link } from "#platform/web/navigation.tsx";
import { text } from "./text.ts";

interface PhonePageProps {
  readonly title: string;
  readonly lead?: ReactNode;
  /** The address of the screen above this one. */
  readonly back?: string;
  /** The acts of this screen, at the bottom where the thumb is. */
  readonly acts?: ReactNode;
  readonly children: ReactNode;
}

/** A screen of the phone's app: the way back and the title above, what one does below. */
export function PhonePage({ title, lead, back, acts, children }: PhonePageProps) {
  const { t } = useLanguage();
  useEffect(() => {
    document.title = `${title} · ${t(words("楼诺", "Towerkeep"))}`;
  }, [title, t]);
  return (
    <div className="ph-page">
      <div className="ph-title">
        {back && (
          <Link href={back} className="ph-back" aria-label={t(text.back)}>
            <svg viewBox="0 0 24 24" width="24" height="24" fill="none" stroke="currentColor" strokeWidth="2.2" aria-hidden="true">
              <path d="M15 5l-7 7 7 7" />
            </svg>
          </Link>
        )}
        <div>
          <h1>{title}</h1>
          {lead && <p className="ph-lead">{lead}</p>}
        </div>
      </div>
      <div className="ph-body">{children}</div>
      {acts && <div className="ph-acts">{acts}</div>}
    </div>
  );
}

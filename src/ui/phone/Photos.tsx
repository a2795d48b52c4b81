import { useEffect, useState } from "react";
import { useLanguage } from "#platform/web/language.tsx";
import { useKeptBlob } from "#platform/web/outbox/hooks.tsx";
import { shrinkPicture } from "#platform/web/picture.ts";
import { text } from "./text.ts";

/** Pictures kept on this device, by their hashes. */
export function KeptPhotos({ hashes }: { readonly hashes: readonly string[] }) {
  const { t } = useLanguage();
  if (hashes.length === 0) return null;
  return (
    <div className="ph-photos">
      {hashes.map((hash, index) => (
        <KeptPhoto key={hash} hash={hash} alt={t(text.photo, { number: index + 1 })} />
      ))}
    </div>
  );
}

function KeptPhoto({ hash, alt }: { readonly hash: string; readonly alt: string }) {
  const { t } = useLanguage();
  const blob = useKeptBlob(hash);
  const [src, setSrc] = useState<string>();
  useEffect(() => {
    if (!blob) return;
    const url = URL.createObjectURL(blob);
    setSrc(url);
    return () => URL.revokeObjectURL(url);
  }, [blob]);
  if (blob === null) return <span className="ph-photo ph-photo-absent">{t(text.photoAbsent)}</span>;
  return src ? <img className="ph-photo" src={src} alt={alt} /> : <span className="ph-photo" />;
}

export interface TakenPhoto {
  readonly type: string;
  readonly bytes: ArrayBuffer;
}

interface TakePhotoProps {
  readonly label: string;
  /** How many wait in a form beside it. */
  readonly taken?: number;
  readonly onTake: (photos: readonly TakenPhoto[]) => Promise<unknown>;
}

/** Takes photos by the camera; what is chosen is drawn anew in a sane size and given on at once. */
export function TakePhoto({ label, taken = 0, onTake }: TakePhotoProps) {
  const { t } = useLanguage();
  const [state, setState] = useState<"ready" | "working" | "failed">("ready");
  const take = async (files: readonly File[]) => {
    setState("working");
    try {
      await onTake(await Promise.all(files.map(shrinkPicture)));
      setState("ready");
    } catch (error) {
      reportError(error);
      setState("failed");
    }
  };
  return (
    <>
      <label className="ph-photo-add" aria-busy={state === "working"}>
        <svg viewBox="0 0 24 24" width="24" height="24" fill="none" stroke="currentColor" strokeWidth="1.8" aria-hidden="true">
          <path d="M4 8h4l2-3h4l2 3h4v11H4z" />
          <circle cx="12" cy="13" r="3.6" />
        </svg>
        <span>{taken > 0 ? t(text.taken, { count: taken }) : t(text.takePhoto)}</span>
        <input
          type="file"
          accept="image/*"
          capture="environment"
          multiple
          aria-label={label}
          onChange={({ target }) => {
            void take([...(target.files ?? [])]);
            target.value = ""; // the same photo may be taken again
          }}
        />
      </label>
      {state === "failed" && (
        <p role="alert" className="ph-reasons">
          {t(text.photoFailed)}
        </p>
      )}
    </>
  );
}

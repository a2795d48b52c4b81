import { useEffect, useMemo, useState } from "react";
import { useLanguage } from "#platform/web/language.tsx";
import { useKept } from "#platform/web/outbox/hooks.tsx";
import { shrinkPicture } from "#platform/web/picture.ts";
import { text } from "./text.ts";

/** A picture kept on this device, by its hash. */
export function KeptPhoto({ hash, alt }: { readonly hash: string; readonly alt: string }) {
  const { t } = useLanguage();
  const blob = useKept(["blob", hash], (outbox) => outbox.blob(hash));
  if (!blob) return <span className="ph-photo ph-photo-absent">{t(text.photoAbsent)}</span>;
  return <Picture blob={blob} alt={alt} />;
}

export interface TakenPhoto {
  readonly type: string;
  readonly bytes: ArrayBuffer;
}

/** Takes photos by the camera; what is chosen is drawn anew in a sane size first. */
export function PhotoField({
  label,
  photos,
  onChange,
}: {
  readonly label: string;
  readonly photos: readonly TakenPhoto[];
  readonly onChange: (photos: readonly TakenPhoto[]) => void;
}) {
  const { t } = useLanguage();
  const [failed, setFailed] = useState(false);
  const take = async (files: readonly File[]) => {
    setFailed(false);
    try {
      const taken = await Promise.all(files.map(shrinkPicture));
      onChange([...photos, ...taken]);
    } catch {
      setFailed(true); // no picture that this browser can read: said below, nothing is lost
    }
  };
  return (
    <div className="ph-photos">
      {photos.map((photo, index) => (
        <div key={index} className="ph-photo-taken">
          <TakenPicture photo={photo} alt={t(text.photo, { number: index + 1 })} />
          <button type="button" aria-label={t(text.removePhoto, { number: index + 1 })} onClick={() => onChange(photos.filter((_, other) => other !== index))}>
            ×
          </button>
        </div>
      ))}
      <label className="ph-photo-add">
        <svg viewBox="0 0 24 24" width="26" height="26" fill="none" stroke="currentColor" strokeWidth="1.8" aria-hidden="true">
          <path d="M4 8h4l2-3h4l2 3h4v11H4z" />
          <circle cx="12" cy="13" r="3.6" />
        </svg>
        <span>{label}</span>
        <input
          type="file"
          accept="image/*"
          capture="environment"
          multiple
          onChange={({ target }) => {
            void take([...(target.files ?? [])]);
            target.value = ""; // the same photo may be taken again
          }}
        />
      </label>
      {failed && (
        <p role="alert" className="ph-reasons">
          {t(text.photoFailed)}
        </p>
      )}
    </div>
  );
}

function TakenPicture({ photo, alt }: { readonly photo: TakenPhoto; readonly alt: string }) {
  const blob = useMemo(() => new Blob([photo.bytes], { type: photo.type }), [photo]);
  return <Picture blob={blob} alt={alt} />;
}

function Picture({ blob, alt }: { readonly blob: Blob; readonly alt: string }) {
  const [src, setSrc] = useState<string>();
  useEffect(() => {
    const url = URL.createObjectURL(blob);
    setSrc(url);
    return () => URL.revokeObjectURL(url);
  }, [blob]);
  return src ? <img className="ph-photo" src={src} alt={alt} /> : <span className="ph-photo" />;
}

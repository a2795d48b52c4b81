import { PaperClipOutlined } from "@ant-design/icons";
import { useId, useState } from "react";
import { useLanguage } from "#platform/web/language.tsx";
import { text } from "./text.ts";

/** Chooses one file; the browser's own control would speak the browser's language. */
export function FileField({ label, accept, onChoose }: { readonly label: string; readonly accept: string; readonly onChoose: (file: File | null) => void }) {
  const { t } = useLanguage();
  const id = useId();
  const [name, setName] = useState("");
  return (
    <div className="document-file">
      <input
        id={id}
        type="file"
        accept={accept}
        aria-label={label}
        onChange={(event) => {
          const file = event.target.files?.[0] ?? null;
          setName(file?.name ?? "");
          onChoose(file);
        }}
      />
      <label htmlFor={id}>
        <PaperClipOutlined aria-hidden /> {t(text.chooseFile)}
      </label>
      <span className="tk-quiet">{name}</span>
    </div>
  );
}

import { DeleteOutlined, FileOutlined, PaperClipOutlined } from "@ant-design/icons";
import { useId, useRef, useState, type DragEvent, type ReactNode } from "react";
import { useFormat } from "#platform/web/format.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { Button } from "./Button.tsx";
import { ProgressBar } from "./figures.tsx";
import { ProblemNote } from "./ProblemNote.tsx";
import { text } from "./text.ts";

export interface Attachment {
  readonly id: string;
  readonly name: string;
  readonly type: string;
  readonly size: number;
  readonly href: string;
}

interface Sending {
  readonly key: number;
  readonly name: string;
  readonly share: number;
  readonly error?: unknown;
}

/** Files of a thing: shown, and, with `send`, added by choosing, dropping or pasting, each with its progress. */
export function Attachments({
  label,
  files,
  send,
  onRemove,
  accept,
  maxBytes = 20 * 1024 * 1024,
}: {
  readonly label: string;
  readonly files: readonly Attachment[];
  /** Sends one file, telling how much has gone; the new file then comes through `files`. */
  readonly send?: (file: File, onProgress: (share: number) => void) => Promise<unknown>;
  readonly onRemove?: (file: Attachment) => void;
  readonly accept?: string;
  readonly maxBytes?: number;
}) {
  const { t } = useLanguage();
  const { bytes } = useFormat();
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const [sending, setSending] = useState<readonly Sending[]>([]);
  const [tooLarge, setTooLarge] = useState<readonly string[]>([]);

  const take = (list: Iterable<File>) => {
    const chosen = [...list];
    setTooLarge(chosen.filter(({ size }) => size > maxBytes).map(({ name }) => name));
    for (const file of chosen.filter(({ size }) => size <= maxBytes)) void sendOne(file);
  };
  const sendOne = async (file: File) => {
    const key = Math.random();
    const change = (patch: Partial<Sending>) => setSending((all) => all.map((one) => (one.key === key ? { ...one, ...patch } : one)));
    setSending((all) => [...all, { key, name: file.name, share: 0 }]);
    try {
      await send?.(file, (share) => change({ share }));
      setSending((all) => all.filter((one) => one.key !== key));
    } catch (error) {
      change({ error });
    }
  };
  const drop = (event: DragEvent) => {
    event.preventDefault();
    take(event.dataTransfer.files);
  };

  return (
    <div
      className="tk-attachments"
      {...(send ? { onDragOver: (event: DragEvent) => event.preventDefault(), onDrop: drop, onPaste: (event: React.ClipboardEvent) => take(event.clipboardData.files) } : {})}
    >
      {files.length > 0 && (
        <ul aria-label={label}>
          {files.map((file) => (
            <li key={file.id}>
              <a href={file.href} target="_blank" rel="noreferrer">
                <Preview file={file} />
                <span className="tk-attachment-name">{file.name}</span>
                <span className="tk-quiet">{bytes(file.size)}</span>
              </a>
              {onRemove && <Button type="text" size="small" aria-label={`${t(text.remove)} ${file.name}`} icon={<DeleteOutlined />} onPress={() => onRemove(file)} />}
            </li>
          ))}
        </ul>
      )}
      {sending.map(({ key, name, share, error }) => (
        <div key={key}>
          <ProgressBar label={name} share={share} />
          <ProblemNote error={error} onClose={() => setSending((all) => all.filter((one) => one.key !== key))} />
        </div>
      ))}
      {tooLarge.map((name) => (
        <p key={name} role="alert" className="tk-error-text">
          {t(text.fileTooLarge, { name, max: bytes(maxBytes) })}
        </p>
      ))}
      {send && (
        <div className="tk-attach">
          <input
            ref={input}
            id={id}
            type="file"
            multiple
            hidden
            aria-label={label}
            {...(accept ? { accept } : {})}
            onChange={(event) => {
              take(event.target.files ?? []);
              event.target.value = "";
            }}
          />
          <Button icon={<PaperClipOutlined />} onPress={() => input.current?.click()}>
            {t(text.selectFile)}
          </Button>
          <span className="tk-quiet tk-from-medium">{t(text.dropFile)}</span>
        </div>
      )}
    </div>
  );
}

function Preview({ file }: { readonly file: Attachment }): ReactNode {
  return file.type.startsWith("image/") ? <img src={file.href} alt="" loading="lazy" /> : <FileOutlined aria-hidden />;
}

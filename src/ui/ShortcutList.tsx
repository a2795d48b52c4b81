import { Modal } from "antd";
import { useLanguage } from "#platform/web/language.tsx";
import { KeyHint, type Shortcut } from "./shortcuts.tsx";
import { text } from "./text.ts";

/** The shortcuts in force, as `?` shows them. */
export default function ShortcutList({ shortcuts, onClose }: { readonly shortcuts: readonly Shortcut[]; readonly onClose: () => void }) {
  const { t } = useLanguage();
  return (
    <Modal open title={t(text.shortcuts)} onCancel={onClose} footer={null}>
      <dl className="tk-shortcuts">
        {shortcuts.map(({ keys, label }) => (
          <div key={keys + label.en}>
            <dt>
              <KeyHint keys={keys} />
            </dt>
            <dd>{t(label)}</dd>
          </div>
        ))}
      </dl>
    </Modal>
  );
}

import { Alert, Modal } from "antd";
import type { ReplyOf } from "#platform/web/client.ts";
import { useFormat } from "#platform/web/format.ts";
import { useLanguage } from "#platform/web/language.tsx";
import type { invitePerson } from "../contract.ts";
import { ShownOnce } from "./secrets.tsx";
import { text } from "./text.ts";

/** After an invitation or reset: that it was mailed, or, where mail is not configured, the link to hand over, shown this once. */
export function LinkMade({ reply, email, onClose }: { readonly reply: ReplyOf<typeof invitePerson> | undefined; readonly email: string | null; readonly onClose: () => void }) {
  const { t } = useLanguage();
  const { moment } = useFormat();
  return (
    <Modal title={t(text.linkMade)} open={reply !== undefined} onCancel={onClose} mask={{ closable: false }} footer={null}>
      {reply?.link === null && <Alert type="success" showIcon title={t(text.linkMailed, { email: email ?? "" })} />}
      {reply?.link && (
        <>
          <Alert type="warning" showIcon title={t(text.linkNotMailed)} />
          <ShownOnce secret={new URL(reply.link, location.origin).href} />
        </>
      )}
      {reply && <p className="entrance-foot tk-quiet">{t(text.linkUntil, { at: moment(reply.expiresAt) })}</p>}
    </Modal>
  );
}

import { useState } from "react";
import { useLanguage } from "#platform/web/language.tsx";
import { useGo, useHref } from "#platform/web/navigation.tsx";
import { sha256Hex } from "#platform/web/outbox/hash.ts";
import { useSession } from "#platform/web/session.tsx";
import { InkPad } from "#ui/InkPad.tsx";
import { Act, Field, PhonePage } from "#ui/phone/index.ts";
import { inspectionParties, type InspectionParty, signedContent, whyNotSign } from "../../rules.ts";
import { label, useInspection, useRecord } from "./inspection.ts";
import { UnknownInspection } from "./InspectionScreen.tsx";
import { text } from "./text.ts";

/** One party signs on this phone what stands recorded, by name and by hand, in agreement or not. */
export function SignatureScreen({ siteId, inspectionId, party: of }: { readonly siteId: string; readonly inspectionId: string; readonly party: string }) {
  const { t } = useLanguage();
  const href = useHref();
  const go = useGo();
  const { person } = useSession();
  const inspection = useInspection(siteId, inspectionId);
  const record = useRecord(siteId, inspectionId);
  const signers = (inspection?.assignment.contacts ?? []).filter(({ maySign }) => maySign);
  const party = (Object.keys(inspectionParties) as InspectionParty[]).find((one) => one === of);
  const [contactId, setContactId] = useState<string>(signers[0]?.id ?? "");
  const [typedName, setTypedName] = useState(party === "property" ? person.name : "");
  const [image, setImage] = useState<string | null>(null);
  const [disagrees, setDisagrees] = useState(false);
  const [disagreement, setDisagreement] = useState("");
  const [isSigning, setSigning] = useState(false);
  if (!inspection || !party) return <UnknownInspection />;
  const { assignment, state } = inspection;
  const contact = party === "tenant" ? signers.find(({ id }) => id === contactId) : undefined;
  const name = contact?.name ?? typedName.trim();
  const summary = href(`handover/${inspectionId}/summary`);
  const sign = async () => {
    if (!image || isSigning) return;
    setSigning(true);
    const bytes = Uint8Array.from(atob(image), (sign) => sign.charCodeAt(0)).buffer;
    const [hash, contentHash] = await Promise.all([sha256Hex(bytes), sha256Hex(new TextEncoder().encode(signedContent(assignment, state)).buffer)]);
    await record(
      [
        {
          kind: "signed",
          data: { party, name, contactId: contact?.id ?? null, means: "onScreen", image: hash, contentHash, disagreement: disagrees ? disagreement.trim() : "" },
          label: label(text.factSigned, { party: inspectionParties[party], name }),
        },
      ],
      [{ type: "image/png", bytes }],
    );
    go(summary, { replace: true });
  };
  const counts = {
    items: state.items.length,
    defects: state.items.filter(({ condition }) => condition !== "ok").length,
    meters: state.meters.length,
    keys: state.keys.reduce((sum, { count }) => sum + count, 0),
    questions: state.questions.length,
  };
  return (
    <PhonePage
      title={t(party === "tenant" ? text.signTenant : text.signProperty)}
      lead={party === "tenant" ? assignment.tenant : assignment.place}
      back={summary}
      acts={
        <Act
          unless={isSigning ? [] : whyNotSign(state, party)}
          disabled={!image || name === "" || isSigning || (disagrees && disagreement.trim() === "")}
          onClick={() => void sign()}
        >
          {t(text.sign)}
        </Act>
      }
    >
      <p className="ph-card">{t(text.statement, counts)}</p>
      <section className="ph-card">
        {party === "tenant" && signers.length > 0 && (
          <Field label={t(text.knownContact)}>
            <select value={contactId} onChange={({ target }) => setContactId(target.value)}>
              {signers.map((one) => (
                <option key={one.id} value={one.id}>
                  {one.name}
                </option>
              ))}
              <option value="">{t(text.otherPerson)}</option>
            </select>
          </Field>
        )}
        {!contact && (
          <Field label={t(text.signer)}>
            <input maxLength={60} value={typedName} onChange={({ target }) => setTypedName(target.value)} autoComplete="off" />
          </Field>
        )}
        <label className="ph-check">
          <input type="checkbox" checked={disagrees} onChange={({ target }) => setDisagrees(target.checked)} />
          {t(text.hasDisagreement)}
        </label>
        {disagrees && (
          <Field label={t(text.disagreement)}>
            <textarea rows={3} maxLength={1000} value={disagreement} onChange={({ target }) => setDisagreement(target.value)} />
          </Field>
        )}
        <InkPad onChange={setImage} />
      </section>
    </PhonePage>
  );
}

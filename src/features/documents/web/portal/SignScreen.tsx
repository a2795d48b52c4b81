import { useQuery } from "@tanstack/react-query";
import { Button } from "antd-mobile";
import { useEffect, useState } from "react";
import { call, type ReplyOf, saveAs, useCommand } from "#platform/web/client.ts";
import { useFormat } from "#platform/web/format.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { InkPad } from "#ui/InkPad.tsx";
import { MobilePage, Pending, ProblemNote } from "#ui/mobile/index.ts";
import * as contract from "../../contract.ts";
import { parties } from "../../rules.ts";
import { PaperPages } from "../PaperPages.tsx";
import { text } from "./text.ts";
import "../paper.css";

type Look = ReplyOf<typeof contract.lookAtSigningLink>;
type Signed = ReplyOf<typeof contract.signByLink>;

/** The page behind a signing link. The secret stands behind the hash, so that it reaches no server's log by the address. */
export function SignScreen() {
  const { t } = useLanguage();
  const secret = useSecret();
  const look = useQuery({
    queryKey: ["signing", "link", secret],
    enabled: secret !== null,
    retry: false,
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: ({ signal }) => call(contract.lookAtSigningLink, { body: { secret: secret ?? "" } }, { signal }),
  });
  if (secret && look.data) return <Signing secret={secret} look={look.data} />;
  return (
    <MobilePage title={t(text.title)}>
      {!secret && <p>{t(text.noSecret)}</p>}
      {secret && look.isPending && <Pending />}
      <ProblemNote error={look.error} />
    </MobilePage>
  );
}

/** The secret is taken out of the address bar, so that it is not passed on with a screenshot. */
function useSecret(): string | null {
  const [secret] = useState(() => location.hash.slice(1) || null);
  useEffect(() => {
    if (secret && location.hash) history.replaceState(history.state, "", location.pathname + location.search);
  }, [secret]);
  return secret;
}

function Signing({ secret, look }: { readonly secret: string; readonly look: Look }) {
  const { t } = useLanguage();
  const [pass, setPass] = useState<string | null>(null);
  const [signed, setSigned] = useState<Signed | null>(null);
  if (signed) return <Done signed={signed} />;
  return (
    <MobilePage title={t(look.title)}>
      <p className="portal-lead">{t(text.asks, { site: look.site })}</p>
      <Facts look={look} />
      {pass ? <Paper secret={secret} pass={pass} look={look} onSigned={setSigned} onAway={() => setPass(null)} /> : <CodeEntry secret={secret} look={look} onPass={setPass} />}
    </MobilePage>
  );
}

function Facts({ look }: { readonly look: Look }) {
  const { t } = useLanguage();
  const format = useFormat();
  const { signer } = look;
  return (
    <dl className="paper-facts">
      <dt>{t(text.about)}</dt>
      <dd>
        {look.label} · {t(text.version)} {look.version}
      </dd>
      <dt>{t(text.issued)}</dt>
      <dd>
        {format.moment(look.issuedAt)} · {look.issuedByName}
      </dd>
      <dt>{t(text.signer)}</dt>
      <dd>{signer.name}</dd>
      <dt>{t(text.forCompany)}</dt>
      <dd>{[signer.partyName, t(parties[signer.party])].filter(Boolean).join(" · ")}</dd>
      <dt>{t(text.until)}</dt>
      <dd>{format.moment(look.expiresAt)}</dd>
    </dl>
  );
}

function CodeEntry({ secret, look, onPass }: { readonly secret: string; readonly look: Look; readonly onPass: (pass: string) => void }) {
  const { t } = useLanguage();
  const [code, setCode] = useState("");
  const send = useCommand(contract.sendSigningCode);
  const enter = useCommand(contract.enterSigningCode, { onDone: ({ pass }) => onPass(pass) });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (code.length === 6) enter.mutate({ body: { secret, code } });
      }}
    >
      <p>{t(text.codeLead, { sentTo: look.sentTo })}</p>
      {send.isSuccess && (
        <>
          <p role="status">{t(text.codeSent, { sentTo: send.data.sentTo, minutes: send.data.minutes })}</p>
          <label className="paper-code-label" htmlFor="signing-code">
            {t(text.code)}
          </label>
          <input
            id="signing-code"
            className="paper-code"
            value={code}
            onChange={(event) => setCode(event.target.value.replaceAll(/\D/g, "").slice(0, 6))}
            inputMode="numeric"
            autoComplete="one-time-code"
            autoFocus
          />
        </>
      )}
      <ProblemNote error={enter.error ?? send.error} />
      {send.isSuccess && (
        <Button block color="primary" size="large" type="submit" disabled={code.length !== 6} loading={enter.isPending}>
          {t(text.read)}
        </Button>
      )}
      <Button
        block
        size="large"
        style={{ marginTop: 12 }}
        {...(send.isSuccess ? {} : { color: "primary" as const })}
        loading={send.isPending}
        onClick={() => {
          enter.reset();
          send.mutate({ body: { secret } });
        }}
      >
        {t(send.isSuccess ? text.sendAgain : text.sendCode)}
      </Button>
    </form>
  );
}

interface PaperProps {
  readonly secret: string;
  readonly pass: string;
  readonly look: Look;
  readonly onSigned: (signed: Signed) => void;
  readonly onAway: () => void;
}

function Paper({ secret, pass, look, onSigned, onAway }: PaperProps) {
  const { t } = useLanguage();
  const format = useFormat();
  const [image, setImage] = useState<string | null>(null);
  const [agrees, setAgrees] = useState(false);
  const read = useQuery({
    queryKey: ["signing", "paper", pass],
    retry: false,
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: ({ signal }) => call(contract.readByLink, { body: { secret, pass } }, { signal }),
  });
  const sign = useCommand(contract.signByLink, { onDone: onSigned });
  const file = useCommand(contract.fileByLink, { onDone: (bytes) => saveAs(bytes, `${t(look.title)}.pdf`) });
  if (!read.data) return read.isPending ? <Pending /> : <ProblemNote error={read.error} />;
  const { pages, hash, signers } = read.data;
  return (
    <>
      <h2>{t(text.whole)}</h2>
      <PaperPages pages={pages} title={t(look.title)} />
      <Button block fill="outline" loading={file.isPending} onClick={() => file.mutate({ body: { secret, pass } })}>
        {t(text.download)}
      </Button>
      <h2>{t(text.others)}</h2>
      <ul>
        {signers.map(({ party, partyName, name, signedAt }) => (
          <li key={`${party} ${name}`}>
            {[t(parties[party]), partyName, name].filter(Boolean).join(" · ")} – {signedAt ? t(text.signedAt, { at: format.moment(signedAt) }) : t(text.notYet)}
          </li>
        ))}
      </ul>
      <h2>{t(text.yourSignature)}</h2>
      <InkPad onChange={setImage} />
      <label className="paper-agree">
        <input type="checkbox" checked={agrees} onChange={(event) => setAgrees(event.target.checked)} />
        {t(text.agree)}
      </label>
      <ProblemNote error={sign.error ?? file.error} />
      {sign.error && (
        <button type="button" className="tk-link" onClick={onAway}>
          {t(text.startAgain)}
        </button>
      )}
      <Button
        block
        color="primary"
        size="large"
        disabled={!image || !agrees}
        loading={sign.isPending}
        onClick={() => {
          if (image) sign.mutate({ body: { secret, pass, image, documentHash: hash } });
        }}
      >
        {t(text.sign)}
      </Button>
    </>
  );
}

function Done({ signed }: { readonly signed: Signed }) {
  const { t } = useLanguage();
  const format = useFormat();
  return (
    <MobilePage title={t(text.done)}>
      <p>{t(text.doneLead)}</p>
      <dl className="paper-facts">
        <dt>{t(text.time)}</dt>
        <dd>{format.moment(signed.signedAt)}</dd>
        {signed.proofCode && (
          <>
            <dt>{t(text.proofCode)}</dt>
            <dd>{(signed.proofCode.match(/.{4}/g) ?? []).join("-")}</dd>
          </>
        )}
        <dt>{t(text.hash)}</dt>
        <dd className="paper-hash">{signed.hash}</dd>
      </dl>
      {signed.proofCode && <a href={`/verify/${signed.proofCode}`}>{t(text.verify)}</a>}
    </MobilePage>
  );
}

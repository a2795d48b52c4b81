import { useSuspenseQuery } from "@tanstack/react-query";
import { useState } from "react";
import { authorities, roleNames } from "#kernel/role.ts";
import { query, useCommand } from "#platform/web/client.ts";
import { useFormat } from "#platform/web/format.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { Button } from "#ui/Button.tsx";
import { ConfirmWithReason } from "#ui/ConfirmWithReason.tsx";
import { DataTable } from "#ui/DataTable.tsx";
import { FormDrawer } from "#ui/FormDrawer.tsx";
import { Facts, Page, Section } from "#ui/Page.tsx";
import { ProblemNote } from "#ui/ProblemNote.tsx";
import { StatusTag } from "#ui/StatusTag.tsx";
import * as contract from "../contract.ts";
import { LinkMade } from "./LinkMade.tsx";
import { PersonFields } from "./PeopleScreen.tsx";
import { PersonStateTag } from "./PersonStateTag.tsx";
import { text } from "./text.ts";
import "./people.css";

/** One person of the company: roles, sessions, and what an administrator may do to the account. */
export function PersonScreen({ personId }: { readonly personId: string }) {
  const { t, language } = useLanguage();
  const { moment } = useFormat();
  const at = { params: { personId } };
  const person = useSuspenseQuery(query(contract.getPerson, at)).data;
  const [doing, setDoing] = useState<"edit" | "deactivate" | null>(null);
  const done = { onDone: () => setDoing(null) };
  const change = useCommand(contract.changePerson, done);
  const deactivate = useCommand(contract.deactivatePerson, done);
  const reactivate = useCommand(contract.reactivatePerson);
  const unlock = useCommand(contract.unlockPerson);
  const endSessions = useCommand(contract.endSessionsOf);
  const removeFactor = useCommand(contract.removeSecondFactorOf);
  const inviteAgain = useCommand(contract.inviteAgain);
  const sendReset = useCommand(contract.sendReset);
  const link = inviteAgain.data ? inviteAgain : sendReset;
  const isActive = person.state === "active";

  return (
    <Page
      title={person.name}
      mark={<PersonStateTag state={person.state} />}
      crumbs={[{ label: t(text.people), href: "/people" }, { label: person.name }]}
      width="reading"
      actions={
        <>
          <Button onPress={() => setDoing("edit")}>{t(text.edit)}</Button>
          {person.isLocked && <Button onPress={() => unlock.mutate(at)}>{t(text.unlock)}</Button>}
          {person.state === "invited" && <Button onPress={() => inviteAgain.mutate(at)}>{t(text.inviteAgain)}</Button>}
          {isActive && <Button onPress={() => sendReset.mutate(at)}>{t(text.sendReset)}</Button>}
          {person.hasSecondFactor && <Button onPress={() => removeFactor.mutate(at)}>{t(text.removeFactor)}</Button>}
          {person.state === "inactive" ? (
            <Button onPress={() => reactivate.mutate(at)}>{t(text.reactivate)}</Button>
          ) : (
            <Button danger onPress={() => setDoing("deactivate")}>
              {t(text.deactivate)}
            </Button>
          )}
        </>
      }
    >
      <ProblemNote error={reactivate.error ?? unlock.error ?? endSessions.error ?? removeFactor.error ?? inviteAgain.error ?? sendReset.error} />
      <Section>
        <Facts
          facts={[
            { label: t(text.login), value: person.login ?? "—" },
            { label: t(text.email), value: person.email ?? "—" },
            { label: t(text.phone), value: person.phone ?? "—" },
            { label: t(text.lastSeen), value: person.lastSeenAt ? moment(person.lastSeenAt) : t(text.never) },
            { label: t(text.secondFactor), value: <StatusTag tone={person.hasSecondFactor ? "good" : "quiet"}>{t(person.hasSecondFactor ? text.isOn : text.isOff)}</StatusTag> },
            ...(person.isAdministrator ? [{ label: t(text.administrator), value: t(text.yes) }] : []),
            ...(person.isLocked ? [{ label: t(text.state), value: <StatusTag tone="warn">{t(text.locked)}</StatusTag> }] : []),
          ]}
        />
      </Section>
      <Section title={t(text.sites)}>
        <DataTable
          label={t(text.sites)}
          rows={person.grants}
          rowKey={({ id }) => id}
          columns={[
            { key: "site", title: t(text.sites), card: "heading", render: ({ siteName }) => siteName },
            { key: "role", title: t(text.role), render: ({ role, tenantName }) => (tenantName ? `${t(roleNames[role])} · ${tenantName}` : t(roleNames[role])) },
            { key: "authorities", title: t(text.scopes), from: "medium", card: "none", render: (grant) => grant.authorities.map((one) => t(authorities[one])).join("、") },
          ]}
        />
      </Section>
      <Section
        title={t(text.sessions)}
        actions={
          person.sessions.length > 0 && (
            <Button size="small" onPress={() => endSessions.mutate(at)}>
              {t(text.endSessions)}
            </Button>
          )
        }
      >
        <DataTable
          label={t(text.sessions)}
          rows={person.sessions}
          rowKey={({ id }) => id}
          columns={[
            { key: "device", title: t(text.device), card: "heading", render: ({ device }) => device },
            { key: "address", title: t(text.address), render: ({ address }) => address },
            { key: "seenAt", title: t(text.seenAt), render: ({ seenAt }) => moment(seenAt) },
          ]}
        />
      </Section>
      <FormDrawer
        title={t(text.edit)}
        open={doing === "edit"}
        onClose={() => setDoing(null)}
        initial={{ name: person.name, login: person.login ?? "", email: person.email ?? "", phone: person.phone ?? "", isAdministrator: person.isAdministrator }}
        isPending={change.isPending}
        error={change.error}
        onSubmit={({ name, login, email, phone, isAdministrator }) =>
          change.mutate({
            ...at,
            body: {
              version: person.version,
              name,
              isAdministrator,
              language: person.language ?? language,
              email: email || null,
              phone: phone || null,
              ...(login ? { login } : {}),
            },
          })
        }
      >
        <PersonFields />
      </FormDrawer>
      <ConfirmWithReason
        title={t(text.deactivateQuestion, { name: person.name })}
        confirm={text.deactivate}
        open={doing === "deactivate"}
        onClose={() => setDoing(null)}
        isPending={deactivate.isPending}
        error={deactivate.error}
        onConfirm={(reason) => deactivate.mutate({ ...at, body: { reason } })}
      />
      <LinkMade
        reply={link.data}
        email={person.email}
        onClose={() => {
          inviteAgain.reset();
          sendReset.reset();
        }}
      />
    </Page>
  );
}

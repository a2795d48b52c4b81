import { UserAddOutlined } from "@ant-design/icons";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Form, Input, Popconfirm, Segmented, Select } from "antd";
import { useState } from "react";
import { departmentNames, departmentOf, roleNames, type Role } from "#kernel/role.ts";
import { infinite, query, useCommand, type ReplyOf } from "#platform/web/client.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { useFilters } from "#platform/web/navigation.tsx";
import { useMay } from "#platform/web/session.tsx";
import { Button } from "#ui/Button.tsx";
import { DataTable } from "#ui/DataTable.tsx";
import { FormDrawer } from "#ui/FormDrawer.tsx";
import { Page } from "#ui/Page.tsx";
import { ProblemNote } from "#ui/ProblemNote.tsx";
import { EmptyTeaching } from "#ui/states.tsx";
import { SearchInput } from "#ui/SearchInput.tsx";
import * as contract from "../contract.ts";
import { LinkMade } from "./LinkMade.tsx";
import { PersonStateTag } from "./PersonStateTag.tsx";
import { text } from "./text.ts";
import "./people.css";

type Member = ReplyOf<typeof contract.listMembers>["items"][number];

/** Who works at the site in which roles; roles are given and taken here. */
export function MembersScreen({ siteId }: { readonly siteId: string }) {
  const { t } = useLanguage();
  const may = useMay();
  const [{ q, role }, set] = useFilters({ q: "", role: "" });
  const request = { params: { siteId }, query: { ...(q ? { q } : {}), ...(role ? { role: role as Role } : {}) } };
  const members = useInfiniteQuery(infinite(contract.listMembers, request));
  const first = useQuery(query(contract.listMembers, { params: { siteId }, query: { limit: 1 } })).data;
  const rolesToGive = (first?.rolesToGive ?? []).filter((one) => one !== "tenantContact");
  const [inviting, setInviting] = useState<{ readonly person?: Member } | null>(null);
  const revoke = useCommand(contract.revokeRole);
  const mayGrant = may(contract.peopleRights.grant) && rolesToGive.length > 0;

  return (
    <Page
      title={t(text.members)}
      lead={t(text.membersLead)}
      actions={
        mayGrant && (
          <Button type="primary" keys="n" icon={<UserAddOutlined />} onPress={() => setInviting({})}>
            {t(text.invite)}
          </Button>
        )
      }
    >
      <ProblemNote error={revoke.error} />
      <DataTable
        label={t(text.members)}
        rows={members}
        rowKey={({ personId }) => personId}
        filters={
          <>
            <SearchInput label={t(text.searchPeople)} value={q} onChange={(value) => set({ q: value })} />
            <Select
              aria-label={t(text.role)}
              value={role}
              onChange={(value) => set({ role: value })}
              popupMatchSelectWidth={false}
              options={[{ value: "", label: t(text.anyRole) }, ...roleOptions(t)]}
            />
          </>
        }
        empty={
          <EmptyTeaching title={t(text.noMembers)} action={mayGrant && <Button onPress={() => setInviting({})}>{t(text.invite)}</Button>}>
            {t(text.noMembersHint)}
          </EmptyTeaching>
        }
        columns={[
          { key: "name", title: t(text.name), card: "heading", width: "14em", render: ({ name }) => <strong>{name}</strong> },
          { key: "state", title: t(text.state), card: "mark", width: "8em", render: ({ state }) => <PersonStateTag state={state} /> },
          {
            key: "roles",
            title: t(text.roles),
            render: (member) => (
              <ul className="grants">
                {member.grants.map((grant) => (
                  <li key={grant.id}>
                    <span>
                      {t(roleNames[grant.role])}
                      {grant.tenantName && <span className="tk-quiet"> · {grant.tenantName}</span>}
                    </span>
                    {mayGrant && first?.rolesToGive.includes(grant.role) && (
                      <Popconfirm
                        title={t(text.revokeQuestion, { name: member.name, role: roleNames[grant.role] })}
                        onConfirm={() => revoke.mutate({ params: { siteId, grantId: grant.id } })}
                        okText={t(text.revoke)}
                      >
                        <button type="button" className="tk-link" aria-label={`${t(text.revoke)}: ${member.name}, ${t(roleNames[grant.role])}`}>
                          {t(text.revoke)}
                        </button>
                      </Popconfirm>
                    )}
                  </li>
                ))}
              </ul>
            ),
          },
          {
            key: "department",
            title: t(text.department),
            from: "wide",
            card: "none",
            render: ({ grants }) => [...new Set(grants.flatMap((grant) => departmentOf(grant.role) ?? []))].map((department) => t(departmentNames[department])).join("、"),
          },
          { key: "contact", title: t(text.email), from: "medium", render: ({ email, phone }) => [email, phone].filter(Boolean).join(" · ") || "—" },
          {
            key: "more",
            title: "",
            align: "end",
            card: "line",
            render: (member) =>
              mayGrant && (
                <Button size="small" aria-label={`${t(text.addRole)} ${member.name}`} onPress={() => setInviting({ person: member })}>
                  {t(text.addRole)}
                </Button>
              ),
          },
        ]}
      />
      <InviteDrawer siteId={siteId} open={inviting !== null} person={inviting?.person} roles={rolesToGive} onClose={() => setInviting(null)} />
    </Page>
  );
}

interface InviteForm {
  readonly personId?: string;
  readonly name: string;
  readonly email: string;
  readonly phone?: string;
  readonly role: Role;
}

function InviteDrawer({
  siteId,
  open,
  person,
  roles,
  onClose,
}: {
  readonly siteId: string;
  readonly open: boolean;
  readonly person: Member | undefined;
  readonly roles: readonly Role[];
  readonly onClose: () => void;
}) {
  const { t, language } = useLanguage();
  const [kind, setKind] = useState<"new" | "known">("new");
  const grant = useCommand(contract.grantRole, { onDone: onClose });
  const invite = useCommand(contract.inviteToSite, { onDone: onClose });
  const isNew = kind === "new" && !person;
  return (
    <>
      <FormDrawer<InviteForm>
        title={person ? t(text.addRoleTo, { name: person.name }) : t(text.inviteSomebody)}
        open={open}
        onClose={onClose}
        submit={isNew ? text.invite : text.addRole}
        isPending={grant.isPending || invite.isPending}
        error={isNew ? invite.error : grant.error}
        onSubmit={({ personId, name, email, phone, role }) =>
          isNew
            ? invite.mutate({ params: { siteId }, body: { name, email, role, language, ...(phone ? { phone } : {}) } })
            : grant.mutate({ params: { siteId }, body: { personId: person?.personId ?? personId ?? "", role } })
        }
      >
        {!person && (
          <Form.Item>
            <Segmented
              block
              value={kind}
              onChange={setKind}
              options={[
                { value: "new", label: t(text.inviteNew) },
                { value: "known", label: t(text.inviteKnown) },
              ]}
            />
          </Form.Item>
        )}
        {isNew && (
          <>
            <Form.Item name="name" label={t(text.name)} rules={[{ required: true, whitespace: true, message: t(text.missing) }]}>
              <Input maxLength={100} />
            </Form.Item>
            <Form.Item name="email" label={t(text.email)} rules={[{ required: true, type: "email", message: t(text.notEmail) }]}>
              <Input type="email" maxLength={200} />
            </Form.Item>
            <Form.Item name="phone" label={t(text.phone)}>
              <Input inputMode="tel" maxLength={40} />
            </Form.Item>
          </>
        )}
        {!isNew && !person && <CandidateField siteId={siteId} />}
        <Form.Item name="role" label={t(text.role)} extra={t(text.roleNeedsTenant)} rules={[{ required: true, message: t(text.missing) }]}>
          <Select showSearch={{ optionFilterProp: "label" }} options={roleOptions(t, roles)} />
        </Form.Item>
      </FormDrawer>
      <LinkMade reply={invite.data} email={invite.variables?.body.email ?? null} onClose={() => invite.reset()} />
    </>
  );
}

function CandidateField({ siteId }: { readonly siteId: string }) {
  const { t } = useLanguage();
  const [q, setQ] = useState("");
  const { data } = useQuery({ ...query(contract.findPeople, { params: { siteId }, query: { q } }), enabled: q.trim() !== "", placeholderData: (before) => before });
  return (
    <Form.Item name="personId" label={t(text.person)} extra={t(text.personHint)} rules={[{ required: true, message: t(text.missing) }]}>
      <Select
        showSearch={{ filterOption: false, onSearch: setQ }}
        options={(data?.items ?? []).map(({ personId, name, login }) => ({ value: personId, label: login ? `${name} (${login})` : name }))}
      />
    </Form.Item>
  );
}

type Say = ReturnType<typeof useLanguage>["t"];

/** The roles to choose from, by name; all of them unless told. */
function roleOptions(t: Say, given: readonly Role[] = Object.keys(roleNames) as Role[]) {
  return given.map((value) => ({ value, label: t(roleNames[value]) }));
}

import type { FileContent } from "#kernel/contract.ts";
import { roleNames } from "#kernel/role.ts";
import { type Language, words } from "#kernel/words.ts";
import type { Context } from "#platform/context.ts";
import { writeSheet } from "#platform/spreadsheet/index.ts";
import { personStateNames } from "../rules.ts";
import { type PeopleFilter, peoplePage } from "./queries.ts";

const rowsAtATime = 1_000;

const sheet = words("人员", "People");
const columns = {
  name: words("姓名", "Name"),
  login: words("账号", "Account"),
  email: words("电子邮箱", "E-mail"),
  phone: words("电话", "Phone"),
  state: words("状态", "State"),
  administrator: words("管理员", "Administrator"),
  secondFactor: words("两步验证", "Second factor"),
  roles: words("角色", "Roles"),
};
const yes = words("是", "yes");

/** The list of people as an Excel file, in one language. */
export async function exportPeople(ctx: Context, { language = ctx.language, ...filter }: PeopleFilter & { readonly language?: Language | undefined }): Promise<FileContent> {
  const people = await everybody(ctx, filter);
  const rows = people.map((person) => [
    person.name,
    person.login,
    person.email,
    person.phone,
    personStateNames[person.state][language],
    person.isAdministrator ? yes[language] : null,
    person.hasSecondFactor ? yes[language] : null,
    person.grants.map(({ siteName, role }) => `${siteName} ${roleNames[role][language]}`).join("; "),
  ]);
  const bytes = await writeSheet({ sheet: sheet[language], columns: Object.values(columns).map((title) => ({ title: title[language] })), rows });
  return { name: `${sheet[language]}.xlsx`, type: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", bytes };
}

async function everybody(ctx: Context, filter: PeopleFilter) {
  const people: Awaited<ReturnType<typeof peoplePage>>["items"] = [];
  let cursor: string | null | undefined;
  do {
    const page = await peoplePage(ctx, { ...filter, ...(cursor ? { cursor } : {}), limit: rowsAtATime });
    people.push(...page.items);
    cursor = page.next;
  } while (cursor);
  return people;
}

import { words } from "#kernel/words.ts";
import type { SiteContext } from "#platform/context.ts";
import { qrCode } from "#platform/documents/index.ts";
import { entityOfKind } from "#features/sites/server/index.ts";
import type { FitOut } from "../queries/cases.ts";
import { applicationOf, passesOf, permitOf } from "../queries/records.ts";
import { permitPath } from "../queries/view.ts";
import { issue } from "./letter.ts";

/** 施工许可证 for the door, with the code whose page says whether it is worth something today, and the list of passes. */
export async function issuePermitLetter(ctx: SiteContext, found: FitOut): Promise<void> {
  const permit = await permitOf(ctx, found.id);
  const application = await applicationOf(ctx, found.id);
  if (!permit || !application || !found.permitCode) return;
  const { contractor, scope } = application.details;
  const url = `${ctx.publicUrl}${permitPath(found.permitCode)}`;
  await issue(ctx, found, {
    kind: "permit",
    title: words("施工许可证", "Works permit"),
    no: permit.permitNo,
    replaces: true,
    data: {
      permitNo: permit.permitNo,
      from: permit.from.toString(),
      to: permit.to.toString(),
      hours: permit.hours,
      conditions: permit.conditions,
      contractor: contractor.name,
      manager: contractor.manager,
      phone: contractor.phone,
      scope,
      property: (await entityOfKind(ctx, "property")).name,
      url,
      qr: await qrCode(url),
      passes: (await passesOf(ctx, found.id)).map(({ passNo, name, trade }) => ({ passNo, name, trade })),
    },
    shown: [
      { label: words("许可证号", "Permit"), value: permit.permitNo },
      { label: words("有效期", "Valid"), value: `${permit.from.toString()} – ${permit.to.toString()}` },
    ],
  });
}

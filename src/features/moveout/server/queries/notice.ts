import type { ValueOf } from "#kernel/contract.ts";
import { sumFen } from "#kernel/money.ts";
import type { noticeCheckField } from "../../contract/fields.ts";
import { sayNotice } from "../../rules.ts";
import type { Checked } from "../commands/notice.ts";

/** A checked notice as it is answered, its arithmetic in words. */
export const noticeReply = ({ check, costs }: Checked): ValueOf<typeof noticeCheckField> => ({
  leaseEnd: check.leaseEnd,
  noticeDays: check.noticeDays,
  givenDays: check.givenDays,
  shortDays: check.shortDays,
  enoughOn: check.enoughOn,
  costs,
  total: sumFen(costs.map(({ amount }) => amount)),
  said: sayNotice(check, costs),
});

import { problems } from "#kernel/problem.ts";
import { words } from "#kernel/words.ts";

export const handoverProblems = problems("handover", {
  notFound: { status: 404, words: words("没有这次验房。", "No such inspection.") },
  photoNotFound: { status: 404, words: words("没有这张照片。", "No such photo.") },
  lineNotFound: { status: 404, words: words("验房清单里没有这一项。", "The list of this inspection has no such item.") },
  defectNotFound: { status: 404, words: words("没有这条缺陷。", "No such defect.") },

  isWithdrawn: { status: 409, words: words("这次验房已撤销，不再接受记录。", "This inspection was withdrawn and takes no more records.") },
  isSigned: {
    status: 409,
    words: words("双方已签字，记录不再更改；如有补充，请以问题和答复记下。", "Both have signed and the record stands. What is to be added is taken as a question and its answer."),
  },
  notYours: { status: 403, words: words("这次验房派给了{name}，不是您。", "This inspection is assigned to {name}, not to you.") },
  idTaken: { status: 409, words: words("这个编号已用于另一条记录。", "This id belongs to another record.") },
  otherMeter: { status: 422, words: words("这块表不在本次验房的房屋内。", "This meter does not serve the units of this inspection.") },
  otherPhoto: { status: 422, words: words("图片与其指纹不符，请重新上传。", "The picture is not what its hash says. Send it again.") },
  notAPicture: { status: 415, words: words("只接受 JPEG、PNG 或 WebP 图片。", "Only JPEG, PNG or WebP pictures are taken.") },
  photoTooLarge: { status: 413, words: words("单张照片不超过 {megabytes} MB。", "A photo has at most {megabytes} MB.") },
  otherSize: { status: 409, words: words("先前说这张照片是 {size} 字节，请按原大小续传。", "This photo was said to have {size} bytes. Go on with that size.") },

  unchecked: { status: 409, words: words("还有 {count} 项没有查验，如：{place} {part}。", "{count} items are not checked yet, such as {place} {part}.") },
  defectWithoutWords: { status: 409, words: words("{place} {part} 有缺损，请写明情况。", "Say what is wrong with {place} {part}.") },
  otherContent: {
    status: 409,
    words: words("签字所对应的内容与已收到的记录不同；请先发送全部记录，或重新签字。", "What was signed differs from the records received. Send them all first, or sign anew."),
  },
  partyHasSigned: { status: 409, words: words("{party}已签字，此后内容没有变化。", "The {party} has signed, and nothing has changed since.") },

  unitOfOther: { status: 422, words: words("房屋不属于这份租约。", "The unit is not part of this lease.") },
  leaseOfOther: { status: 422, words: words("租约不属于这家租户。", "The lease is another tenant's.") },
  baselineUnfit: { status: 422, words: words("对照的验房须属于同一租户并已双方签字。", "The inspection to compare with must be the same tenant's and signed by both.") },
  cannotInspect: { status: 422, words: words("{name}在本项目没有验房的权限。", "{name} may not inspect at this site.") },
  appointmentPast: { status: 422, words: words("预约时间已过。", "The appointment lies in the past.") },
  hasBegun: { status: 409, words: words("验房已有一方签字，不能撤销。", "One side has signed already; it cannot be withdrawn.") },

  listEmpty: { status: 422, words: words("清单至少要有一个区域和一个部位。", "A list needs at least one area and one part.") },
  listTwice: { status: 422, words: words("清单中“{key}”重复。", "“{key}” stands twice in the list.") },
  listUnknownArea: { status: 422, words: words("“{part}”所在的区域“{area}”不在清单里。", "The area “{area}” of “{part}” is not in the list.") },
  partNowhere: { status: 422, words: words("“{part}”没有所在区域。", "“{part}” stands in no area.") },
  listNotFound: { status: 404, words: words("没有这一版清单。", "The list has no such version.") },
  listTooLong: { status: 422, words: words("清单最多 200 个部位、40 个区域。", "A list has at most 200 parts and 40 areas.") },
  listChanged: { status: 409, words: words("清单刚被别人改过，请重新打开。", "Somebody has just changed the list. Open it again.") },
  sheetColumns: { status: 422, words: words("表格缺少列：{missing}。", "The sheet lacks the columns {missing}.") },

  notOpenDefect: { status: 409, words: words("这条缺陷不是待整改。", "This defect is not to be mended any more.") },
  notMended: { status: 409, words: words("这条缺陷还没有整改，不能确认。", "This defect is not mended yet.") },
  ownMending: { status: 409, words: words("整改须由另一人确认。", "Somebody else confirms what you mended.") },
  notSigned: { status: 409, words: words("双方签字后才能出具验房交接单。", "The record is issued once both have signed.") },
  photosMissing: { status: 409, words: words("还有 {count} 张照片未收到，收到后自动出具。", "{count} photos have not arrived; the record is issued once they have.") },
});

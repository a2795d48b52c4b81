import { z } from "zod";
import { endpoint, fileReply, fileUpload } from "#kernel/contract.ts";
import { idField, instantField } from "#kernel/fields.ts";
import { atSite, factField, hashField, inspectionPageField, keptFactField, lineField, pictureTypes, problemField } from "./fields.ts";
import { handoverRights } from "./rights.ts";

export const mostFactsAtOnce = 500;
/** A photo goes in pieces of this many bytes; the last may be smaller. */
export const photoChunkBytes = 256 * 1024;
export const mostPhotoBytes = 12 * 1024 * 1024;

export const getAssignments = endpoint({
  method: "GET",
  path: "/sites/{siteId}/handover/assignments",
  summary: "All that a phone needs without signal: every open inspection assigned to me, its list, what is known of it, its baseline with photo hashes, meters and contacts",
  permission: handoverRights.inspect,
  clause: "2.1.1-7",
  params: atSite,
  reply: z.object({
    now: instantField(),
    items: z.array(
      inspectionPageField.extend({
        /** The inspection of the move-in, to stand beside this one. */
        baseline: z
          .object({
            id: idField("inspection"),
            inspectionNo: z.string(),
            signedAt: instantField().nullable(),
            lines: z.array(lineField).readonly(),
            facts: z.array(keptFactField).readonly(),
          })
          .nullable(),
        contacts: z.array(z.object({ id: idField("contact"), name: z.string(), phone: z.string(), maySign: z.boolean() })).readonly(),
      }),
    ),
  }),
});

export const sendFacts = endpoint({
  method: "POST",
  path: "/sites/{siteId}/handover/facts",
  summary:
    "Send what a phone recorded, up to 500 facts of any inspections. Each is answered by itself: accepted, known already, or refused with the reasons; sent twice it counts once",
  permission: handoverRights.inspect,
  clause: "2.1.1-7",
  params: atSite,
  body: z.object({ facts: z.array(factField).min(1).max(mostFactsAtOnce) }),
  reply: z.object({
    answers: z.array(z.object({ id: z.string(), outcome: z.enum(["accepted", "known", "refused"]), reasons: z.array(problemField()).readonly() })),
  }),
  maxBodyBytes: 4 * 1024 * 1024,
  ratePerMinute: 600,
});

const atPhoto = z.object({ siteId: idField("site"), hash: hashField() });
const progressField = z.object({ hash: z.string(), received: z.number().int(), size: z.number().int().nullable(), isComplete: z.boolean() });

export const photoProgress = endpoint({
  method: "GET",
  path: "/sites/{siteId}/handover/photos/{hash}/upload",
  summary: "How many bytes of a photo are here: where to go on sending",
  permission: handoverRights.inspect,
  params: atPhoto,
  reply: progressField,
});

export const uploadPhoto = endpoint({
  method: "PUT",
  path: "/sites/{siteId}/handover/photos/{hash}",
  summary:
    "A piece of a photo from `offset` on. Complete once all `size` bytes are here and are what the hash says; a piece that does not go on where the last ended changes nothing and is answered with where to go on",
  permission: handoverRights.inspect,
  params: atPhoto,
  query: z.object({ offset: z.coerce.number().int().min(0).max(mostPhotoBytes), size: z.coerce.number().int().min(1).max(mostPhotoBytes) }),
  body: fileUpload(1024 * 1024),
  reply: progressField,
  ratePerMinute: 1200,
});

export const getPhoto = endpoint({
  method: "GET",
  path: "/sites/{siteId}/handover/photos/{hash}",
  summary: "A photo of an inspection, or the picture of a signature",
  permission: handoverRights.read,
  params: atPhoto,
  reply: fileReply(...pictureTypes),
});

export const getOwnPhoto = endpoint({
  method: "GET",
  path: "/sites/{siteId}/handover/portal/photos/{hash}",
  summary: "A photo of an inspection of my company",
  permission: handoverRights.portal,
  params: atPhoto,
  reply: fileReply(...pictureTypes),
});

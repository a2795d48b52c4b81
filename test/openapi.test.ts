import { Validator } from "@seriousme/openapi-schema-validator";
import { expect, test } from "vitest";
import { features } from "#apps/features.ts";
import { openApi } from "#platform/http/openapi.ts";

const contracts = features.flatMap(({ routes }) => routes.map(({ contract }) => contract));
const document = openApi(contracts, { title: "Towerkeep 楼诺", version: "0.0.0" });

test("the OpenAPI document is valid 3.1 and names every operation once", async () => {
  expect(await new Validator().validate(structuredClone(document))).toMatchObject({ valid: true });
  const operations = Object.values(document["paths"] as Record<string, Record<string, { operationId: string }>>).flatMap((methods) => Object.values(methods));
  expect(operations.length).toBe(contracts.length);
  expect(new Set(operations.map(({ operationId }) => operationId)).size).toBe(contracts.length);
});

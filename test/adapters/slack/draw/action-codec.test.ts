import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  decodeAction,
  encodeAction,
  encodeOption,
  encodeWindow,
  fieldActionId,
  formCallbackId,
  isLinkAction,
  linkActionId,
  originOf,
  readFields,
} from "../../../../adapters/slack/draw/action-codec.ts";
import { anyAction } from "./any-card.ts";

const rate = { name: "rate", args: { invitation: "i1", statement: "DIR2" } };

describe("a tap", () => {
  it("comes back as it went, with the fields of its option", () => {
    const fields = fc.dictionary(
      fc.stringMatching(/^[a-z]{1,9}$/),
      fc.string({ unit: "binary", maxLength: 40 }),
    );
    const check = fc.property(anyAction, fields, (action, given) => {
      const { actionId, value } = encodeAction(action, given);
      expect(decodeAction(actionId, value)).toEqual({ action, fields: given });
      expect(actionId.length).toBeLessThanOrEqual(255);
      expect(value).not.toMatch(/[<>&]/u);
      expect(value.isWellFormed()).toBe(true);
    });
    fc.assert(check);
  });

  it("has another id for another action, argument or field, as one block needs, and the same for the same", () => {
    const ids = [
      encodeAction(rate),
      encodeAction(rate, { value: "1" }),
      encodeAction(rate, { value: "2" }),
      encodeAction({ ...rate, args: {} }),
      encodeAction({ ...rate, name: "edit" }),
    ].map(({ actionId }) => actionId);
    expect(new Set(ids).size).toBe(ids.length);
    expect(encodeAction(rate).actionId).toBe(ids[0]);
  });

  it("is refused when Slack could not carry it", () => {
    const large = { name: "rate", args: { text: "x".repeat(2000) } };
    expect(() => encodeAction(large)).toThrow(expect.objectContaining({ code: "slack.action-too-large" }));
  });

  it.each([
    ["no JSON", "rate"],
    ["nothing", ""],
    ["null", "null"],
    ["a list", "[]"],
    ["no arguments", '{"n":"rate"}'],
    ["a number as an argument", '{"n":"rate","a":{"b":1}}'],
    ["an object as an argument", '{"n":"rate","a":{"b":{}}}'],
    ["a number as a field", '{"n":"rate","a":{},"f":{"value":4}}'],
    ["a name that is no text", '{"n":["rate"],"a":{}}'],
    ["a property that we never write", '{"n":"rate","a":{},"admin":"yes"}'],
    ["a prototype among the arguments", '{"n":"rate","a":{"__proto__":"x"}}'],
    ["a prototype of all", '{"n":"rate","a":{},"__proto__":{"f":{"value":"5"}}}'],
    ["more than Slack keeps", JSON.stringify({ n: "rate", a: { b: "x".repeat(3000) } })],
  ])("that somebody made up is none: %s", (_, value) => {
    expect(decodeAction(encodeAction(rate).actionId, value)).toBeNull();
  });

  it("under an id that is not ours is none, and a link's is known", () => {
    const { value } = encodeAction(rate);
    expect(decodeAction("something", value)).toBeNull();
    expect(decodeAction(linkActionId(0), value)).toBeNull();
    expect(isLinkAction(linkActionId(0))).toBe(true);
    expect(isLinkAction(encodeAction(rate).actionId)).toBe(false);
  });

  it("never throws", () => {
    fc.assert(fc.property(fc.string(), fc.json(), (id, value) => void decodeAction(`act:${id}`, value)));
  });
});

describe("a window", () => {
  it("carries what its form runs and where it was opened", () => {
    const metadata = encodeWindow(rate, "D1/1700000000.000100");
    expect(decodeAction(formCallbackId, metadata)).toEqual({ action: rate, fields: {} });
    expect(originOf(metadata)).toBe("D1/1700000000.000100");
  });

  it("without a form or an origin has none", () => {
    expect(decodeAction(formCallbackId, encodeWindow(undefined, "D1"))).toBeNull();
    expect(originOf(encodeWindow(rate, undefined))).toBeNull();
    expect(originOf("no json")).toBeNull();
    expect(originOf("")).toBeNull();
  });
});

describe("what was filled in", () => {
  const text = (value: string | null) => ({ type: "plain_text_input", value });
  const select = (value: string | null) => ({
    type: "static_select",
    selected_option:
      value === null ? null : { text: { type: "plain_text", text: "x" }, value: encodeOption(value) },
  });

  it("is read from every input, by its name", () => {
    const values = {
      a: { [fieldActionId("text")]: text("We shipped <it> & more") },
      b: { [fieldActionId("sharing")]: select("both-sides"), [fieldActionId("theme")]: select("") },
      c: { [fieldActionId("until")]: { type: "datepicker", selected_date: "2026-12-01" } },
    };
    expect(readFields({ values })).toEqual({
      text: "We shipped <it> & more",
      sharing: "both-sides",
      theme: "",
      until: "2026-12-01",
    });
  });

  it("is empty where nothing was", () => {
    const values = {
      a: { [fieldActionId("text")]: text(null), [fieldActionId("theme")]: select(null) },
      b: { [fieldActionId("until")]: { type: "datepicker", selected_date: null } },
    };
    expect(readFields({ values })).toEqual({ text: "", theme: "", until: "" });
  });

  it("is nothing where it is not ours", () => {
    const values = {
      a: { other: text("x"), [fieldActionId("__proto__")]: text("y") },
      b: { [fieldActionId("users")]: { type: "users_select", selected_user: "U1" } },
      c: { [fieldActionId("odd")]: { type: "static_select", selected_option: { value: "made up" } } },
    };
    expect(readFields({ values })).toEqual({});
    expect(readFields({ values: { a: { b: { type: "plain_text_input", value: 4 } } } })).toEqual({});
    expect(readFields(undefined)).toEqual({});
    expect(readFields("state")).toEqual({});
    expect(Object.getPrototypeOf(readFields({ values }))).toBe(Object.prototype);
  });
});

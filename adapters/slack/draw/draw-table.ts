import type { types } from "@slack/bolt";
import type { CardNode } from "../../../src/ports/card.ts";
import { aside, drawLines, type Span } from "./draw-text.ts";
import type { Block } from "./drawing.ts";
import { fitted, isBlank, nothing, oneLine, sizeOf } from "./fit-text.ts";

type Table = Extract<CardNode, { readonly kind: "table" }>;

/** Slack's data table: 2 to 101 rows with the header, 20 columns, 10,000 characters (its reference). */
const most = { rows: 100, columns: 20, characters: 10_000 };
/** Its cells do not wrap; longer ones read better as lines. */
const longestCell = 40;
const longestCaption = 150;

/** Whether the table is one of short cells that Slack's own table shows well. */
export function fitsNatively({ caption, columns, rows }: Table): boolean {
  if (columns.length === 0 || columns.length > most.columns) return false;
  if (rows.length === 0 || rows.length > most.rows || isBlank(caption)) return false;
  const cells = [columns, ...rows].flat();
  const size = [caption, ...cells].reduce((sum, cell) => sum + sizeOf(oneLine(cell)), 0);
  return (
    sizeOf(oneLine(caption)) <= longestCaption &&
    cells.every((cell) => sizeOf(oneLine(cell)) <= longestCell) &&
    size + (rows.length + 1) * columns.length < most.characters &&
    rows.every((row) => row.length <= columns.length)
  );
}

/** Draws a table as Slack's own, its first column as the rows' headers, all rows on one page. */
export function drawNativeTable({ caption, columns, rows }: Table): Block {
  const cell = (text = ""): types.RawTextElement => ({ type: "raw_text", text: fitted(text, longestCell) });
  const line = (row: readonly string[]) => columns.map((_, column) => cell(row[column]));
  return {
    type: "data_table",
    caption: fitted(caption, longestCaption),
    rows: [line(columns), ...rows.map(line)],
    page_size: rows.length,
    row_header_column_index: 0,
  };
}

/** Draws a table as its caption and one labelled line a row: it reads well in any width and aloud. */
export function drawPlainTable({ caption, columns, rows }: Table): readonly Block[] {
  const title: readonly Span[] = [{ text: caption, bold: true }];
  return [
    ...drawLines([title]),
    ...drawLines(
      rows.map((row) => rowLine(row, columns)),
      "bullets",
    ),
  ];
}

/** A row of two cells needs no column's name; a sentence stands on a line of its own. */
function rowLine(row: readonly string[], columns: readonly string[]): readonly Span[] {
  const [first = "", ...cells] = row.map((cell) => (isBlank(cell) ? nothing : cell));
  if (cells.length === 0) return [{ text: first }];
  const isShort = sizeOf(first) <= longestCell;
  const labelled = cells.map((cell, index) =>
    cells.length === 1 ? aside(cell) : `${aside(columns[index + 1] ?? "")} ${aside(cell)}`.trim(),
  );
  const values = labelled.join(" · ");
  return isShort
    ? [{ text: `${aside(first)}: `, bold: true }, { text: values }]
    : [{ text: `${first}\n` }, { text: values, bold: true }];
}

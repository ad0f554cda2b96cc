/**
 * A message as a tree that every adapter can draw. All strings are plain text and data: adapters escape them
 * and add no meaning to what stands in them, so people's words can never become markup, links or mentions.
 */
export interface Card {
  /** One line for notifications: who, what, minutes. 150 characters at most; no figure that the body hides. */
  readonly summary: string;
  readonly nodes: readonly CardNode[];
}

export type Tone = "plain" | "quiet" | "good" | "warning";

export type CardNode =
  | { readonly kind: "heading"; readonly text: string }
  | { readonly kind: "text"; readonly text: string; readonly tone?: Tone }
  /** A person's own words, drawn apart from ours. */
  | { readonly kind: "quote"; readonly text: string; readonly by?: string }
  | { readonly kind: "facts"; readonly facts: readonly { readonly label: string; readonly value: string }[] }
  | { readonly kind: "list"; readonly items: readonly string[] }
  | {
      readonly kind: "table";
      readonly caption: string;
      readonly columns: readonly string[];
      readonly rows: readonly (readonly string[])[];
    }
  /** A rated statement: one tap on an option runs `action` with the option's value as field `value`. */
  | {
      readonly kind: "choice";
      readonly label: string;
      readonly options: readonly Option[];
      readonly chosen?: string;
      readonly action: Action;
    }
  | (Form & {
      readonly kind: "form";
      /** Where a form needs a window of its own: a button whose action is answered with `Reply.dialog`. */
      readonly window: Pick<Button, "label" | "action"> & {
        /** What it is about, said above the button; in the form itself a label says it. */
        readonly text?: string;
        /** Stands beside that button, for what sending the form would do as well. */
        readonly beside?: Button;
      };
    })
  | { readonly kind: "buttons"; readonly buttons: readonly Button[] }
  /** A page of Rapport; `path` starts with "/". Adapters other than the web make it absolute or leave it out. */
  | { readonly kind: "link"; readonly label: string; readonly path: string }
  | { readonly kind: "divider" };

/** Fields that are sent together; each is found under its name in `Interaction.fields`. */
export interface Form {
  readonly fields: readonly Field[];
  readonly submit: Button;
}

/** A window over the conversation, with nothing in it that others could see. */
export interface Dialog {
  /** 24 characters at most are shown everywhere. */
  readonly title: string;
  /** Above the form, or all there is: taps in it work as on a card. */
  readonly nodes: readonly CardNode[];
  readonly form?: Form;
}

interface Option {
  readonly value: string;
  readonly label: string;
}

/** What a tap means: a registered name and small arguments, sent back to us as they are and never trusted. */
export interface Action {
  readonly name: string;
  readonly args: Readonly<Record<string, string>>;
}

export interface Button {
  readonly label: string;
  readonly action: Action;
  readonly style?: "primary" | "danger" | "plain";
  /** Asked before the action runs, with what it will do. */
  readonly confirm?: string;
}

export type Field =
  | {
      readonly kind: "text";
      readonly name: string;
      readonly label: string;
      readonly hint?: string;
      readonly value?: string;
      readonly multiline?: boolean;
      readonly maxLength: number;
    }
  | {
      readonly kind: "select";
      readonly name: string;
      readonly label: string;
      readonly hint?: string;
      readonly options: readonly Option[];
      readonly value?: string;
    }
  | {
      readonly kind: "date";
      readonly name: string;
      readonly label: string;
      readonly hint?: string;
      readonly value?: string;
    };

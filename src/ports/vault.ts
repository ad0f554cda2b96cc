/** Keeps credentials unreadable at rest, each bound to the row that it belongs to. */
export interface Vault {
  seal(plain: string, boundTo: string): Promise<string>;
  /** Rejects with RapportError `vault.unreadable` when the key is another one, or the text belongs to another row. */
  open(sealed: string, boundTo: string): Promise<string>;
}

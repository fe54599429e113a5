/**
 * The white-listed keys of ADMIN SHOW FRONTEND CONFIG (semantics 1.5), as text. The full list is
 * never kept or logged: it holds passwords in clear.
 */
export type FrontendConfig = Readonly<Record<string, string>>;

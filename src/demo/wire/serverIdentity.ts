/** TLS of a demo cluster: what its servers show, as PEM text. */
export type ServerIdentity = {
  readonly certificate: string;
  readonly key: string;
  /** The authority that signed the certificate. */
  readonly ca: string;
};

/** Makes the identity of a cluster whose nodes are reached under these host names and addresses. */
export type IssueIdentity = (hosts: readonly string[]) => Promise<ServerIdentity>;

export type TlsOptions = {
  /**
   * MySQL ports: `off` as an FE without ssl_keystore_location, `offered` as one with it, `required`
   * as with ssl_force_secure_transport on top.
   */
  readonly sql: 'off' | 'offered' | 'required';
  /** A reverse proxy in front of every HTTP port, on a port of its own. */
  readonly https?: boolean;
  /** From `issueIdentity` (certificates.ts), which stays out of the extension's bundle. */
  readonly issue: IssueIdentity;
};

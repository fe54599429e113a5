import type { ClusterProfile } from '../../../../src/shared/clusterProfile';

/** A cluster that is asked by SQL and HTTP each 30 s. */
export const aProfile: ClusterProfile = {
  id: '00000000-0000-4000-8000-000000000001',
  name: 'prod',
  frontends: [{ host: 'fe-01', port: 9030 }],
  user: 'monitor',
  password: 'none',
  tls: { mode: 'off' },
  http: { mode: 'auto' },
  access: 'read-only',
  intervalS: 30,
};

const ignore = (): void => undefined;

export const quietLog = { debug: ignore, info: ignore, warn: ignore, error: ignore };

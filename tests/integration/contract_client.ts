// Written against nothing but the types that a generator made of
// www/openapi.json; contract_client.test.mjs compiles and runs it.
import createClient from 'openapi-fetch';

import type { components, paths } from './api.js';

type Job = components['schemas']['Job'];

export async function useApi(baseUrl: string, token: string) {
  const api = createClient<paths>({ baseUrl });
  const admin = createClient<paths>({
    baseUrl, headers: { authorization: `Bearer ${token}` },
  });

  const list = await api.GET('/api/jobs', {
    params: { query: { risk: ['High', 'Very High'], sort: '-medianAnnualWage', limit: 3 } },
  });
  if (!list.data) throw new Error(list.error.detail);
  const jobs: Job[] = list.data.jobs;
  const wage: number | null = jobs[0].medianAnnualWage;

  const job = await api.GET('/api/jobs/{code}', { params: { path: { code: '15-1252' } } });
  const sources = job.data?.aiImpact.sources.map((source) => source.id);

  const missing = await api.GET('/api/jobs/{code}', { params: { path: { code: '15-9999' } } });
  const kind: string | undefined = missing.error?.type;

  const found = await api.GET('/api/jobs/suggestions', { params: { query: { q: 'softw' } } });
  const stats = await api.GET('/api/jobs/stats');
  const refused = await api.GET('/api/admin/sync-status');
  const status = await admin.GET('/api/admin/sync-status');
  const failed = await api.POST('/api/session', { body: { username: 'admin', password: 'wrong' } });

  // What the document does not have does not compile; never called.
  void (() => [
    // @ts-expect-error there is no such level of risk
    api.GET('/api/jobs', { params: { query: { risk: ['Huge'] } } }),
    // @ts-expect-error there is no such parameter
    api.GET('/api/jobs', { params: { query: { size: 5 } } }),
    // @ts-expect-error q is needed
    api.GET('/api/jobs/suggestions'),
    // @ts-expect-error there is no such route
    api.GET('/api/people'),
    // @ts-expect-error there is no such field
    jobs[0].salary,
    // @ts-expect-error it may be null
    jobs[0].medianAnnualWage.toFixed(0),
    // @ts-expect-error the password is missing
    api.POST('/api/session', { body: { username: 'admin' } }),
  ]);

  return {
    risks: jobs.map((one) => one.automationRisk),
    wage,
    sources,
    kind,
    suggestion: found.data?.suggestions[0]?.code,
    total: stats.data?.totalJobs,
    refused: refused.response.status,
    state: status.data?.state,
    failed: failed.error?.status,
  };
}

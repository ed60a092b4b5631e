/*
 * What is asked so that every route gives every answer that www/openapi.json
 * documents. A case: when, operation, status, request. A request:
 *
 *   path      { code: '15-1252' }, the parts of the path
 *   query     'limit=5'
 *   as        who asks: admin, reader, token, leaver (a session that ends), or
 *             nobody; where it is not said, admin if the operation needs one
 *   json      a body, or a function of the instance that tells it
 *   body      a body that is not JSON
 *   headers   further ones
 *   from      the address that asks
 *   etag      true: with the ETag of the answer without it
 *   names     the parameter that the failure must name
 *   means     the didYouMean that it must tell
 *
 * `when` is a stage of contract.test.mjs: what the service is like.
 */

const WRONG = { username: 'admin', password: 'not the password' };
const BIG = ' '.repeat(64 * 1024 + 1);

const EVERY_FILTER = 'search=engineer&risk=Low&group=17-0000&minWage=1'
  + '&maxWage=999999&minScore=0&maxScore=100&education=Bachelor%27s+degree'
  + '&impactType=Low+exposure&area=0000000';

/** Cases for one operation each. */
export const cases = [
  ['before the first run', 'syncStatus', 200, {}],
  ['before the first run', 'listRuns', 200, {}],
  ['before the first run', 'jobStats', 200, {}],
  ['before the first run', 'methodology', 200, {}],
  ['before the first run', 'stopSync', 409, {}],
  ['before the first run', 'retryFailures', 404, {}],

  ['while it can be stopped', 'startSync', 202, { query: 'enhanced=true&forceRestart=true&acceptHeld=false' }],
  ['while it can be stopped', 'startSync', 409, { as: 'token' }],
  ['while it can be stopped', 'syncStatus', 200, { await: (body) => body.currentJob && body.estimatedTimeRemaining } ],
  ['while it can be stopped', 'syncEvents', 200, {}],
  ['while it can be stopped', 'retryFailures', 409, { failed: true }],
  ['while it can be stopped', 'stopSync', 202, {}],

  ['when BLS refuses every key', 'syncStatus', 200, {}],
  ['when a run failed', 'syncStatus', 200, {}],
  ['when a run failed', 'listRuns', 200, {}],
  ['when a run failed', 'getRun', 200, { path: { id: '2' } }],
  ['when something failed', 'listFailures', 200, {}],
  ['when something failed', 'syncStatus', 200, {}],
  ['when something failed', 'retryFailures', 404, { query: 'area=0099999' }],
  ['when something failed', 'retryFailures', 202, { query: 'code=15-1252&area=0047900' }],
  ['when nothing can be started', 'startSync', 202, { json: { enhanced: false, forceRestart: true, acceptHeld: false } }],
  ['when nothing can be started', 'retryFailures', 202, { failed: true }],
  ['when nothing can be started', 'listRounds', 200, {}],
  ['when nothing can be started', 'getRound', 200, {}],
  ['when nothing can be started', 'syncStatus', 200, {}],
  ['when nothing can be started', 'acceptRound', 202, {}],
  ['when nothing can be started', 'rejectRound', 202, {}],

  ['when a round was rejected', 'listRounds', 200, {}],

  ['in peace', 'syncStatus', 200, {}],
  ['in peace', 'listJobs', 200, { query: 'page=2&limit=100' }],
  ['in peace', 'listJobs', 200, { query: 'search=nurse&risk=Low&risk=Medium&minWage=20000&maxWage=90000.5&minScore=1&maxScore=99' }],
  ['in peace', 'listJobs', 200, { query: 'group=15-0000&education=Bachelor%27s+degree&impactType=Augmentation-leaning&area=national&sort=-medianAnnualWage' }],
  ['in peace', 'listJobs', 200, { query: 'page=1000000' }],
  ['in peace', 'listJobs', 200, { query: 'search=' }],
  ['in peace', 'listJobs', 400, { query: 'limit=101', names: 'limit' }],
  ['in peace', 'listJobs', 400, { query: 'page=1&page=2', names: 'page' }],
  ['in peace', 'listJobs', 400, { query: 'group=99-0000', names: 'group' }],
  ['in peace', 'listJobs', 400, { query: 'minWage=5&maxWage=4', names: 'minWage' }],
  ['in peace', 'listJobs', 400, { query: 'search=%ff', names: 'search' }],
  ['in peace', 'listJobs', 400, { query: 'search=a%00b', names: 'search' }],
  ['in peace', 'listJobs', 400, { query: `search=${'x'.repeat(4100)}` }],
  ['in peace', 'listJobs', 400, { query: 'sort=-medianAnualWage', names: 'sort', means: '-medianAnnualWage' }],
  ['in peace', 'listJobs', 400, { query: 'education=bachelors+degree', names: 'education', means: "Bachelor's degree" }],
  ['in peace', 'listJobs', 400, { query: 'group=15-1252', names: 'group', means: '15-0000' }],
  ['in peace', 'listJobs', 400, { query: 'impactType=augmentation', names: 'impactType', means: 'Augmentation-leaning' }],
  ['in peace', 'exportJobs', 400, { query: 'format=jsn', names: 'format', means: 'json' }],
  ['in peace', 'listAreas', 400, { query: 'type=metros', names: 'type', means: 'metro' }],
  ['in peace', 'startSync', 400, { json: { forcerestart: true }, names: 'forcerestart', means: 'forceRestart' }],
  ['in peace', 'startSync', 400, { json: { forceRestart: 'true' }, names: 'forceRestart' }],
  ['in peace', 'startSync', 400, { query: 'enhanced=true', json: { enhanced: true }, names: 'enhanced' }],
  ['in peace', 'retryFailures', 400, { json: { code: 'doctor' }, names: 'code' }],
  ['in peace', 'retryFailures', 400, { json: { codes: '15-1252' }, names: 'codes', means: 'code' }],
  ['in peace', 'listJobs', 304, { query: 'limit=1', etag: true }],
  ['in peace', 'suggestJobs', 200, { query: 'q=softw&limit=5' }],
  ['in peace', 'suggestJobs', 200, { query: 'q=coder' }],
  ['in peace', 'suggestJobs', 400, { names: 'q' }],
  ['in peace', 'suggestJobs', 304, { query: 'q=rn', etag: true }],
  ['in peace', 'jobStats', 200, { query: EVERY_FILTER }],
  ['in peace', 'jobStats', 200, { query: 'risk=Low&minScore=99' }],
  ['in peace', 'jobStats', 200, { query: 'search=11-1011' }],
  ['in peace', 'jobStats', 200, { query: 'search=zebra+tester' }],
  ['in peace', 'listJobs', 200, { query: 'search=coder' }],
  ['in peace', 'listJobs', 200, { query: 'search=zebra+tester&area=VA' }],
  ['in peace', 'exportJobs', 200, { query: 'format=json&search=coder' }],
  ['in peace', 'exportJobs', 200, { query: 'format=ndjson&search=zebra+tester' }],
  ['in peace', 'describeExport', 200, { query: 'format=csv&search=coder' }],
  ['in peace', 'jobStats', 400, { query: 'sort=code', names: 'sort' }],
  ['in peace', 'jobStats', 304, { etag: true }],
  ['in peace', 'exportJobs', 200, { query: `format=csv&${EVERY_FILTER}&sort=title` }],
  ['in peace', 'exportJobs', 200, {}],
  ['in peace', 'exportJobs', 200, { query: 'format=ndjson' }],
  ['in peace', 'exportJobs', 200, { query: 'format=json&sort=-employment' }],
  ['in peace', 'listJobs', 200, { query: 'area=VA&sort=-jobsPer1000' }],
  ['in peace', 'listJobs', 400, { query: 'area=ZZ', names: 'area' }],
  ['in peace', 'listJobs', 400, { query: 'sort=jobsPer1000', names: 'sort' }],
  ['in peace', 'listAreas', 200, {}],
  ['in peace', 'listAreas', 200, { query: 'type=state&state=VA' }],
  ['in peace', 'listAreas', 400, { query: 'state=Virginia', names: 'state' }],
  ['in peace', 'listAreas', 304, { etag: true }],
  ['in peace', 'exportJobs', 304, { query: 'search=nurse', etag: true }],
  ['in peace', 'exportJobs', 400, { query: 'limit=5', names: 'limit' }],
  ['in peace', 'describeExport', 200, { query: `format=csv&${EVERY_FILTER}&sort=title` }],
  ['in peace', 'describeExport', 200, { query: 'format=json' }],
  ['in peace', 'describeExport', 200, { query: 'format=ndjson' }],
  ['in peace', 'describeExport', 304, { etag: true }],
  ['in peace', 'getJob', 200, { path: { code: '15-1252' } }],
  ['in peace', 'getJob', 200, { path: { code: '15-1252' }, query: 'area=VA' }],
  ['in peace', 'getJob', 404, { path: { code: '11-1011' }, query: 'area=VA', names: 'area' }],
  ['in peace', 'getJob', 200, { path: { code: '13-1020' }, query: 'matchedCode=13-1022' }],
  ['in peace', 'getJob', 301, { path: { code: '13-1022' } }],
  ['in peace', 'getJob', 301, { path: { code: '151252' }, query: 'area=VA' }],
  ['in peace', 'getJob', 400, { path: { code: '13-1020' }, query: 'matchedCode=x', names: 'matchedCode' }],
  ['in peace', 'getJob', 404, { path: { code: '15-1132' }, names: 'code' }],
  ['in peace', 'getJob', 304, { path: { code: '15-1252' }, etag: true }],
  ['in peace', 'getJob', 400, { path: { code: 'plumber' }, names: 'code' }],
  ['in peace', 'getJob', 404, { path: { code: '15-9999' }, names: 'code' }],
  ['in peace', 'getJob', 404, { path: { code: 'x'.repeat(100) } }],
  ['in peace', 'getJob', 200, { path: { code: '29-1024' } }],
  ['in peace', 'compareJobs', 200, { query: 'codes=27-2011,25-1011,15-1252,29-1141,53-2011' }],
  ['in peace', 'compareJobs', 304, { query: 'codes=15-1252,29-1141', etag: true }],
  ['in peace', 'compareJobs', 400, { names: 'codes' }],
  ['in peace', 'compareJobs', 400, { query: 'codes=15-1252', names: 'codes' }],
  ['in peace', 'compareJobs', 400, { query: 'codes=15-1252,99-9999', names: 'codes' }],
  ['in peace', 'methodology', 200, {}],
  ['in peace', 'methodology', 304, { etag: true }],
  ['in peace', 'openapi', 200, {}],
  ['in peace', 'openapi', 304, { etag: true }],
  ['in peace', 'whoAmI', 200, {}],
  ['in peace', 'whoAmI', 200, { as: 'token' }],
  ['in peace', 'whoAmI', 200, { as: 'reader' }],
  ['in peace', 'signIn', 200, { json: (instance) => ({ username: 'admin', password: instance.password() }) }],
  ['in peace', 'signIn', 401, { json: WRONG }],
  ['in peace', 'signIn', 400, { json: { username: 'admin' }, names: 'password' }],
  ['in peace', 'signIn', 400, { json: { ...WRONG, role: 'admin' }, names: 'role' }],
  ['in peace', 'signIn', 400, { body: '{"username":', headers: { 'content-type': 'application/json' } }],
  ['in peace', 'signIn', 415, { body: 'username=admin', headers: { 'content-type': 'application/x-www-form-urlencoded' } }],
  ['in peace', 'signIn', 403, { json: WRONG, headers: { origin: 'https://elsewhere.example' } }],
  ['in peace', 'signOut', 403, { as: 'token' }],
  ['in peace', 'signOut', 204, { as: 'leaver' }],
  ['in peace', 'listRuns', 200, { query: 'page=1&limit=5' }],
  ['in peace', 'listRuns', 400, { query: 'limit=0', names: 'limit' }],
  ['in peace', 'getRun', 200, { path: { id: '1' } }],
  ['in peace', 'getRun', 404, { path: { id: '999999' } }],
  ['in peace', 'getRun', 404, { path: { id: 'first' } }],
  ['in peace', 'listRounds', 200, {}],
  ['in peace', 'getRound', 200, {}],
  ['in peace', 'getRound', 404, { path: { id: '2099A01' } }],
  ['in peace', 'acceptRound', 404, { path: { id: 'first' } }],
  ['in peace', 'acceptRound', 409, {}],
  ['in peace', 'rejectRound', 404, { path: { id: '2099A01' } }],
  ['in peace', 'rejectRound', 409, {}],
  ['in peace', 'retryFailures', 400, { query: 'code=doctor', names: 'code' }],
  ['in peace', 'retryFailures', 400, { query: 'area=county', names: 'area' }],
  ['in peace', 'systemHealth', 200, { as: 'reader' }],
  ['in peace', 'livez', 200, {}],
  ['in peace', 'readyz', 200, {}],
  ['in peace', 'metrics', 200, {}],
  ['in peace', 'metrics', 403, { from: '127.0.0.2' }],

  ['with gaps in the reference', 'listAreas', 200, {}],
  ['with gaps in the reference', 'listJobs', 200, { query: 'area=VA' }],
  ['with gaps in the reference', 'listJobs', 200, { query: 'limit=100' }],
  ['with gaps in the reference', 'getJob', 200, { path: { code: '11-1011' } }],
  ['with gaps in the reference', 'getJob', 200, { path: { code: '11-1021' } }],
  ['with gaps in the reference', 'getJob', 200, { path: { code: '11-9039' } }],
  ['with gaps in the reference', 'getJob', 200, { path: { code: '43-9021' } }],
  ['with gaps in the reference', 'compareJobs', 200, { query: 'codes=43-9021,43-9071' }],
  ['with nothing published', 'methodology', 200, {}],
  ['with nothing published', 'listJobs', 200, {}],
  ['with nothing published', 'jobStats', 200, {}],
  ['with nothing published', 'exportJobs', 200, { query: 'format=json' }],
  ['with nothing published', 'getJob', 404, { path: { code: '15-1252' }, names: 'code' }],

  ['with an old picture of the data', 'listJobs', 200, {}],
  ['with an old picture of the data', 'readyz', 200, {}],
  ['with an old picture of the data', 'metrics', 200, {}],
];

const needsSession = (operation) => operation.security.length > 0;
const changes = (operation) => operation.method !== 'GET';

const takesArea = (operation) =>
  operation.parameters.some((parameter) => parameter.name === 'area');

/** Cases for every operation that documents the status and fits. */
const general = [
  ['in peace', 400, () => true, { query: 'nosuch=1', names: 'nosuch' }],
  ['in peace', 401, needsSession, { as: 'nobody' }],
  ['in peace', 401, needsSession, { as: 'nobody', headers: { authorization: 'Bearer nonsense' } }],
  ['in peace', 403, (operation) => needsSession(operation) && changes(operation), { forgotten: 'csrf' }],
  ['in peace', 403, (operation) => operation.security[0]?.session?.includes('admin'), { as: 'reader' }],
  ['in peace', 400, changes, { json: { nosuch: 1 }, names: 'nosuch' }],
  ['in peace', 415, changes, { body: 'nosuch=1', headers: { 'content-type': 'application/x-www-form-urlencoded' } }],
  ['in peace', 413, changes, { body: BIG }],
  ['above the limits', 429, () => true, {}],
  ['without its tables', 500, needsSession, {}],
  ['without its tables', 500, (operation) => operation.id === 'signIn', {}],
  ['without its tables', 500, (operation) => operation.id === 'listAreas', {}],
  ['without its tables', 500, takesArea, { query: 'area=VA' }],
  ['with programs that hang', 504, () => true, {}],
  ['without programs', 502, () => true, {}],
  ['without a database', 503, () => true, {}],
];

/** What makes an operation complete where nothing else is said. */
const usual = {
  suggestJobs: { query: 'q=nurse' },
  getJob: { path: { code: '15-1252' } },
  compareJobs: { query: 'codes=15-1252,29-1141' },
  getRun: { path: { id: '1' } },
  getRound: { path: { id: '2025A01' } },
  acceptRound: { path: { id: '2025A01' } },
  rejectRound: { path: { id: '2025A01' } },
  signIn: { json: WRONG },
};

const pairs = (...queries) => queries.filter(Boolean).join('&');

function complete(operation, request) {
  const base = usual[operation.id] ?? {};
  const query = request.names === 'nosuch' && request.query
    ? pairs(base.query, request.query) : request.query ?? base.query;
  const json = request.body === undefined ? request.json ?? base.json : undefined;
  return {
    as: needsSession(operation) ? 'admin' : 'nobody',
    ...base, ...request, query, json,
  };
}

/** All cases: { when, operation, status, request }. */
export function allCases(operations) {
  const byId = new Map(operations.map((operation) => [operation.id, operation]));
  const own = cases.map(([when, id, status, request]) => {
    const operation = byId.get(id);
    if (!operation) throw new Error(`no operation is called ${id}`);
    // What is asked is exactly what stands in the table.
    const json = request.json ?? (request.body === undefined
      ? usual[id]?.json : undefined);
    return { when, operation, status, request: {
      as: needsSession(operation) ? 'admin' : 'nobody',
      path: usual[id]?.path, ...request, json } };
  });
  const shared = general.flatMap(([when, status, fits, request]) => operations
    .filter((operation) => operation.responses.has(status) && fits(operation))
    .map((operation) => ({
      when, operation, status, request: complete(operation, request),
    })));
  return [...own, ...shared];
}

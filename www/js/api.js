// One way to the service: JSON in, JSON out, failures as ApiError.

const TIMEOUT_MS = 20000;

export class ApiError extends Error {
  constructor(status, problem, retryAfter) {
    super(problem.detail || problem.title || `The service answered ${status}`);
    this.name = "ApiError";
    this.status = status;
    this.parameter = problem.parameter ?? null;
    this.successors = problem.successors ?? [];
    this.retryAfter = retryAfter;
  }

  // Worth another try without anybody changing anything.
  get transient() {
    return this.status === 0 || this.status === 429 || this.status >= 500;
  }
}

// Retry-After is either seconds or an HTTP date.
export function parseRetryAfter(value, now = Date.now()) {
  if (!value) return null;
  if (/^\d+$/.test(value.trim())) return Number(value);
  const at = Date.parse(value);
  return Number.isNaN(at) ? null : Math.max(0, Math.round((at - now) / 1000));
}

async function body(response) {
  const type = response.headers.get("Content-Type") ?? "";
  if (!/^application\/(problem\+)?json\b/i.test(type)) return null;
  try {
    return await response.json();
  } catch (error) {
    if (error.name === "AbortError") throw error;
    return null;
  }
}

// The caller's abort and our own limit of time, as one signal.
function limited(signal) {
  const controller = new AbortController();
  const stop = () => controller.abort();
  if (signal?.aborted) stop();
  signal?.addEventListener("abort", stop, { once: true });
  const timer = setTimeout(stop, TIMEOUT_MS);
  return { signal: controller.signal, done: () => clearTimeout(timer) };
}

async function exchange(path, init, outer) {
  const limit = limited(outer);
  try {
    const response = await fetch(path, { ...init, signal: limit.signal });
    const data = response.status === 204 ? null : await body(response);
    return { response, data };
  } catch (error) {
    if (outer?.aborted) throw error;
    throw new ApiError(0, { detail: "The service cannot be reached" }, null);
  } finally {
    limit.done();
  }
}

export async function request(
  path,
  { method = "GET", headers = {}, json, signal } = {},
) {
  const init = {
    method,
    headers: { Accept: "application/json", ...headers },
    credentials: "same-origin",
  };
  if (json !== undefined) {
    init.headers["Content-Type"] = "application/json";
    init.body = JSON.stringify(json);
  }
  const { response, data } = await exchange(path, init, signal);
  if (!response.ok) {
    const wait = parseRetryAfter(response.headers.get("Retry-After"));
    throw new ApiError(response.status, data ?? {}, wait);
  }
  if (data === null && response.status !== 204) {
    throw new ApiError(502, { detail: "The answer was not readable" }, null);
  }
  return data;
}

export function withQuery(path, params) {
  const text = params.toString();
  return text ? `${path}?${text}` : path;
}

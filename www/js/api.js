// One way to the service: JSON in, JSON out, failures as ApiError.

export class ApiError extends Error {
  constructor(status, problem, retryAfter) {
    super(problem.detail || problem.title || `The service answered ${status}`);
    this.name = "ApiError";
    this.status = status;
    this.parameter = problem.parameter ?? null;
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

export async function request(path, { method = "GET", headers = {}, json, signal } = {}) {
  const init = {
    method,
    signal,
    headers: { Accept: "application/json", ...headers },
    credentials: "same-origin",
  };
  if (json !== undefined) {
    init.headers["Content-Type"] = "application/json";
    init.body = JSON.stringify(json);
  }
  let response;
  try {
    response = await fetch(path, init);
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new ApiError(0, { detail: "The service cannot be reached" }, null);
  }
  const data = response.status === 204 ? null : await body(response);
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

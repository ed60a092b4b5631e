// Runs an asynchronous job so that only the newest call is ever answered.

export function createLatest() {
  let controller = null;

  return {
    async run(job) {
      controller?.abort();
      const mine = new AbortController();
      controller = mine;
      try {
        const value = await job(mine.signal);
        return mine === controller ? { value } : null;
      } catch (error) {
        if (mine !== controller || error.name === "AbortError") return null;
        return { error };
      }
    },
    cancel() {
      controller?.abort();
      controller = null;
    },
  };
}

export function debounce(fn, ms) {
  let timer = null;
  const later = (...args) => {
    clearTimeout(timer);
    timer = setTimeout(() => fn(...args), ms);
  };
  later.cancel = () => clearTimeout(timer);
  return later;
}

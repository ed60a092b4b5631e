/*
 * One request as it stands: fetch() would tidy up paths and headers, and knows
 * no source address. An event stream is read until its first event.
 */
import http from 'node:http';

export function createAsker(base) {
  const { hostname, port } = new URL(base);
  const agent = new http.Agent({ keepAlive: true, maxSockets: 16 });

  function ask(target, { method = 'GET', headers = {}, body, from } = {}) {
    return new Promise((done, failed) => {
      const request = http.request({
        hostname, port, method, path: target, agent: from ? false : agent,
        localAddress: from, timeout: 60000,
        headers: body === undefined ? headers
          : { 'content-length': Buffer.byteLength(body), ...headers },
      }, (response) => {
        const chunks = [];
        const type = response.headers['content-type'] ?? '';
        const answer = () => {
          const text = Buffer.concat(chunks).toString('utf8');
          let parsed;
          try {
            if (/[/+]json/.test(type) && text) parsed = JSON.parse(text);
          } catch (error) {
            failed(new Error(`${method} ${target}: ${error.message}`));
            return;
          }
          done({ status: response.statusCode, headers: response.headers, text,
            body: parsed });
        };
        response.on('data', (chunk) => {
          chunks.push(chunk);
          if (/^text\/event-stream/.test(type)
            && /\ndata: .*\n\n$/.test(Buffer.concat(chunks).toString('utf8'))) {
            answer();
            request.destroy();
          }
        });
        response.on('end', answer);
      });
      request.on('error', failed);
      request.on('timeout', () => request.destroy(
        new Error(`${method} ${target}: no answer in a minute`)));
      if (body !== undefined) request.write(body);
      request.end();
    });
  }

  return { ask, close: () => agent.destroy() };
}

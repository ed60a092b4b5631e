/*
 * A stand-in for download.bls.gov whose oe.data.0.Current a test can shape:
 * paced, cut, stalled, shuffled, mixed with rows of other areas.
 *
 *   const server = await flatServer(instance);  // the emulator's own figures
 *   server.shape({ pace: 20, lines: (lines) => lines.slice(0, 9000) });
 *   await instance.sync('run --source flat', server.env);
 *   await server.close();
 */
import http from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

const PIECE = 8192; // bytes
const agent = { 'user-agent': 'test (test@example.org)' };

async function original(instance, file) {
  const answer = await fetch(`${instance.url}/pub/time.series/oe/${file}`,
    { headers: agent });
  return answer.text();
}

/** Rows of states, areas and industries, as many as wanted, a piece a time. */
function* otherRows(count, year) {
  let piece = '';
  for (let i = 0; i < count; i++) {
    const cell = String(i % 1000000).padStart(6, '0');
    const id = ['OEUM0010180000000', 'OEUS0100000000000', 'OEUN0000000541000'][
      i % 3];
    piece += `${id}${cell}01     \t${year}\tA01\t${
      String(i % 100000).padStart(12)}\t\r\n`;
    if (i % 500 === 499) {
      yield piece;
      piece = '';
    }
  }
  yield piece;
}

async function send(response, pieces, pace) {
  for (const piece of pieces) {
    if (response.destroyed) return;
    if (!response.write(piece)) {
      await new Promise((done) => {
        const goOn = () => {
          response.off('drain', goOn).off('close', goOn);
          done();
        };
        response.on('drain', goOn).on('close', goOn);
      });
    }
    if (pace) await sleep(pace);
  }
}

function* cutUp(text) {
  for (let at = 0; at < text.length; at += PIECE) {
    yield text.slice(at, at + PIECE);
  }
}

function* mixed(lines, count, year) {
  yield `${lines[0]}\r\n`;
  const rows = lines.slice(1);
  const step = Math.ceil(rows.length / 20);
  for (let at = 0; at < rows.length; at += step) {
    yield* otherRows(Math.ceil(count / 20), year);
    yield `${rows.slice(at, at + step).join('\r\n')}\r\n`;
  }
}

/** Areas, nation, states: the order of BLS. */
function* withAreas(lines, { areas, end = Infinity }) {
  const national = lines.filter((line) => !/^OEU[MS]/.test(line));
  let sent = 0;
  yield `${national[0]}\r\n`;
  for (const type of ['M', 'N', 'S']) {
    const pieces = type === 'N' ? cutUp(`${national.slice(1).join('\r\n')}\r\n`)
      : areas.rows(type);
    for (const piece of pieces) {
      if (type !== 'N' && sent++ >= end) return;
      yield piece;
    }
  }
}

/**
 * What shape() takes: `release`, `footnote` and `area` are texts (or bytes) and
 * `occupation` changes the text of its file; `lines` changes the
 * array of lines and `text` the whole of oe.data.0.Current; `pace` waits so
 * many ms after each 8 KiB, `unannounced` says whether it comes without its
 * length and without its last line end, `stall` sends only so many bytes and then nothing;
 * `others` mixes so many rows of other areas in, as they are made; `areas` (of
 * made_areas.mjs) takes the place of the emulator's areas, and `end` cuts the
 * file after so many of their pieces; `areaStatus` is the HTTP status of
 * oe.area.
 */
export async function flatServer(instance) {
  const files = {
    release: await original(instance, 'oe.release'),
    footnote: await original(instance, 'oe.footnote'),
    area: await original(instance, 'oe.area'),
    occupation: await original(instance, 'oe.occupation'),
    data: await original(instance, 'oe.data.0.Current'),
  };
  const counts = {
    release: 0, footnote: 0, area: 0, occupation: 0, data: 0,
  };
  let shape = {};

  const sendData = async (response) => {
    const change = shape;
    let lines = files.data.split('\r\n').slice(0, -1);
    if (change.lines) lines = change.lines(lines);
    if (change.areas) {
      await send(response, withAreas(lines, change), change.pace);
      response.end();
      return;
    }
    if (change.others) {
      await send(response, mixed(lines, change.others, 2025), 0);
      response.end();
      return;
    }
    let text = `${lines.join('\r\n')}\r\n`;
    if (change.unannounced?.()) {
      response.socket.end(`HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n${
        text.trimEnd()}`);
      return;
    }
    if (change.text) text = change.text(text);
    if (change.stall !== undefined) {
      response.write(text.slice(0, change.stall));
      return; // until the client goes
    }
    await send(response, cutUp(text), change.pace);
    response.end();
  };

  const server = http.createServer((request, response) => {
    const name = request.url.slice(1);
    if (name === 'oe.release') {
      counts.release++;
      response.end(shape.release ?? files.release);
    } else if (name === 'oe.footnote') {
      counts.footnote++;
      response.end(shape.footnote ?? files.footnote);
    } else if (name === 'oe.area') {
      counts.area++;
      if (shape.areaStatus) response.statusCode = shape.areaStatus;
      response.end(shape.area ?? shape.areas?.list ?? files.area);
    } else if (name === 'oe.occupation') {
      counts.occupation++;
      response.end(shape.occupation?.(files.occupation) ?? files.occupation);
    } else if (name === 'oe.data.0.Current') {
      counts.data++;
      sendData(response);
    } else {
      response.end('<!DOCTYPE html><title>not found</title>');
    }
  });
  await new Promise((done) => { server.listen(0, '127.0.0.1', done); });
  return {
    counts,
    env: { BLS_SYNC_FLAT_URL: `http://127.0.0.1:${server.address().port}/` },
    shape: (change) => { shape = change; },
    close: () => {
      server.closeAllConnections();
      return new Promise((done) => { server.close(done); });
    },
  };
}

// The emulator against what is known of BLS: wire format, limits, order of
// checks, golden figures, faults. Run with `node --test`; BUILD names the
// folder of the program.

import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';

import { startEmulator } from './harness.mjs';

const KEY = '0123456789abcdef0123456789abcdef';
const OTHER_KEY = '11111111111111111111111111111111';
const FAILED = 'Your request has failed. Please check your input parameters, '
  + 'and try your request again.';

let bls;

const two = (n) => String(n).padStart(2, '0');
const national = (code, datatype) =>
  `OEUN0000000000000${code.replace('-', '')}${two(datatype)}`;
const all15 = (code) => Array.from({ length: 15 }, (_, i) => national(code, i + 1));
const latest = (seriesid, more) =>
  ({ seriesid, latest: 'true', registrationkey: KEY, ...more });
const values = (answer) =>
  answer.Results.series.map((s) => (s.data.length ? s.data[0].value : null));

// The first n ids of the list, for requests of any size.
async function someSeries(n) {
  const list = await (await bls.flat('oe.occupation')).text();
  const codes = list.split('\r\n').slice(1, 1 + Math.ceil(n / 15));
  return codes.flatMap((line) => all15(line.split('\t')[0])).slice(0, n);
}

async function failing(fault, body = latest([national('15-1252', 13)])) {
  await bls.control({ faults: [fault] });
  return bls.ask(body);
}

before(async () => {
  bls = await startEmulator();
});

after(() => bls.stop());

beforeEach(() => bls.reset());

describe('figures', () => {
  it('are those of May 2025 for software developers', async () => {
    assert.deepEqual(values(await bls.ask(latest(all15('15-1252')))), [
      '1687890', '0.6', '71.20', '148100', '0.4', '39.64', '50.58', '65.38',
      '82.68', '103.21', '82460', '105210', '135980', '171980', '214670']);
  });

  it('are those of May 2025 for all occupations', async () => {
    const answer = await bls.ask(latest([1, 13, 8, 6].map((t) => national('00-0000', t))));
    assert.deepEqual(values(answer), ['155495730', '50980', '24.51', '15.00']);
  });

  it('are those of May 2025 for teachers, who have no hourly wage', async () => {
    const answer = await bls.ask(latest(all15('25-2021')));
    assert.deepEqual(values(answer), [
      '1388390', '0.8', '-', '72650', '0.4', '-', '-', '-', '-', '-',
      '47960', '57710', '63970', '81450', '104340']);
    assert.equal(answer.Results.series[2].data[0].footnotes[0].code, '4');
  });

  it('carry a footnote where there is no value', async () => {
    await bls.control({ release: 2021 });
    const answer = await bls.ask(latest([
      national('53-2011', 3), national('11-1011', 15), national('11-1011', 1)]));
    const notes = answer.Results.series.map((s) => s.data[0].footnotes);
    assert.equal(notes[0][0].code, '4');
    assert.deepEqual(notes[1], [{ code: '5',
      text: 'This wage is equal to or greater than $100.00 per hour or $208,000 per year.' }]);
    assert.deepEqual(notes[2], [{}]);
  });

  it('say the cap of their year', async () => {
    await bls.control({ release: 2022 });
    const answer = await bls.ask(latest([national('29-1214', 15)]));
    assert.equal(answer.Results.series[0].data[0].footnotes[0].text,
      'This wage is equal to or greater than $115.00 per hour or $239,200 per year.');
  });

  it('are the same over the API and in the flat file', async () => {
    await bls.control({ rate_limit: false });
    const text = await (await bls.flat('oe.data.0.Current')).text();
    const rows = text.split('\r\n').filter((l) => l.startsWith('OEUN'))
      .map((l) => l.split('\t'));
    assert.equal(rows.length, 1104 * 15);
    for (let i = 0; i < rows.length; i += 50) {
      const part = rows.slice(i, i + 50);
      const answer = await bls.ask(latest(part.map((r) => r[0].trim())));
      assert.deepEqual(values(answer), part.map((r) => r[3].trim()));
      answer.Results.series.forEach((s, n) => assert.equal(
        s.data[0].footnotes[0].code ?? '', part[n][4]));
    }
  });
});

describe('wire format', () => {
  it('is that of a recorded answer', async () => {
    const id = national('15-1252', 4);
    const response = await bls.post({
      seriesid: [id], startyear: '2023', endyear: '2025', registrationkey: KEY });
    assert.equal(response.status, 200);
    assert.match(response.headers.get('content-type'), /^application\/json/);
    assert.deepEqual(await response.json(), {
      status: 'REQUEST_SUCCEEDED',
      responseTime: 70,
      message: [`No Data Available for Series ${id} Year: 2023`,
        `No Data Available for Series ${id} Year: 2024`],
      Results: { series: [{ seriesID: id, data: [{
        year: '2025', period: 'A01', periodName: 'Annual', latest: 'true',
        value: '148100', footnotes: [{}] }] }] },
    });
  });

  it('has no messages when the latest is asked', async () => {
    assert.deepEqual((await bls.ask(latest([national('15-1252', 4)]))).message, []);
  });

  it('takes three years when none are named', async () => {
    const answer = await bls.ask({ seriesid: [national('15-1252', 4)] });
    assert.equal(answer.message.length, 2);
    assert.deepEqual(values(answer), ['148100']);
  });

  it('gives nothing for a year that was withdrawn', async () => {
    const answer = await bls.ask({ seriesid: [national('15-1252', 4)],
      startyear: 2024, endyear: 2024, registrationkey: KEY });
    assert.equal(answer.status, 'REQUEST_SUCCEEDED');
    assert.deepEqual(answer.Results.series[0].data, []);
    assert.match(answer.message[0], /^No Data Available .* Year: 2024$/);
  });

  it('tells unknown from ill-formed series, both with success', async () => {
    const unknown = ['OEUN000000000000015125217', 'OEUN000000000000099999904',
      'OEUN0000000000000000000004', 'OEUS000000000000151252', national('11-1031', 1)];
    const invalid = ['NOTASERIES1', 'oeun000000000000015125204'];
    const answer = await bls.ask(latest([...unknown, ...invalid]));
    assert.equal(answer.status, 'REQUEST_SUCCEEDED');
    assert.deepEqual(values(answer), Array(7).fill(null));
    assert.deepEqual(answer.message, [
      ...unknown.map((id) => `Series does not exist for Series ${id}`),
      ...invalid.flatMap((id) => [`Unable to get Catalog Data for series ${id}`,
        `Invalid Series for Series ${id}`])]);
  });

  it('answers a GET of one series, in both versions', async () => {
    for (const [version, query] of [[2, `?latest=true&registrationkey=${KEY}`], [1, '']]) {
      const { status, body } = await bls.json('GET',
        `/publicAPI/v${version}/timeseries/data/${national('15-1252', 13)}${query}`);
      assert.equal(status, 200);
      assert.deepEqual(values(body), ['135980']);
    }
  });

  it('takes a form in version 1 only', async () => {
    const body = `seriesid=${national('15-1252', 13)}&startyear=2025&endyear=2025`;
    const type = 'application/x-www-form-urlencoded';
    assert.deepEqual(values(await bls.ask(body, { version: 1, type })), ['135980']);
    assert.equal((await bls.post(body, { type })).status, 415);
  });

  it('gives an empty list for what it cannot interpret', async () => {
    for (const body of [{}, { seriesid: national('15-1252', 13) }, { seriesid: [5] }]) {
      assert.deepEqual(await bls.ask({ ...body, registrationkey: KEY }), {
        status: 'REQUEST_SUCCEEDED', responseTime: 70, message: [], Results: { series: [] } });
    }
  });

  it('knows the survey', async () => {
    const one = await bls.json('GET', '/publicAPI/v2/surveys/OE');
    assert.deepEqual(one.body.Results.survey, [{
      survey_abbreviation: 'OE', survey_name: 'Occupational Employment and Wage Statistics',
      allowsNetChange: 'false', allowsPercentChange: 'false', hasAnnualAverages: 'false' }]);
    const all = await bls.json('GET', '/publicAPI/v2/surveys');
    assert.ok(all.body.Results.survey.some((s) => s.survey_abbreviation === 'OE'));
    assert.equal((await fetch(`${bls.url}/publicAPI/v2/survey/OE`)).status, 404);
  });
});

describe('limits', () => {
  it('cut the series silently to 50 with a key, 25 without', async () => {
    const ids = await someSeries(60);
    for (const [body, limit] of [[latest(ids), 50], [{ seriesid: ids, latest: true }, 25],
      [{ seriesid: ids, latest: true, registration_key: KEY }, 25]]) {
      const answer = await bls.ask(body);
      assert.equal(answer.status, 'REQUEST_SUCCEEDED');
      assert.equal(answer.message[0], 'Requested Series list has been reduced to '
        + `the system-allowed limit of ${limit} series.`);
      assert.deepEqual(answer.Results.series.map((s) => s.seriesID), ids.slice(0, limit));
    }
  });

  it('cut the years from the start of the range', async () => {
    const answer = await bls.ask({ seriesid: [national('15-1252', 1)],
      startyear: '2015', endyear: '2025' });
    assert.equal(answer.message[0],
      'Year range has been reduced to the system-allowed limit of 10 years.');
    assert.equal(answer.message.length, 1 + 10);
    assert.deepEqual(values(answer), [null]);
    const keyed = await bls.ask({ seriesid: [national('15-1252', 1)],
      startyear: '2001', endyear: '2025', registrationkey: KEY });
    assert.equal(keyed.message[0],
      'Year range has been reduced to the system-allowed limit of 20 years.');
    assert.deepEqual(values(keyed), [null]);
  });

  it('end a key and an address for the day, and a new day revives them', async () => {
    await bls.control({ keys: [{ key: KEY, quota: 2 }], keyless_quota: 1 });
    const body = latest([national('15-1252', 1)]);
    await bls.ask(body);
    await bls.ask({ ...body, seriesid: ['BOGUS123'] });
    const spent = await bls.ask(body);
    assert.deepEqual(spent, { status: 'REQUEST_NOT_PROCESSED', responseTime: 0,
      message: ['Request could not be serviced, as the daily threshold for total number of '
        + `requests allocated to the user with registration key ${KEY} has been reached.`],
      Results: {} });
    assert.equal((await bls.ask({ ...body, registrationkey: OTHER_KEY })).status,
      'REQUEST_SUCCEEDED');
    await bls.ask({ seriesid: body.seriesid });
    assert.match((await bls.ask({ seriesid: body.seriesid })).message[0],
      /with registration key {2}has been reached/);
    await bls.control({ clock_offset_s: 86400 });
    assert.equal((await bls.ask(body)).status, 'REQUEST_SUCCEEDED');
  });

  it('refuse the 51st request within ten seconds', async () => {
    const body = latest([national('15-1252', 1)]);
    for (let i = 0; i < 50; i++) assert.equal((await bls.post(body)).status, 200);
    assert.equal((await bls.post(body)).status, 429);
    const state = await bls.state();
    assert.equal(state.max_in_10_s, 51);
    assert.equal(state.keys[0].used, 50);
  });
});

describe('checks', () => {
  const ids = [national('15-1252', 1)];

  it('come in the order type, syntax, key, quota, parameters', async () => {
    await bls.control({ keys: [{ key: KEY, quota: 0 }] });
    assert.equal((await bls.post('{', { type: 'text/plain' })).status, 415);
    assert.equal((await bls.post('{')).status, 400);
    const bad = { seriesid: ids, startyear: '2020' };
    const fake = await bls.ask({ ...bad, registrationkey: 'FAKE' });
    assert.deepEqual(fake, { status: 'REQUEST_NOT_PROCESSED', responseTime: 0,
      message: ['The key:FAKE provided by the User is invalid. Please provide a proper key '
        + 'for the operation to be successful'], Results: {} });
    assert.match((await bls.ask({ ...bad, registrationkey: KEY })).message[0], /daily threshold/);
    const parameters = await bls.ask({ ...bad, registrationkey: OTHER_KEY });
    assert.equal(parameters.status, 'REQUEST_FAILED_INVALID_PARAMETERS');
  });

  it('refuse years that are no years', async () => {
    const year = new Date().getUTCFullYear();
    for (const [start, end, message] of [
      ['2024', String(year + 1), 'End year is invalid.'],
      ['20x4', '2025', 'startyear: Value must be a four-digit number.'],
      ['2020', undefined, 'End year is invalid.']]) {
      const answer = await bls.ask(
        { seriesid: ids, startyear: start, endyear: end, registrationkey: KEY });
      assert.equal(answer.status, 'REQUEST_FAILED_INVALID_PARAMETERS');
      assert.deepEqual(answer.message, [message]);
    }
  });

  it('refuse the latest together with a range', async () => {
    const answer = await bls.ask(latest(ids, { startyear: '2024', endyear: '2025' }));
    assert.equal(answer.status, 'REQUEST_FAILED_INVALID_PARAMETERS');
  });

  it('fail now and then on catalog data of an unknown id', async () => {
    await bls.control({ rate_limit: false });
    const seen = { REQUEST_FAILED: 0, REQUEST_SUCCEEDED: 0 };
    for (let i = 0; i < 60; i++) {
      const answer = await bls.ask(latest([...ids, 'BOGUS123'], { catalog: true }));
      seen[answer.status]++;
      if (answer.status === 'REQUEST_FAILED') {
        assert.equal(answer.Results, null);
        assert.deepEqual(answer.message, [FAILED]);
      }
    }
    assert.ok(seen.REQUEST_FAILED > 20 && seen.REQUEST_SUCCEEDED > 5, JSON.stringify(seen));
  });
});

describe('flat files', () => {
  it('have the bytes of the real ones', async () => {
    assert.equal(await (await bls.flat('oe.release')).text(),
      'release_date\tdescription\r\n2025A01\tMay 2025\r\n');
    for (const [file, bytes] of [['oe.datatype', 528], ['oe.footnote', 746],
      ['oe.occupation', 261681]]) {
      assert.equal((await (await bls.flat(file)).arrayBuffer()).byteLength, bytes, file);
    }
    const lines = (await (await bls.flat('oe.data.1.AllData')).text()).split('\n');
    assert.equal(lines[0],
      'series_id                     \tyear\tperiod\t       value\tfootnote_codes\r');
    assert.equal(lines.find((l) => l.startsWith('OEUN')),
      'OEUN000000000000000000001     \t2025\tA01\t   155495730\t\r');
    const hourly = lines.find((l) => l.startsWith(national('53-2011', 3)));
    assert.equal(hourly, `${national('53-2011', 3)}     \t2025\tA01\t           -\t4\r`);
  });

  it('have the areas that are known, ordered by series', async () => {
    const list = await (await bls.flat('oe.area')).text();
    assert.match(list, /\r\n11\t0047900\tM\tWashington-Arlington-/);
    const lines = (await (await bls.flat('oe.data.0.Current')).text())
      .split('\r\n').slice(1, -1);
    const areas = lines.filter((l) => /^OEU[MS]/.test(l));
    assert.equal(areas.length, 5 * 17);
    assert.ok(areas.includes(
      'OEUM001054000000029121515     \t2025\tA01\t           -\t5'));
    assert.ok(areas.includes(
      'OEUS510000000000015125217     \t2025\tA01\t        1.98\t'));
    const ids = lines.map((l) => l.slice(0, 25));
    assert.deepEqual(ids, [...ids].sort());
    await bls.control({ release: 2024 });
    assert.equal((await (await bls.flat('oe.area')).text()).split('\r\n').length,
      3);
    await bls.control({ release: 2025 });
  });

  it('are closed to a client that names no address', async () => {
    const response = await bls.flat('oe.release', { agent: 'Mozilla/5.0' });
    assert.equal(response.status, 403);
    assert.match(await response.text(), /Access Denied/);
  });

  it('know time stamps, ignore tags, and hide a wrong path', async () => {
    const response = await bls.flat('oe.area');
    const [tag, modified] = ['etag', 'last-modified'].map((h) => response.headers.get(h));
    assert.equal((await bls.flat('oe.release')).headers.get('etag'), tag);
    assert.equal((await bls.flat('oe.area', { headers: { 'If-None-Match': tag } })).status, 200);
    const since = { headers: { 'If-Modified-Since': modified } };
    assert.equal((await bls.flat('oe.area', since)).status, 304);
    await bls.control({ release: 2024 });
    assert.notEqual((await bls.flat('oe.area')).headers.get('last-modified'), modified);
    const head = await bls.flat('oe.area', { method: 'HEAD' });
    assert.equal(head.headers.get('content-length'), null);
    const wrong = await bls.flat('oe.nothing');
    assert.equal(wrong.status, 200);
    assert.match(await wrong.text(), /^<!DOCTYPE html>/);
  });
});

describe('control', () => {
  it('takes all of a change or nothing, and names what is wrong', async () => {
    for (const [change, error] of [
      [{ latency_ms: 5, relase: 2024 }, 'unknown field: relase'],
      [{ latency_ms: 5, release: 2020 }, 'bad value: release'],
      [{ latency_ms: 5, faults: [{ fault: 'plague' }] }, 'unknown fault: plague'],
      [{ latency_ms: 5, override: [{ code: '15-1252', datatype: 1, value: 'x' }] },
        'bad value: value']]) {
      const { status, body } = await bls.json('POST', '/emulator/control', change);
      assert.equal(status, 400);
      assert.equal(body.error, error);
    }
    assert.equal((await bls.state()).latency_ms, 0);
  });

  it('switches the release in the middle, and back', async () => {
    await bls.control({ flips: [{ after: 1, release: 2024 }, { after: 2, release: 2025 }] });
    const years = [];
    for (let i = 0; i < 4; i++) {
      const answer = await bls.ask(latest([national('15-1252', 1)]));
      years.push(answer.Results.series[0].data[0].year);
    }
    assert.deepEqual(years, ['2025', '2024', '2024', '2025']);
  });

  it('changes, withdraws, adds, renames and multiplies', async () => {
    await bls.control({
      override: [{ year: 2025, code: '15-1252', datatype: 13, value: '140000' },
        { code: '15-1252', datatype: 12, value: '-', footnote: '8' }],
      withdraw: ['15-1253', { code: '15-1254', year: 2025 }],
      add: [{ code: '15-1258', title: 'Prompt Tamers', values: Array(15).fill('10') }],
      rename: [{ code: '15-1254', title: 'Web Weavers' }],
    });
    await bls.control({ multiply_employment: { factor: 2 } });
    const answer = await bls.ask(latest([national('15-1252', 13), national('15-1252', 12),
      national('15-1253', 1), national('15-1254', 1), national('15-1258', 1),
      national('15-1252', 1)]));
    assert.deepEqual(values(answer), ['140000', '-', null, null, '20', '3375780']);
    const list = await (await bls.flat('oe.occupation')).text();
    assert.ok(!list.includes('\n151253\t') && list.includes('\n151254\t'));
    assert.ok(list.includes('\n151258\tPrompt Tamers\t'));
    assert.match(list, /\n151254\tWeb Weavers\t[^\t]/);
    await bls.reset();
    assert.deepEqual(values(await bls.ask(latest([national('15-1252', 13)]))), ['135980']);
  });

  it('counts what was asked, and how many at once', async () => {
    await bls.control({ latency_ms: 150 });
    const began = Date.now();
    await Promise.all(['15-1252', '15-1253', '15-1252', '53-2011'].map((code) =>
      bls.ask(latest(all15(code)))));
    assert.ok(Date.now() - began < 4 * 150);
    assert.deepEqual(await bls.asked(), { '15-1252': 30, '15-1253': 15, '53-2011': 15 });
    const state = await bls.state();
    assert.equal(state.max_in_flight, 4);
    assert.equal(state.requests.data, 4);
    assert.equal(state.series_asked, 60);
    assert.equal(state.series_distinct, 45);
    assert.equal(state.series_answered, 60);
    assert.equal(state.problems, 0);
  });
});

describe('faults', () => {
  const id = national('15-1252', 13);

  it('in front of the application cost no quota', async () => {
    for (const [fault, status, body] of [
      ['html_200', 200, /^<!DOCTYPE html>/], ['empty_200', 200, /^$/], ['http_202', 202, /^$/],
      ['http_302', 302, /has moved/],
      ['http_403_akamai', 403, /Access Denied/], ['http_429', 429, /./], ['http_500', 500, /./],
      ['http_503', 503, /./]]) {
      await bls.control({ faults: [{ fault, retry_after: 7 }] });
      const response = await bls.post(latest([id]));
      assert.equal(response.status, status, fault);
      assert.match(await response.text(), body, fault);
      assert.equal(response.headers.get('retry-after'),
        status === 429 || status === 503 ? '7' : null);
    }
    assert.equal((await bls.state()).keys[0].used, 0);
  });

  it('cut an answer with its length right or wrong', async () => {
    await bls.control({ faults: [{ fault: 'truncated_json' }] });
    await assert.rejects(bls.ask(latest([id])), SyntaxError);
    await bls.control({ faults: [{ fault: 'truncated_body' }] });
    await assert.rejects((await bls.post(latest([id]))).text(), TypeError);
    await assert.rejects((await bls.flat('oe.data.0.Current')).text(), TypeError);
  });

  it('never answer, or late', async () => {
    await bls.control({ faults: [{ fault: 'hang' }] });
    await assert.rejects(bls.post(latest([id]), { signal: AbortSignal.timeout(300) }));
    const began = Date.now();
    await failing({ fault: 'slow', delay_s: 0.2 });
    assert.ok(Date.now() - began >= 200);
    assert.equal((await bls.state()).in_flight, 0);
  });

  it('refuse a request as a whole', async () => {
    assert.equal((await failing({ fault: 'request_failed' })).Results, null);
    assert.equal((await failing({ fault: 'over_capacity' })).status,
      'REQUEST_FAILED_OVER_CAPACITY');
    assert.match((await failing({ fault: 'quota_now' })).message[0], new RegExp(KEY));
    assert.match((await failing({ fault: 'quota_old_text' })).message[0],
      /allocated to the user has been reached\.$/);
    assert.match((await failing({ fault: 'invalid_key_now' })).message[0], /^The key:0123/);
    assert.equal((await failing({ fault: 'poison_series', series: id })).status, 'REQUEST_FAILED');
    await bls.control({ faults: [{ fault: 'odd_bytes' }] });
    const odd = Buffer.from(await (await bls.post(latest([id]))).arrayBuffer());
    assert.match(odd.toString('latin1'), /"Your request has failed \x96 .*M\xFC\x81ller/);
    await bls.control({ faults: [] });
    assert.equal((await bls.ask(latest([national('15-1252', 1)]))).status, 'REQUEST_SUCCEEDED');
  });

  it('change the shape of an answer', async () => {
    const array = await failing({ fault: 'results_array' });
    assert.equal(array.Results[0].series[0].seriesID, id);
    assert.equal('message' in await failing({ fault: 'no_message' }), false);
    assert.equal((await failing({ fault: 'null_results' })).Results, null);
    const words = await failing({ fault: 'refused_in_words' });
    assert.equal(words.status, 'REQUEST_NOT_PROCESSED');
    assert.match(words.message.at(-1), /limit of 25 series/);
    assert.equal(words.Results.series[0].data.length, 1);
    const numbers = await failing({ fault: 'number_types' });
    assert.equal(numbers.Results.series[0].data[0].value, 135980);
    const cut = await failing({ fault: 'key_ignored' }, latest(await someSeries(30)));
    assert.equal(cut.Results.series.length, 25);
    await bls.control({ faults: [{ fault: 'huge_body', bytes: 3000000 }] });
    assert.ok((await (await bls.post(latest([id]))).text()).length > 3000000);
    await bls.control({ faults: [{ fault: 'deep_nesting', bytes: 50000 }] });
    assert.ok((await (await bls.post(latest([id]))).text()).includes('['.repeat(50000)));
  });

  it('spoil one series', async () => {
    const ids = [national('15-1252', 1), id];
    const struck = (fault, more) => failing({ fault, series: id, ...more }, latest(ids));
    assert.deepEqual(values(await struck('drop_series')), ['1687890']);
    assert.deepEqual(values(await struck('duplicate_series')), ['1687890', '135980', '135980']);
    assert.deepEqual(values(await struck('malformed_value')), ['1687890', '1,234']);
    assert.deepEqual(values(await struck('malformed_value', { value: 'abc' })), ['1687890', 'abc']);
    assert.equal((await struck('extra_series')).Results.series[2].seriesID,
      national('00-0000', 1));
    const old = (await struck('wrong_year')).Results.series[1].data[0];
    assert.deepEqual([old.year, old.latest, old.value], ['2024', undefined, '133080']);
    const locked = await struck('database_locked');
    assert.deepEqual(locked.message, [`Database is locked for Series ${id}`]);
    assert.deepEqual(values(locked), ['1687890', null]);
    assert.deepEqual(values(await bls.ask(latest(ids))), ['1687890', '135980']);
  });

  it('strike as their rule says', async () => {
    const statuses = async (rule, n) => {
      await bls.control({ rate_limit: false, faults: [{ fault: 'http_500', ...rule }] });
      const seen = [];
      for (let i = 0; i < n; i++) seen.push((await bls.post(latest([id]))).status);
      return seen;
    };
    assert.deepEqual(await statuses({ every: 3 }, 6), [200, 200, 500, 200, 200, 500]);
    assert.deepEqual(await statuses({ after: 2, times: 1 }, 4), [200, 200, 500, 200]);
    assert.deepEqual(await statuses({ path: 'flat' }, 1), [200]);
    assert.equal((await bls.flat('oe.release')).status, 500);
    const [one, same] = [await statuses({ probability: 0.5, seed: 7 }, 20),
      await statuses({ probability: 0.5, seed: 7 }, 20)];
    assert.deepEqual(one, same);
    assert.ok(one.includes(200) && one.includes(500));
  });
});

/*
 * www/openapi.json as tests need it: its operations with references resolved, a
 * strict validator per body and header, and what of it was never answered.
 *
 *   const contract = loadContract();
 *   contract.operations              // [{ id, method, path, public, ... }]
 *   contract.judge(operation, answer) // what is wrong with the answer: texts
 *   contract.unseen()                // what is documented and was not answered
 */
import fs from 'node:fs';
import path from 'node:path';

import Ajv2020 from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';

import { repo } from './instance.mjs';

const METHODS = ['get', 'put', 'post', 'delete', 'patch'];

// What the web server says on every answer, whatever the route: not worth a
// line in each response of the document.
const EVERYWHERE = new Set(['server', 'date', 'connection', 'keep-alive',
  'content-type', 'content-length', 'transfer-encoding', 'content-encoding',
  'vary', 'content-security-policy', 'x-content-type-options',
  'x-frame-options', 'referrer-policy', 'permissions-policy',
  'cross-origin-opener-policy', 'access-control-allow-origin',
  'access-control-expose-headers', 'last-modified', 'accept-ranges',
  'ratelimit-policy']);

const escape = (key) => String(key).replace(/~/g, '~0').replace(/\//g, '~1');
const unescape = (key) => decodeURIComponent(key)
  .replace(/~1/g, '/').replace(/~0/g, '~');
export const join = (pointer, ...keys) =>
  [pointer, ...keys.map(escape)].join('/');

export function at(document, pointer) {
  return pointer.split('/').slice(1)
    .reduce((value, key) => value?.[unescape(key)], document);
}

/** Where a $ref leads, with what stands there. */
function follow(document, pointer) {
  let here = pointer;
  let value = at(document, here);
  while (value?.$ref && Object.keys(value).length === 1) {
    here = value.$ref.slice(1);
    value = at(document, here);
  }
  return { pointer: here, value };
}

function readResponses(document, pointer) {
  const responses = new Map();
  for (const status of Object.keys(at(document, pointer))) {
    const found = follow(document, join(pointer, status));
    const headers = Object.keys(found.value.headers ?? {}).map((name) => {
      const header = follow(document, join(found.pointer, 'headers', name));
      return {
        name: name.toLowerCase(),
        pointer: header.pointer,
        required: header.value.required === true,
      };
    });
    const bodies = new Map(Object.keys(found.value.content ?? {}).map((type) =>
      [type, join(found.pointer, 'content', type, 'schema')]));
    responses.set(Number(status), { headers, bodies });
  }
  return responses;
}

function readOperations(document) {
  const operations = [];
  for (const [route, methods] of Object.entries(document.paths)) {
    for (const method of METHODS.filter((name) => methods[name])) {
      const pointer = join('/paths', route, method);
      const value = methods[method];
      const parameters = (value.parameters ?? []).map((_, i) => {
        const found = follow(document, join(pointer, 'parameters', i));
        return {
          ...found.value,
          schemaPointer: follow(document, join(found.pointer, 'schema')).pointer,
        };
      });
      operations.push({
        id: value.operationId,
        method: method.toUpperCase(),
        path: route,
        summary: value.summary,
        security: value.security,
        parameters,
        body: value.requestBody
          && join(pointer, 'requestBody', 'content', 'application/json', 'schema'),
        responses: readResponses(document, join(pointer, 'responses')),
      });
    }
  }
  return operations;
}

/** Every schema that `pointer` leads to, once: visit(pointer, schema). */
function reach(document, pointer, visit, seen = new Set()) {
  if (seen.has(pointer)) return;
  seen.add(pointer);
  const schema = at(document, pointer);
  visit(pointer, schema);
  const go = (...keys) => reach(document, join(pointer, ...keys), visit, seen);
  if (schema.$ref) reach(document, schema.$ref.slice(1), visit, seen);
  for (const key of ['allOf', 'oneOf', 'anyOf']) {
    (schema[key] ?? []).forEach((_, i) => go(key, i));
  }
  Object.keys(schema.properties ?? {}).forEach((key) => go('properties', key));
  if (schema.items) go('items');
}

const kinds = (schema) => [schema.type ?? []].flat();

function kindOf(value) {
  if (value === null) return 'null';
  return 'value';
}

export function loadContract() {
  const document = JSON.parse(fs.readFileSync(
    path.join(repo, 'www/openapi.json'), 'utf8'));
  const ajv = new Ajv2020({
    strict: true, strictTypes: false, strictRequired: false, allErrors: true,
  });
  const compiled = new Map();
  const operations = readOperations(document);
  const seen = new Set(); // pointers, and pointers with "null" or "value"
  const schemas = new Map(); // pointer -> schema, for the many of every job

  addFormats(ajv);
  ajv.addVocabulary(['paths', 'components', 'example']);
  ajv.addSchema({
    $id: 'bls', paths: document.paths, components: document.components,
  });

  function validator(pointer) {
    if (!compiled.has(pointer)) {
      // In a URI every character beyond the plain ones is encoded.
      const where = pointer.split('/').map(encodeURIComponent).join('/');
      compiled.set(pointer, ajv.compile({ $ref: `bls#${where}` }));
    }
    return compiled.get(pointer);
  }

  /** Texts that say where `value` is not what the schema says. */
  function faults(pointer, value) {
    const check = validator(pointer);
    if (check(value)) return [];
    return check.errors.slice(0, 5).map((error) =>
      `${error.instancePath || 'the body'} ${error.message}`
      + ` ${JSON.stringify(error.params)}`);
  }

  function schemaAt(pointer) {
    if (!schemas.has(pointer)) schemas.set(pointer, at(document, pointer));
    return schemas.get(pointer);
  }

  /** Marks what of a schema this value shows. */
  function mark(pointer, value) {
    const schema = schemaAt(pointer);
    seen.add(`${pointer} ${kindOf(value)}`);
    if (schema.$ref) mark(schema.$ref.slice(1), value);
    (schema.allOf ?? []).forEach((_, i) =>
      mark(join(pointer, 'allOf', i), value));
    for (const key of ['oneOf', 'anyOf']) {
      (schema[key] ?? []).forEach((_, i) => {
        const branch = `${pointer}/${key}/${i}`;
        if (validator(branch)(value)) mark(branch, value);
      });
    }
    if (Array.isArray(value) && schema.items) {
      const items = `${pointer}/items`;
      value.forEach((item) => mark(items, item));
    } else if (value && typeof value === 'object') {
      for (const key of Object.keys(value)) {
        if (schema.properties?.[key]) {
          mark(`${pointer}/properties/${escape(key)}`, value[key]);
        }
      }
    }
  }

  function judgeHeader(header, text) {
    if (text === undefined) {
      return header.required ? [`the header ${header.name} is missing`] : [];
    }
    const schema = join(header.pointer, 'schema');
    const value = at(document, schema).type === 'integer' ? Number(text) : text;
    seen.add(header.pointer);
    return faults(schema, value).map((what) => `header ${header.name}: ${what}`);
  }

  function judgeHeaders(response, answer) {
    const known = new Set(response.headers.map((header) => header.name));
    const wrong = response.headers.flatMap((header) =>
      judgeHeader(header, answer.headers[header.name]?.toString()));
    for (const name of Object.keys(answer.headers)) {
      // No failure is kept anywhere, on any route.
      const plain = answer.status >= 400 && name === 'cache-control'
        && answer.headers[name] === 'no-store';
      if (!known.has(name) && !EVERYWHERE.has(name) && !plain) {
        wrong.push(`the header ${name} is not documented`);
      }
    }
    return wrong;
  }

  function judgeBody(response, answer) {
    const type = (answer.headers['content-type'] ?? '').split(';')[0];
    if (response.bodies.size === 0) {
      return answer.text === '' ? [] : ['a body where none is documented'];
    }
    const pointer = response.bodies.get(type);
    if (!pointer) return [`the content type ${type || 'none'} is not documented`];
    const wrong = faults(pointer, answer.body ?? answer.text);
    if (wrong.length === 0) mark(pointer, answer.body ?? answer.text);
    return wrong;
  }

  function judge(operation, answer) {
    const response = operation.responses.get(answer.status);
    if (!response) return [`the status ${answer.status} is not documented`];
    const wrong = [...judgeHeaders(response, answer),
      ...judgeBody(response, answer)];
    if (wrong.length === 0) seen.add(`${operation.id} ${answer.status}`);
    return wrong;
  }

  function unseen() {
    const missing = new Set();
    const need = (key, text) => { if (!seen.has(key)) missing.add(text); };
    for (const operation of operations) {
      for (const [status, response] of operation.responses) {
        need(`${operation.id} ${status}`,
          `${operation.method} ${operation.path}: status ${status}`);
        response.headers.forEach((header) => need(header.pointer,
          `header ${header.name} (${header.pointer})`));
        for (const body of response.bodies.values()) {
          reach(document, body, (pointer, schema) => {
            if (!/\/properties\/[^/]*$/.test(pointer)) return;
            const name = pointer.replace('/components/schemas/', '')
              .replace(/\/properties\//g, '.').replace(/\/items/g, '[]');
            need(`${pointer} value`, `field ${name}`);
            const target = schema.$ref
              ? at(document, schema.$ref.slice(1)) : schema;
            const may = kinds(target).includes('null')
              || (schema.oneOf ?? []).some((one) => one.type === 'null');
            if (may && !schema.$ref) need(`${pointer} null`, `field ${name}: null`);
          });
        }
      }
    }
    return [...missing].sort();
  }

  return { document, operations, judge, unseen, faults, at: (p) => at(document, p) };
}

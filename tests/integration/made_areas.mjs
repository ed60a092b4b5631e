/*
 * Areas for tests. Every figure here is made up by a formula, for no area's
 * published figures come with the project; names say so.
 *
 *   const made = madeAreas({ states: 4, metros: 20, codes, year: 2025 });
 *   made.list                 // oe.area
 *   for (const piece of made.rows('M')) ...   // rows of oe.data
 *   made.cells(area, code)    // 17 cells as printed, or undefined
 */

const DATATYPES = 17;

/** A number from 0 to 1 that depends on nothing but its arguments. */
function chance(...numbers) {
  let h = 2166136261;
  for (const number of numbers) {
    h = Math.imul(h ^ number, 16777619);
    h ^= h >>> 13;
    h = Math.imul(h, 1540483477);
    h ^= h >>> 15;
  }
  return (h >>> 0) / 2 ** 32;
}

function valueOf(datatype, luck) {
  if (datatype === 1) return String(10 * (3 + Math.floor(luck * 5000)));
  if (datatype === 2 || datatype === 5) return (luck * 40).toFixed(1);
  if (datatype === 16) return (luck * 60).toFixed(3);
  if (datatype === 17) return (luck * 4).toFixed(2);
  const hourly = 12 + luck * 100;
  return datatype === 3 || (datatype >= 6 && datatype <= 10)
    ? hourly.toFixed(2) : String(Math.round(hourly * 208) * 10);
}

const isHourly = (datatype) => datatype === 3
  || (datatype >= 6 && datatype <= 10);
const isWage = (datatype) => datatype >= 3 && datatype <= 15 && datatype !== 5;

/** As in the tables of the emulator: digits, or -4, -5, -8. */
function cellsOf(seed, area, occupation) {
  const fate = chance(seed, area, occupation, 1);
  return Array.from({ length: DATATYPES }, (_, i) => {
    const datatype = i + 1;
    if (datatype === 1 && fate < 0.05) return '-8';
    if (isWage(datatype)) {
      if (fate > 0.97) return '-8';
      if (fate > 0.94) return '-5';
      if (fate > 0.90 && isHourly(datatype)) return '-4';
    }
    return valueOf(datatype, chance(seed, area, occupation, datatype + 1));
  });
}

export function rowOf(type, area, code, datatype, year, cell) {
  const id = `OEU${type}${area}000000${code.replace('-', '')}${
    String(datatype).padStart(2, '0')}`;
  const [value, note] = /^-\d$/.test(cell) ? ['-', cell.slice(1)] : [cell, ''];
  return `${id.padEnd(30)}\t${year}\tA01\t${value.padStart(12)}\t${note}`;
}

/** `share` of the occupations is in each area, and the total in all. */
export function madeAreas({
  states = 4, metros = 20, codes, year = 2025, share = 0.1, seed = 1,
}) {
  const fips = ['01', '02', '04', '05', '06', '08', '09', '10', '11', '12'];
  const areas = [];
  for (let i = 0; i < metros; i++) {
    areas.push({
      code: `00${10000 + i * 20}`, type: 'M', state: fips[i % fips.length],
      number: i + 1, name: `Made-up area ${i + 1}`,
    });
  }
  for (let i = 0; i < states; i++) {
    areas.push({
      code: `${fips[i]}00000`, type: 'S', state: fips[i],
      number: 1000 + i, name: `Made-up state ${i + 1}`,
    });
  }
  const has = (area, index) => codes[index] === '00-0000'
    || chance(seed, area.number, index, 0) < share;
  const cells = (area, code) => {
    const index = codes.indexOf(code);
    return index >= 0 && has(area, index)
      ? cellsOf(seed, area.number, index) : undefined;
  };

  function* linesOf(area) {
    for (let index = 0; index < codes.length; index++) {
      if (!has(area, index)) continue;
      const row = cellsOf(seed, area.number, index);
      for (let i = 0; i < DATATYPES; i++) {
        yield rowOf(area.type, area.code, codes[index], i + 1, year, row[i]);
      }
    }
  }

  return {
    areas,
    year,
    codes,
    cells,
    linesOf,
    has: (area, code) => has(area, codes.indexOf(code)),
    list: `state_code\tarea_code\tareatype_code\tarea_name\r\n${
      '00\t0000000\tN\tNational\r\n'}${areas.map((area) => [
      area.state, area.code, area.type, area.name].join('\t'))
      .join('\r\n')}\r\n`,
    * rows(type) {
      for (const area of areas) {
        if (area.type !== type) continue;
        let piece = '';
        for (const line of linesOf(area)) {
          piece += `${line}\r\n`;
          if (piece.length < 16384) continue;
          yield piece;
          piece = '';
        }
        yield piece;
      }
    },
  };
}

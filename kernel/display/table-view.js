// @ts-nocheck: runs in a browser, whose names are not among those of the program.
// Lets the tables of a page be sorted, filtered and copied. Runs in browsers, behind the table that it came with; what it finds
// reads well without it.
(() => {
  const FEW = 3;
  const TALL = 12;
  const SHORT = 8;
  const MOST = 1000;

  /** Rows of CSV as RFC 4180 has it. */
  function parseCsv(text) {
    const rows = [[]];
    for (const [, quoted, plain, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\n]*))(,|\n|$)/g)) {
      rows.at(-1).push(quoted === undefined ? plain : quoted.replaceAll('""', '"'));
      if (end === '\n') rows.push([]);
      if (end === '') break;
    }
    return rows.at(-1).length === 1 && rows.at(-1)[0] === '' ? rows.slice(0, -1) : rows;
  }

  /** A field of CSV; text that a spreadsheet would take for a formula is made plain. */
  function quote(text) {
    const safe = /^[=+\-@\t\r]/.test(text) && numberOf(text) === null ? `'${text}` : text;
    return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
  }

  /** As the tables are written: digits that say something. */
  function shown(text, isNumber) {
    const value = Number(text);
    if (!isNumber || text === '' || Number.isInteger(value) || Number.isNaN(value)) return text;
    const size = Math.abs(value);
    if (size >= 1e15 || size < 1e-6) return value.toExponential(3);
    return value.toFixed(size >= 100 ? 2 : size >= 1 ? 4 : 6);
  }

  /** A number, also one that was written for people: 1,234.50, +3.2%. */
  function numberOf(text) {
    const value = Number(text.replaceAll(/[,%+\s]/g, '').replace('−', '-'));
    return text.trim() === '' || Number.isNaN(value) ? null : value;
  }

  function element(name, style, properties) {
    const made = document.createElement(name);
    made.style.cssText = style;
    return Object.assign(made, properties);
  }

  function enhance(table) {
    table.dataset.live = '';
    const heads = [...table.tHead.rows[0].cells];
    const body = table.tBodies[0];
    const still = [...body.rows];
    const own = still.filter((row) => row.cells.length === heads.length);
    const isNumber = heads.map((head) => head.style.textAlign === 'right');
    const total = Number(table.dataset.rows);
    const csv = table.dataset.csv === undefined ? null : parseCsv(table.dataset.csv);
    const records =
      csv === null
        ? own.map((row) => ({ row, cells: [...row.cells].map((cell) => cell.textContent) }))
        : csv.slice(1).map((cells, i) => ({ row: csv.length - 1 === own.length ? own[i] : null, cells }));
    const isWhole = records.length >= total;
    const names = csv === null ? heads.map((head) => head.firstChild?.textContent ?? '') : csv[0];
    let sorted = null;
    let up = true;
    let isOpen = records.length === own.length;

    const bar = element(
      'div',
      'display:flex;gap:.75em;align-items:center;flex-wrap:wrap;margin:.25em 0;font-size:.9em',
    );
    const filter = element(
      'input',
      'font:inherit;padding:.1em .4em;max-width:14em;color:inherit;background:transparent;border:1px solid currentColor;border-radius:3px',
      {
        type: 'search',
        placeholder: 'filter',
        ariaLabel: 'Show rows that hold this text',
      },
    );
    const button = (text) =>
      element(
        'button',
        'font:inherit;padding:.1em .6em;color:inherit;background:transparent;border:1px solid currentColor;border-radius:3px;cursor:pointer',
        {
          type: 'button',
          textContent: text,
        },
      );
    const copy = button('Copy as CSV');
    const all = button(`Show all ${total} rows`);
    const count = element('span', 'opacity:.75', { role: 'status' });

    function chosen() {
      const words = filter.value.toLowerCase().split(/\s+/).filter(Boolean);
      const kept = records.filter(({ cells }) => {
        const text = cells.join('\n').toLowerCase();
        return words.every((word) => text.includes(word));
      });
      if (sorted === null) return kept;
      const keyed = kept.map((record) => ({ record, text: record.cells[sorted] }));
      const numbers = isNumber[sorted] || keyed.every(({ text }) => text === '' || numberOf(text) !== null);
      keyed.sort((a, b) => {
        const [x, y] = numbers ? [numberOf(a.text), numberOf(b.text)] : [a.text || null, b.text || null];
        // What is missing stands last, whichever way.
        if (x === null || y === null) return (x === null) - (y === null);
        return (x < y ? -1 : x > y ? 1 : 0) * (up ? 1 : -1);
      });
      return keyed.map(({ record }) => record);
    }

    function rowOf(record) {
      record.row ??= (() => {
        const row = document.createElement('tr');
        for (const [i, text] of record.cells.entries()) {
          const cell = document.createElement(own[0]?.cells[i]?.tagName ?? 'td');
          cell.style.textAlign = isNumber[i] ? 'right' : 'left';
          cell.textContent = shown(text, isNumber[i]);
          row.append(cell);
        }
        return row;
      })();
      return record.row;
    }

    function draw() {
      const isTouched = sorted !== null || filter.value.trim() !== '' || isOpen;
      const rows = chosen();
      body.replaceChildren(...(isTouched ? rows.slice(0, MOST).map(rowOf) : still));
      const cut = rows.length > MOST ? `, the first ${MOST} shown` : '';
      const part = isWhole ? '' : `; sorting, filtering and copying see ${records.length} of ${total} rows`;
      count.textContent =
        rows.length < records.length
          ? `${rows.length} of ${records.length} rows${cut}`
          : `${cut.slice(2)}${part.slice(cut === '' ? 2 : 0)}`;
      all.hidden = isTouched || csv === null;
      for (const [i, head] of heads.entries()) {
        head.ariaSort = i === sorted ? (up ? 'ascending' : 'descending') : 'none';
        head.querySelector('[data-mark]').textContent = i === sorted ? (up ? ' ▲' : ' ▼') : '';
      }
    }

    function sort(i) {
      // First the way that is asked for more often: the largest numbers, the first names.
      const first = !isNumber[i];
      if (sorted !== i) [sorted, up] = [i, first];
      else if (up === first) up = !first;
      else sorted = null;
      draw();
    }

    async function copyCsv() {
      const text = [names, ...chosen().map(({ cells }) => cells)]
        .map((row) => `${row.map(quote).join(',')}\n`)
        .join('');
      try {
        await navigator.clipboard.writeText(text);
      } catch {
        // Pages without a secure origin have the old way only.
        const area = element('textarea', 'position:fixed;opacity:0', { value: text });
        document.body.append(area);
        area.select();
        document.execCommand('copy');
        area.remove();
      }
      copy.textContent = 'Copied';
      setTimeout(() => {
        copy.textContent = 'Copy as CSV';
      }, 1500);
    }

    for (const [i, head] of heads.entries()) {
      head.style.cssText +=
        ';cursor:pointer;position:sticky;top:0;background:var(--jp-layout-color0, Canvas)';
      head.tabIndex = 0;
      head.title ||= 'Sort';
      const mark = document.createElement('span');
      mark.dataset.mark = '';
      // Behind the name, before the type below it.
      head.insertBefore(mark, head.querySelector('br'));
      head.addEventListener('click', () => sort(i));
      head.addEventListener('keydown', (event) => {
        if (event.key === 'Enter' || event.key === ' ') {
          event.preventDefault();
          sort(i);
        }
      });
    }
    filter.addEventListener('input', draw);
    // Letters typed here are no keys of the notebook.
    filter.addEventListener('keydown', (event) => event.stopPropagation());
    copy.addEventListener('click', () => void copyCsv());
    all.addEventListener('click', () => {
      isOpen = true;
      draw();
    });
    const frame = element('div', `overflow:auto${Math.min(total, MOST) > TALL ? ';max-height:26em' : ''}`);
    table.before(bar, frame);
    frame.append(table);
    if (records.length >= SHORT) bar.append(filter);
    bar.append(copy, all, count);
    draw();
  }

  for (const table of document.querySelectorAll('table.dataframe[data-rows]:not([data-live])')) {
    // Fewer rows are seen at a glance.
    if (Number(table.dataset.rows) >= FEW) enhance(table);
  }
})();

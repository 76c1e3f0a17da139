// @ts-nocheck: runs in a browser, whose names are not among those of the program.
/* global Plotly, Blob, DecompressionStream, Response, document, window, navigator, IntersectionObserver, matchMedia */
(async () => {
  const { figures, trades, themes } = JSON.parse(
    await unpacked(document.getElementById('sheet-data').textContent),
  );
  const ROWS = 50;
  const root = document.documentElement;
  let isDark = matchMedia('(prefers-color-scheme: dark)').matches;

  async function unpacked(base64) {
    const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
    return await new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'))).text();
  }

  // ---- Figures: drawn when they come near the window, so that a long page opens at once.

  const drawn = new Set();

  /** A figure for the theme of the page: made for light paper, with the few colours that differ exchanged. */
  function themed(part) {
    if (!isDark) return part;
    if (typeof part === 'string') return themes.colors[part] ?? part;
    if (part === null || typeof part !== 'object' || ArrayBuffer.isView(part)) return part;
    if (Array.isArray(part)) {
      const scale = themes.scales.find(([light]) => JSON.stringify(light) === JSON.stringify(part));
      return scale === undefined ? part.map(themed) : scale[1];
    }
    return Object.fromEntries(
      Object.entries(part).map(([key, value]) => [key, KEPT.has(key) ? value : themed(value)]),
    );
  }

  /** Data, in which no colour stands, and which is long. */
  const KEPT = new Set(['x', 'y', 'z', 'open', 'high', 'low', 'close', 'customdata', 'text']);

  function draw(id) {
    const place = document.getElementById(id);
    // What is not seen has no width; it is drawn when it comes up.
    if (place === null || place.hidden) return;
    const { data, layout, config } = figures[id];
    const canvas = place.querySelector('.canvas');
    // Legends beside a narrow chart would leave nothing of it.
    const isNarrow = canvas.clientWidth < 480;
    const margin = { ...layout.margin, ...(isNarrow ? { l: 44, r: 8 } : {}) };
    const title = wrapped(layout.title, canvas.clientWidth - margin.l - margin.r);
    const fitting = {
      title: themed(title),
      // What was zoomed stays so when it is drawn again.
      uirevision: id,
      margin: { ...margin, t: margin.t + 1.3 * title.font.size * (title.text.split('<br>').length - 1) },
      ...(isNarrow ? { legend: { orientation: 'h', y: -0.18 } } : {}),
    };
    Plotly.react(
      canvas,
      themed(data),
      { ...themed(layout), ...fitting, autosize: true, height: Number(place.dataset.height) },
      config,
    );
    if (!drawn.has(id)) canvas.on('plotly_click', ({ points: [point] }) => goTo(place, point));
    drawn.add(id);
  }

  const pen = document.createElement('canvas').getContext('2d');

  /** A title broken where the chart ends: Plotly would cut it off. */
  function wrapped(title, width) {
    pen.font = `${title.font.size}px sans-serif`;
    const lines = [];
    for (const word of title.text.split(' ')) {
      const longer = lines.length === 0 ? word : `${lines.at(-1)} ${word}`;
      if (lines.length > 0 && pen.measureText(longer).width <= width) lines[lines.length - 1] = longer;
      else lines.push(word);
    }
    return { ...title, text: lines.join('<br>') };
  }

  let width = window.innerWidth;
  let resized;
  window.addEventListener('resize', () => {
    if (window.innerWidth === width) return;
    width = window.innerWidth;
    clearTimeout(resized);
    resized = setTimeout(() => [...drawn].forEach(draw), 200);
  });

  const near = new IntersectionObserver(
    (entries) => {
      for (const { isIntersecting, target } of entries) {
        if (!isIntersecting) continue;
        near.unobserve(target);
        draw(target.id);
      }
    },
    { rootMargin: '400px' },
  );
  for (const place of document.querySelectorAll('.plot')) {
    // The page keeps its length while figures are drawn.
    place.style.minHeight = `${place.dataset.height}px`;
    near.observe(place);
  }

  const button = document.getElementById('theme');
  function showTheme() {
    root.classList.toggle('dark', isDark);
    button.setAttribute('aria-pressed', String(isDark));
    button.textContent = isDark ? 'Light' : 'Dark';
    for (const id of drawn) draw(id);
  }
  button.addEventListener('click', () => {
    isDark = !isDark;
    showTheme();
  });
  showTheme();

  // ---- Prices: of several symbols, one at a time.

  const priceOf = (column, symbol) =>
    [...document.querySelectorAll(`.prices[data-column="${column}"] .plot`)].find(
      ({ dataset }) => dataset.symbol === symbol,
    );

  function showPrice(shown) {
    const holder = shown.closest('.prices');
    for (const place of holder.querySelectorAll('.plot')) place.hidden = place !== shown;
    const choice = holder.querySelector('select');
    if (choice !== null) choice.value = shown.dataset.symbol;
    draw(shown.id);
  }
  for (const choice of document.querySelectorAll('.prices select')) {
    const { column } = choice.closest('.prices').dataset;
    choice.addEventListener('change', () => showPrice(priceOf(column, choice.value)));
  }

  // Paper is white, and shows all figures.
  let before = isDark;
  let covered = [];
  window.addEventListener('beforeprint', () => {
    before = isDark;
    isDark = false;
    covered = [...document.querySelectorAll('.plot[hidden]')];
    for (const place of covered) place.hidden = false;
    showTheme();
    for (const id of Object.keys(figures)) draw(id);
  });
  window.addEventListener('afterprint', () => {
    isDark = before;
    for (const place of covered) place.hidden = true;
    showTheme();
  });

  // ---- Trades: a table that can be sorted and filtered, a page of it at a time.

  const money = new Intl.NumberFormat('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 });
  const price = new Intl.NumberFormat('en-US', { maximumSignificantDigits: 8 });
  const FORMATS = {
    text: String,
    number: (value) => price.format(value),
    price: (value) => price.format(value),
    money: (value) => money.format(value),
    percent: (value) => `${money.format(100 * value)}%`,
    time: (value) =>
      new Date(value)
        .toISOString()
        .slice(0, value % 86_400_000 === 0 ? 10 : 16)
        .replace('T', ' '),
  };
  const show = (kind, value) => (value === null ? '–' : FORMATS[kind](value));

  const tables = [...document.querySelectorAll('.trades')].map((element) => {
    const column = Number(element.dataset.column);
    const { columns, count, whys } = trades[column];
    const heads = [...element.querySelectorAll('th')].map((head) => ({
      head,
      key: head.dataset.key,
      kind: head.dataset.kind,
      label: head.textContent,
    }));
    const state = { order: [], sort: null, down: false, page: 0, selected: null };
    const [search, output, body, whyBox] = ['input', 'output', 'tbody', '.why'].map((selector) =>
      element.querySelector(selector),
    );
    const [previous, next, pages] = ['.previous', '.next', '.pages span'].map((selector) =>
      element.querySelector(selector),
    );

    /** `pnl < 0` as a test of a row; words must stand in it. */
    function testOf(term) {
      const compared = /^([\w&%]+)\s*(<=|>=|<|>|=)\s*(-?[\d.]+)%?$/.exec(term);
      const found =
        compared &&
        heads.find(({ key, label }) =>
          [key.toLowerCase(), label.toLowerCase(), label.toLowerCase().replace('&', '')].includes(
            compared[1].toLowerCase(),
          ),
        );
      if (!found) {
        const word = term.toLowerCase();
        return (row) =>
          heads.some(({ key, kind }) => show(kind, columns[key][row]).toLowerCase().includes(word));
      }
      const limit = Number(compared[3]) / (found.kind === 'percent' ? 100 : 1);
      const compare = {
        '<': (v) => v < limit,
        '>': (v) => v > limit,
        '<=': (v) => v <= limit,
        '>=': (v) => v >= limit,
        '=': (v) => v === limit,
      }[compared[2]];
      return (row) => columns[found.key][row] !== null && compare(columns[found.key][row]);
    }

    function arrange() {
      const terms = search.value
        .replace(/\s*([<>]=?|=)\s*/g, '$1')
        .split(/[\s,]+/)
        .filter((term) => term !== '');
      const tests = terms.map(testOf);
      state.order = Array.from({ length: count }, (_, row) => row).filter((row) =>
        tests.every((test) => test(row)),
      );
      if (state.sort !== null) {
        const values = columns[state.sort];
        const sign = state.down ? -1 : 1;
        state.order.sort((a, b) => {
          // What has no value stands at the end either way.
          if (values[a] === null || values[b] === null) return (values[a] === null) - (values[b] === null);
          return sign * (values[a] < values[b] ? -1 : values[a] > values[b] ? 1 : 0) || a - b;
        });
      }
      state.page = Math.min(state.page, Math.max(0, Math.ceil(state.order.length / ROWS) - 1));
      render();
    }

    function render() {
      const { order, page } = state;
      whyBox.remove();
      body.replaceChildren(
        ...order.slice(page * ROWS, (page + 1) * ROWS).map((row) => {
          const line = document.createElement('tr');
          line.dataset.row = row;
          line.setAttribute('aria-selected', String(row === state.selected));
          for (const { key, kind } of heads) {
            const cell = document.createElement('td');
            const value = columns[key][row];
            cell.className = kind === 'text' ? 'text' : '';
            if (key === 'pnl' && value < 0) cell.classList.add('loss');
            if (key === 'id') {
              const open = document.createElement('button');
              open.type = 'button';
              open.textContent = value.slice(value.lastIndexOf('/') + 1);
              open.setAttribute('aria-label', `why ${value}`);
              cell.append(open);
            } else cell.textContent = show(kind, value);
            line.append(cell);
          }
          return line;
        }),
      );
      tellWhy();
      const net = order.reduce((sum, row) => sum + (columns.pnl[row] ?? 0), 0);
      output.textContent = `${order.length === count ? `${count} trades` : `${order.length} of ${count} trades`}, P&L ${money.format(net)}`;
      const last = Math.max(1, Math.ceil(order.length / ROWS));
      pages.textContent = `page ${page + 1} of ${last}`;
      pages.parentElement.hidden = last === 1;
      previous.disabled = page === 0;
      next.disabled = page + 1 >= last;
      for (const { head, key } of heads) {
        if (key === state.sort) head.setAttribute('aria-sort', state.down ? 'descending' : 'ascending');
        else head.removeAttribute('aria-sort');
      }
    }

    const lineOf = (row) => body.querySelector(`[data-row="${row}"]`);

    /** Below the trade that is selected, where it can be seen. */
    function tellWhy() {
      const line = state.selected === null ? null : lineOf(state.selected);
      if (line === null) return;
      const id = columns.id[state.selected];
      whyBox.hidden = false;
      whyBox.querySelector('h5').textContent = `Why ${id}`;
      whyBox.querySelector('pre').textContent =
        whys[id] ??
        `The page keeps the chains of the trades that won and lost the most. For this one: admf step, goto ${id.slice(id.lastIndexOf('/') + 1).replace('trade-', 't')}, why`;
      line.querySelector('button').setAttribute('aria-expanded', 'true');
      const told = document.createElement('tr');
      told.className = 'told';
      const cell = document.createElement('td');
      cell.colSpan = heads.length;
      cell.append(whyBox);
      told.append(cell);
      line.after(told);
    }

    /** Shows why a trade happened, and where on the chart. */
    function select(row, reveal) {
      const isKeyboard = body.contains(document.activeElement);
      state.selected = state.selected === row && !reveal ? null : row;
      if (reveal) {
        const at = state.order.indexOf(row);
        if (at < 0) {
          search.value = '';
          state.page = 0;
          arrange();
        }
        state.page = Math.floor(state.order.indexOf(row) / ROWS);
      }
      render();
      // The row is a new one: whoever came by keyboard goes on from it.
      if (isKeyboard) lineOf(row)?.querySelector('button').focus({ preventScroll: true });
      if (state.selected !== null) zoom(row);
    }

    function zoom(row) {
      const place = priceOf(column, columns.symbol[row]);
      if (place === undefined) return;
      showPrice(place);
      const { data } = figures[place.id];
      const [from, to] = [columns.entryTime[row], columns.exitTime[row]];
      const around = Math.max(0.6 * (to - from), 20 * spacingOf(data));
      const text = (time) => new Date(time).toISOString().slice(0, 19).replace('T', ' ');
      const [low, high] = pricesBetween(data, text(from - around), text(to + around));
      const range =
        low < high ? { 'yaxis.range': [low - 0.06 * (high - low), high + 0.06 * (high - low)] } : {};
      Plotly.relayout(place.querySelector('.canvas'), {
        'xaxis.range': [text(from - around), text(to + around)],
        ...range,
      });
    }

    element.querySelector('thead').addEventListener('click', ({ target }) => {
      const key = target.closest('th')?.dataset.key;
      if (key === undefined) return;
      state.down = state.sort === key ? !state.down : false;
      state.sort = key;
      state.page = 0;
      arrange();
    });
    body.addEventListener('click', ({ target }) => {
      const row = target.closest('tr')?.dataset.row;
      if (row !== undefined) select(Number(row), false);
    });
    search.addEventListener('input', () => {
      state.page = 0;
      arrange();
    });
    previous.addEventListener('click', () => {
      state.page--;
      render();
    });
    next.addEventListener('click', () => {
      state.page++;
      render();
    });
    element.querySelector('.copy').addEventListener('click', ({ target }) => {
      const quoted = (value) =>
        typeof value === 'string' && /[",\n]/.test(value)
          ? `"${value.replaceAll('"', '""')}"`
          : (value ?? '');
      const lines = state.order.map((row) =>
        heads
          .map(({ key, kind }) =>
            kind === 'time' ? new Date(columns[key][row]).toISOString() : quoted(columns[key][row]),
          )
          .join(','),
      );
      const text = [heads.map(({ key }) => key).join(','), ...lines].join('\n');
      navigator.clipboard?.writeText(`${text}\n`).then(
        () => target.replaceChildren(`Copied ${lines.length} trades`),
        () => target.replaceChildren('The browser refused'),
      );
    });
    arrange();
    return { column, columns, count, select, element };
  });

  const candlesOf = (data) => data.find(({ type }) => type === 'candlestick');

  /** From one candle to the next, in milliseconds: half of them are as near or nearer. */
  function spacingOf(data) {
    const times = (candlesOf(data)?.x ?? []).map((text) =>
      Date.parse(text.length > 10 ? `${text.replace(' ', 'T')}Z` : text),
    );
    const steps = times.slice(1).map((time, i) => time - times[i]);
    return steps.sort((a, b) => a - b)[steps.length >> 1] ?? 86_400_000;
  }

  function pricesBetween(data, from, to) {
    const candles = candlesOf(data);
    let [low, high] = [Infinity, -Infinity];
    candles?.x.forEach((time, i) => {
      if (time < from || time > to) return;
      low = Math.min(low, candles.low[i]);
      high = Math.max(high, candles.high[i]);
    });
    return [low, high];
  }

  /** A click on a mark goes to its trade. */
  function goTo(place, point) {
    const [id, bar] = [].concat(point.customdata ?? []);
    const column = Number(place.id.slice(place.id.lastIndexOf('-') + 1));
    const table = tables.find((one) => one.column === column);
    if (table === undefined || id === undefined) return;
    const { columns, count, select, element } = table;
    const { symbol } = place.dataset;
    for (let row = 0; row < count; row++) {
      if (symbol !== undefined && columns.symbol[row] !== symbol) continue;
      if (columns.id[row] === id || columns.entryBar[row] === bar || columns.exitBar[row] === bar) {
        select(row, true);
        element.querySelector('.why').scrollIntoView({ block: 'nearest', behavior: 'smooth' });
        return;
      }
    }
  }
})();

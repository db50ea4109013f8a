(function () {
  'use strict';

  const by = (id) => document.getElementById(id);
  const matrices = Array.from(document.querySelectorAll('table.matrix'));
  const names = new Map(matrices.map((matrix) =>
    [matrix, Array.from(matrix.tHead.rows[0].cells).slice(1).map((th) => th.dataset.name)]));
  const rows = Array.from(document.querySelectorAll('table.matrix tr[data-case]'));
  const cases = rows.filter((row) => !row.dataset.case.startsWith('pair/'));
  const sections = matrices.flatMap((matrix) => Array.from(matrix.tBodies));
  const keys = new Map();
  const buttons = new Map();
  const texts = new Map();

  rows.forEach((row) => {
    Array.from(row.cells).slice(1).forEach((td, column) => {
      const button = td.querySelector('button');
      if (button) {
        const key = names.get(row.closest('table'))[column] + '/' + row.dataset.case;
        keys.set(button, key);
        buttons.set(key, button);
        button.setAttribute('aria-haspopup', 'dialog');
        button.tabIndex = -1;
      }
    });
  });

  const rowOf = (button) => button.closest('tr');
  const nameOf = (button) => names.get(button.closest('table'))[button.parentNode.cellIndex - 1];
  const verdictOf = (button) => button.classList[1];
  const shown = () => Array.from(keys.keys()).filter((button) => !rowOf(button).hidden);

  // One cell of the matrix takes part in the order of Tab; arrow keys move from cell to cell.
  let current = null;

  function select(button) {
    if (current) {
      current.tabIndex = -1;
    }
    current = button || null;
    if (current) {
      current.tabIndex = 0;
    }
  }

  function next(button, down, right) {
    const table = button.closest('table');
    const lines = rows.filter((row) => !row.hidden && row.closest('table') === table);
    let line = lines.indexOf(rowOf(button));
    let column = button.parentNode.cellIndex;
    for (;;) {
      line += down;
      column += right;
      if (line < 0 || line >= lines.length || column < 1 || column > names.get(table).length) {
        return null;
      }
      const found = lines[line].cells[column].querySelector('button');
      if (found) {
        return found;
      }
    }
  }

  function edge(button, right) {
    const found = Array.from(rowOf(button).querySelectorAll('button'));
    return right < 0 ? found[0] : found[found.length - 1];
  }

  document.addEventListener('keydown', (event) => {
    const button = event.target.closest('.matrix td button');
    if (!button || event.altKey || event.ctrlKey || event.metaKey) {
      return;
    }
    const to = {
      ArrowUp: () => next(button, -1, 0),
      ArrowDown: () => next(button, 1, 0),
      ArrowLeft: () => next(button, 0, -1),
      ArrowRight: () => next(button, 0, 1),
      Home: () => edge(button, -1),
      End: () => edge(button, 1)
    }[event.key];
    if (to) {
      event.preventDefault();
      const found = to();
      if (found) {
        found.focus();
      }
    }
  });
  document.addEventListener('focusin', (event) => {
    if (keys.has(event.target)) {
      select(event.target);
    }
  });

  // The filter.
  const form = by('filter');
  const differ = by('differ');

  function textOf(row) {
    if (!texts.has(row)) {
      const parts = [row.cells[0].textContent];
      row.querySelectorAll('button').forEach((button) => {
        const detail = by(keys.get(button));
        parts.push(detail ? detail.textContent : '');
      });
      texts.set(row, parts.join('\n').toLowerCase());
    }
    return texts.get(row);
  }

  function differs(row) {
    return new Set(Array.from(row.querySelectorAll('button'), verdictOf)).size > 1;
  }

  function filter() {
    const words = by('text').value.trim().toLowerCase();
    const section = by('section').value;
    const verdict = by('verdict').value;
    let count = 0;
    sections.forEach((body) => {
      let some = false;
      body.querySelectorAll('tr[data-case]').forEach((row) => {
        row.hidden = section !== '' && section !== body.dataset.section
          || verdict !== '' && !row.querySelector('button.' + verdict)
          || differ.checked && !differs(row)
          || words !== '' && !textOf(row).includes(words);
        some = some || !row.hidden;
        count += row.hidden || !cases.includes(row) ? 0 : 1;
      });
      body.hidden = !some;
    });
    by('count').value = count + ' of ' + cases.length + (cases.length === 1 ? ' case' : ' cases');
    by('none').hidden = shown().length > 0;
    if (!current || rowOf(current).hidden) {
      select(shown()[0]);
    }
  }

  // The address names the cell that is open and, behind a question mark, the filter.
  let cell = '';

  function filters() {
    const set = new URLSearchParams();
    ['text', 'section', 'verdict'].forEach((name) => {
      if (by(name).value !== '') {
        set.set(name, by(name).value);
      }
    });
    if (differ.checked) {
      set.set('differ', '1');
    }
    const words = set.toString();
    return words === '' ? '' : '?' + words;
  }

  function address(key) {
    cell = key;
    const hash = encodeURI(key) + filters();
    try {
      history.replaceState(null, '', hash === '' ? location.pathname + location.search : '#' + hash);
    } catch (refused) {
      // Where the page may not change its address, a cell has no link, and that is all.
    }
  }

  function changed() {
    filter();
    address(cell);
  }

  form.addEventListener('input', changed);
  form.addEventListener('change', changed);
  form.addEventListener('submit', (event) => event.preventDefault());
  form.addEventListener('reset', () => setTimeout(changed));

  // The dialog of a cell.
  const dialog = by('cell');
  const body = by('cell-body');
  const copied = by('copied');
  let opened = null;

  function element(name, text, style) {
    const made = document.createElement(name);
    made.textContent = text;
    if (style) {
      made.className = style;
    }
    return made;
  }

  function copyButton(text) {
    const button = element('button', 'Copy');
    button.type = 'button';
    button.addEventListener('click', () => {
      navigator.clipboard.writeText(text).then(
        () => { copied.textContent = 'Copied.'; },
        () => { copied.textContent = 'The browser does not allow to copy; select the text instead.'; });
    });
    return button;
  }

  function fill(button) {
    const row = rowOf(button);
    const verdict = verdictOf(button);
    const line = element('p', '');
    line.append(element('span', button.firstChild.textContent.trim(), 'v ' + verdict));
    const figures = button.querySelector('small');
    if (figures) {
      const [tries, time] = figures.textContent.split('× ');
      line.append(' ' + tries + (tries === '1' ? ' try, ' : ' tries, ') + time);
    }
    const rule = element('p', '');
    rule.append(element('b', row.querySelector('.level').textContent), ' ' + row.querySelector('.rule').textContent);
    body.replaceChildren(line, rule);
    const detail = by(keys.get(button));
    if (detail) {
      Array.from(detail.children).slice(1).forEach((child) => body.append(child.cloneNode(true)));
    }
    const replay = body.querySelector('.replay');
    if (replay && navigator.clipboard) {
      replay.previousElementSibling.append(' ', copyButton(replay.textContent));
    }
    by('cell-title').textContent = nameOf(button) + ', ' + row.dataset.case;
    copied.textContent = '';
    dialog.scrollTop = 0;
  }

  const isBroken = (button) => ['fail', 'warn', 'known', 'error', 'pair-server', 'pair-client', 'pair-both',
    'pair-unexplained', 'pair-not-judged'].includes(verdictOf(button));

  /** The nearest broken cell of the same member, then of the others: as one reads column by column. */
  function nextBroken(step) {
    const table = opened.closest('table');
    const order = shown().filter((button) => button.closest('table') === table)
      .sort((a, b) => a.parentNode.cellIndex - b.parentNode.cellIndex);
    for (let i = order.indexOf(opened) + step; i >= 0 && i < order.length; i += step) {
      if (isBroken(order[i])) {
        return order[i];
      }
    }
    return null;
  }

  function open(button) {
    opened = button;
    select(button);
    fill(button);
    by('earlier').disabled = !nextBroken(-1);
    by('later').disabled = !nextBroken(1);
    if (!dialog.open) {
      dialog.showModal();
    }
    by('cell-title').focus();
    address(keys.get(button));
  }

  document.addEventListener('click', (event) => {
    const button = event.target.closest('.matrix td button');
    if (button) {
      open(button);
    }
  });
  by('close').addEventListener('click', () => dialog.close());
  by('earlier').addEventListener('click', () => open(nextBroken(-1)));
  by('later').addEventListener('click', () => open(nextBroken(1)));
  dialog.addEventListener('close', () => {
    address('');
    opened.focus();
    body.replaceChildren();
  });

  function openAddressed() {
    const [hash, query] = location.hash.slice(1).split(/\?(.*)/s);
    if (query !== undefined) {
      const set = new URLSearchParams(query);
      ['text', 'section', 'verdict'].forEach((name) => { by(name).value = set.get(name) || ''; });
      differ.checked = set.has('differ');
      filter();
    }
    let key = hash;
    try {
      key = decodeURI(hash);
    } catch (malformed) {
      // Then it is no address of a cell.
    }
    const button = buttons.get(key);
    if (button) {
      open(button);
    }
  }

  document.documentElement.classList.add('js');
  form.hidden = false;
  filter();
  openAddressed();
  window.addEventListener('hashchange', openAddressed);
}());

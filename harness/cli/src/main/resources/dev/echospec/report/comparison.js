(function () {
  'use strict';

  const by = (id) => document.getElementById(id);
  const matrix = by('matrix');
  const names = Array.from(matrix.tHead.rows[0].cells).slice(1).map((th) => th.dataset.name);
  const rows = Array.from(matrix.querySelectorAll('tr[data-case]'));
  const sections = Array.from(matrix.tBodies);
  const keys = new Map();
  const buttons = new Map();
  const texts = new Map();

  rows.forEach((row) => {
    Array.from(row.cells).slice(1).forEach((td, column) => {
      const button = td.querySelector('button');
      if (button) {
        const key = names[column] + '/' + row.dataset.case;
        keys.set(button, key);
        buttons.set(key, button);
        button.setAttribute('aria-haspopup', 'dialog');
        button.tabIndex = -1;
      }
    });
  });

  const rowOf = (button) => button.closest('tr');
  const nameOf = (button) => names[button.parentNode.cellIndex - 1];
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
    const lines = rows.filter((row) => !row.hidden);
    let line = lines.indexOf(rowOf(button));
    let column = button.parentNode.cellIndex;
    for (;;) {
      line += down;
      column += right;
      if (line < 0 || line >= lines.length || column < 1 || column > names.length) {
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

  matrix.addEventListener('keydown', (event) => {
    const button = event.target.closest('td button');
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
  matrix.addEventListener('focusin', (event) => {
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
        count += row.hidden ? 0 : 1;
      });
      body.hidden = !some;
    });
    by('count').value = count + ' of ' + rows.length + (rows.length === 1 ? ' case' : ' cases');
    by('none').hidden = count > 0;
    if (!current || rowOf(current).hidden) {
      select(shown()[0]);
    }
  }

  form.addEventListener('input', filter);
  form.addEventListener('change', filter);
  form.addEventListener('submit', (event) => event.preventDefault());
  form.addEventListener('reset', () => setTimeout(filter));

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

  function address(key) {
    try {
      history.replaceState(null, '', key ? '#' + encodeURI(key) : location.pathname + location.search);
    } catch (refused) {
      // Where the page may not change its address, a cell has no link, and that is all.
    }
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
    line.append(element('span', verdict, 'v ' + verdict));
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

  const isBroken = (button) => ['fail', 'warn', 'known', 'error'].includes(verdictOf(button));

  /** The nearest broken cell of the same member, then of the others: as one reads column by column. */
  function nextBroken(step) {
    const order = shown().sort((a, b) => a.parentNode.cellIndex - b.parentNode.cellIndex);
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

  matrix.addEventListener('click', (event) => {
    const button = event.target.closest('td button');
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
    const hash = location.hash.slice(1);
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

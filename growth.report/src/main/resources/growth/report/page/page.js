/* Legends that hide and show, one figure of a panel at a time, the values of a chart as a table, and everything unfolded for print. */
(function () {
  'use strict';
  function all(selector, from) { return Array.from((from || document).querySelectorAll(selector)); }
  function element(name, text, parent) {
    var made = document.createElement(name);
    made.textContent = text;
    parent.append(made);
    return made;
  }
  /* The values behind a chart, made when they are asked for. */
  function values(svg) {
    var details = element('details', '', svg.closest('figure'));
    details.className = 'data';
    element('summary', 'Values', details);
    details.addEventListener('toggle', function () {
      if (!details.open || details.querySelector('table')) return;
      var scroll = element('div', '', details), table = element('table', '', scroll), head = table.createTHead().insertRow();
      scroll.className = 'scroll';
      scroll.tabIndex = 0;
      ['series'].concat(all('.axis .title', svg).reverse().map(function (t) { return t.textContent; })).forEach(function (title, i) {
        var cell = element('th', title, head);
        cell.scope = 'col';
        cell.className = i ? 'n' : '';
      });
      var body = table.createTBody(), units = [svg.dataset.xAxis, svg.dataset.yAxis].map(function (a) {
        return a.startsWith('log') ? 1 : Number(a.split(' ')[5]);
      });
      all('.series', svg).forEach(function (g) {
        var ys = g.dataset.y.split(',');
        g.dataset.x.split(',').forEach(function (x, i) {
          var row = body.insertRow();
          element('td', g.dataset.name, row);
          [x, ys[i]].forEach(function (text, k) {
            element('td', text === '' ? 'n/a' : String(Number((Number(text) / units[k]).toPrecision(7))), row).className = 'n';
          });
        });
      });
    });
  }
  function legend(list) {
    var scope = list.closest('.panel') || list.closest('figure');
    all('button', list).forEach(function (button) {
      button.addEventListener('click', function () {
        var on = button.getAttribute('aria-pressed') === 'false';
        all('.legend button', scope).forEach(function (other) {
          if (other.dataset.name === button.dataset.name) other.setAttribute('aria-pressed', String(on));
        });
        all('.series, .part', scope).forEach(function (g) {
          if ((g.dataset.name || g.dataset.part) === button.dataset.name) g.classList.toggle('off', !on);
        });
      });
    });
  }
  /* Without scripts all figures of a panel are shown. */
  function tabs(panel) {
    var figures = all('figure', panel), bar = document.createElement('div');
    bar.className = 'tabs';
    bar.setAttribute('role', 'group');
    bar.setAttribute('aria-label', panel.dataset.label);
    figures.forEach(function (figure, i) {
      var button = element('button', figure.dataset.tab, bar);
      button.type = 'button';
      button.setAttribute('aria-pressed', String(i === 0));
      figure.hidden = i !== 0;
      button.addEventListener('click', function () {
        figures.forEach(function (other, j) { other.hidden = j !== i; });
        all('button', bar).forEach(function (other, j) { other.setAttribute('aria-pressed', String(j === i)); });
      });
    });
    panel.prepend(bar);
  }
  /* On paper nothing can be unfolded. */
  addEventListener('beforeprint', function () {
    all('details.part:not([open])').forEach(function (part) {
      part.open = true;
      part.dataset.printed = '';
    });
  });
  addEventListener('afterprint', function () {
    all('details[data-printed]').forEach(function (part) {
      part.open = false;
      delete part.dataset.printed;
    });
  });
  all('svg.plot[data-x-axis]').forEach(values);
  all('.legend').forEach(legend);
  all('.panel').forEach(tabs);
})();

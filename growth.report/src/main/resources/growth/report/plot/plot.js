/* Shows values below the pointer, and by arrow keys, in all plots of a page, also in those that come later. */
(function () {
  'use strict';
  var tip = document.createElement('div'), known = new WeakMap(), shown = null;
  tip.id = 'tip';
  tip.setAttribute('role', 'status');
  document.body.append(tip);

  function element(name, text, parent) {
    var made = document.createElement(name);
    made.textContent = text;
    parent.append(made);
    return made;
  }
  function numbers(text) {
    return text ? text.split(',').map(function (v) { return v === '' ? NaN : Number(v); }) : [];
  }
  function axis(text) {
    var parts = text.split(' '), log = parts[0] === 'log', n = parts.slice(1, 6).map(Number), suffix = parts.slice(6).join(' ');
    return {
      from: n[2],
      to: n[3],
      value: function (at) {
        var share = (at - n[2]) / (n[3] - n[2]);
        return log ? n[0] * Math.pow(n[1] / n[0], share) : n[0] + share * (n[1] - n[0]);
      },
      at: function (value) {
        return n[2] + (n[3] - n[2]) * (log ? Math.log(value / n[0]) / Math.log(n[1] / n[0]) : (value - n[0]) / (n[1] - n[0]));
      },
      words: function (value) {
        return isFinite(value) ? Number((value / n[4]).toPrecision(5)).toString().replace('-', '\u2212') + suffix : 'n/a';
      }
    };
  }
  function read(svg) {
    if (!known.has(svg)) {
      var series = Array.from(svg.querySelectorAll('.series')).map(function (g) {
        return {
          node: g, name: g.dataset.name, xs: numbers(g.dataset.x), ys: numbers(g.dataset.y), lows: numbers(g.dataset.low),
          highs: numbers(g.dataset.high), steps: g.classList.contains('steps'), events: g.classList.contains('events')
        };
      });
      known.set(svg, {x: axis(svg.dataset.xAxis), y: axis(svg.dataset.yAxis), series: series, at: null});
    }
    return known.get(svg);
  }
  /* The last point at or before a value of a staircase, the nearest of other series. */
  function nearest(xs, x, steps) {
    var best = -1;
    for (var i = 0; i < xs.length; i++) {
      if (steps ? xs[i] <= x : best < 0 || Math.abs(xs[i] - x) < Math.abs(xs[best] - x)) best = i;
    }
    return best;
  }
  function colour(s) {
    var style = getComputedStyle(s.node.querySelector(s.events ? '.event' : '.line, .dots'));
    return s.events ? style.fill : style.stroke;
  }
  function place(x, y) {
    tip.style.display = 'block';
    var width = tip.offsetWidth, height = tip.offsetHeight;
    tip.style.left = Math.max(4, Math.min(x + 16 + width > innerWidth ? x - width - 16 : x + 16, innerWidth - width - 4)) + 'px';
    tip.style.top = Math.max(4, Math.min(y + 14, innerHeight - height - 4)) + 'px';
  }
  function hide() {
    tip.style.display = 'none';
    if (shown) shown.querySelector('.cross').setAttribute('d', '');
    shown = null;
  }
  function show(svg, at, client) {
    if (shown !== svg) hide();
    shown = svg;
    var chart = read(svg), x = chart.x, y = chart.y, rows = [], found = NaN;
    chart.at = Math.min(x.to, Math.max(x.from, at));
    var value = x.value(chart.at);
    chart.series.forEach(function (s) {
      var i = s.node.classList.contains('off') ? -1 : nearest(s.xs, value, s.steps);
      /* Events are told where they are. */
      if (i < 0 || s.events && Math.abs(x.at(s.xs[i]) - chart.at) > 8) return;
      if (!s.steps && !(Math.abs(s.xs[i] - value) > Math.abs(found - value))) found = s.xs[i];
      rows.push([s, i]);
    });
    tip.replaceChildren();
    element('b', x.words(isFinite(found) ? found : value), tip);
    var table = element('table', '', tip);
    rows.forEach(function (row) {
      var s = row[0], i = row[1], line = table.insertRow(), cell = line.insertCell();
      element('i', '', cell).style.background = colour(s);
      cell.append(s.name);
      line.insertCell().textContent = y.words(s.ys[i])
        + (isFinite(s.lows[i]) ? ' (' + y.words(s.lows[i]) + ' to ' + y.words(s.highs[i]) + ')' : '');
    });
    svg.querySelector('.cross').setAttribute('d', 'M' + chart.at + ' ' + y.from + 'V' + y.to);
    place(client[0], client[1]);
  }
  function say(mark, x, y) {
    var title = mark.querySelector('title');
    /* The browser's own tip would come on top. */
    if (title) {
      mark.setAttribute('aria-label', title.textContent);
      title.remove();
    }
    hide();
    tip.replaceChildren();
    element('div', mark.getAttribute('aria-label'), tip);
    place(x, y);
  }
  function scale(svg) { return svg.viewBox.baseVal.width / svg.getBoundingClientRect().width; }

  document.addEventListener('pointermove', function (event) {
    var mark = event.target.closest('.plot .mark'), svg = event.target.closest('svg.plot[data-x-axis]');
    if (mark) say(mark, event.clientX, event.clientY);
    else if (svg) show(svg, (event.clientX - svg.getBoundingClientRect().left) * scale(svg), [event.clientX, event.clientY]);
    else hide();
  });
  document.addEventListener('focusin', function (event) {
    var mark = event.target.closest('.plot .mark');
    if (mark) {
      var box = mark.getBoundingClientRect();
      say(mark, box.left, box.bottom);
    }
  });
  document.addEventListener('focusout', hide);
  document.addEventListener('keydown', function (event) {
    var svg = document.activeElement, step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    if (event.key === 'Escape') hide();
    if (!step || !svg.matches('svg.plot[data-x-axis]')) return;
    event.preventDefault();
    var chart = read(svg), box = svg.getBoundingClientRect();
    var next = (chart.at === null ? chart.x.from : chart.at) + step * (chart.x.to - chart.x.from) / 50;
    show(svg, next, [box.left + next / scale(svg), box.top + 40]);
  });
  addEventListener('scroll', hide, {passive: true});
})();

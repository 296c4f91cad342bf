/* Puts what the server sends in the place of what was there, and says when the server is gone. */
(function () {
  'use strict';
  var live = document.getElementById('live'), connection = document.getElementById('connection'), source = new EventSource('events');
  source.addEventListener('view', function (event) {
    var focused = document.activeElement && document.activeElement.id, x = window.scrollX, y = window.scrollY;
    live.innerHTML = JSON.parse(event.data);
    connection.textContent = '';
    if (focused && document.getElementById(focused)) {
      document.getElementById(focused).focus({preventScroll: true});
    }
    window.scrollTo(x, y);
  });
  source.addEventListener('over', function () {
    source.close();
    connection.textContent = 'growth watch has ended';
  });
  source.onerror = function () {
    connection.textContent = source.readyState === EventSource.CLOSED ? 'growth watch has ended' : 'no connection; trying again …';
  };
})();

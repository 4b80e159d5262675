/* Tables that scroll sideways can be reached and are named. Material wraps them when the page is ready; we follow. */
(function () {
  "use strict";
  function name(wrap) {
    var caption = wrap.querySelector("caption"), before = wrap.previousElementSibling;
    if (caption) return caption.textContent.trim();
    while (before && !/^H[1-6]$/.test(before.tagName)) before = before.previousElementSibling;
    return before ? before.textContent.trim() + ": table" : "Table";
  }
  function label() {
    var used = {};
    document.querySelectorAll(".md-typeset__scrollwrap").forEach(function (wrap) {
      var said = name(wrap), count = (used[said] = (used[said] || 0) + 1);
      wrap.tabIndex = 0;
      wrap.setAttribute("role", "region");
      wrap.setAttribute("aria-label", count > 1 ? said + " " + count : said);
    });
  }
  if (window.document$) window.document$.subscribe(function () { setTimeout(label, 0); });
})();

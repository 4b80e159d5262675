/* Small comforts. Everything works without them. */
(function () {
  "use strict";
  var summary = document.querySelector(".govuk-error-summary");
  if (summary) {
    summary.tabIndex = -1;
    summary.focus();
    summary.addEventListener("click", function (event) {
      var link = event.target.closest("a[href^='#']");
      var field = link && document.getElementById(link.hash.slice(1));
      if (!field) return;
      event.preventDefault();
      var group = field.closest("fieldset") || field.closest(".govuk-form-group");
      if (group) group.scrollIntoView();
      if (!/^(INPUT|SELECT|TEXTAREA|BUTTON|A)$/.test(field.tagName)) field = field.querySelector("input, select, textarea") || field;
      field.focus({ preventScroll: true });
    });
  } else if (location.hash === "" && document.querySelector("#preview")) {
    var preview = document.querySelector("#preview");
    preview.tabIndex = -1;
    preview.focus();
  }
  var last = -Infinity;
  document.addEventListener("click", function (event) {
    if (!event.target.closest("[data-prevent-double-click]")) return;
    if (event.timeStamp - last < 1000) event.preventDefault();
    last = event.timeStamp;
  });
  document.querySelectorAll("[data-filter]").forEach(function (box) {
    var label = document.createElement("label"), input = document.createElement("input"), said = document.createElement("p");
    label.className = "govuk-label";
    label.textContent = box.dataset.filter;
    input.className = "govuk-input";
    input.type = "search";
    input.id = label.htmlFor = "filter-" + Math.random().toString(36).slice(2);
    said.setAttribute("role", "status");
    said.className = "govuk-hint";
    box.querySelector(".govuk-checkboxes").before(label, input, said);
    input.addEventListener("keydown", function (event) { if (event.key === "Enter") event.preventDefault(); });
    input.addEventListener("input", function () {
      var wanted = input.value.trim().toLowerCase(), shown = 0;
      box.querySelectorAll(".govuk-checkboxes__item").forEach(function (item) {
        item.hidden = !item.textContent.toLowerCase().includes(wanted) && !item.querySelector("input").checked;
        if (!item.hidden) shown += 1;
      });
      said.textContent = wanted ? shown + " shown" : "";
    });
  });
})();

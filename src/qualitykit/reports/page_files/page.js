"use strict";
(function () {
  const root = document.documentElement;
  const each = (list, act) => Array.prototype.forEach.call(list, act);

  // --- colours: the reader's choice goes before the system's; a locked-down browser may refuse to remember it
  const theme = document.getElementById("theme");
  let stored = "";
  try { stored = localStorage.getItem("qualitykit-theme") || ""; } catch (refused) { stored = ""; }
  function paint(value) {
    if (value === "light" || value === "dark") root.dataset.theme = value;
    else delete root.dataset.theme;
  }
  theme.value = stored === "light" || stored === "dark" ? stored : "";
  paint(theme.value);
  theme.addEventListener("change", () => {
    paint(theme.value);
    try { localStorage.setItem("qualitykit-theme", theme.value); } catch (refused) { /* for this visit only */ }
  });
  each(document.querySelectorAll(".tools, .controls [hidden]"), (one) => { one.hidden = false; });
  document.getElementById("print").addEventListener("click", () => window.print());

  // --- long tables: the first rows only until the reader wants all; a thousand rows take a second to lay out
  const FEW = 200;
  const all = new Set();
  function trim(block) {
    const button = block.querySelector(".more");
    let shown = 0;
    each(block.querySelector("tbody").rows, (row) => {
      if (!row.hidden) shown += 1;
      row.classList.toggle("rest", !all.has(block) && !row.hidden && shown > FEW);
    });
    button.hidden = all.has(block) || shown <= FEW;
    button.textContent = root.dataset.more.replace("{n}", shown);
  }
  each(document.querySelectorAll(".table"), (block) => {
    trim(block);
    block.querySelector(".more").addEventListener("click", () => { all.add(block); trim(block); });
  });

  // --- sorting: numbers by data-v or text, words as Chinese sorts them; what is empty stands last
  const collator = new Intl.Collator(root.lang, { numeric: true });
  function valueOf(cell, numeric) {
    const text = cell.dataset.v === undefined ? cell.textContent.trim() : cell.dataset.v;
    if (!numeric) return text;
    const value = parseFloat(text.replace(/[,￥\s]/g, "").replace("−", "-"));
    return Number.isNaN(value) ? null : value;
  }
  function sort(table, head) {
    const index = head.cellIndex;
    const numeric = head.dataset.t === "n";
    const down = head.getAttribute("aria-sort") === null ? head.dataset.d === "1"
      : head.getAttribute("aria-sort") === "ascending";
    const body = table.tBodies[0];
    const rows = Array.from(body.rows, (row) => ({ row, value: valueOf(row.cells[index], numeric) }));
    const empty = (value) => value === null || value === "" || value === "—";
    rows.sort((a, b) => {
      if (empty(a.value) || empty(b.value)) return empty(a.value) - empty(b.value);
      const order = numeric ? a.value - b.value : collator.compare(a.value, b.value);
      return down ? -order : order;
    });
    const sorted = document.createDocumentFragment();
    rows.forEach((one) => sorted.append(one.row));
    body.append(sorted);
    trim(table.closest(".table"));
    each(head.parentNode.cells, (one) => one.removeAttribute("aria-sort"));
    head.setAttribute("aria-sort", down ? "descending" : "ascending");
  }
  each(document.querySelectorAll(".table table"), (table) => {
    table.tHead.addEventListener("click", (event) => {
      const button = event.target.closest("button");
      if (button) sort(table, button.parentNode);
    });
  });

  // --- searching: every word must occur in the row
  const plain = (text) => text.normalize("NFKC").toLowerCase();
  function search(box, rows, output, then) {
    const texts = new Map();
    let waiting = 0;
    function look() {
      const words = plain(box.value).split(/\s+/).filter(Boolean);
      let shown = 0;
      each(rows(), (row) => {
        if (!texts.has(row)) texts.set(row, plain(row.textContent));
        const fits = words.every((word) => texts.get(row).includes(word));
        row.hidden = !fits;
        shown += fits ? 1 : 0;
      });
      output.textContent = words.length
        ? root.dataset.count.replace("{shown}", shown).replace("{all}", texts.size) : "";
      then();
    }
    box.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(look, 80); });
  }
  each(document.querySelectorAll(".table"), (block) => {
    const box = block.querySelector("input");
    if (box) search(box, () => block.querySelector("tbody").rows, block.querySelector("output"), () => trim(block));
  });
  const cards = document.getElementById("people");
  search(cards.querySelector("[data-cards]"), () => cards.querySelectorAll("details"), cards.querySelector("output"), () => {});
  document.getElementById("all-cards").addEventListener("click", () => {
    const every = Array.from(cards.querySelectorAll("details"));
    const open = every.some((one) => !one.open);
    every.forEach((one) => { one.open = open; });
  });

  // --- a link into a closed scorecard opens it
  function go() {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    const card = target && target.closest("details");
    if (card) { card.hidden = false; card.open = true; target.scrollIntoView(); }
  }
  window.addEventListener("hashchange", go);
  document.addEventListener("click", (event) => {
    const link = event.target.closest('a[href^="#"]');
    if (link && link.getAttribute("href") === location.hash) go();
  });
  go();
})();

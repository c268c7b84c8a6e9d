(function () {
  "use strict";
  const table = document.getElementById("sessions");
  if (!table) {
    return;
  }
  const rows = Array.from(table.tBodies);
  const heads = Array.from(table.tHead.rows[0].cells);
  const names = heads.map(head => head.textContent);
  const natural = new Intl.Collator("en", { numeric: true, sensitivity: "base" });

  // What a cell sorts by: a moment or a number where it has one, else its text.
  function keyOf(cell) {
    const inner = cell.firstElementChild;
    return inner && inner.localName === "time" ? Date.parse(inner.dateTime)
      : inner && inner.localName === "data" ? Number(inner.value)
      : cell.textContent;
  }

  // To compare texts as people do takes long: each text is compared once, however many rows have it.
  function rank(keys) {
    const texts = Array.from(new Set(keys)).filter(key => typeof key === "string").sort(natural.compare);
    const places = new Map(texts.map((text, place) => [text, place]));
    return keys.map(key => key === "" ? null : typeof key === "string" ? places.get(key) : key);
  }

  function sortBy(column) {
    const way = heads[column].getAttribute("aria-sort") === "ascending" ? -1 : 1;
    heads.forEach(head => head.removeAttribute("aria-sort"));
    heads[column].setAttribute("aria-sort", way < 0 ? "descending" : "ascending");
    const ranks = rank(rows.map(row => keyOf(row.rows[0].cells[column])));

    // What is empty stays at the end, whichever way the others go.
    const order = rows.map((_, i) => i).sort((a, b) => (ranks[a] === null) - (ranks[b] === null) || way * (ranks[a] - ranks[b]));
    const sorted = document.createDocumentFragment();
    order.forEach(i => sorted.append(rows[i]));
    table.append(sorted);
    table.caption.textContent = "Sessions, by " + names[column].toLowerCase() + (way < 0 ? ", descending" : ", ascending");
  }

  heads.forEach((head, column) => {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    button.addEventListener("click", () => sortBy(column));
    head.append(button);
  });

  const text = document.getElementById("text");
  const shown = document.getElementById("shown");
  const form = document.getElementById("filter");
  const show = document.getElementById("show");
  const choices = ["result", "type"].map(name => ({
    select: document.getElementById(name),
    column: heads.findIndex(head => head.className === name)
  }));
  let lower = null;

  // A session's state may stand behind its result.
  function wordOf(cell) {
    return (cell.firstElementChild && cell.firstElementChild.localName === "span" ? cell.firstElementChild : cell).textContent.toLowerCase();
  }

  function filter() {
    lower = lower || rows.map(row => row.textContent.toLowerCase());
    const words = text.value.toLowerCase().split(/\s+/).filter(Boolean);
    let count = 0;
    rows.forEach((row, i) => {
      row.hidden = !words.every(word => lower[i].includes(word))
        || !choices.every(c => !c.select.value || wordOf(row.rows[0].cells[c.column]) === c.select.value.toLowerCase())
        || !(!show.value || row.dataset.is.split(" ").includes(show.value));
      count += !row.hidden;
    });
    shown.textContent = count === rows.length ? "" : count + " of " + rows.length + " sessions shown";
  }

  // A link to sessions shows them alone. One to a session opens its events, whatever the filter has hidden.
  function choose(result, aspect) {
    form.reset();
    choices[0].select.value = result;
    show.value = aspect;
    filter();
  }

  function reveal(hash) {
    const row = document.getElementById(hash.slice(1));
    if (!row || row.parentElement !== table || row.localName !== "tbody") {
      return;
    }
    const wasHidden = row.hidden;
    if (wasHidden) {
      choose("", "");
    }
    row.querySelectorAll("details").forEach(folded => { folded.open = true; });
    if (wasHidden) {
      row.scrollIntoView();
    }
  }

  document.addEventListener("click", e => {
    const link = e.target.closest("a");
    if (!link) {
      return;
    }
    if (link.dataset.result !== undefined || link.dataset.show !== undefined) {
      choose(link.dataset.result || "", link.dataset.show || "");
    } else {
      reveal(link.hash);
    }
  });
  addEventListener("hashchange", () => reveal(location.hash));
  reveal(location.hash);

  let pause = 0;
  form.addEventListener("input", () => {
    clearTimeout(pause);
    pause = setTimeout(filter, rows.length > 2000 ? 250 : 0);
  });
  form.addEventListener("submit", e => e.preventDefault());
  form.hidden = false;
})();

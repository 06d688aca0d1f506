"use strict";
// Draws diffs when they are opened, sorts and filters the table, and leads from facts to their lines.
{
  const words = JSON.parse(document.getElementById("words").dataset.words);
  const table = document.getElementById("files");
  const body = table.tBodies[0];
  const articles = new Map([...document.querySelectorAll("article.file")].map((article) => [article.id, article]));
  const boxes = new Map([...document.querySelectorAll(".map .box")].map((box) => [box.dataset.file, box]));
  const view = document.getElementById("view");
  const RUN = /([.,A-Za-z])(\d+)/g;
  const RANGE = /^@@+ -(\d+)[^+]*\+(\d+)/;

  function element(name, className, ...children) {
    const made = document.createElement(name);
    if (className) made.className = className;
    made.append(...children);
    return made;
  }

  // The lines of a diff with their numbers; `mate` of an added line is the removed one that it replaces.
  function linesOf(pre) {
    const marks = pre.dataset.marks.split("|");
    const lines = [];
    let before = 0, after = 0, removed = [];
    pre.textContent.replace(/\n$/, "").split("\n").forEach((text, place) => {
      const range = RANGE.exec(text);
      const sign = text[0] === undefined ? " " : text[0];
      const line = { sign, text: text.slice(1), marks: marks[place] || "", before: null, after: null, mate: null };
      if (range && !(lines.length && sign !== "@")) {
        [before, after] = [Number(range[1]), Number(range[2])];
        Object.assign(line, { sign: "@", text });
      } else if (sign === "\\") {
        line.text = text;
      } else {
        const mate = /^(\d+):/.exec(line.marks);
        if (mate) {
          line.mate = removed[Number(mate[1])] || null;
          line.marks = line.marks.slice(mate[0].length);
        }
        if (sign !== "+") line.before = before++;
        if (sign !== "-") line.after = after++;
      }
      if (sign === "-") removed.push(line);
      else if (sign !== "+") removed = [];
      lines.push(line);
    });
    return lines;
  }

  function codeOf(line) {
    const cell = element("td", "code");
    let place = 0;
    for (const [, letter, length] of line.marks.matchAll(RUN)) {
      const text = line.text.slice(place, place += Number(length));
      const kind = letter.toLowerCase();
      const isPlain = letter === "." || letter === ",";
      const node = isPlain ? text : element("span", kind, text);
      cell.append(letter === "." || (letter === kind && !isPlain) ? node : element("b", "", node));
    }
    cell.append(line.text.slice(place));
    return cell;
  }

  function numberOf(article, side, number) {
    const cell = element("td", "no", number === null ? "" : String(number));
    if (number !== null) cell.id = `${article}-${side}${number}`;
    return cell;
  }

  function spread(line, columns) {
    const cell = element("td", "code", line.text);
    cell.colSpan = columns;
    return element("tr", "hunk", cell);
  }

  const CLASSES = { "+": "add", "-": "del", " ": "" };

  function unified(lines, article) {
    const rows = element("tbody");
    for (const line of lines) {
      if (!(line.sign in CLASSES)) {
        rows.append(spread(line, 4));
        continue;
      }
      rows.append(element("tr", CLASSES[line.sign],
        numberOf(article, "o", line.before), numberOf(article, "n", line.after),
        element("td", "sign", line.sign === "-" ? "−" : line.sign), codeOf(line)));
    }
    return element("table", "diff", rows);
  }

  function sideBySide(lines, article) {
    const rows = element("tbody");
    let removed = [], added = [];
    const half = (line, side) => {
      if (!line) return [element("td", "no none"), element("td", "code none")];
      const cells = [numberOf(article, side, side === "o" ? line.before : line.after), codeOf(line)];
      if (line.sign !== " ") cells.forEach((cell) => cell.classList.add(CLASSES[line.sign]));
      return cells;
    };
    const row = (left, right) => rows.append(element("tr", "", ...half(left, "o"), ...half(right, "n")));
    const flush = () => {
      // Lines between pairs stand beside each other as they come.
      let left = 0, right = 0;
      const until = (endLeft, endRight) => {
        while (left < endLeft || right < endRight) {
          row(left < endLeft ? removed[left++] : null, right < endRight ? added[right++] : null);
        }
      };
      added.forEach((line, place) => {
        const mate = line.mate ? removed.indexOf(line.mate) : -1;
        if (mate < left) return;
        until(mate, place);
        row(removed[left++], added[right++]);
      });
      until(removed.length, added.length);
      [removed, added] = [[], []];
    };
    for (const line of lines) {
      if (line.sign === "-") removed.push(line);
      else if (line.sign === "+") added.push(line);
      else {
        flush();
        if (line.sign === " ") row(line, line);
        else rows.append(spread(line, 4));
      }
    }
    flush();
    const columns = element("colgroup", "", element("col", "numbers"), element("col"), element("col", "numbers"), element("col"));
    return element("table", "diff split", columns, rows);
  }

  function draw(details) {
    const holder = details.querySelector(".wide");
    const pre = holder.querySelector("pre");
    const wanted = view.elements.view.value;
    if (details.dataset.drawn === wanted) return;
    const lines = linesOf(pre);
    const drawn = (wanted === "split" ? sideBySide : unified)(lines, details.closest("article").id);
    holder.querySelector("table")?.remove();
    pre.hidden = true;
    holder.append(drawn);
    details.dataset.drawn = wanted;
  }

  const changes = [...document.querySelectorAll("details.change")];
  for (const details of changes) {
    details.addEventListener("toggle", () => details.open && draw(details));
    if (details.open) draw(details);
  }
  view.hidden = !changes.length;
  view.addEventListener("change", () => changes.filter((details) => details.open).forEach(draw));
  document.getElementById("open").addEventListener("click", () => {
    for (const details of changes) if (!details.closest("article").hidden) details.open = true;
  });
  document.getElementById("close").addEventListener("click", () => changes.forEach((details) => { details.open = false; }));

  // A link to a line opens the diff that holds it.
  function reveal() {
    const found = /^#(item-[0-9a-f]+(?:-\d+)?)-([on]\d+)$/.exec(location.hash);
    const article = found && articles.get(found[1]);
    const details = article && article.querySelector("details.change");
    if (!details) return;
    details.open = true;
    draw(details);
    document.querySelectorAll(".pointed").forEach((cell) => cell.classList.remove("pointed"));
    const cell = document.getElementById(location.hash.slice(1));
    (cell || details).scrollIntoView({ block: "center" });
    if (cell) cell.closest("tr").classList.add("pointed");
  }
  addEventListener("hashchange", reveal);
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#item-']");
    if (link && link.hash === location.hash) reveal();
  });
  reveal();

  for (const [id, box] of boxes) box.addEventListener("click", () => { location.hash = id; });

  [...table.tHead.rows[0].cells].forEach((head, column) => {
    const button = element("button", "", ...head.childNodes);
    button.type = "button";
    head.append(button);
    const valueOf = head.dataset.kind === "number"
      ? (row) => Number.parseFloat(row.cells[column].textContent) || 0
      : (row) => row.cells[column].textContent;
    const order = head.dataset.kind === "number" ? (a, b) => a - b : (a, b) => a.localeCompare(b);
    button.addEventListener("click", () => {
      // Numbers begin with the largest, words with the first.
      const first = head.dataset.kind === "number" ? "descending" : "ascending";
      const other = first === "ascending" ? "descending" : "ascending";
      const wanted = head.getAttribute("aria-sort") === first ? other : first;
      for (const cell of table.tHead.rows[0].cells) cell.removeAttribute("aria-sort");
      head.setAttribute("aria-sort", wanted);
      const keyed = [...body.rows].map((row) => [valueOf(row), row]);
      keyed.sort(([a], [b]) => (wanted === "ascending" ? order(a, b) : order(b, a)));
      body.append(...keyed.map(([, row]) => row));
    });
  });

  const filter = document.getElementById("filter");
  const shown = document.getElementById("shown");
  function sift() {
    const values = Object.fromEntries(new FormData(filter));
    const text = values.text.trim().toLowerCase();
    let count = 0;
    for (const row of body.rows) {
      const fits = ["type", "status", "folder"].every((name) => !values[name] || row.dataset[name] === values[name])
        && (!text || row.dataset.text.toLowerCase().includes(text));
      row.hidden = !fits;
      articles.get(row.dataset.file).hidden = !fits;
      boxes.get(row.dataset.file)?.classList.toggle("out", !fits);
      count += fits;
    }
    shown.value = words.shown.replace("{shown}", count).replace("{total}", body.rows.length);
  }
  filter.hidden = body.rows.length < 2;
  filter.addEventListener("input", sift);
  filter.addEventListener("submit", (event) => event.preventDefault());
}

// What hangs on a stretch of a text, shown beside it. Without this script the same stands under the text, one link away.
"use strict";
(function () {
  const reader = document.querySelector("[data-reader]");
  if (!reader) return;
  const beside = reader.querySelector("[data-beside]");
  const pieces = Array.from(reader.querySelectorAll("[data-marks]"));
  const under = new Map(); // a stretch's number: the pieces that lie in it
  for (const piece of pieces) {
    for (const number of piece.dataset.marks.split(" ")) {
      if (!under.has(number)) under.set(number, []);
      under.get(number).push(piece);
    }
  }
  let lit = [];
  let shown = null;
  let kept = null; // the piece that was clicked: what hangs on it stays
  let closing = false;
  reader.classList.add("live");

  function light(piece) {
    for (const one of lit) one.classList.remove("lit");
    lit = piece ? under.get(piece.dataset.marks.split(" ")[0]) : [];
    for (const one of lit) one.classList.add("lit");
  }

  function button(words, done) {
    const made = document.createElement("button");
    made.type = "button";
    made.textContent = words;
    made.addEventListener("click", done);
    return made;
  }

  function show(piece) {
    if (shown === piece && !beside.hidden) return;
    shown = piece;
    light(piece);
    const list = document.createElement("ol");
    list.className = "stretches";
    for (const number of piece.dataset.marks.split(" ")) {
      const entry = document.getElementById("mark-" + number);
      if (!entry) continue;
      const copy = entry.cloneNode(true);
      copy.removeAttribute("id");
      const places = copy.querySelector(".places");
      if (places) places.remove();
      list.appendChild(copy);
    }
    beside.replaceChildren(list, button("Close", close));
    beside.scrollTop = 0;
    beside.hidden = false;
  }

  function close() {
    const back = kept;
    kept = shown = null;
    light(null);
    beside.hidden = true;
    closing = true; // coming back to the piece is no wish to see it again
    if (back) back.focus();
    closing = false;
  }

  reader.addEventListener("mouseover", function (event) {
    const piece = event.target.closest("[data-marks]");
    if (piece && !kept) show(piece);
  });
  reader.addEventListener("focusin", function (event) {
    const piece = event.target.closest("[data-marks]");
    if (piece && !closing) {
      if (piece !== kept) kept = null;
      show(piece);
    }
  });
  reader.addEventListener("click", function (event) {
    const piece = event.target.closest("[data-marks]");
    if (!piece || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    event.preventDefault();
    show(piece);
    kept = piece;
    beside.focus({ preventScroll: true });
  });
  document.addEventListener("keydown", function (event) {
    if (event.key === "Escape" && !beside.hidden) close();
  });
})();

// Plans: one more row for a milestone, all boxes of a list, and a word before typed text is left behind.

const body = document.querySelector("[data-nodes]");
const add = document.querySelector("[data-add-node]");
if (body && add) {
  add.hidden = false;
  add.addEventListener("click", () => {
    const row = body.rows[body.rows.length - 1].cloneNode(true);
    const number = body.rows.length + 1;
    for (const box of row.querySelectorAll("input, select")) {
      box.value = "";
      box.removeAttribute("aria-invalid");
      const label = box.getAttribute("aria-label");
      if (label) box.setAttribute("aria-label", label.replace(/\d+/, String(number)));
    }
    for (const said of row.querySelectorAll(".field-error, .tag")) said.remove();
    body.append(row);
    row.querySelector("input").focus();
  });
}

const form = document.querySelector("form[data-unsaved]");
if (form) {
  let typed = Boolean(document.querySelector(".error-summary"));
  form.addEventListener("input", () => { typed = true; });
  form.addEventListener("submit", () => { typed = false; });
  window.addEventListener("beforeunload", (event) => { if (typed) event.preventDefault(); });
}

for (const all of document.querySelectorAll("[data-check-all]")) {
  all.addEventListener("change", () => {
    for (const box of document.getElementsByName(all.dataset.checkAll)) box.checked = all.checked;
  });
}

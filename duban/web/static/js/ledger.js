// The ledger. It works without this file; here are search while typing, open drop-downs that stay open,
// choosing rows, unfolding, copying numbers.

const part = () => document.getElementById("ledger");

// --- search while typing; an input method's unfinished letters are not searched ---
const q = document.getElementById("q");
let waiting;
function searchSoon() {
  clearTimeout(waiting);
  waiting = setTimeout(() => document.getElementById("filters").requestSubmit(), 350);
}
if (q) {
  q.addEventListener("input", (event) => event.isComposing || searchSoon());
  q.addEventListener("compositionend", searchSoon);
}

// --- what was open, typed, scrolled to and focused survives the exchange of the part ---
let kept = null;
document.addEventListener("htmx:beforeSwap", (event) => {
  if (event.detail.target.id !== "ledger") return;
  clearTimeout(waiting);
  const lists = [...document.querySelectorAll("#ledger .options")];
  kept = {
    open: [...document.querySelectorAll("#ledger details[open]")].map((each) => each.id),
    folded: document.querySelector("#filters.open") !== null,
    typed: document.querySelector("[data-narrow]")?.value || "",
    scrolled: lists.map((list) => [list.id, list.scrollTop]),
    focus: part().contains(document.activeElement) ? document.activeElement.id : "",
  };
});
document.addEventListener("htmx:afterSwap", () => {
  if (!kept || !part()) return;
  for (const id of kept.open) document.getElementById(id)?.setAttribute("open", "");
  if (kept.folded) foldFilters(true);
  prepare();
  const box = document.querySelector("[data-narrow]");
  if (box && kept.typed) {
    box.value = kept.typed;
    narrow(box);
  }
  for (const [id, top] of kept.scrolled) {
    const list = document.getElementById(id);
    if (list) list.scrollTop = top;
  }
  if (kept.focus) document.getElementById(kept.focus)?.focus({ preventScroll: true });
  if (q && document.activeElement !== q) q.value = part().dataset.q;
  kept = null;
});

// --- typing narrows a list of choices; Enter takes the first ---
function narrow(box) {
  const typed = box.value.trim().toLowerCase();
  for (const option of document.querySelectorAll(`${box.dataset.narrow} .opt`)) {
    option.hidden = typed !== "" && !option.textContent.toLowerCase().includes(typed);
  }
}
function prepare() {
  for (const box of document.querySelectorAll("[data-narrow]")) {
    if (box.dataset.ready) continue;
    box.dataset.ready = "1";
    box.addEventListener("input", () => narrow(box));
    box.addEventListener("change", (event) => event.stopPropagation());
    box.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.isComposing) return;
      const first = document.querySelector(`${box.dataset.narrow} .opt:not([hidden]) input`);
      if (!first) return; // not among those listed: the server looks for the name
      event.preventDefault();
      first.click();
    });
    // Only sent when it asks for a unit that is not listed.
    box.form.addEventListener("htmx:configRequest", (event) => {
      if (event.detail.triggeringEvent?.type !== "submit" || document.activeElement !== box) {
        delete event.detail.parameters.unit_name;
      }
    });
  }
}

// --- filters fold on a narrow screen ---
function foldFilters(open) {
  const form = document.getElementById("filters");
  form.classList.toggle("open", open);
  form.querySelector("[data-fold]").setAttribute("aria-expanded", String(open));
}

// --- choosing rows ---
const boxes = () => [...document.querySelectorAll('#bulk input[name="id"]')];
let everything = false;
function tell() {
  const bar = document.querySelector("[data-bulk]");
  if (!bar) return;
  const all = boxes();
  const chosen = all.filter((box) => box.checked);
  if (chosen.length < all.length) everything = false;
  for (const box of all) box.closest("tr").classList.toggle("chosen", box.checked);
  const total = Number(bar.dataset.total);
  bar.classList.toggle("on", chosen.length > 0);
  bar.querySelector("[data-said]").textContent = `已选 ${everything ? total : chosen.length} 项`;
  bar.querySelector("[data-all]").hidden = everything || chosen.length < all.length || total <= all.length;
  document.querySelector('#bulk input[name="chosen"]').value = everything ? "all" : "ids";
  const head = document.querySelector("[data-page]");
  if (head) {
    head.checked = chosen.length === all.length && all.length > 0;
    head.indeterminate = chosen.length > 0 && chosen.length < all.length;
  }
}
function chooseAll(on) {
  everything = false;
  for (const box of boxes()) box.checked = on;
  tell();
}
async function copyNumbers() {
  const bar = document.querySelector("[data-bulk]");
  let codes = boxes().filter((box) => box.checked).map((box) => box.closest("tr").querySelector("a").textContent);
  if (everything) {
    const answer = await fetch(bar.dataset.codes);
    if (!answer.ok) return toast("没有取到编号。请刷新页面后再试。");
    codes = (await answer.json()).codes;
  }
  try {
    await navigator.clipboard.writeText(codes.join("、"));
    toast(`已复制 ${codes.length} 个编号。`);
  } catch {
    toast("浏览器不允许复制。请改用“导出所选”。");
  }
}
function toast(text) {
  const area = document.getElementById("toast");
  area.textContent = "";
  const note = document.createElement("p");
  note.className = "note note-success";
  note.textContent = text;
  area.append(note);
  setTimeout(() => note.remove(), 4000);
}

document.addEventListener("change", (event) => {
  if (event.target.matches('#bulk input[name="id"]')) tell();
  if (event.target.matches("[data-page]")) chooseAll(event.target.checked);
});
document.addEventListener("click", (event) => {
  const unfold = event.target.closest("[data-unfold]");
  if (unfold) {
    const open = unfold.closest("tr").classList.toggle("open");
    unfold.setAttribute("aria-expanded", String(open));
    unfold.textContent = open ? "收起" : "展开";
  }
  if (event.target.closest("[data-fold]")) foldFilters(!document.getElementById("filters").classList.contains("open"));
  if (event.target.closest("[data-all]")) { everything = true; tell(); }
  if (event.target.closest("[data-none]")) chooseAll(false);
  if (event.target.closest("[data-copy]")) copyNumbers();
});
// "x" chooses the row that j and k have come to; Enter opens it, as its link has the focus.
document.addEventListener("keydown", (event) => {
  if (event.key !== "x" || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.matches("input:not([type=checkbox]), textarea, select")) return;
  const box = document.activeElement?.closest("tr")?.querySelector('input[name="id"]');
  if (box) { box.checked = !box.checked; tell(); }
});

if (document.body.dataset.print !== undefined) window.print();
prepare();
tell();

// The filling page. It works without this file (a button saves the whole form); here are saving by itself, the copy
// on this machine while there is no connection, two people in one line, checks that follow what is typed.

const form = document.getElementById("report");
const BOXES = { l: form.dataset.lineBoxes.split(" "), m: form.dataset.figureBoxes.split(" "), r: ["answer"] };
const NAME = /^([lmr]\d*)-([a-z_]+)$/;
const PAUSE = 2500; // ms after the last key
const LONGEST = 8000; // ms that a person may type on without a save
const RETRY = [3000, 5000, 10000, 30000];

const byId = (id) => document.getElementById(id);
const all = (selector, inside = document) => [...inside.querySelectorAll(selector)];
const isBox = (name) => (NAME.test(name) && !name.endsWith("-base") && !name.endsWith("-files")) || name === "promised_on";

// --- boxes -----------------------------------------------------------------------------------------------------
const dirty = new Map(); // name → value that is not on disk yet
const sent = new Map(); // name → values sent since the last acknowledgement (an answer may get lost on the way)
const known = new Map(); // name → value that is on disk
const held = new Map(); // name → value that was refused: not sent again until it changes
const tokens = new Map(); // "l12" → {box: token of the value that the page started from}

const box = (name) => form.elements.namedItem(name);
const valueOf = (name) => box(name).value;
const first = (name) => (box(name) instanceof RadioNodeList ? box(name)[0] : box(name));
const focused = (name) => document.activeElement?.name === name;

function put(name, value) {
  const found = box(name);
  if (!found) return;
  found.value = value;
  if (found.tagName === "TEXTAREA") grow(found);
}

for (const hidden of all('input[name$="-base"]', form)) {
  const key = hidden.name.slice(0, -5);
  const given = hidden.value.split(".");
  tokens.set(key, Object.fromEntries(BOXES[key[0]].map((each, i) => [each, given[i] || ""])));
}
for (const element of form.elements) if (isBox(element.name)) known.set(element.name, valueOf(element.name));

// --- the copy on this machine ----------------------------------------------------------------------------------
const local = {
  read() {
    try { return JSON.parse(localStorage.getItem(form.dataset.local)) || {}; } catch { return {}; }
  },
  change(edit) {
    try {
      const rows = this.read();
      edit(rows);
      if (Object.keys(rows).length) localStorage.setItem(form.dataset.local, JSON.stringify(rows));
      else localStorage.removeItem(form.dataset.local);
      return true;
    } catch { return false; } // full or forbidden: then leaving the page asks
  },
};
let kept = true;

function tokenOf(name) {
  const [, key, part] = NAME.exec(name) || [];
  return key ? tokens.get(key)?.[part] ?? "" : "";
}
function setToken(name, token) {
  const [, key, part] = NAME.exec(name) || [];
  if (!key) return;
  if (!tokens.has(key)) tokens.set(key, {});
  tokens.get(key)[part] = token;
}

function mark(name) {
  const value = valueOf(name);
  if (held.has(name) && held.get(name) !== value) { held.delete(name); complain(name, ""); }
  if (value === known.get(name) && !sent.has(name)) {
    dirty.delete(name);
    local.change((rows) => delete rows[name]);
  } else {
    dirty.set(name, value);
    kept = local.change((rows) => {
      rows[name] = { v: value, t: rows[name]?.t ?? tokenOf(name), s: [...(sent.get(name) || [])], at: Date.now() };
    });
  }
  say();
}

function offerLocal() {
  const rows = local.read();
  const names = Object.keys(rows).filter((name) => box(name) && rows[name].v !== known.get(name));
  local.change((each) => { for (const name of Object.keys(each)) if (!names.includes(name)) delete each[name]; });
  if (!names.length) return;
  const area = byId("local-offer");
  const at = new Date(Math.max(...names.map((name) => rows[name].at)));
  const when = `${at.getMonth() + 1}月${at.getDate()}日 ${clock(at)}`;
  area.querySelector("p").textContent = `这台电脑上有 ${names.length} 处没有送出的内容（${when}），要恢复吗？`;
  area.hidden = false;
  area.querySelector("[data-restore]").onclick = () => {
    for (const name of names) {
      const row = rows[name];
      // What stands there now may be what this machine sent without hearing back: then nobody else wrote it.
      if (!row.s.includes(known.get(name))) setToken(name, row.t);
      put(name, row.v);
      mark(name);
    }
    area.hidden = true;
    flush();
  };
  area.querySelector("[data-discard]").onclick = () => {
    local.change((each) => { for (const name of names) delete each[name]; });
    area.hidden = true;
  };
}

// --- saving ----------------------------------------------------------------------------------------------------
let timer, since = 0, running = null, failed = 0, offline = false, stopped = "", savedAt = "";

const clock = (at) => `${String(at.getHours()).padStart(2, "0")}:${String(at.getMinutes()).padStart(2, "0")}`;
const ready = () => [...dirty.keys()].filter((name) => !held.has(name));

function soon() {
  clearTimeout(timer);
  since ||= Date.now();
  timer = setTimeout(flush, Math.max(0, Math.min(PAUSE, since + LONGEST - Date.now())));
}

function say() {
  const state = byId("saved");
  let words = savedAt ? `已保存 ${savedAt}` : "内容已保存";
  if (held.size) words = `有 ${held.size} 处没有保存，请看红字`;
  else if (offline) words = `离线，${dirty.size} 处存在本机`;
  else if (running) words = "正在保存";
  else if (dirty.size) words = "有改动，即将保存";
  if (state.textContent !== words) state.textContent = words;
  const banner = byId("offline");
  banner.hidden = !(offline || stopped);
  banner.textContent = stopped || `离线：内容已存在本机${kept ? "" : "的这个页面里，请不要关闭"}，联网后自动送出。`;
}

function body(names) {
  const data = new URLSearchParams();
  for (const name of names) {
    data.set(name, dirty.get(name));
    const [, key] = NAME.exec(name) || [];
    if (key) data.set(`${key}-base`, BOXES[key[0]].map((each) => tokens.get(key)?.[each] ?? "").join("."));
  }
  return data;
}

function post(address, data, more = {}) {
  const headers = { "X-CSRFToken": form.elements.csrfmiddlewaretoken.value, ...more.headers };
  return fetch(address, { method: "POST", body: data, redirect: "manual", ...more, headers });
}

// Saves what is not on disk; resolves when that has been tried. What is typed meanwhile goes with the next.
function flush() {
  clearTimeout(timer);
  if (running) return running.then(flush);
  const names = ready();
  if (!names.length || stopped) { say(); return Promise.resolve(); }
  since = 0;
  const flying = new Map(names.map((name) => [name, dirty.get(name)]));
  for (const [name, value] of flying) sent.set(name, (sent.get(name) || new Set()).add(value));
  local.change((rows) => { for (const name of names) if (rows[name]) rows[name].s = [...sent.get(name)]; });
  running = send(names, flying).finally(() => { running = null; say(); });
  say();
  return running;
}

async function send(names, flying) {
  let answer;
  try {
    answer = await post(form.dataset.autosave, body(names), { headers: { Accept: "application/json" } });
    if (answer.status >= 500) throw new Error(String(answer.status));
  } catch {
    offline = true;
    clearTimeout(timer);
    timer = setTimeout(flush, RETRY[Math.min(failed++, RETRY.length - 1)]);
    return;
  }
  offline = false;
  failed = 0;
  if (answer.type === "opaqueredirect" || answer.status === 401) {
    stopped = "登录已过期：内容已存在本机。请在新窗口重新登录，再刷新本页，内容会恢复。";
    return;
  }
  if (!answer.ok) {
    const told = await answer.json().catch(() => ({}));
    stopped = told.reason || "没有保存：您现在不能修改这份报告。内容已存在本机，请刷新页面。";
    return;
  }
  settle(await answer.json(), flying);
}

function settle(told, flying) {
  savedAt = told.saved;
  byId("others").textContent = told.others;
  for (const name of flying.keys()) {
    const refused = told.faults[name] || told.clashes[name];
    if (refused) continue;
    acknowledge(name, flying.get(name), told);
  }
  for (const [key, row] of Object.entries(told.rows)) settleRow(key, row, flying);
  for (const [name, message] of Object.entries(told.faults)) {
    if (valueOf(name) === flying.get(name)) { held.set(name, flying.get(name)); complain(name, message); }
  }
  for (const [name, clash] of Object.entries(told.clashes)) {
    if (sent.get(name)?.has(clash.theirs) && clash.theirs !== flying.get(name)) {
      setToken(name, clash.token); // it is what this page sent before, unheard
      soon();
    } else {
      if (valueOf(name) === flying.get(name)) held.set(name, flying.get(name));
      clashes.push([name, clash]);
    }
  }
  const lines = linesOf(Object.keys(told.rows));
  if (lines.length) look(lines);
  nextClash();
  if (ready().length) soon();
}

function acknowledge(name, value, told) {
  sent.delete(name);
  known.set(name, value);
  complain(name, "");
  const [, key, part] = NAME.exec(name) || [];
  if (key && told.rows[key]) setToken(name, told.rows[key].tokens[part]);
  if (key === "r") setToken(name, told.answer);
  if (valueOf(name) !== value) { local.change((rows) => { if (rows[name]) rows[name].t = tokenOf(name); }); return; }
  dirty.delete(name);
  local.change((rows) => delete rows[name]);
  const now = told.rows[key]?.now[part];
  if (now !== undefined && now !== value && !focused(name)) { put(name, now); known.set(name, now); }
}

function settleRow(key, row, flying) {
  for (const [part, value] of Object.entries(row.fresh)) {
    const name = `${key}-${part}`;
    if (flying.has(name) || dirty.has(name) || !box(name)) continue;
    put(name, value);
    known.set(name, value);
    setToken(name, row.tokens[part]);
  }
  if (key[0] === "l") byId(`line-${key.slice(1)}`)?.querySelector("[data-by]").replaceChildren(row.by);
  else {
    for (const each of all(`[data-words="${key}"]`)) each.textContent = row.short;
    for (const each of all(`[data-shown="${key}"]`)) each.textContent = row.words || "未填";
  }
}

function complain(name, message) {
  const at = box(name) && first(name);
  if (!at) return;
  const id = `${name}-error`;
  byId(id)?.remove();
  at.toggleAttribute("aria-invalid", Boolean(message));
  if (!message) return;
  at.setAttribute("aria-invalid", "true");
  const note = Object.assign(document.createElement("p"), { id, className: "field-error", textContent: message });
  note.setAttribute("role", "alert");
  (at.closest(".fig-row, .box, label, fieldset") || at).after(note);
}

// --- two people, one box -----------------------------------------------------------------------------------------
const clashes = [];
const dialog = byId("clash");

function nextClash() {
  if (dialog.open || !clashes.length) return;
  const [name, clash] = clashes.shift();
  const text = first(name).tagName === "TEXTAREA";
  const inWords = (value) => {
    const option = all("option", first(name).tagName === "SELECT" ? first(name) : undefined).find((o) => o.value === value);
    const radio = box(name) instanceof RadioNodeList && [...box(name)].find((each) => each.value === value);
    if (radio) return radio.parentElement.textContent;
    return first(name).tagName === "SELECT" && option ? option.textContent : value;
  };
  byId("clash-title").textContent = `${clash.label}：${clash.who}刚刚改了同一栏`;
  dialog.querySelector("[data-mine]").textContent = inWords(valueOf(name)) || "（空）";
  dialog.querySelector("[data-theirs]").textContent = clash.words || "（空）";
  dialog.querySelector("[data-who]").textContent = `${clash.who}写的`;
  for (const each of all("[data-merge]", dialog)) each.hidden = !text;
  byId("clash-merged").value = `${clash.theirs}\n${valueOf(name)}`;
  for (const button of all("[data-choose]", dialog)) button.onclick = () => choose(name, clash, button.dataset.choose);
  dialog.showModal();
}

function choose(name, clash, what) {
  if (what === "merged") put(name, byId("clash-merged").value);
  if (what === "theirs") put(name, clash.theirs);
  setToken(name, clash.token);
  known.set(name, clash.theirs);
  held.delete(name);
  sent.delete(name);
  local.change((rows) => delete rows[name]);
  dirty.delete(name);
  mark(name);
  dialog.close();
  flush();
}
dialog.addEventListener("close", nextClash);

// --- checks and the state of each line -----------------------------------------------------------------------------
function linesOf(keys) {
  const found = new Set();
  for (const key of keys) {
    if (key[0] === "l") found.add(key.slice(1));
    for (const each of all(`[data-m="${key}"], [data-shown="${key}"]`)) found.add(each.closest("[data-line]").dataset.line);
  }
  return [...found].filter((line) => byId(`checks-${line}`));
}

async function look(lines) {
  const query = new URLSearchParams(lines.map((line) => ["line", line]));
  try {
    const answer = await fetch(`${form.dataset.checks}?${query}`, { redirect: "manual" });
    if (answer.ok) show(await answer.text());
  } catch { /* with the next save */ }
}

function show(html) {
  const made = new DOMParser().parseFromString(html, "text/html");
  for (const fresh of all(".checks", made)) {
    const old = byId(fresh.id);
    if (!old) continue;
    const typing = all("[data-says]", old).filter((each) => each.value !== each.defaultValue);
    const focus = old.contains(document.activeElement) ? document.activeElement.name : "";
    old.replaceWith(fresh);
    for (const each of typing) {
      const again = fresh.querySelector(`[name="${CSS.escape(each.name)}"]`);
      if (again) again.value = each.value;
    }
    if (focus) fresh.querySelector(`[name="${CSS.escape(focus)}"]`)?.focus();
    const { line, state, words } = fresh.dataset;
    const section = byId(`line-${line}`);
    section.dataset.state = state;
    section.querySelector(".line-state").textContent = words;
    const entry = document.querySelector(`[data-index="${line}"]`);
    entry.dataset.state = state;
    entry.querySelector("span").textContent = words;
  }
  total();
}

function total() {
  const checks = all(".checks", form);
  const entries = all("[data-index]");
  if (!entries.length || checks.length < entries.length) return; // a filtered page knows only a part
  const begun = checks.filter((each) => each.dataset.state !== "todo");
  const sum = (name) => begun.reduce((n, each) => n + Number(each.dataset[name]), 0);
  const [todo, blocks, confirms] = [checks.length - begun.length, sum("blocks"), sum("confirms")];
  for (const each of all("[data-filled-words]")) each.textContent = `已填 ${begun.length}/${checks.length}`;
  form.querySelector("progress").value = begun.length;
  const button = form.querySelector("[data-send]");
  if (button) {
    button.disabled = todo + blocks + confirms > 0;
    const parts = [todo && `${todo} 项未填`, blocks && `${blocks} 处须改正`, confirms && `${confirms} 处须说明`];
    const left = parts.filter(Boolean).join(" ");
    byId("send-why").textContent = left ? `还有 ${left}` : `各项都已填好，可以${button.textContent.trim()}`;
  }
  const list = byId("open-list");
  list.hidden = blocks + confirms === 0;
  list.querySelector("ul").replaceChildren(...begun.flatMap((each) => all("[data-open]", each).map((found) => {
    const item = document.createElement("li");
    const link = Object.assign(document.createElement("a"), { href: `#line-${each.dataset.line}` });
    link.textContent = byId(`h${each.dataset.line}`).textContent;
    item.append(link, ` ${found.dataset.finding}`);
    return item;
  })));
}

async function exchange(address, data, place) {
  // A small act with an answer in HTML: the part that it changed, or the sentence why not.
  try {
    const answer = await post(address, data, { headers: { "HX-Request": "true" } });
    if (answer.type === "opaqueredirect") return toast("登录已过期，请重新登录后再试。");
    const html = await answer.text();
    const made = new DOMParser().parseFromString(html, "text/html");
    const part = made.querySelector(".checks, .evidence");
    if (!part) return toast(made.body.textContent.trim() || "没有办成，请刷新页面后再试。");
    if (part.matches(".checks")) return show(html);
    byId(part.id).replaceWith(part);
    const line = place?.dataset.line;
    if (line) look([line]);
  } catch { toast("没有连上服务器，联网后请再试。"); }
}

function toast(text) {
  const note = Object.assign(document.createElement("p"), { className: "note note-error", textContent: text });
  byId("toast").replaceChildren(note);
  setTimeout(() => note.remove(), 6000);
}

// --- what people do --------------------------------------------------------------------------------------------
function grow(area) {
  if (CSS.supports("field-sizing", "content")) return;
  area.style.height = "auto";
  area.style.height = `${area.scrollHeight + 2}px`;
}

form.addEventListener("input", (event) => {
  const { name } = event.target;
  if (event.target.tagName === "TEXTAREA") grow(event.target);
  if (!isBox(name)) return;
  const presence = name.endsWith("-done") && box(name.replace("-done", "-presence"));
  if (presence && !presence.value && event.target.value.trim()) {
    presence.value = "reported"; // who writes what was done has reported
    mark(presence[0].name);
  }
  mark(name);
  soon();
});
form.addEventListener("change", (event) => {
  const at = event.target;
  if (at.matches("[data-files]")) return upload(at);
  if (at.matches("[data-says]") && at.value.trim()) return answer(at);
  if (isBox(at.name)) { mark(at.name); flush(); }
});
form.addEventListener("focusin", (event) => {
  const line = event.target.closest("[data-line]")?.dataset.line;
  for (const each of all(".index [aria-current=location]")) each.removeAttribute("aria-current");
  document.querySelector(`[data-index="${line}"] a`)?.setAttribute("aria-current", "location");
});

const answer = (at) => exchange(form.dataset.answer, new URLSearchParams({ name: at.name, text: at.value }));

function upload(at) {
  const data = new FormData();
  for (const file of at.files) data.append("files", file);
  const section = at.closest("[data-line]");
  if (section) data.set("line", section.dataset.line);
  at.closest(".evidence").classList.add("busy");
  return exchange(form.dataset.evidence, data, section).then(() => at.closest(".evidence")?.classList.remove("busy"));
}

form.addEventListener("click", (event) => {
  const button = event.target.closest("button, a");
  if (!button) return;
  const { take, value, carry, withdraw } = button.dataset;
  if (take) {
    put(take, value);
    mark(take);
    flush();
  } else if (carry) {
    const text = button.closest(".last").querySelector(".clamp").textContent;
    if (valueOf(carry).trim() && !window.confirm("框里已有内容，用上期的文字替换吗？")) return event.preventDefault();
    put(carry, text);
    first(carry).dispatchEvent(new Event("input", { bubbles: true }));
    first(carry).focus();
  } else if (withdraw) {
    exchange(withdraw, new URLSearchParams(), button.closest("[data-line]"));
  } else if ("say" in button.dataset) {
    answer(button.closest(".say").querySelector("[data-says]"));
  } else return;
  event.preventDefault();
});

let leaving = false;
form.addEventListener("submit", (event) => {
  if (leaving) return;
  event.preventDefault();
  const { submitter } = event;
  for (const name of held.keys()) if (!byId(`${name}-error`)) held.delete(name); // a clash that was put off
  flush().then(() => {
    if (!submitter || !submitter.matches("[data-send], [data-leave]")) return;
    if (dirty.size || stopped) return toast("还有内容没有保存，请先看红字或等联网后再试。");
    leaving = true;
    setTimeout(() => form.requestSubmit(submitter)); // not inside the event that is being answered
  });
});

window.addEventListener("online", flush);
window.addEventListener("offline", () => { offline = true; say(); });
document.addEventListener("visibilitychange", () => { if (document.visibilityState === "hidden") leave(); });
window.addEventListener("pagehide", leave);
function leave() {
  const names = ready();
  if (!names.length || running || stopped || leaving) return;
  const data = body(names);
  if (data.toString().length < 60000) {
    post(form.dataset.autosave, data, { keepalive: true, headers: { Accept: "application/json" } }).catch(() => {});
    for (const name of names) sent.set(name, (sent.get(name) || new Set()).add(dirty.get(name)));
    local.change((rows) => { for (const name of names) if (rows[name]) rows[name].s = [...sent.get(name)]; });
  }
}
window.addEventListener("beforeunload", (event) => { if (dirty.size && !kept && !leaving) event.preventDefault(); });

for (const name of form.dataset.refused.split(" ").filter((each) => each && isBox(each) && box(each))) {
  known.delete(name); // the page came back with boxes that were refused
  dirty.set(name, valueOf(name));
  held.set(name, valueOf(name));
}
for (const area of all("textarea", form)) grow(area);
offerLocal();

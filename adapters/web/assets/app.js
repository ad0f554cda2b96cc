// Makes taps and forms quicker and keeps conversations fresh. Everything works without it, too.

const live = document.getElementById("live");
const alertBox = document.getElementById("alert");
/** Cards that wait for an answer: the control that is being sent, and the last other one that was tapped since. */
const busy = new WeakMap();

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!(form instanceof HTMLFormElement) || !("live" in form.dataset)) return;
  event.preventDefault();
  if ("composer" in form.dataset) return sendLine(form);
  const card = form.closest("[data-card]") ?? form;
  const key = event.submitter?.dataset.key ?? "";
  const sending = busy.get(card);
  if (sending === undefined) send(form, event.submitter, card, key);
  else if (sending.key !== key) sending.next = key;
});

async function send(form, submitter, card, key) {
  const sending = { key, next: null };
  busy.set(card, sending);
  card.setAttribute("aria-busy", "true");
  alertBox.textContent = "";
  const answer = await post(form, submitter);
  busy.delete(card);
  card.removeAttribute("aria-busy");
  const drafts = draftsOf(card, answer.outcome === "done" ? form : null);
  if (answer.pressed) press(form, submitter);
  const shown = answer.html === undefined ? card : swap(card, answer.html);
  if (shown !== card) restore(shown, drafts);
  const next = sending.next === null ? undefined : find(shown, sending.next);
  if (next?.form) next.form.requestSubmit(next);
  await show(answer, shown);
}

/** The card is as it was but for this option. The form's next tap is a new event, even on an option tapped before. */
function press(form, submitter) {
  for (const option of form.querySelectorAll("[aria-pressed]")) {
    option.setAttribute("aria-pressed", String(option === submitter));
  }
  form.querySelector('[name="eventId"]').value = crypto.getRandomValues(new Uint32Array(4)).join("-");
}

async function post(form, submitter) {
  try {
    // `form.action` would be the hidden input of that name.
    const response = await fetch(form.getAttribute("action"), {
      method: "POST",
      headers: { Accept: "application/json" },
      body: new URLSearchParams(new FormData(form, submitter)),
      signal: AbortSignal.timeout(20_000),
    });
    return await response.json();
  } catch {
    return { outcome: "not-saved" };
  }
}

async function show(answer, card) {
  if (answer.outcome === "not-saved") return warn(alertBox.dataset.notSaved);
  if (answer.outcome === "done") say(live.dataset.saved);
  else warn(textOf(answer.say ?? answer.html) || alertBox.dataset.refused);
  if (conversation !== null) return look(true);
  if (answer.say !== undefined) return showReply(answer.say);
  // A card that only says something: what can be done next, the page itself knows.
  if (answer.html !== undefined && card.querySelector("button, a") === null) {
    say(textOf(answer.html));
    return refreshMain();
  }
  if (answer.outcome === "done" && answer.html === undefined && !answer.pressed) await refreshMain();
}

/** Typed lines leave the box at once, so that the next one can be typed; one that was not saved comes back. */
async function sendLine(form) {
  const { text, eventId } = form.elements;
  const line = text.value;
  const event = eventId.value;
  const sent = post(form, null);
  form.reset();
  eventId.value = crypto.randomUUID();
  alertBox.textContent = "";
  const answer = await sent;
  if (answer.outcome !== "not-saved") return look(true);
  warn(alertBox.dataset.notSaved);
  if (text.value !== "") return;
  text.value = line;
  eventId.value = event;
}

function showReply(html) {
  const replies = document.getElementById("replies");
  replies.replaceChildren(elementOf(html));
  replies.firstElementChild.focus();
}

async function refreshMain() {
  const page = await load(location.href);
  const fresh = page?.getElementById("main");
  if (fresh) document.getElementById("main").replaceChildren(...fresh.childNodes);
  document.getElementById("main").focus();
}

/** Puts a newly drawn card in place of the old one and the focus where it was. */
function swap(card, html) {
  const fresh = elementOf(html);
  const focused = card.contains(document.activeElement) ? document.activeElement : null;
  if (card.matches(".panel")) fresh.className = card.className;
  card.replaceWith(fresh);
  if (focused !== null) (find(fresh, focused.dataset.key) ?? fresh).focus();
  return fresh;
}

/** What was typed and not sent yet; the form that is being sent is left out. */
function draftsOf(card, sent) {
  const inputs = [...card.querySelectorAll("input[data-key], textarea, select")];
  return inputs
    .filter((input) => input.form !== sent && isChanged(input))
    .map((input) => [input.dataset.key, input.value]);
}

function isChanged(input) {
  if (input instanceof HTMLSelectElement) {
    const standing = [...input.options].findIndex((option) => option.defaultSelected);
    return input.selectedIndex !== Math.max(standing, 0);
  }
  return input.value !== input.defaultValue;
}

function restore(card, drafts) {
  for (const [key, value] of drafts) {
    const input = find(card, key);
    if (input !== undefined) input.value = value;
  }
}

function find(card, key) {
  return [...card.querySelectorAll("[data-key]")].find((element) => element.dataset.key === key);
}

function elementOf(html) {
  const template = document.createElement("template");
  template.innerHTML = html;
  return template.content.firstElementChild;
}

function textOf(html) {
  return html === undefined ? "" : elementOf(html).querySelector("h2, h3, p")?.textContent.trim();
}

async function load(address) {
  try {
    const response = await fetch(address, { headers: { Accept: "text/html" } });
    return response.ok ? new DOMParser().parseFromString(await response.text(), "text/html") : null;
  } catch {
    return null;
  }
}

let fading;
/** Says what has happened: to everybody, or only to those who listen when it can be seen anyway. */
function say(text, isSeen = false) {
  live.classList.toggle("unseen", isSeen);
  live.textContent = text;
  clearTimeout(fading);
  fading = setTimeout(() => live.replaceChildren(), 4000);
}

function warn(text) {
  live.textContent = "";
  alertBox.textContent = text;
}

const conversation = document.querySelector("[data-revision-url]");
const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
const pause = 3000;
let timer;
let failures = 0;

/** Asks whether the conversation has changed, and shows what is new; `asked` when it answers what was just done. */
async function look(asked = false) {
  clearTimeout(timer);
  try {
    const response = await fetch(conversation.dataset.revisionUrl, {
      headers: { Accept: "application/json" },
    });
    const { revision } = await response.json();
    if (failures >= 3) alertBox.textContent = "";
    failures = 0;
    if (revision !== undefined && revision !== conversation.dataset.revision) await update(asked);
  } catch {
    failures += 1;
    if (failures === 3) warn(alertBox.dataset.offline);
  }
  clearTimeout(timer);
  if (document.visibilityState === "visible") timer = setTimeout(() => look(), pause);
}

async function update(asked) {
  const page = await load(location.pathname);
  const fresh = page?.querySelector("[data-revision-url]");
  if (!fresh) return;
  const atEnd = window.innerHeight + window.scrollY >= document.documentElement.scrollHeight - 160;
  const list = conversation.querySelector(".messages");
  let complete = true;
  let added = null;
  document.getElementById("latest")?.remove();
  for (const message of fresh.querySelectorAll("[data-message]")) {
    const known = document.getElementById(message.id);
    if (known === null) {
      list.append(message);
      added = message;
    } else if (known.dataset.version !== message.dataset.version)
      complete = replace(known, message) && complete;
  }
  conversation.querySelector(":scope > p")?.remove();
  // A message that is being typed in waits for the next look.
  if (complete) conversation.dataset.revision = fresh.dataset.revision;
  const isSeen = added !== null && (atEnd || asked);
  if (isSeen) showNewest(calm ? "auto" : "smooth");
  if (added?.dataset.summary) say(`${live.dataset.message} ${added.dataset.summary}`, isSeen);
}

function replace(known, message) {
  const card = known.querySelector("[data-card]");
  const typing =
    known.contains(document.activeElement) && document.activeElement.matches("input, textarea, select");
  if (busy.has(card) || typing) return false;
  const drafts = card === null ? [] : draftsOf(card);
  const focused = known.contains(document.activeElement) ? document.activeElement : null;
  known.replaceWith(message);
  restore(message, drafts);
  if (focused !== null) (find(message, focused.dataset.key) ?? message.querySelector("[data-card]"))?.focus();
  return true;
}

/**
 * Shows the newest message from its beginning, below the end of the one before. Scrolling by position leaves the
 * first Tab where it was, at the top of the page.
 */
function showNewest(behavior) {
  const newest = conversation.querySelector(".messages > :last-child");
  const top = (newest?.getBoundingClientRect().top ?? 0) + window.scrollY;
  window.scrollTo({ top: top - window.innerHeight / 8, behavior });
}

if (conversation !== null) {
  document.addEventListener("visibilitychange", () => {
    clearTimeout(timer);
    if (document.visibilityState === "visible") look();
  });
  timer = setTimeout(() => look(), pause);
  if (location.hash === "") showNewest("auto");
}

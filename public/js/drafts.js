// Keeps what is typed into a survey's form: each answer is sent as it changes, and stays in this tab until the server has it. Without
// this script the button *Salvar rascunho* does it.

import { announce, fill } from './speech.js';

const RETRY_AFTER = [2000, 4000, 8000, 15_000, 30_000];
const TYPING = 700;

class Drafts {
  constructor(form) {
    this.form = form;
    this.text = form.dataset;
    this.unsaved = new Map();
    this.tries = 0;
    this.restore();
    form.addEventListener('change', (event) => this.touch(event.target, 0));
    form.addEventListener('input', (event) => event.target.matches('textarea') && this.touch(event.target, TYPING));
    // The form is on its way with everything in it. What is kept in the tab is dropped when it has arrived.
    form.addEventListener('submit', (event) => this.leave(event));
    window.addEventListener('pageshow', (event) => event.persisted && this.resume());
    window.addEventListener('pagehide', () => this.save({ keepalive: true }));
    window.addEventListener('online', () => this.save());
    document.addEventListener('visibilitychange', () => this.save({ keepalive: document.hidden }));
  }

  /** Something of a question, or the observation, changed. */
  touch(control, wait) {
    const field = /^(answers\.\d+|note)/.exec(control.name)?.[1];
    if (!field) return;
    this.unsaved.set(field, { ...this.read(field), seen: this.unsaved.get(field)?.seen ?? this.seen() });
    this.keep();
    this.later(wait);
  }

  read(field) {
    if (field === 'note') return { note: this.form.elements.note.value };
    const answer = this.form.elements[`${field}.answer`]?.value ?? '';
    return { answer, comment: this.form.elements[`${field}.comment`]?.value ?? '' };
  }

  seen() {
    return Number(this.form.elements.seen.value);
  }

  later(wait) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), wait);
  }

  /** Without a connection the browser would show a page of its own instead: the form stays, and is sent when somebody asks again. */
  leave(event) {
    const reached = this.said?.state !== 'offline' || this.unsaved.size === 0;
    if (navigator.onLine && reached) return this.stop();
    event.preventDefault();
    this.unsent = true;
    this.say(this.text.unsent, 'offline');
    this.later(RETRY_AFTER[0]);
  }

  stop() {
    clearTimeout(this.timer);
    this.stopped = true;
  }

  /** Back on the page as it was left: whatever became of it, saving goes on. */
  resume() {
    this.stopped = false;
    this.save();
  }

  async save({ keepalive = false } = {}) {
    clearTimeout(this.timer);
    if (this.stopped || this.unsaved.size === 0) return;
    if (this.sending) return this.again();
    const sent = new Map(this.unsaved);
    this.sending = true;
    // The link to sign in stays: a click on it leaves the field, which saves, and must not lose its target to that.
    if (this.said?.state !== 'signed-out') this.say(this.text.saving);
    try {
      const reply = await fetch(this.text.draft, {
        method: 'POST',
        headers: { accept: 'application/json' },
        body: this.body(sent),
        keepalive,
      });
      await this.onReply(reply, sent);
    } catch {
      this.retry();
    }
    this.sending = false;
    if (this.wantsAgain) this.later(0);
    this.wantsAgain = false;
  }

  again() {
    this.wantsAgain = true;
  }

  body(sent) {
    const { _csrf, key, seen } = this.form.elements;
    const body = new URLSearchParams({ _csrf: _csrf.value, key: key.value, seen: seen.value });
    for (const [field, { answer, comment, note }] of sent) {
      if (field === 'note') body.set('note', note);
      else {
        body.set(`${field}.answer`, answer);
        body.set(`${field}.comment`, comment);
      }
    }
    return body;
  }

  async onReply(reply, sent) {
    if (reply.status >= 500 || reply.status === 429) return this.retry();
    const said = await reply.json();
    if (reply.status === 401) return this.onSignedOut(said.signIn);
    if (!reply.ok) return this.onRefused(said.problem);
    this.tries = 0;
    this.unsent = false;
    this.form.elements.seen.value = said.revision;
    for (const [field, value] of sent) if (this.unsaved.get(field) === value) this.unsaved.delete(field);
    this.keep();
    this.say(said.saved);
    this.showClaim(said.claimed);
    for (const news of said.elsewhere) this.tell(news);
  }

  /** What is saved is claimed: there is nothing left to start. */
  showClaim(text) {
    const place = document.querySelector('[data-claimed]');
    if (place) Object.assign(place, { hidden: false, textContent: text });
    document.querySelector('[data-start]')?.remove();
  }

  /** No answer, or one that says nothing: everything stays where it is, and is sent again. */
  retry() {
    this.say(this.unsent ? this.text.unsent : this.text.offline, 'offline');
    this.later(RETRY_AFTER[Math.min(this.tries, RETRY_AFTER.length - 1)]);
    this.tries += 1;
  }

  onSignedOut(signIn) {
    const link = document.createElement('a');
    Object.assign(link, { href: signIn, target: '_blank', textContent: this.text.signIn });
    this.say(this.text.signedOut, 'signed-out', link);
    this.later(RETRY_AFTER.at(-1));
  }

  /** Sending the same again would be refused again: it stays on the page, and in the tab. */
  onRefused(problem) {
    this.say(`${problem || this.text.notSaved} ${this.text.stays}`, 'refused');
  }

  say(text, state = '', link = null) {
    if (this.said?.state === state && this.said.text === text) return;
    this.said = { state, text };
    const status = this.form.querySelector('[data-draft-status]');
    status.dataset.state = state;
    status.replaceChildren(text, ...(link ? [' ', link] : []));
  }

  /** What another window saved is shown here too, unless something newer was typed here. */
  tell({ field, replaced, text, ...value }) {
    if (!replaced && !this.unsaved.has(field)) this.write(field, value);
    const item = document.createElement('li');
    item.textContent = text;
    this.form.querySelector('[data-draft-news]').append(item);
  }

  write(field, { answer, comment, note }) {
    const { elements } = this.form;
    if (field === 'note') elements.note.value = note;
    else {
      for (const radio of this.form.querySelectorAll(`[name="${field}.answer"]`))
        radio.checked = radio.value === answer;
      elements[`${field}.comment`].value = comment;
      elements[`${field}.comment`].closest('.grade-comment').classList.toggle('open', comment !== '');
    }
  }

  keep() {
    if (this.unsaved.size === 0) return sessionStorage.removeItem(this.text.keep);
    sessionStorage.setItem(this.text.keep, JSON.stringify([...this.unsaved]));
  }

  /** What this tab still holds of the survey goes back into the form, unless it was replaced meanwhile: then it is said. */
  restore() {
    const kept = new Map(JSON.parse(sessionStorage.getItem(this.text.keep) ?? '[]'));
    let restored = 0;
    for (const [field, value] of kept) {
      const name = field === 'note' ? 'note' : `${field}.comment`;
      if (
        !this.form.elements[name] ||
        JSON.stringify(this.read(field)) === JSON.stringify({ ...value, seen: undefined })
      )
        continue;
      if (value.seen < this.revisionOf(field)) {
        this.tell({ field, replaced: true, text: fill(this.text.outdated, { text: this.inWords(field, value) }) });
        continue;
      }
      this.write(field, value);
      this.unsaved.set(field, value);
      restored += 1;
    }
    this.keep();
    if (restored === 0) return;
    announce(this.text.restored);
    this.tell({ replaced: true, text: this.text.restored });
    this.later(0);
  }

  revisionOf(field) {
    const control = this.form.elements[field === 'note' ? 'note' : `${field}.comment`];
    return Number(control.closest('[data-revision]')?.dataset.revision ?? 0);
  }

  inWords(field, { answer, comment, note }) {
    const radio = this.form.querySelector(`[name="${field}.answer"][value="${CSS.escape(answer ?? '')}"]`);
    return [radio?.parentElement.querySelector('span').textContent, comment, note].filter(Boolean).join(', ');
  }
}

for (const form of document.querySelectorAll('form[data-draft]')) new Drafts(form);

// A page that says that a survey is recorded: nothing of it is left to keep.
for (const { dataset } of document.querySelectorAll('[data-draft-over]')) sessionStorage.removeItem(dataset.draftOver);

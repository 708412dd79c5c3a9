/** What a browser would post of the form with that action on a page, its button aside: for tests that send a form back. */
export function postedBy(html: string, action: string): Record<string, string[]> {
  const forms = [...html.matchAll(/<form\b([^>]*)>(.*?)<\/form>/gs)];
  const form = forms.find(([, attributes = '']) => attributeOf(attributes, 'action') === action);
  if (form === undefined) throw new Error(`no form posts to ${action}`);
  const posted: Record<string, string[]> = {};
  // What a template holds is not part of the page yet.
  const controls = (form[2] ?? '').replace(/<template>.*?<\/template>/gs, '');
  for (const [name, value] of controlsOf(controls)) {
    if (name === '_csrf') continue;
    posted[name] = [...(posted[name] ?? []), value];
  }
  return posted;
}

function* controlsOf(html: string): Generator<[name: string, value: string]> {
  const controls = /<input\b([^>]*)>|<textarea\b([^>]*)>(.*?)<\/textarea>|<select\b([^>]*)>(.*?)<\/select>/gs;
  for (const [, input, textarea, text = '', select, options = ''] of html.matchAll(controls)) {
    const attributes = input ?? textarea ?? select ?? '';
    const name = attributeOf(attributes, 'name');
    if (name === null) continue;
    if (textarea !== undefined) yield [name, plain(text.replace(/^\n/, '')).replace(/\r?\n/g, '\r\n')];
    else if (select !== undefined) yield [name, chosen(options)];
    else if (isPosted(attributes)) yield [name, attributeOf(attributes, 'value') ?? 'on'];
  }
}

function isPosted(attributes: string): boolean {
  const type = attributeOf(attributes, 'type') ?? 'text';
  if (type === 'checkbox' || type === 'radio') return /\schecked(\s|$)/.test(attributes);
  return type !== 'submit' && type !== 'file';
}

function chosen(options: string): string {
  const all = [...options.matchAll(/<option\b([^>]*)>/g)].map(([, attributes = '']) => attributes);
  const one = all.find((attributes) => /\sselected(\s|$)/.test(attributes)) ?? all[0] ?? '';
  return attributeOf(one, 'value') ?? '';
}

function attributeOf(attributes: string, name: string): string | null {
  const value = new RegExp(`(?:^|\\s)${name}="([^"]*)"`).exec(attributes)?.[1];
  return value === undefined ? null : plain(value);
}

function plain(text: string): string {
  return text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&');
}

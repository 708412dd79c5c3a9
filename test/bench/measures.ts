import { absolute, compared, type Figures, type Measure, ratioOf, usualShare } from './report.js';

/** The measures that the figures allow, each with its goal. */
export function measuresOf(figures: Figures): Measure[] {
  return [...growth(figures), ...shares(figures), ...depth(figures), ...texts(figures), ...counters(figures)];
}

/** The largest size against the smallest. */
function growth(figures: Figures): Measure[] {
  return figures.names(/^first /).map((name) => {
    const ratio = ratioOf(figures.at(name, figures.largest), figures.at(name, figures.smallest));
    const goal = name.endsWith('write') ? null : 2;
    return compared(name, goal, figures.sizes.length > 1 ? ratio : null, figures.bySize(name));
  });
}

/** The worst of the other percentages against the usual one, at the largest size. */
function shares(figures: Figures): Measure[] {
  const usual = usualShare(figures.executed);
  const others = figures.executed.filter((share) => share !== usual);
  return figures.names(/^first (?!.*write)/).flatMap((name) =>
    others.map((share) => {
      const ratio = ratioOf(figures.at(name, figures.largest, share), figures.at(name, figures.largest));
      return compared(`${name}, ${share} % executed ÷ ${usual} %`, 3, ratio, figures.bySize(name, share));
    }),
  );
}

function depth(figures: Figures): Measure[] {
  return figures.names(/, deepest$/).map((name) => {
    const first = figures.at(name.replace(/deepest$/, 'first'), figures.largest);
    return compared(`${name} ÷ first`, 1.5, ratioOf(figures.at(name, figures.largest), first), figures.bySize(name));
  });
}

function texts(figures: Figures): Measure[] {
  return figures.names(/^text (?!none)/).map((name) => {
    const none = figures.at(name.replace(/^text .* on /, 'text none on '), figures.largest);
    const goal = /rare|absent/.test(name) ? 10 : null;
    return compared(`${name} ÷ none`, goal, ratioOf(figures.at(name, figures.largest), none), figures.bySize(name));
  });
}

function counters(figures: Figures): Measure[] {
  const goals = { 'counters, nothing written': 0.2, 'counters after a write': 5 };
  return Object.entries(goals)
    .filter(([name]) => figures.at(name, figures.largest) !== null)
    .map(([name, goal]) => absolute(name, 'ms', goal, figures.bySize(name)));
}

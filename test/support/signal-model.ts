/** A follow-up of the survey; `stale` when the execution that it came from was annulled. */
interface Followed {
  readonly id: number;
  readonly of: number | null;
  kind: string;
  open: boolean;
  stale: boolean;
}

/** What a survey signals (SPEC 6), in the plainest words, to be held against the product. */
export class SignalModel {
  signal: 'none' | 'waiting' | 'dismissed' | 'followed' = 'none';
  executions = 0;
  standing: number | null = null;
  readonly followUps: Followed[] = [];

  execute(bad: boolean): void {
    this.executions += 1;
    this.standing = this.executions;
    const isFollowed = this.followUps.some(({ kind, open, stale }) => kind === 'complaint' && open && !stale);
    this.signal = !bad ? 'none' : isFollowed ? 'followed' : 'waiting';
  }

  annul(): void {
    for (const one of this.followUps) if (one.of === this.standing) one.stale = true;
    this.standing = null;
    this.signal = 'none';
  }

  add(id: number, kind: string): void {
    const one = { id, of: this.standing, kind, open: true, stale: false };
    this.followUps.push(one);
    this.take(one);
  }

  take({ kind, stale }: Followed): void {
    if (kind === 'complaint' && !stale && this.signal !== 'none') this.signal = 'followed';
  }
}

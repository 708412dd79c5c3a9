import t from 'tap';
import { lookAtEveryPage } from '../support/every-page.js';

await lookAtEveryPage(t, { theme: 'dark', width: 360 });

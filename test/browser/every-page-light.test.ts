import t from 'tap';
import { lookAtEveryPage } from '../support/every-page.js';

await lookAtEveryPage(t, { theme: 'light', language: 'en' });

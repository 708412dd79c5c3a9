import type { FastifyInstance } from 'fastify';
import type { Database } from '../../store/connection.js';
import { configPanelRoutes } from '../config-panel.js';
import { questionPanel } from './panel.js';

/** *Painel de Perguntas*. */
export async function questionRoutes(app: FastifyInstance, { db }: { db: Database }): Promise<void> {
  configPanelRoutes(app, db, questionPanel);
}

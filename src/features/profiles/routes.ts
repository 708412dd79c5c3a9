import type { FastifyInstance } from 'fastify';
import type { Database } from '../../store/connection.js';
import { configPanelRoutes } from '../config-panel.js';
import { profilePanel } from './panel.js';

/** *Painel de Perfil*. */
export async function profileRoutes(app: FastifyInstance, { db }: { db: Database }): Promise<void> {
  configPanelRoutes(app, db, profilePanel);
}

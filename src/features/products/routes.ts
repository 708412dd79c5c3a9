import type { FastifyInstance } from 'fastify';
import type { Database } from '../../store/connection.js';
import { configPanelRoutes } from '../config-panel.js';
import { productPanel } from './panel.js';
import { productProfileRoutes } from './profile.js';

/** *Painel de Produtos*. */
export async function productRoutes(app: FastifyInstance, { db }: { db: Database }): Promise<void> {
  configPanelRoutes(app, db, productPanel);
  await productProfileRoutes(app, { db });
}

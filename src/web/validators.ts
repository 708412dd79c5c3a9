import { AjvCompiler, type BuildCompilerFromPool } from '@fastify/ajv-compiler';
import type { FastifySchemaCompiler } from 'fastify';

type Validator = ((value: unknown) => unknown) & { errors?: Error[] };
type Compile = (route: Parameters<FastifySchemaCompiler<unknown>>[0]) => Validator;

const buildCompiler = AjvCompiler();
const made = new Map<string, Validator>();

/**
 * Makes what checks the parameters and forms of requests, as Fastify's `buildValidator`: each when a request first needs
 * it, and one for all the routes and applications of the process whose schemas read alike. Ajv writes and compiles a program
 * for each schema, a quarter of a second for all, and most forms bring an id and a token only. A schema that Ajv refuses
 * is an error of its first request therefore, not of the start: the tests walk every route.
 */
export function buildValidator(...settings: Parameters<BuildCompilerFromPool>): ReturnType<BuildCompilerFromPool> {
  const compile = buildCompiler(...settings) as unknown as Compile;
  const lazily: Compile = (route) => {
    let check: Validator | undefined;
    return (value) => {
      check ??= known(JSON.stringify([settings, route.schema]), () => compile(route));
      // Ajv leaves what it found on the function, and Fastify would look for it on ours.
      return check(value) === false ? { error: check.errors } : true;
    };
  };
  return lazily as unknown as ReturnType<BuildCompilerFromPool>;
}

function known(key: string, make: () => Validator): Validator {
  const validator = made.get(key) ?? make();
  made.set(key, validator);
  return validator;
}

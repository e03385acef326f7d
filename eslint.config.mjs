import js from '@eslint/js';
import { n8nCommunityNodesPlugin as community } from '@n8n/eslint-plugin-community-nodes';
import { globalIgnores } from 'eslint/config';
import nodesBase from 'eslint-plugin-n8n-nodes-base';
import { readFileSync } from 'node:fs';
import ts from 'typescript-eslint';

const off = (...rules) => Object.fromEntries(rules.map((rule) => [rule, 'off']));

const { nodes } = JSON.parse(readFileSync(new URL('package.json', import.meta.url), 'utf8')).n8n;
/** The providers by the names of their nodes, as somebody may write them in code or in a comment. */
const providers = nodes.map((file) => /(\w+)\.node\.js$/.exec(file)[1].split(/(?=[A-Z])/));
const named = `/${providers.map((words) => words.join('[ _-]?')).join('|')}/i`;

// The configuration of n8n's own node CLI: both plugins, rule for rule, plus typed checks of promises. Only the order of
// imports isn't checked: that plugin's lock entries don't install on every platform.
export default ts.config(
	globalIgnores(['dist', 'coverage', 'node_modules', '.hosts', '.e2e', '.mutation', 'packages/*/*/']),
	{
		files: ['**/*.ts'],
		extends: [js.configs.recommended, ts.configs.recommended, community.configs.recommended],
		languageOptions: {
			// The first has all that the second has, so that types are looked at once.
			parserOptions: { project: ['test/tsconfig.json', 'tsconfig.json'], tsconfigRootDir: import.meta.dirname },
		},
		rules: {
			'prefer-spread': 'off',
			'no-console': 'error',
			'@typescript-eslint/no-floating-promises': 'error',
			'@typescript-eslint/no-misused-promises': 'error',
			'@typescript-eslint/consistent-type-imports': ['error', { disallowTypeAnnotations: false }],
			'@typescript-eslint/no-explicit-any': 'error',
			'@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
		},
	},
	{ plugins: { 'n8n-nodes-base': nodesBase } },
	{
		files: ['package.json', 'packages/*/package.json'],
		extends: [community.configs.recommended],
		languageOptions: { parser: ts.parser, parserOptions: { extraFileExtensions: ['.json'] } },
		rules: { ...nodesBase.configs.community.rules },
	},
	{
		files: ['credentials/**/*.ts'],
		rules: {
			...nodesBase.configs.credentials.rules,
			...off(
				'n8n-nodes-base/cred-class-field-documentation-url-miscased',
				'n8n-nodes-base/cred-class-field-type-options-password-missing',
			),
		},
	},
	{
		files: ['nodes/**/*.ts'],
		rules: {
			...nodesBase.configs.nodes.rules,
			...off(
				'n8n-nodes-base/node-class-description-inputs-wrong-regular-node',
				'n8n-nodes-base/node-class-description-outputs-wrong',
				'n8n-nodes-base/node-param-type-options-max-value-present',
			),
		},
	},
	// A room that needs more has two purposes.
	{
		files: ['nodes/**/*.ts', 'credentials/**/*.ts'],
		rules: { 'max-lines': ['error', 150], 'max-lines-per-function': ['error', 40] },
	},
	// The engine knows no provider, by no name.
	{
		files: ['nodes/operation/**/*.ts'],
		rules: {
			'no-warning-comments': [
				'error',
				{ terms: providers.flatMap((words) => [words.join(' '), words.join('')]), location: 'anywhere' },
			],
			'no-restricted-syntax': [
				'error',
				...[`Identifier[name=${named}]`, `Literal[value=${named}]`, `TemplateElement[value.raw=${named}]`].map(
					(selector) => ({ selector, message: 'The engine names no provider.' }),
				),
			],
		},
	},
	// These run outside n8n, where Node.js itself, timers and the console are theirs to use.
	{
		files: ['sandbox/**/*.ts', 'scripts/**/*.ts', 'test/**/*.ts'],
		rules: off(
			'@n8n/community-nodes/no-dangerous-functions',
			'@n8n/community-nodes/no-hardcoded-secrets',
			'@n8n/community-nodes/no-restricted-globals',
			'@n8n/community-nodes/no-restricted-imports',
			'@n8n/community-nodes/require-node-api-error',
			'no-console',
		),
	},
);

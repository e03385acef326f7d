import type { Locator, Page } from 'playwright-core';
import type { WorkflowJson } from '../../../sandbox/host';
import { eventually } from './browser';
import { installation } from './stage';

/** The view that opens with a double click on a node: its input, its parameters, its output. */
export interface Details {
	view: Locator;
	input: Locator;
	parameters: Locator;
	output: Locator;
	parameter(name: string): Locator;
	/** What an expression gives for the first item. */
	preview(name: string): Locator;
	/** Chooses from the list that a click on `select` opens, until it is what the node has. */
	choose(select: Locator, option: string): Promise<void>;
	/** How a resource locator gets its value: 'From list', 'By ID'. */
	chooseMode(name: string, mode: string): Promise<void>;
	/** Types into a field or a resource locator, until n8n has saved it: that is what it executes. */
	typeId(name: string, id: string): Promise<void>;
	/** Types into the editor of an expression, in place of what it holds, until n8n has saved it. */
	typeExpression(name: string, expression: string): Promise<void>;
	/** Drags a field of the input into a parameter. */
	drag(field: string, parameter: string): Promise<void>;
	switchOn(parameter: string): Promise<void>;
	/** Adds an option that is a switch by its label, and switches it on. */
	addOption(label: string, parameter: string): Promise<void>;
	execute(): Promise<void>;
	/** Takes the focus out of a parameter, which closes what popped up. */
	leaveParameter(): Promise<void>;
	/** The messages in the corner, which cover what is below. */
	dismissMessages(): Promise<void>;
	/** The shortcuts to the nodes before and after, which lie half on the view. */
	hideNeighbours(): Promise<void>;
	close(): Promise<void>;
}

const middleOf = async (locator: Locator) => {
	await locator.scrollIntoViewIfNeeded();
	const box = await locator.boundingBox();
	if (!box) throw new Error(`${locator.toString()} can't be seen`);
	return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
};

export const detailsOf = (page: Page): Details => {
	const view = page.getByTestId('ndv');
	const input = view.getByTestId('ndv-input-panel');
	const parameter = (name: string) => view.getByTestId(`parameter-input-${name}`);

	const preview = (name: string) => view.getByTestId(`parameter-expression-preview-${name}`);
	const result = page.getByTestId('inline-expression-editor-output');
	const leaveParameter = async () =>
		await eventually(async () => {
			await input.click({ position: { x: 60, y: 20 } });
			expect(await result.isVisible()).toBe(false);
		});

	const saved = async (name: string): Promise<unknown> => {
		const [, , workflow, node] = decodeURIComponent(new URL(page.url()).pathname).split('/');
		const { nodes } = await installation.n8n.api.request<WorkflowJson>('GET', `/workflows/${workflow}`);
		// The address has the beginning of the node's ID.
		const value = nodes.find(({ id }) => id?.startsWith(node))?.parameters?.[name] ?? '';
		return typeof value === 'object' && 'value' in value ? value.value : value;
	};
	const leaveTyped = async (name: string, typed: string) => {
		await leaveParameter();
		// The field shows at once what the editor takes over a moment later, and a step that is executed before goes without it.
		await eventually(async () => expect(await saved(name)).toBe(typed));
	};

	const choose: Details['choose'] = async (select, option) => {
		await select.click();
		await page.getByRole('option', { name: option }).filter({ visible: true }).first().click();
		await page.getByRole('listbox').filter({ visible: true }).waitFor({ state: 'hidden' });
		await eventually(async () => expect(await select.locator('input').inputValue()).toBe(option));
	};

	const parameters = view.getByTestId('node-parameters');
	const switchOn: Details['switchOn'] = async (name) => {
		await parameter(name).locator('.el-switch').click();
		await parameter(name).getByRole('switch', { checked: true }).waitFor({ state: 'attached' });
	};

	return {
		view,
		input,
		parameters,
		output: view.getByTestId('output-panel'),
		parameter,
		preview,
		choose,
		chooseMode: async (name, mode) => await choose(parameter(name).getByTestId('rlc-mode-selector'), mode),
		typeId: async (name, id) => {
			const field = parameter(name).getByTestId('parameter-input-field');
			await field.or(parameter(name).getByTestId('rlc-input')).fill(id);
			await leaveTyped(name, id);
		},
		typeExpression: async (name, expression) => {
			await parameter(name).getByRole('textbox').click();
			await page.keyboard.press('Control+A');
			// In one go: typed key by key, the editor would complete the brackets.
			await page.keyboard.insertText(expression);
			await leaveTyped(name, `=${expression}`);
		},
		drag: async (field, name) => {
			const from = await middleOf(input.locator(`[data-target="mappable"][data-name="${field}"]`).first());
			const to = await middleOf(parameter(name));
			await page.mouse.move(from.x, from.y);
			await page.mouse.down();
			// n8n takes it for a drag once the mouse has moved a little.
			await page.mouse.move(from.x + 10, from.y + 10, { steps: 5 });
			await page.mouse.move(to.x, to.y, { steps: 20 });
			await page.mouse.up();
			// The focus goes into the new expression, a moment later.
			await result.waitFor();
		},
		switchOn,
		addOption: async (label, name) => {
			await parameters.getByTestId('collection-parameter-add').click();
			await page.getByRole('option', { name: label, exact: true }).filter({ visible: true }).click();
			await switchOn(name);
		},
		execute: async () => await view.getByTestId('node-execute-button').click(),
		leaveParameter,
		dismissMessages: async () => {
			const closers = page.locator('.el-notification__closeBtn');
			// Some go by themselves in the meantime, which a click would wait for.
			await eventually(async () => {
				await closers.evaluateAll((buttons) => buttons.forEach((button) => button.click()));
				expect(await closers.count()).toBe(0);
			});
		},
		hideNeighbours: async () =>
			await page.getByTestId('floating-nodes').evaluate((neighbours) => {
				neighbours.style.visibility = 'hidden';
			}),
		close: async () => {
			await view.getByTestId('ndv-close-button').click();
			await view.waitFor({ state: 'hidden' });
		},
	};
};

/** Opens a node by a double click on it. */
export const openDetails = async (page: Page, nodeName: string): Promise<Details> => {
	await page.locator(`[data-test-id="canvas-node"][data-node-name="${nodeName}"]`).dblclick();
	const details = detailsOf(page);
	await details.parameters.waitFor();
	return details;
};

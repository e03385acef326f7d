import { exampleFiles, readExample } from '../../sandbox/examples';
import { eventually } from './editor/browser';
import { editor, installation, page, scene, setUpEditor } from './editor/stage';

setUpEditor('example-pictures');

/** As wide as its canvas asks for, so that the words in its nodes and notes have the same size in each picture. */
const sizeOf = (file: string) => {
	const boxes = readExample(file).nodes.map(({ position: [x, y] = [0, 0], parameters = {} }) => {
		const { width = 100, height = 140 } = parameters as { width?: number; height?: number };
		return { x, y, right: x + width, bottom: y + height };
	});
	const width = Math.max(...boxes.map(({ right }) => right)) - Math.min(...boxes.map(({ x }) => x));
	const height = Math.max(...boxes.map(({ bottom }) => bottom)) - Math.min(...boxes.map(({ y }) => y));
	// The editor has its bars around the canvas, and leaves a margin.
	return { width: Math.round(width * 0.5) + 400, height: Math.round(height * 0.5) + 300 };
};

// For docs/examples.md: .e2e/screenshots/examples holds them, from where they go to .github/images/examples.
for (const file of exampleFiles)
	scene(`${file} is drawn with all its nodes, none of which is missing or wrong`, async () => {
		const workflow = readExample(file);
		const id = await installation.n8n.api.importWorkflow(workflow, installation.credentials);
		const nodes = workflow.nodes.filter(({ type }) => !type.endsWith('.stickyNote'));
		await editor.goTo(id, nodes.length, sizeOf(file));
		// The button that runs it stands before what a wide canvas has at its foot.
		await page.addStyleTag({ content: '[data-test-id="execute-workflow-button"] { visibility: hidden }' });
		await page.getByTestId('zoom-to-fit').click();
		const icons = page.getByTestId('canvas-node').locator('img[src*="n8n-nodes-access-management"]');
		const ours = nodes.filter(({ type }) => type.startsWith('n8n-nodes-access-management.'));
		await eventually(async () => expect(await icons.count()).toBe(ours.length));
		expect(await page.getByTestId('node-not-installed').count()).toBe(0);

		const drawn = page.locator('.vue-flow__node');
		let last = '';
		// Zooming takes a moment: until everything stands where it stood the last time.
		await eventually(async () => {
			const before = last;
			last = JSON.stringify(await Promise.all((await drawn.all()).map(async (node) => await node.boundingBox())));
			expect([await drawn.count(), last]).toEqual([workflow.nodes.length, before]);
		});
		const parts = await drawn.all();
		const boxes = (JSON.parse(last) as Array<{ y: number; height: number }>).map(({ y, height }) => [y, y + height]);
		const top = Math.min(...boxes.map(([from]) => from));
		const bottom = Math.max(...boxes.map(([, to]) => to));
		// The name of a node hangs below it.
		await editor.picture(`examples/${file.replace('.json', '')}`, bottom - top + 40, ...parts);
	});

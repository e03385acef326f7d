/** Where links can lead to in a page: its headings, as GitHub names them. */
export const anchorsIn = (page: string): string[] =>
	[...page.matchAll(/^#+ (.+)$/gm)].map(([, heading]) =>
		heading
			.toLowerCase()
			.replace(/[^\w\- ]/g, '')
			.replace(/ /g, '-'),
	);

const firstLook = 'The first look only learns who has what. After that each change starts the workflow, once.';

const samples =
	'<b>While building your workflow</b>, fetch a test event: it shows up to ten accesses that are there now, as samples. Nothing has changed, and each has the field <i>sample</i>.<br /><br />';

/** What the editor says of a trigger; n8n's own words speak of a mock event, and of the first look not at all. */
export const watchTexts = {
	activationMessage: firstLook,
	triggerPanel: {
		header: '',
		executionsHelp: {
			inactive: `${samples}<b>Once you're happy with your workflow</b>, publish it. ${firstLook}`,
			active: `${samples}<b>Your workflow is published</b>. Each change starts it, once: see the executions list.`,
		},
		activationHint: '',
	},
};

import { spawn } from 'node:child_process';

// Runs a program in a process group of its own and ends the whole group when standard input closes: when whoever started
// the guard wants it, and also when that process is gone, however it went.
const [stopSignal, identity, command, ...args] = process.argv.slice(2);
const child = spawn(command, args, {
	...(JSON.parse(identity) as { uid?: number; gid?: number }),
	stdio: ['ignore', 'inherit', 'inherit'],
	detached: true,
});

const signalGroup = (signal: NodeJS.Signals) => {
	try {
		if (child.pid !== undefined) process.kill(-child.pid, signal);
	} catch {
		// Nobody is left in the group.
	}
};

const report = (message: object) => process.connected && process.send?.(message);

let graceEnds: NodeJS.Timeout | undefined;
const stop = () => {
	graceEnds ??= setTimeout(() => signalGroup('SIGKILL'), 15_000);
	if (child.pid !== undefined && child.exitCode === null && child.signalCode === null) {
		child.kill(stopSignal as NodeJS.Signals);
	}
};

process.stdin.resume().once('end', stop).once('error', stop);
process.on('disconnect', stop);
// Ctrl-C reaches everyone in the terminal's group; the one who started the guard decides what ends when.
process.on('SIGINT', () => undefined);
process.on('SIGTERM', stop);

child.once('spawn', () => report({ pid: child.pid }));
child.once('error', (error) => {
	console.error(error.message);
	process.exitCode = 1;
	process.disconnect?.();
	process.stdin.destroy();
});
child.once('exit', (code, signal) => {
	clearTimeout(graceEnds);
	// What it started itself, such as a task runner, ends with it.
	signalGroup('SIGKILL');
	report({ code, signal });
	process.exit(code ?? 1);
});

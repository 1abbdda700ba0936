// Preloaded into a process that was spawned with an IPC channel: it ends when whoever spawned it is gone.
process.on('disconnect', () => process.exit(1));
process.channel?.unref();

// Preloaded into what the launcher starts: it ends as if it had been asked to when the launcher dies without asking.
process.on('disconnect', () => process.kill(process.pid, 'SIGTERM'));
process.channel?.unref();

// Loaded into the measured server before anything of its own. CommonJS, because loading an ES module first would start
// the thread pool before the launcher has said how large it shall be.
process.on('message', () => process.send({ cpu: process.cpuUsage(), rss: process.memoryUsage.rss() }))
process.channel?.unref()
process.on('disconnect', () => process.exit(1))

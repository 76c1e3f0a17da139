// What a process of this Node takes before it has loaded anything, in bytes; plain JavaScript, so that nothing is compiled away first.
process.stdout.write(JSON.stringify(process.memoryUsage().rss));

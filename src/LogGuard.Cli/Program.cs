using LogGuard.Cli;

return await CommandLine.RunAsync(args, CliConsole.OfProcess());

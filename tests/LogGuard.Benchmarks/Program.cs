using BenchmarkDotNet.Running;
using LogGuard.Benchmarks;

// --quick: one round of everything in under a minute, closed by one line of figures. Otherwise BenchmarkDotNet.
if (args is ["--quick", ..])
{
    return QuickRun.Run();
}

BenchmarkSwitcher.FromAssembly(typeof(QuickRun).Assembly).Run(args);
return 0;

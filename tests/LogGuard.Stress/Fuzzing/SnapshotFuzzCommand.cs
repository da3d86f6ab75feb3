using System.Globalization;

namespace LogGuard.Stress.Fuzzing;

/// <summary>Opens detectors on changed snapshots, and prints how many threw.</summary>
internal static class SnapshotFuzzCommand
{
    private const int ShownLimit = 10;
    private const int ProgressEvery = 2_000;

    public static async Task<int> RunAsync(int inputs, int seed, int threads)
    {
        var root = MemoryFolder.Create("logguard-fuzz-");
        try
        {
            var original = Path.Combine(root, "original");
            await SnapshotFuzzModel.MakeAsync(original);
            var (next, done, exceptions, setAside, detecting, failed, shown) = (-1, 0, 0, 0, 0, 0L, 0);
            var sync = new Lock();
            var workers = Enumerable.Range(0, threads).Select(number => new Thread(() =>
            {
                var fuzzer = new SnapshotFuzzer(original, Path.Combine(root, string.Create(CultureInfo.InvariantCulture, $"work-{number}")));
                while (Interlocked.Increment(ref next) is var input && input < inputs)
                {
                    var outcome = fuzzer.Try(seed + input);
                    lock (sync)
                    {
                        exceptions += outcome.Exception is null ? 0 : 1;
                        setAside += outcome.IsSetAside ? 1 : 0;
                        detecting += outcome.IsDetecting ? 1 : 0;
                        failed += outcome.Failed;
                        if ((outcome.Exception ?? outcome.Trouble) is { } trouble && ++shown <= ShownLimit)
                        {
                            Console.WriteLine($"seed {seed + input}, {outcome.What}: {trouble}");
                        }

                        if (++done % ProgressEvery == 0)
                        {
                            Console.WriteLine($"{done:N0} inputs, {exceptions:N0} exceptions");
                        }
                    }
                }
            })).ToArray();
            foreach (var worker in workers)
            {
                worker.Start();
            }

            foreach (var worker in workers)
            {
                worker.Join();
            }

            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"result inputs={inputs} exceptions={exceptions} set_aside={setAside} detecting={detecting} failed_events={failed}"));
            return exceptions == 0 ? 0 : 1;
        }
        finally
        {
            Directory.Delete(root, recursive: true);
        }
    }
}

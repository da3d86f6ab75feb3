using LogGuard.Neural;

namespace LogGuard.TorchSharp.Benchmarks;

/// <summary>Ends the program while threads of it train, as an application may that does not wait for its detector.</summary>
internal static class ExitRun
{
    public static int Run(TorchDevice device)
    {
        var engine = EngineChoice.Make(new TorchSharpOptions { Device = device, SmallBatchLimit = 0 }, Console.WriteLine);
        using var started = new CountdownEvent(3);
        for (var thread = 0; thread < started.InitialCount; thread++)
        {
            var work = new RateLoad(symbolCount: 28, hiddenSize: 64, windowSize: 10, batchSize: 128).On(engine);
            new Thread(() =>
            {
                work.Train();
                started.Signal();
                while (true)
                {
                    work.Train();
                    work.Predict();
                }
            }) { IsBackground = true }.Start();
        }

        started.Wait();
        return 7;
    }
}

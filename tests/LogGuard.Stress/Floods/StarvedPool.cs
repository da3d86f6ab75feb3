namespace LogGuard.Stress.Floods;

/// <summary>Every thread of the pool is blocked, and the pool makes no further ones. The detector is disposed of meanwhile.</summary>
internal sealed class StarvedPool : Flood
{
    public override string Name => "starved-pool";

    public override void Run(FloodHost host, Random random)
    {
        // Never released: delivery and disposal have to do without the pool.
        var never = new ManualResetEventSlim();
        ThreadPool.SetMinThreads(Environment.ProcessorCount, 1);
        ThreadPool.SetMaxThreads(Environment.ProcessorCount, 1);
        for (var i = 0; i < 200; i++)
        {
            ThreadPool.UnsafeQueueUserWorkItem(_ => never.Wait(), null);
        }

        new StringBuiltLines().Run(host, random);
    }
}

using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.Loader;
using LogGuard.Tests.Support;

namespace LogGuard.Tests.Diagnostics;

public class UnloadingTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task ACollectibleContextIsUnloadedOnceItsDetectorIsDisposed(bool saves)
    {
        using var folder = new TemporaryFolder();
        var context = await UseAsync(saves ? folder.Path : null);

        for (var i = 0; i < 100 && context.IsAlive; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            await Task.Yield();
        }

        Assert.False(context.IsAlive);
    }

    // Not inlined, so that no local of it keeps the context alive.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static async Task<WeakReference> UseAsync(string? modelPath)
    {
        var context = new OwnLogGuard();
        await DetectAsync(context, modelPath);
        context.Unload();
        return new WeakReference(context);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static async Task DetectAsync(OwnLogGuard context, string? modelPath)
    {
        var assembly = context.LoadFromAssemblyPath(typeof(AnomalyDetector).Assembly.Location);
        var options = Activator.CreateInstance(assembly.GetType(typeof(AnomalyDetectorOptions).FullName!, throwOnError: true)!)!;
        options.GetType().GetProperty(nameof(AnomalyDetectorOptions.ModelPath))!.SetValue(options, modelPath);
        var detector = Activator.CreateInstance(assembly.GetType(typeof(AnomalyDetector).FullName!, throwOnError: true)!, options)!;
        Assert.NotSame(typeof(AnomalyDetector), detector.GetType());
        if (modelPath is not null)
        {
            await (Task)detector.GetType().GetMethod(nameof(AnomalyDetector.SaveAsync))!.Invoke(detector, [CancellationToken.None])!;
        }

        ((IDisposable)detector).Dispose();
    }

    private sealed class OwnLogGuard() : AssemblyLoadContext(isCollectible: true)
    {
        protected override Assembly? Load(AssemblyName assemblyName) => null;
    }
}

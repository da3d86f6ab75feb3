namespace WebApi.Tests;

/// <summary>A service that allows faults and has learnt, which takes its time, for all tests of a class.</summary>
public sealed class LearntService : IAsyncLifetime
{
    // Enough for each branch to occur some ten times.
    private const int Learnt = 1_500;

    internal RunningService Service { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Service = await RunningService.StartAsync("--faults");
        await Service.LearnAsync(Learnt);
    }

    public async Task DisposeAsync() => await Service.DisposeAsync();
}

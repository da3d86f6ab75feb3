using WebApi.Faults;
using WebApi.Load;
using WebApi.Orders;

namespace WebApi.Tests;

/// <remarks>
/// Each test has a service of its own: a changed status is told once, so that what one test makes the service report
/// would be missing in another.
/// </remarks>
public sealed class DetectionTests : IAsyncLifetime
{
    // Enough for each branch to occur some ten times.
    private const int Learnt = 1_500;

    private RunningService _service = null!;

    public async Task InitializeAsync()
    {
        _service = await RunningService.StartAsync("--faults");
        await _service.LearnAsync(Learnt);
    }

    public async Task DisposeAsync() => await _service.DisposeAsync();

    [Fact]
    public async Task EachFaultIsReportedWithItsStepAndItsTraceAsItHappens()
    {
        await using var listener = await AnomalyListener.StartAsync(_service.Http, _service.Address);
        var random = new Random(8);
        var order = new NewOrder("customer 2", [new OrderLine("tea", 1), new OrderLine("kettle", 1)]);
        var struck = new List<(FaultKind Kind, Sent Sent)>();

        foreach (var kind in Enum.GetValues<FaultKind>())
        {
            struck.Add((kind, await _service.Client.SendAsync("/orders", order, kind, random)));
        }

        var anomalies = await _service.AnomaliesAsync(anomalies => struck.TrueForAll(
            fault => anomalies.Any(anomaly => anomaly.SessionId == fault.Sent.TraceId)
                && listener.Arrived.Any(arrival => arrival.Anomaly.SessionId == fault.Sent.TraceId)));
        var score = FaultScore.Of(struck, listener.Arrived);
        Assert.Equal((4, 4, 4, 0), (score.Faults, score.Found, score.StepRight, score.FalseAlarms));
        Assert.Equal(anomalies.OrderByDescending(anomaly => anomaly.Id), anomalies);
        Assert.All(anomalies, anomaly => Assert.Equal(anomaly.SessionId, anomaly.TraceId));
        Assert.Contains(anomalies, anomaly => anomaly.Workflow is { Steps.Count: > 0 });
    }

    [Fact]
    public async Task AnOrderIsMadePaidAndShippedAndNothingIsReported()
    {
        var random = new Random(3);

        var id = await _service.OrderAsync(random);
        var paid = await _service.Client.SendAsync($"/orders/{id}/pay?card=visa", null, null, random);
        var shipped = await _service.Client.SendAsync($"/orders/{id}/ship", null, null, random);

        // It is gone, which no request was answered with while learning.
        var gone = await _service.Client.SendAsync($"/orders/{id}/cancel", null, null, random);
        Assert.Equal((200, 200, 404), (paid.Status, shipped.Status, gone.Status));
        var anomalies = await _service.AnomaliesAsync(anomalies => anomalies.Any(anomaly => anomaly.SessionId == gone.TraceId));
        Assert.DoesNotContain(anomalies, anomaly => anomaly.SessionId == paid.TraceId || anomaly.SessionId == shipped.TraceId);
    }
}
